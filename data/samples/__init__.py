"""Data folders made from records that ship with a package, and an invented example."""
