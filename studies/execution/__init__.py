"""Execution: sessions, the coordinator, engines, plans, progress."""
