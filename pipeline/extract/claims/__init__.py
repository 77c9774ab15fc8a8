"""What a page says of itself for machines, one layer a module; who believes it is not here."""
