"""What is reproduced is what runs: every function of the model that a published result uses is called by the weeks of a run, or makes its start."""

import dis
import inspect
import types

import pytest
from cogov.evidence.reproduce import RESULTS
from cogov.model.network import statistics
from cogov.model.runtime import build
from cogov.model.week import run_weeks

MODEL, REPRODUCE = "cogov.model.", "cogov.evidence.reproduce."
ARRANGED = {
    "cogov.model.sandbox"
}  # graphs and numbers to plain arrays; what happens to them is done by the functions of the model


def plain(thing):
    """The Python function behind a name, compiled or not; None for anything else."""
    thing = getattr(thing, "py_func", thing)
    return thing if isinstance(thing, types.FunctionType) else None


def codes_of(function):
    """The code of a function and of all that is defined within it."""
    codes = [function.__code__]
    for code in codes:
        codes.extend(const for const in code.co_consts if isinstance(const, types.CodeType))
    return codes


def named_by(function):
    """The functions that a function names: its globals, and attributes of modules among them."""
    found = set()
    for code in codes_of(function):
        module = None
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                thing = function.__globals__.get(step.argval)
                module = thing if inspect.ismodule(thing) else None
                found.add(plain(thing))
            elif module is not None and step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
                found.add(plain(getattr(module, step.argval, None)))
                module = None
    return found - {None}


def reached(entries, inside):
    """All functions that these call, directly or not; of those outside `inside`, only the names."""
    found, todo = set(), list(entries)
    while todo:
        function = todo.pop()
        if function not in found:
            found.add(function)
            if function.__module__.startswith(inside):
                todo.extend(named_by(function))
    return found


def run_by_weeks():
    """Every function that the compiled week or the making of a district calls."""
    return reached([plain(run_weeks), plain(build.build)], ("cogov.model", "cogov.core"))


def used_by(result):
    """The functions of the model that a published result calls itself."""
    return {
        f for f in reached([result.run], REPRODUCE) if f.__module__.startswith(MODEL) and f.__module__ not in ARRANGED
    }


def test_the_walk_finds_what_is_called():
    week = {f"{f.__module__.removeprefix(MODEL)}.{f.__name__}" for f in run_by_weeks()}
    assert {
        "mechanisms.participation.decide",
        "mechanisms.belonging.average",
        "cases.queues.serve",
        "rules.fitness.best_score",
    } <= week
    assert not {"sandbox.tie_lists", "network.graph_view.network_view"} & week


@pytest.mark.parametrize("name", RESULTS)
def test_what_is_reproduced_is_what_runs(name):
    used, week = used_by(RESULTS[name]), run_by_weeks()
    assert used, "a published result that uses nothing of the model reproduces nothing"
    assert {f"{f.__module__}.{f.__name__}" for f in used - week} == set()


@pytest.mark.parametrize("name", RESULTS)
def test_the_rule_that_is_printed_is_the_one_that_is_used(name):
    """Words such as `participation.decide` on the page name functions that the result calls."""
    used = {f.__name__ for f in used_by(RESULTS[name])}
    words = RESULTS[name].rule.replace(";", ",").replace("(", ",").replace(")", ",").split(",")
    printed = {word.strip().split(".")[-1] for word in words if word.strip()}
    assert printed <= used | {f.__name__ for f in run_by_weeks()}
    assert printed & used


def test_a_rule_of_its_own_is_noticed():
    """The net catches what it is for: a function of the model that no week calls."""

    def run(seed, quick):
        return statistics.coleman

    run.__module__ = REPRODUCE + "made_up"
    found = reached([run], REPRODUCE)
    assert plain(statistics.coleman) in found - run_by_weeks()
