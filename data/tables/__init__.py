"""Tables that users bring: cells, headers, codes, dates, identities."""
