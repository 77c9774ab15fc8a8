"""Programs that measure Marsad; one a `make bench-…`."""
