"""The schedule is the only list of the week: the compiled week, the week on threads and the switches follow from it."""

import inspect
import pkgutil

import pytest
from cogov.core.compile.compiled import INTERPRETED
from cogov.core.text import Text
from cogov.model import mechanisms, week
from cogov.model.process import QUARTERLY, WEEKLY, YEARLY, Process
from cogov.model.quantities import parameters
from cogov.model.schedule import MECHANISMS, SCHEDULE
from cogov.tests.support.districts import district, switched_off


def test_the_compiled_week_is_the_schedule():
    """Each process runs when it is due, in the order of the list, and what is switched off does not."""
    log = []
    every = {"first": WEEKLY, "rare": QUARTERLY, "between": WEEKLY, "off": WEEKLY, "last": YEARLY}
    steps = {name: lambda w, week, name=name: log.append((week, name)) for name in every}
    schedule = [
        Process(name, steps[name], every=every[name], label=Text(name, name), about=Text(name, name)) for name in every
    ]
    switches = type("Switches", (), {name: [int(name != "off")] for name in every})
    world = type("World", (), {"switches": switches})
    space = {
        **{f"step_{name}": step for name, step in steps.items()},
        "room_for_week": lambda w: w is world,
        "collect": lambda w, week: log.append((week, "collect")),
    }
    exec(week.week_text(schedule), space)
    assert space["run_weeks"](world, 3, 55) == 55
    wanted = []
    for at in range(3, 55):
        wanted.append((at, "first"))
        wanted += [(at, "rare")] if at in (12, 25, 38, 51) else []
        wanted.append((at, "between"))
        wanted += [(at, "last")] if at == 51 else []
        wanted.append((at, "collect"))
    assert log == wanted


def test_the_compiled_week_can_be_read():
    """A debugger and a traceback show its lines."""
    function = week.run_weeks if INTERPRETED else week.run_weeks.py_func
    assert inspect.getsource(function) == week.TEXT
    assert [week.TEXT.count(f"            step_{process.name}(w, week)\n") for process in SCHEDULE] == [1] * len(
        SCHEDULE
    )


def test_names_and_labels():
    names = [process.name for process in SCHEDULE]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert all(text.en and text.zh for process in SCHEDULE for text in (process.label, process.about))


def test_every_mechanism_is_in_the_week():
    """Each file of model/mechanisms is scheduled, and its constants are listed in the order of the week."""
    scheduled = [m.__name__.rpartition(".")[2] for m in MECHANISMS if ".mechanisms." in m.__name__]
    assert sorted(scheduled) == sorted(entry.name for entry in pkgutil.iter_modules(mechanisms.__path__))
    listed = [m.__name__.rpartition(".")[2] for m in parameters.MODULES if ".mechanisms." in m.__name__]
    assert scheduled == listed


@pytest.mark.parametrize("name", [process.name for process in SCHEDULE])
def test_switches(name):
    assert switched_off(district(off=[name])) == [name]
