"""Agents as rows of NumPy columns, and where they meet Mesa."""
