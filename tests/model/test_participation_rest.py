"""Participation comes to rest, wherever it starts; without the ends of memberships and of unused ties it does not.

Eight communities of 400, ten years, six seeds, the same in both starts. One run differs from the next by a standard deviation of
0.005 in the share active within four weeks, so the mean of six differences has a standard error below 0.003: starts that meet are further
apart than 0.012 in fewer than one set of seeds in 16,000.
"""

import numpy as np
import pytest
from cogov.model.model import CommunityModel

ENVIRONMENT = {"threshold_kind": "log", "social_weight_log": 0.3, "participation_noise": 0.75}
AT_REST = {
    "group_diversity": 0.2, "member_selection": 2.0, "join_open": 0.003, "membership_lapse": 0.008, "meeting_tie_loss": 0.1,
    "join_rate": 0.007, "participation_invited": 0.35, "participation_base": -2.25, "hours_baseline": 0.025,
}  # fmt: skip
CLUB = {
    **AT_REST, "join_open": 0.0, "membership_lapse": 0.0, "meeting_tie_loss": 0.0, "join_rate": 0.05, "participation_invited": 0.7,
    "hours_baseline": 0.05,
}  # fmt: skip
APART, SEEDS = 0.012, range(6)
SEEN = ("participation", "participation_members", "participation_others", "ties_of_active", "members")


def tenth_year(constants, members):
    """Means of the tenth year by seed and indicator, and of the ties of the active in the first."""
    found = []
    for seed in SEEDS:
        model = CommunityModel(
            scenario=None, residents=3200, communities=8, rng=seed, environment=ENVIRONMENT,
            constants={**constants, "initial_members": members},
        )  # fmt: skip
        model.run_for(520)
        course = model.indicators
        found.append({name: course[name].iloc[468:].mean() for name in SEEN})
        found[-1]["ties_at_first"] = course["ties_of_active"].iloc[:52].mean()
    return {name: np.array([one[name] for one in found]) for name in found[0]}


@pytest.mark.slow
def test_starts_with_few_and_many_members_meet():
    few, many = (tenth_year(AT_REST, members) for members in (0.02, 0.3))
    assert abs((many["participation"] - few["participation"]).mean()) < APART
    assert abs((many["members"] - few["members"]).mean()) < 0.02
    for start in (few, many):
        assert 0.05 < start["participation"].mean() < 0.12
        ratio = start["participation_members"].mean() / start["participation_others"].mean()
        assert 4 < ratio < 10, "members take part more often, and are not the only ones who do"
        assert start["ties_of_active"].mean() < 1.1 * start["ties_at_first"].mean()


@pytest.mark.slow
def test_a_club_that_nobody_leaves_keeps_its_start():
    """The same without them: the starts stay apart, members alone are active, and their ties grow and grow."""
    few, many = (tenth_year(CLUB, members) for members in (0.02, 0.3))
    assert (many["participation"] - few["participation"]).mean() > APART
    for start in (few, many):
        assert start["participation_members"].mean() > 25 * start["participation_others"].mean()
        assert start["ties_of_active"].mean() > 1.4 * start["ties_at_first"].mean()
