"""Runs whose answers are known: functions of the factors with luck of known size. Workers import them by name."""

import hashlib
import math

import numpy as np

FACTORS = ("pooling", "data_sharing", "transparency", "linkage")
BOUNDED = (
    "pooling", "data_sharing", "transparency", "linkage", "similarity", "cross_tier", "drift", "online_service", "legislation", "promotion",
    "kpi_alignment", "mandate_share",
)  # fmt: skip
"""Twelve quantities from 0 to 1."""
COMMON, OWN = 0.5, 1.0
"""Standard deviations of the luck that all points share and of that of each point."""


def luck(run, common=COMMON, own=OWN):
    """What luck adds: the same at all points of a replicate, and some of its own.

    Never from the cell's id: that changes with the code of the model, and with it what a test sees.
    """
    where = repr(sorted(run.cell.values.items()))
    digest = hashlib.sha256(f"{run.cell.scenario} {where} {run.seed}".encode()).digest()
    shared = np.random.default_rng([run.seed, 1]).normal()
    mine = np.random.default_rng([int.from_bytes(digest[:8], "big"), 2]).normal()
    return common * shared + own * mine


def ishigami(run):
    """S1 = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437 (a = 7, b = 0.1; variance 13.845)."""
    x = [math.pi * (2 * run.cell.values[name] - 1) for name in FACTORS[:3]]
    clean = math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0])
    return {"satisfaction": clean + luck(run, 2.0, 2.0), "belonging": clean}


def linear(run):
    """Slopes 4, -2, 0 in the first three factors; the same at every place."""
    a, b, _ = (run.cell.values[name] for name in FACTORS[:3])
    return {"satisfaction": 4 * a - 2 * b + luck(run), "belonging": 4 * a - 2 * b}


def planted(run):
    """Above 0.5 nearly always where pooling > 0.6 and data_sharing < 0.4, nearly never elsewhere."""
    inside = run.cell.values["pooling"] > 0.6 and run.cell.values["data_sharing"] < 0.4
    return {"satisfaction": (0.7 if inside else 0.3) + 0.1 * luck(run, 0.0), "belonging": 0.0}


def regions(run):
    """co_governance is better where pooling > data_sharing, worse elsewhere, by ten times the distance."""
    gap = run.cell.values["pooling"] - run.cell.values["data_sharing"]
    better = 10 * gap if run.cell.scenario == "co_governance" else 0.0
    return {"satisfaction": better + luck(run, 5.0, 0.5), "belonging": 0.5}


def targets(run):
    """Two numbers that determine pooling and data_sharing, and none that speaks of transparency; little luck."""
    a, b, _ = (run.cell.values[name] for name in FACTORS[:3])
    return {
        "satisfaction": a + b + luck(run, 0.01, 0.02),
        "belonging": a - b + 0.3 + luck(run, 0.01, -0.02),
        "participation": a * b,
    }


def sample_of_function(function, method, points, count, replicates=1, noise=0.0, seed=1, level=0.0):
    """The finished runs of a study in one go: `function` of places (points, factors), with luck of its own at each point."""
    from cogov.studies.analysis.responses import Response, Sample, _unit, groups_of
    from cogov.studies.design.reading import make

    names = BOUNDED[:count]
    design = {"method": method, "points": points} if method != "grid" else {"method": method}
    ends = {"low": 0, "high": 1} | ({"levels": points} if method == "grid" else {})
    asked = {"scenarios": ["status_quo"], "factors": dict.fromkeys(names, ends), "design": design, "seed": seed}
    spec = make(asked)
    unit = _unit(spec, names)
    places = np.array([[point[name] for name in names] for point in spec.points])
    clean = function(places)[:, None] + level
    luck = noise * np.random.default_rng([seed, 5]).normal(size=(len(unit), replicates))
    response = Response("satisfaction", "status_quo", None, clean + luck)
    counts = {"total": len(unit), "done": len(unit), "failed": 0, "missing": 0, "analysed": len(unit)}
    return Sample(spec, names, spec.points, unit, groups_of(spec), (response,), counts)


def patchy(run):
    """An indicator that has numbers, and one that has none in nearly all runs."""
    some = run.replicate == 0 and run.cell.point == 1
    return {"satisfaction": linear(run)["satisfaction"], "case_time": 1.0 if some else math.nan}


patchy.outputs = ("satisfaction", "case_time")  # type: ignore[attr-defined]
for runner in (ishigami, linear, planted, regions):
    runner.outputs = ("satisfaction", "belonging")  # type: ignore[attr-defined]
targets.outputs = ("satisfaction", "belonging", "participation")  # type: ignore[attr-defined]
