"""The commands of `cogov`, one file each."""
