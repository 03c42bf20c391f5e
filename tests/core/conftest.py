"""People of every kind of agent, in columns and as plain Mesa agents."""

import mesa
import pytest
from cogov.core.rows.mesa_bridge import RowModel
from cogov.tests.support.people import KINDS, Plain, populated


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
def model(kind):
    return populated(RowModel(rng=7), kind)


@pytest.fixture
def twin():
    return populated(mesa.Model(rng=7), Plain)


@pytest.fixture
def people(model, kind):
    return model.agents_by_type[kind]


@pytest.fixture
def plains(twin):
    return twin.agents_by_type[Plain]
