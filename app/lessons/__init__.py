"""The lessons: each takes a prediction, then runs a mechanism of the model."""
