"""Columns, stores and sets of rows behave as the same agents written in plain Mesa."""

from types import SimpleNamespace

import mesa
import numpy as np
from cogov.core.rows.columns import Column
from cogov.core.rows.mesa_bridge import RowAgent

SHARE = SimpleNamespace(low=0.0, high=1.0, default=0.5)
GROUP = SimpleNamespace(low=0, high=5, default=0, integer=True)
TENURE = SimpleNamespace(low=None, high=None, default="renter", choices=("owner", "renter"))


class Behaviour:
    """What the agents do, shared by the rows and their plain twins."""

    def step(self):
        self.trust += 0.1 * (self.model.random.random() - self.trust)
        self.active = self.trust > 0.5

    def quarrel(self):
        others = self.model.agents_by_type[type(self)].to_list()
        other = self.model.random.choice(others)
        if other is not self:
            other.remove()

    @property
    def double(self):
        return 2 * self.trust


class Person(Behaviour, RowAgent):
    trust = Column(quantity=SHARE)
    group = Column(dtype=np.int8, quantity=GROUP)
    active = Column(False)
    tenure = Column(dtype=np.int8, quantity=TENURE)
    small = Column(0.25, np.float32)
    nickname: str
    mood = "calm"


class Office(Person):
    budget = Column(10.0)


class Worker(Person):
    case_load = Column(0)


class Council(Person):
    pass


KINDS = [Person, Office, Worker, Council]


class Plain(Behaviour, mesa.Agent):
    def __init__(self, model, trust=0.5, group=0):
        super().__init__(model)
        self.trust, self.group, self.active, self.small = float(trust), int(group), False, 0.25


class Other(mesa.Agent):
    trust = 0.0

    def step(self):
        self.trust += self.random.random()


def values(n):
    return {"trust": np.linspace(0, 1, n), "group": np.arange(n) % 3}


def populated(model, kind, n=60):
    Other.create_agents(model, 2)
    kind.create_agents(model, n, **{name: list(v) for name, v in values(n).items()})
    Other(model)
    return model


def ids(agents):
    return [agent.unique_id for agent in agents]
