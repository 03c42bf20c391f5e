"""Declared quantities: levers, environment, constants, indicators, codes, random streams."""
