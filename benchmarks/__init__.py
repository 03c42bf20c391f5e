"""Benchmarks: how long the model takes, and how long the same rules take written otherwise. From a checkout: `make bench`."""
