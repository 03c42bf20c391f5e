"""Commands of designed experiments and their folders."""
