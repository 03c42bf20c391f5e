"""Results about what residents keep of their experiences, by the rules that the weeks run."""
