"""The claims of the source essay, C1-C26, each as declared contrasts.

They were written down from what a claim says, before the runs that judge them, and must not be fitted to results: a
contradiction is a result. Numbers are those of the table of claims; the words are our own.
"""

from __future__ import annotations

from ..contrasts import Claim
from .c1_c13 import CLAIMS_1_13
from .c14_c26 import CLAIMS_14_26

CLAIMS: tuple[Claim, ...] = (*CLAIMS_1_13, *CLAIMS_14_26)
