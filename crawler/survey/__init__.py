"""Gets to know a site from a few of its pages: what a source's settings must say.

    which addresses, in which order                       course, sitemaps
    within a bound, and what came                         asking
    which listings are worth polling                      kept
    what a page links to and says of itself               clues
    what software it runs on                              systems
    in which zone it prints its times                     zones, offsets
    what to call it and its sections                      names

The rest is pure, and nothing fetches but by what it is handed.
"""
