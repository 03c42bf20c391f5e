"""The same rules by each contender."""
