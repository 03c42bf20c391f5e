"""Maintenance of study folders: export, merge, verify."""
