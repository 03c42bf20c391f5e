"""Event histories as text, figures and files."""
