"""Comparison over sampled futures: states of the world in which findings hold or fail."""
