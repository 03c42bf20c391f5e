"""Reading, checking and composing scenarios; the library lies next to the code as YAML files."""

from ..model.runtime.checkpoint import keep
from ..model.scenario_lookup import read_with
from .errors import ScenarioError
from .library import load, names, parts
from .scenario import Change, Scenario, compose

read_with(load)
keep(Scenario, Change)

__all__ = ["Change", "Scenario", "ScenarioError", "compose", "load", "names", "parts"]
