"""The environment: conditions no policy sets, uncertain, the same for all scenarios of a comparison.

The parts stand by subject in `surroundings/`; their order here is that of tables, options and pages.
"""

from __future__ import annotations

from ...core.quantity import Kind
from ..extensions.extension import Opened
from ..population.ablation import ABLATE
from .surroundings.district import DISTRICT
from .surroundings.problems import COURTS, PROBLEMS
from .surroundings.residents import RESIDENTS
from .surroundings.rules import RULES

ENVIRONMENT = Opened(
    [*DISTRICT, *RULES, *PROBLEMS, *RESIDENTS, *COURTS, ABLATE], "environment parameter", Kind.ENVIRONMENT
)
