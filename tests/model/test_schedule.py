"""The compiled week and the list that describes it say the same."""

import ast
import inspect

import pytest
from cogov.core.compile.compiled import INTERPRETED
from cogov.model import schedule
from cogov.model.quantities import codes, parameters
from cogov.model.quantities.codes import WEEKS_A_QUARTER
from cogov.model.schedule import QUARTERLY, SCHEDULE, WEEKLY, run_weeks
from cogov.tests.support.districts import district


def plain(function):
    """The Python function behind a compiled one."""
    return function if INTERPRETED else function.py_func


def compiled_week():
    """(switch, called, quarterly) of each `if` in the loop of `run_weeks`, and what follows them."""
    tree = ast.parse(inspect.getsource(plain(run_weeks)))
    (loop,) = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    lines = []
    for node in loop.body:
        if not isinstance(node, ast.If):
            lines.append(ast.unparse(node))
            continue
        assert not node.orelse
        (call,) = node.body
        tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        assert not isinstance(node.test, ast.BoolOp) or isinstance(node.test.op, ast.And)
        assert ast.unparse(tests[0].value) == "on"
        quarterly = [ast.unparse(test) for test in tests[1:]]
        assert quarterly in ([], ["quarter_ends"])
        called = getattr(inspect.getmodule(run_weeks), call.value.func.value.id)
        assert [ast.unparse(argument) for argument in call.value.args] == ["w", "week"]
        lines.append((tests[0].slice.value, getattr(called, call.value.func.attr), bool(quarterly)))
    return ast.unparse(loop.test), lines


def test_the_compiled_week_is_the_schedule():
    condition, lines = compiled_week()
    steps = [line for line in lines if not isinstance(line, str)]
    assert [k for k, _, _ in steps] == list(range(len(SCHEDULE)))
    assert [function for _, function, _ in steps] == [process.step for process in SCHEDULE]
    assert [QUARTERLY if quarterly else WEEKLY for _, _, quarterly in steps] == [process.every for process in SCHEDULE]
    assert condition == "week < last and room_for_week(w)"
    assert [line for line in lines if isinstance(line, str)] == [
        "quarter_ends = (week + 1) % WEEKS_A_QUARTER == 0",
        "collect(w, week, flows)",
        "week += 1",
    ]
    assert isinstance(lines[0], str)
    assert lines[-2:] == ["collect(w, week, flows)", "week += 1"]
    assert schedule.WEEKS_A_QUARTER == WEEKS_A_QUARTER == QUARTERLY


def test_names_and_labels():
    names = [process.name for process in SCHEDULE]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert all(process.label.en and process.label.zh for process in SCHEDULE)


def test_every_mechanism_is_in_the_week():
    """Each file of model/mechanisms is scheduled, in the order in which its constants are listed."""
    listed = [module.__name__.rpartition(".")[2] for module in parameters.MODULES if ".mechanisms." in module.__name__]
    scheduled = list(dict.fromkeys(plain(process.step).__module__.rpartition(".")[2] for process in SCHEDULE))
    scheduled.remove("landscape")
    assert scheduled == listed


def test_who_asks_whether_another_is_on_asks_the_right_switch():
    names = [process.name for process in SCHEDULE]
    asked = {
        "mutual_help": codes.SWITCH_MUTUAL_HELP,
        "imitation": codes.SWITCH_IMITATION,
        "template": codes.SWITCH_TEMPLATE,
    }
    assert asked == {name: names.index(name) for name in asked}


@pytest.mark.parametrize("k", range(len(SCHEDULE)), ids=[process.name for process in SCHEDULE])
def test_switches(k):
    model = district(off=[SCHEDULE[k].name])
    switches = model.district.world.switches
    assert switches.size == len(SCHEDULE)
    assert (switches == 0).nonzero()[0].tolist() == [k]
