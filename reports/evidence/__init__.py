"""The evidence, hypotheses, assumptions, validation and reproduction as documents."""
