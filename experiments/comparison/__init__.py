"""Paired comparison of scenarios on common random numbers."""
