"""Hypotheses H1-H10 as designed experiments, and the map of where which regime wins."""
