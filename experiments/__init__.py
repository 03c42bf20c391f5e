"""Paired comparisons and designed experiments over scenarios."""
