"""The sub-models of the ODD description, one mechanism a file."""
