"""Event histories: what happened to one subject, and its replay without a cause."""
