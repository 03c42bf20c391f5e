"""How numbers, words and figures look."""
