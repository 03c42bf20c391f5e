"""Extensions: a user's own mechanisms, parameters, columns and indicators."""
