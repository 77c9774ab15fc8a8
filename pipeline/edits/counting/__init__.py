"""Figures: numbers, measures, dates and hours, in digits and words, and which of them changed."""
