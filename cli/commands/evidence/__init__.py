"""Commands that show what the model is, and what speaks for it."""
