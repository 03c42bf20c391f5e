"""Analyses and calibrations of studies as documents."""
