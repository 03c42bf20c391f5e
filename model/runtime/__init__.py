"""What surrounds the week: the state of a district, how it is built, branched, kept and read."""
