"""Reading, checking and composing scenarios; the library lies beside the code as YAML files."""

from .errors import ScenarioError
from .library import load, names
from .scenario import Change, Scenario, compose

__all__ = ["Change", "Scenario", "ScenarioError", "compose", "load", "names"]
