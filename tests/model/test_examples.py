"""The examples in the docstrings of mechanisms run as they stand, each mechanism by itself."""

import doctest
import importlib
import pkgutil

import pytest
from cogov.model import mechanisms

MECHANISMS = [f"cogov.model.mechanisms.{module.name}" for module in pkgutil.iter_modules(mechanisms.__path__)]
MODULES = [*MECHANISMS, "cogov.model.rules.landscape", "cogov.model.sandbox"]


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_every_mechanism_has_an_example():
    assert len(MECHANISMS) == 22
    assert [name for name in MECHANISMS if ">>> " not in (importlib.import_module(name).__doc__ or "")] == []
