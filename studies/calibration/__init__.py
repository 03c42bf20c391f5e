"""Calibration: free parameters that meet targets, how well these determine them, and whether known ones are found again.

from cogov.studies.calibration import calibrate

found = calibrate("targets.yaml", workers=2)      # runs are kept in out/targets, a study's folder
found.best.values, found.fresh.means, found.ranges, found.recovery
"""

from .calibrate import Calibration, Range, Recovery, calibrate
from .example import EXAMPLE
from .search import Trial
from .targets import Plan, Target, read

__all__ = ["EXAMPLE", "Calibration", "Plan", "Range", "Recovery", "Target", "Trial", "calibrate", "read"]
