"""Tells an edit from noise: what is held back until other readings show it too."""
