"""Reads the text of the article off any page.

    flat page → blocks of text                        blocks, which skips what zones names
    block → how much it looks like running text       weigh
    blocks → the part of the page that is the text    region
    part → paragraphs, without what stands between    keep, by phrases

The door is `pipeline.extract.main_text`. Pure: the same page always gives the same text.
"""
