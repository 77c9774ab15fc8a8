"""Which connections may be made, and what holds every part of the process to it."""
