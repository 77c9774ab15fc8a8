"""Looks at everything a Marsad lives on, and says what is wrong and what to do; changes nothing."""
