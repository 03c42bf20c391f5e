"""Community micro-governance as an agent-based model on Mesa.

The names below are looked up when first used, so that `import cogov` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if not os.path.isdir(os.path.dirname(os.path.abspath(__file__))):
    raise ImportError(
        f"cogov cannot be used from inside an archive ({os.path.dirname(__file__)}): it reads its scenarios and keeps its compiled "
        "code by file; unpack the archive, or install it with pip / cogov 不能在压缩包内使用：请先解压，或用 pip 安装"
    )

if TYPE_CHECKING:
    from .agents import Government, Organization, Resident, SocialWorker
    from .agents.fields import column
    from .core.quantity import Quantity, constant, environment, lever
    from .core.text import Text
    from .data.cases.case_folder import read_cases
    from .data.folder import load as load_data
    from .model.extensions.extension import Extension, Indicator, Mechanism
    from .model.extensions.own_columns import Moves
    from .model.model import CommunityModel
    from .model.quantities.environment import ENVIRONMENT
    from .model.quantities.indicators import INDICATORS
    from .model.quantities.levers import LEVERS
    from .model.quantities.parameters import CONSTANTS
    from .reports.attribution.attribution import Attribution, why
    from .reports.chains.chain import why_one
    from .reports.decision.comparison import Comparison, compare
    from .runs.extensions.extensions import extensions
    from .scenarios import Change, Scenario
    from .scenarios import load as load_scenario
    from .scenarios import names as scenario_names
    from .scenarios import parts as scenario_parts
    from .studies import Study

    __version__: str
    restore = CommunityModel.restore

# Public name: module, and the name there.
_HOMES = {
    "CommunityModel": ("model.model", "CommunityModel"),
    "Resident": ("agents", "Resident"),
    "Organization": ("agents", "Organization"),
    "SocialWorker": ("agents", "SocialWorker"),
    "Government": ("agents", "Government"),
    "LEVERS": ("model.quantities.levers", "LEVERS"),
    "ENVIRONMENT": ("model.quantities.environment", "ENVIRONMENT"),
    "CONSTANTS": ("model.quantities.parameters", "CONSTANTS"),
    "INDICATORS": ("model.quantities.indicators", "INDICATORS"),
    "Quantity": ("core.quantity", "Quantity"),
    "Scenario": ("scenarios", "Scenario"),
    "Change": ("scenarios", "Change"),
    "load_scenario": ("scenarios", "load"),
    "scenario_names": ("scenarios", "names"),
    "scenario_parts": ("scenarios", "parts"),
    "load_data": ("data.folder", "load"),
    "compare": ("reports.decision.comparison", "compare"),
    "Comparison": ("reports.decision.comparison", "Comparison"),
    "why_one": ("reports.chains.chain", "why_one"),
    "why": ("reports.attribution.attribution", "why"),
    "Attribution": ("reports.attribution.attribution", "Attribution"),
    "Study": ("studies", "Study"),
    "Text": ("core.quantity", "Text"),
    "Extension": ("model.extensions.extension", "Extension"),
    "Mechanism": ("model.extensions.extension", "Mechanism"),
    "Indicator": ("model.extensions.extension", "Indicator"),
    "Moves": ("model.extensions.own_columns", "Moves"),
    "column": ("agents.fields", "column"),
    "constant": ("core.quantity", "constant"),
    "environment": ("core.quantity", "environment"),
    "lever": ("core.quantity", "lever"),
    "extensions": ("runs.extensions.extensions", "extensions"),
    "read_cases": ("data.cases.case_folder", "read_cases"),
}

__all__ = [
    "CONSTANTS", "ENVIRONMENT", "INDICATORS", "LEVERS", "Attribution", "Change", "CommunityModel", "Comparison",
    "Extension", "Government", "Indicator", "Mechanism", "Moves", "Organization", "Quantity", "Resident", "Scenario",
    "SocialWorker", "Study", "Text", "__version__", "column", "compare", "constant", "environment", "extensions", "lever",
    "load_data", "load_scenario", "read_cases", "restore", "scenario_names", "scenario_parts", "why", "why_one",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        found: Any = import_module(f"{__name__}.core.versions").version()
    elif name == "restore":
        found = __getattr__("CommunityModel").restore
    elif name in _HOMES:
        module, attribute = _HOMES[name]
        if name == "CommunityModel":
            import_module(f"{__name__}.scenarios")  # so that a model can be made by the name of a scenario
        found = getattr(import_module(f"{__name__}.{module}"), attribute)
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
