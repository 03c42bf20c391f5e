"""Notes of constants that were set by trial say what is measured now (calibrated.py)."""

import numpy as np
import pytest
from cogov.core.quantity import Status
from cogov.model.population.distributions import bounded_share
from cogov.model.quantities.parameters import CONSTANTS, ENVIRONMENT
from cogov.tests.support.calibrated import NOTES, SIZES, figures_of, measured
from scipy.stats import norm

# Reckoned in tests below, and those that go with another.
ELSEWHERE = {"skill_middle", "initial_trust_central", "dispute_cost", "tie_loss"}


def differences(size, seeds):
    """Figures of notes that are further from what is measured than luck and their last digit allow."""
    found, wrong = measured(size, seeds), {}
    for name, figures in NOTES.items():
        for said, figure in zip(figures_of(name)[size], figures, strict=True):
            digit = 10.0 ** -len(said.partition(".")[2])
            mean, error = found[figure]
            if abs(float(said) - mean) > 0.5 * digit + 4 * error + 0.01 * abs(mean):
                wrong[name, figure] = (said, mean, error)
    return wrong


def test_every_constant_that_was_set_by_trial_has_its_figure():
    declared = {
        q.name for catalogue in (CONSTANTS, ENVIRONMENT) for q in catalogue.values() if q.status is Status.CALIBRATED
    }
    assert declared <= set(NOTES) | ELSEWHERE
    for name, figures in NOTES.items():
        assert {size: len(found) for size, found in figures_of(name).items()} == dict.fromkeys(SIZES, len(figures)), (
            name
        )


def test_notes_are_what_is_measured_in_scaled_communities():
    assert differences("8 x 400", range(101, 107)) == {}


@pytest.mark.slow
def test_notes_are_what_is_measured_at_full_size():
    assert differences("8 x 4,200", range(101, 104)) == {}


def test_skill_of_all_adults():
    young, old = CONSTANTS["age_share_young"].default, CONSTANTS["age_share_old"].default
    skills = [CONSTANTS[f"skill_{band}"].default for band in ("young", "middle", "old")]
    assert young * skills[0] + (1 - young - old) * skills[1] + old * skills[2] == pytest.approx(0.55, abs=1e-3)


def test_who_trusts_the_central_government():
    """The share that the note of its initial value names; over the middles of 4,000 equal parts of the normal distribution."""
    mean, sd = (CONSTANTS[name].default for name in ("initial_trust_central", "trust_sd"))
    trust = np.array([bounded_share(z, mean, sd) for z in norm.ppf((np.arange(4000) + 0.5) / 4000)])
    said = float(CONSTANTS["initial_trust_central"].source.en.split("set so that ")[1].split()[0])
    assert (trust > 0.5).mean() == pytest.approx(said, abs=0.005)
