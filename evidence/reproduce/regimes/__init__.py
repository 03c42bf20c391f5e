"""Who decides on rules: published results and limits of design and local search."""
