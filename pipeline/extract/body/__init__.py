"""Reads the text of the article off any page.

    flat page → blocks of text                         blocks; their names: zones
    block → how much it looks like running text        weigh, and claimed by JSON-LD or not: claimed
    blocks → those in no box that tells itself         boxes
    blocks → those whose zones are not believed        trust
    blocks → the element that is the text              region
    element → its stream of paragraphs, without boxes  flow
    stream → without what is above, below and between  edges, lines, by phrases
    next to nothing found → another reader             second

The door is `pipeline.extract.main_text`. Pure: the same page always gives the same text.
"""
