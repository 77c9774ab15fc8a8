"""What denies, and what says the contrary: whether a change turned what a sentence said."""
