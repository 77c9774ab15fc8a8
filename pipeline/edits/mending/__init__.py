"""Whether two words are one, mistyped, mended or written by another habit."""
