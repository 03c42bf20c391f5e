"""The common workload in Mesa objects. How residents find their neighbours is left to the three contenders built on this."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from ..draws import Draws
from ..rules import Outcome, Start


class Resident(mesa.Agent):
    """A resident who decides on what was, then all change at once."""

    place: int
    neighbours: Any
    """Those tied to this one: an attribute or a property, as the contender has it."""

    def __init__(
        self, model: ObjectModel, threshold: float, anchor: float, belonging: float, trust: float, active: int
    ):
        super().__init__(model)
        self.threshold = threshold
        self.anchor = anchor
        self.belonging = belonging
        self.trust = trust
        self.active = active
        self.good = self.bad = 0

    def decide(self) -> None:
        """Work out what comes next from what all showed last week."""
        p = self.model.parameters
        active = 0
        total = 0.0
        degree = 0
        for other in self.neighbours:
            active += other.active
            total += other.belonging
            degree += 1
        share = active / degree if degree else 0.0
        drive = p.base + p.belonging_weight * (self.belonging - 0.5) + p.trust_weight * (self.trust - 0.65)
        drive += p.noise * self.model.noise_of(self)
        self.next_active = 1 if p.social_weight * share + drive >= self.threshold else 0
        s = p.susceptibility
        self.next_belonging = s * (total / degree) + (1.0 - s) * self.anchor if degree else self.anchor

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


class ObjectModel(mesa.Model):
    """A district of such residents. With `draws` it takes its chance from there; without, from its own generator."""

    resident_class: type[Resident] = Resident

    def __init__(self, start: Start, draws: Draws | None = None, seed: int | None = None):
        super().__init__(rng=start.seed if seed is None else seed)
        self.parameters = start.parameters
        self.draws = draws
        self.week = 0
        self.taking_part: list[int] = []
        columns = (start.threshold, start.anchor, start.belonging, start.trust, start.active)
        self.people = [
            self.resident_class(self, *values) for values in zip(*(c.tolist() for c in columns), strict=True)
        ]
        for place, resident in enumerate(self.people):
            resident.place = place
        self.ties = [(self.people[i], self.people[j]) for i, j in start.graph.edges()]
        self.connect(start)

    def connect(self, start: Start) -> None:
        """Let residents find their neighbours."""
        raise NotImplementedError

    def noise_of(self, resident: Resident) -> float:
        """Return the noise of one resident's decision."""
        if self.draws is None:
            return self.random.gauss(0.0, 1.0)
        return self.noise[resident.place]

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
        if luck < 0.5 * (one.trust + other.trust):
            one.good += 1
            other.good += 1
        else:
            one.bad += 1
            other.bad += 1

    def step(self) -> None:
        """Run one week."""
        self.quarrel()
        self.agents.do("decide")
        self.agents.do("advance")
        self.taking_part.append(sum(resident.active for resident in self.people))
        self.week += 1


def outcome(model: ObjectModel) -> Outcome:
    """Return what became of the residents."""
    return Outcome(
        np.array(model.taking_part),
        np.array([resident.active for resident in model.people], np.uint8),
        np.array([resident.belonging for resident in model.people]),
        np.array([resident.trust for resident in model.people]),
    )


def runner(model: ObjectModel):
    """Return a function of weeks that runs the model."""

    def run(weeks: int) -> Outcome:
        for _ in range(weeks):
            model.step()
        return outcome(model)

    return run
