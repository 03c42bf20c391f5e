"""The claims of the essay as contrasts."""
