"""Records of cases: read, accounted for, turned into rates and calibration targets."""
