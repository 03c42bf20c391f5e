"""What surrounds the week: building a district, branching, checkpoints, capacity, outputs."""
