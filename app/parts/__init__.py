"""The parts of pages, each a Vue file and its properties."""
