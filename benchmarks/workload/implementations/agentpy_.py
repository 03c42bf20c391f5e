"""AgentPy: residents on its `Network`."""

from __future__ import annotations

from typing import Any

import agentpy as ap
import networkx as nx
import numpy as np

from ..draws import Draws
from ..rules import Outcome, Start


class Resident(ap.Agent):
    """A resident who decides on what was, then all change at once."""

    good: int
    bad: int
    trust: float

    def decide(self) -> None:
        """Work out what comes next from what all showed last week."""
        p = self.model.parameters
        others = self.model.network.neighbors(self).to_list()
        degree = len(others)
        share = sum(others.active) / degree if degree else 0.0
        drive = p.base + p.belonging_weight * (self.belonging - 0.5) + p.trust_weight * (self.trust - 0.65)
        drive += p.noise * self.model.noise_of(self)
        self.next_active = 1 if p.social_weight * share + drive >= self.threshold else 0
        s = p.susceptibility
        self.next_belonging = s * (sum(others.belonging) / degree) + (1.0 - s) * self.anchor if degree else self.anchor

    def advance(self) -> None:
        """Change, and learn from the week."""
        p = self.model.parameters
        self.active = self.next_active
        self.belonging = self.next_belonging
        for _ in range(self.active + self.good):
            self.trust += p.up * (1.0 - self.trust)
        for _ in range(self.bad):
            self.trust -= p.down * self.trust
        self.good = self.bad = 0


class AgentPyModel(ap.Model):
    """A district. With `draws` it takes its chance from there; without, from its own generator."""

    def begin(self, start: Start, draws: Draws | None) -> None:
        """Make residents and network."""
        self.parameters, self.draws, self.week = start.parameters, draws, 0
        self.taking_part: list[int] = []
        self.people: Any = ap.AgentList(self, start.residents, Resident)
        for name in ("threshold", "anchor", "belonging", "trust", "active"):
            setattr(self.people, name, ap.AttrIter(getattr(start, name).tolist()))
        self.people.good = self.people.bad = 0
        graph = nx.Graph()
        graph.add_nodes_from(range(start.residents))
        graph.add_edges_from(start.graph.edges())
        self.network = ap.Network(self, graph)
        self.network.add_agents(self.people, positions=self.network.nodes)
        people = list(self.people)
        self.place = {resident.id: place for place, resident in enumerate(people)}
        self.ties = [(people[i], people[j]) for i, j in start.graph.edges()]

    def noise_of(self, resident: Resident) -> float:
        """Return the noise of one resident's decision."""
        return self.random.gauss(0.0, 1.0) if self.draws is None else self.noise[self.place[resident.id]]

    def quarrel(self) -> None:
        """Let disputes arise on ties."""
        if self.draws is None:
            draw, probability = self.random.random, self.parameters.dispute
            for one, other in self.ties:
                if draw() < probability:
                    self.settle(one, other, draw())
        else:
            self.noise = self.draws.noise(self.week).tolist()
            disputes = self.draws.disputes(self.week)
            for tie, luck in zip(disputes.tie.tolist(), disputes.luck.tolist(), strict=True):
                one, other = self.ties[tie]
                self.settle(one, other, luck)

    def settle(self, one: Resident, other: Resident, luck: float) -> None:
        """Count what a dispute was to both."""
        name = "good" if luck < 0.5 * (one.trust + other.trust) else "bad"
        for party in (one, other):
            setattr(party, name, getattr(party, name) + 1)

    def step(self) -> None:
        """Run one week."""
        self.quarrel()
        self.people.decide()
        self.people.advance()
        self.taking_part.append(sum(self.people.active))
        self.week += 1


def prepare(start: Start, draws: Draws | None = None, seed: int | None = None):
    """Return a function of weeks that runs."""
    model = AgentPyModel({"seed": start.seed if seed is None else seed})
    model.sim_setup()
    model.begin(start, draws)

    def run(weeks: int) -> Outcome:
        for _ in range(weeks):
            model.step()
        people = model.people
        return Outcome(
            np.array(model.taking_part), np.array(list(people.active), np.uint8), np.array(list(people.belonging)), np.array(list(people.trust)),
        )  # fmt: skip

    return run
