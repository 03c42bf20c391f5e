"""A comparison of given numbers and its report, made once."""

import pytest
from cogov.reports.decision.comparison import Comparison

from ..support.synthetic_comparisons import comparison


def shaped(summary, place):
    """The second scenario is far better in satisfaction, worse in escalation, hardly better in belonging; participation is equal."""
    summary[1, :, place["satisfaction"]] = summary[0, :, place["satisfaction"]] + 0.2 + 0.001 * summary[1, :, 0]
    summary[1, :, place["escalation"]] = summary[0, :, place["escalation"]] + 3 + 0.01 * summary[1, :, 0]
    summary[1, :, place["belonging"]] = summary[0, :, place["belonging"]] + 0.004 + 0.001 * summary[1, :, 0]
    summary[1, :, place["participation"]] = summary[0, :, place["participation"]]


@pytest.fixture(scope="session")
def pair():
    return comparison(Comparison, ("top_down", "co_governance"), change=shaped)


@pytest.fixture(scope="session")
def three():
    return comparison(Comparison)


@pytest.fixture(scope="session")
def files(three):
    return three.files()
