"""The population: drawn or given, where it lives, who moves."""
