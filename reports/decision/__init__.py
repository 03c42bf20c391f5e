"""The decision report of a comparison."""
