"""Benchmarks: one program a `make bench-…`, run by hand; none is part of the service."""
