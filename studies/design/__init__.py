"""Designs: study files, factors, points, what a study varies."""
