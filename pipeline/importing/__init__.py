"""Takes in what another archive has: its rows, a batch at a time."""
