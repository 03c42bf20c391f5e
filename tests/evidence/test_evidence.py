"""The evidence: declared contrasts and their verdicts, checks of patterns, courses of states, documents in both languages."""

import dataclasses
import math

import numpy as np
import pytest
from click.testing import CliRunner
from cogov.core.text import Text
from cogov.evidence import contrasts, patterns
from cogov.evidence.claims.claims import CLAIMS
from cogov.evidence.contrasts import Claim, Condition, Contrast, Verdict, judge, verdict
from cogov.evidence.design_points import SIZES, TINY, Arm, check
from cogov.evidence.evidence import gather, shared, stem_of
from cogov.evidence.patterns import Check, poisson_rate, rate_ratio
from cogov.evidence.trajectories import STATES, courses
from cogov.model.quantities.indicators import INDICATORS
from cogov.runs.intervals import Interval

LAW = Contrast({"legislation": 0.9}, {"legislation": 0.1}, {"escalation": -1}, (Condition(), Condition({"groups": 8})))


def made(low, high, claim=LAW):
    """Runs of a claim's arms in which the indicator is drawn around `low` and `high`."""
    place = list(INDICATORS).index("escalation")
    noise = np.random.default_rng(1).normal(0, 0.1, 12)
    runs = {}
    for condition in claim.under:
        for is_high, level in ((True, high), (False, low)):
            values = np.zeros((12, len(INDICATORS)))
            values[:, place] = level + noise * (2 if is_high else 1)
            runs[claim.arm(condition, is_high)] = values
    return runs


def test_every_claim_is_declared_and_can_be_run():
    assert [stem_of(claim.number) for claim in CLAIMS if claim.number != "C22"] == sorted(
        (stem_of(claim.number) for claim in CLAIMS), key=lambda number: int(number[1:])
    )
    assert {stem_of(claim.number) for claim in CLAIMS} == {f"C{k}" for k in range(1, 27)}
    check(job.arm for job in contrasts.jobs(CLAIMS, 2))
    for claim in CLAIMS:
        assert claim.title.en
        assert claim.title.zh
        for contrast in claim.contrasts:
            assert set(contrast.outcomes) <= set(INDICATORS)
            assert set(contrast.outcomes.values()) <= {1, -1}
            assert contrast.label.en != contrast.label.zh


def test_the_two_settings_of_a_contrast_differ_only_in_what_it_names():
    for claim in CLAIMS:
        for contrast in claim.contrasts:
            for condition in contrast.under:
                high, low = (contrast.arm(condition, which) for which in (True, False))
                assert high != low, claim.number
                assert high.size == low.size
                differ = {name for name, _ in {*high.values} ^ {*low.values}}
                assert differ <= {*contrast.high, *contrast.low}


def test_the_parts_of_a_claim_share_its_confidence():
    parts = [claim for claim in CLAIMS if stem_of(claim.number) == "C22"]
    assert len(parts) == 6
    assert {shared(CLAIMS, part) for part in parts} == {sum(part.intervals() for part in parts)}


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ([1, 1], Verdict.BORNE_OUT),
        ([-1], Verdict.CONTRADICTED),
        ([0, 0], Verdict.UNCLEAR),
        ([1, 0], Verdict.DEPENDS),
        ([1, -1], Verdict.DEPENDS),
        ([0, -1], Verdict.DEPENDS),
    ],
)
def test_verdicts(signs, expected):
    assert verdict(signs) is expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(5.0, 3.0, Verdict.BORNE_OUT), (3.0, 5.0, Verdict.CONTRADICTED), (4.0, 4.0, Verdict.UNCLEAR)],
)
def test_a_claim_is_judged_by_its_paired_differences(low, high, expected):
    found = judge(Claim("C10", Text("a", "甲"), (LAW,)), made(low, high))
    assert found.verdict is expected
    assert found.main.difference.mean == pytest.approx(high - low, abs=0.1)


def test_more_intervals_make_each_wider():
    claim = Claim("C10", Text("a", "甲"), (LAW,))
    alone, among = (judge(claim, made(5, 4), shared=count).main.difference for count in (1, 10))
    assert among.half_width > alone.half_width


def test_a_lever_that_does_nothing_is_seen():
    runs = made(4.0, 4.0)
    same = {arm: np.ones_like(values) for arm, values in runs.items()}
    found = judge(Claim("C10", Text("a", "甲"), (LAW,)), same)
    assert all(finding.none_at_all and finding.sign == 0 for finding in found.findings)


@pytest.mark.parametrize(
    ("low", "high", "met"), [(0.1, 0.2, True), (0.3, 0.4, False), (0.1, 0.3, None), (math.nan, math.nan, None)]
)
def test_checks(low, high, met):
    one = Check(Text("a", "甲"), Interval((low + high) / 2, low, high, 9), "share", 0.05, 0.25)
    assert one.met is met
    assert dataclasses.replace(one, low=None, high=None).met is None


def test_rates_have_exact_intervals():
    """Garwood's interval for 10 events is 4.795 to 18.39."""
    found = poisson_rate(10, 2.0)
    assert (found.mean, found.low, found.high) == pytest.approx((5.0, 4.795 / 2, 18.39 / 2), rel=1e-3)
    ratio = rate_ratio(20, 10.0, 10, 10.0)
    assert ratio.low < 2.0 < ratio.high
    assert ratio.mean == 2.0


def test_faults_of_states_are_seen():
    weeks = 260
    looks = 1 + weeks // 4
    runs = np.tile(np.linspace(0.2, 0.4, 5)[:, None, None, None], (1, looks, len(STATES), 6))
    runs[:, :, :, 4:] = 0.0
    belonging, fatigue, funds = (
        next(k for k, state in enumerate(STATES) if state.name == name) for name in ("belonging", "fatigue", "funds")
    )
    runs[:, -1, belonging, 4] = 0.5  # half of the residents at zero
    runs[:, :, fatigue, 0] *= np.exp(np.linspace(0, 6, looks))
    runs[:, -4:, funds, 0] = 0.0
    found = {course.state.name: course.faults for course in courses(list(runs), weeks)}
    assert found["belonging"] == ("stuck",)
    assert found["fatigue"] == ("explodes",)
    assert found["funds"] == ("dies out",)
    assert found["anchor"] == ()


def test_a_run_seen_by_every_probe(recwarn):
    from cogov.evidence.design_points import Job, run_jobs
    from cogov.evidence.observers import PROBES

    arm = Arm.of("status_quo", {}, TINY["default"])
    seen = run_jobs([Job(arm, name, 2) for name in PROBES], workers=1)
    assert {name for _, name in seen} == set(PROBES)
    years, died = seen[arm, "deaths"][0]
    assert years.sum() > 0
    assert (died <= years * 52 + 1).all()
    network = seen[arm, "network"][0]
    assert 0 <= network["isolated_start"] <= 1
    assert not recwarn.list


@pytest.fixture(scope="module")
def evidence():
    claims = [claim for claim in CLAIMS if claim.number in {"C10", "C22e", "C22f"}]
    return gather(2, quick=True, claims=claims, scenarios=["status_quo", "co_governance"], workers=1)


def test_all_parts_are_there(evidence):
    assert [one.name for one in evidence.patterns] == [plan.name for plan in patterns.PLANS]
    assert len(evidence.courses) == len(STATES)
    assert evidence.money_spread < 0.005
    table = evidence.table()
    assert len(table) == 2 * len(INDICATORS)
    assert evidence.overall("C22") in Verdict


@pytest.mark.slow
def test_documents_in_both_languages(evidence, tmp_path):
    from cogov.reports.evidence.evidence_files import tables, write
    from cogov.reports.evidence.evidence_text import document

    written = write(evidence, tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in written}
    assert {"evidence.md", "evidence.zh.md", "evidence/claims.csv", "figures/evidence-patterns.png"} <= names
    english, chinese = ((tmp_path / name).read_text(encoding="utf-8") for name in ("evidence.md", "evidence.zh.md"))
    assert english.count("\n|") == chinese.count("\n|")
    for text in (english, chinese):
        for figure in (line.partition("](")[2].rstrip(")") for line in text.splitlines() if line.startswith("![")):
            assert figure in names
        for number in ("C10", "C22", "C22e"):
            assert f"| {number} |" in text
    assert document(evidence, "en") == english
    assert len(tables(evidence)["claims"]) == sum(len(one.findings) for one in evidence.judged)


@pytest.mark.slow
def test_the_command(tmp_path, monkeypatch):
    from cogov.cli.commands.evidence.evidence import evidence as command
    from cogov.reports.evidence import evidence_files as evidence

    monkeypatch.setattr(evidence, "FIGURES", {"scenarios": evidence.FIGURES["scenarios"]})

    done = CliRunner().invoke(command, ["--quick", "--replicates", "2", "--workers", "1", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "C26" in done.output
    assert (tmp_path / "evidence.zh.md").exists()


def test_sizes_are_alike_by_name():
    assert set(SIZES) == set(TINY)
    assert all(dict(SIZES[name].values) == dict(TINY[name].values) for name in SIZES)
