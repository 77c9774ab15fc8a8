"""Near-duplicates: whether two texts are copies, which came first, and how they differ.

    shingles      a text as the hashed runs of three words that it is compared by
    signatures    MinHash and its bands, by which copies are looked up
    copies        whether a text that was looked up is a copy indeed
    origin        which carrier of a story the others were likely taken from
    divergence    how a copy differs, and whether it followed a correction of its origin

Pure: what is stored is `pipeline.store.stories`', the flow is `pipeline.carriers`'.
"""
