"""Commands for what users bring: scenarios, data, extensions."""
