"""What is written of runs: manifests, their shape, folders of results."""
