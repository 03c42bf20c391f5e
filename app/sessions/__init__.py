"""What one visitor has: the state of each page and what may be asked for."""
