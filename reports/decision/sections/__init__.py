"""The sections of the decision report, one file each."""
