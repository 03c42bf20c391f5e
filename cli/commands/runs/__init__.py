"""Commands that run districts: one, several compared, one traced, one again."""
