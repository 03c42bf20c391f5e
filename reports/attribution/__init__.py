"""Attributions as text, figures and files."""
