"""The contest of above and below as pages: its part of the report, and the map."""
