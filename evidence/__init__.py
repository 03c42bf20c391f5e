"""The evaluation of the model: claims, hypotheses, reproduction, validation, assumptions, patterns."""
