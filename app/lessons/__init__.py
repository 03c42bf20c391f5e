"""The lessons: each asks for a bet, then lets a mechanism of the model answer."""
