"""The ODD description and the TRACE page."""
