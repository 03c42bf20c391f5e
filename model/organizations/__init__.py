"""Organisations: their members and their life span."""
