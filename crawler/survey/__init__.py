"""Gets to know a site from a few of its pages: what a source's settings must say.

    which addresses, in which order, within a bound       course
    what a page links to and says of itself               clues
    what software it runs on                              systems
    in which zone it prints its times                     zones, offsets
    what to call it and its sections                      names

All but `course` is pure, and that one fetches only by what it is handed.
"""
