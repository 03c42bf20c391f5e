"""Every indicator anew, from the agents, cases, ties and money of a run: short code written from what each is said to mean.

Nothing of the collector is used. `Watch` reads the state between mechanisms, by community, and makes none of it; recomputed_formulas.py
has how each indicator follows. Draws are made again by key where an event leaves no trace: grievances that are dropped, the way in which
a resident chose to speak or to be silent.
"""

import math

import numpy as np
from cogov.core.draws import combine, normal, poisson, python_stream, uniform
from cogov.model.quantities.codes import DISPUTE, PROBLEM
from cogov.model.quantities.streams import CALLBACK, CHANNELS, ERRANDS, PROBLEMS, SETTLEMENT

RELAYED, FOUND, ONLINE, PHONE = 6, 5, 2, 5
TRUE, FALSE, GIVEN_UP = 0, 1, 2


def gini(values, classes=None):
    """Mean absolute difference of all pairs over twice the mean; with classes, each value stands for its class."""
    x = np.asarray(values, float)
    if classes is not None:
        of = np.minimum((x * classes).astype(int), classes - 1)
        x = (np.bincount(of, x, classes) / np.maximum(np.bincount(of, minlength=classes), 1))[of]
    x = np.sort(x)
    return float(((2 * np.arange(len(x)) - len(x) + 1) * x).sum() / (len(x) * x.sum())) if x.sum() > 0 else 0.0


def scores_of_all(rules, c):
    """The scores of all rule sets in community c, and of the one that is practised."""
    n, k = rules.depends.shape
    table = rules.table[c].reshape(n, 2 << k)
    every = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    score = lambda sets: np.mean(  # noqa: E731
        [table[e, sets[:, e] + sum(sets[:, rules.depends[e, j]] * (2 << j) for j in range(k))] for e in range(n)], axis=0
    )  # fmt: skip
    return score(every), score(rules.elements[c][None].astype(int))[0]


class Watch:
    """Sums by week and community of one run; made before the first week, of a model that records events."""

    def __init__(self, model):
        self.model, self.weeks, self.now, self.told = model, [], {}, 0
        self.unequal, self.unequal_within = [], []
        self.places = len(model.communities.key)
        self.fit, self.spent, self.searched = {}, 0.0, np.zeros(self.places)
        for name in ("settlement", "handling", "mutual_help", "organising", "trials"):
            model.add_process(getattr(self, f"before_{name}"), before=name)
        after = ("settlement", "channels", "handling", "errands", "mutual_help", "participation", "satisfaction", "trials")  # fmt: skip
        for name in after:
            model.add_process(getattr(self, f"after_{name}"), after=name)
        model.add_observer(self.end_of_week)

    def add(self, name, community, values=1.0):
        row = self.now.setdefault(name, np.zeros(self.places))
        np.add.at(row, community, values)

    def key(self, purpose, week=None):
        return python_stream(self.model.seed, purpose, self.model.week if week is None else week)

    # --- disputes ---

    def before_settlement(self, model):
        s = model.social_workers
        self.now = {}
        self.left = np.minimum(s.mediation_left, model.constants["mediation_hours"]) + s.hours * s.mediating

    def after_settlement(self, model):
        s, b, cases = model.social_workers, model.district.arrays["buildings"], model.cases
        used = (self.left - s.mediation_left) / model.constants["mediation_hours"]
        self.add("mediations", s.community[s.alive == 1], np.round(used[s.alive == 1], 9))
        rate = model.environment["dispute_rate"] / 10_000
        for key, people, c in zip(b["key"], np.diff(b["first"]).tolist(), b["community"].tolist()):
            if people > 1:
                self.add("grievances", c, poisson(self.key(SETTLEMENT), key, 0, rate * people))
        new = (cases.alive == 1) & (cases.kind == DISPUTE) & (cases.arose == model.week)
        self.add("escalated", cases.community[new])
        self.add("calls", cases.community[new])

    # --- who speaks, and how problems become known ---

    def after_channels(self, model):
        cases, week = model.cases, model.week
        rows = np.arange(
            int(model.district.arrays["counters"]["cases"][0])
        )  # a problem may be given up in the week in which it arises
        for k in rows[(cases.kind[rows] == PROBLEM) & (cases.arose[rows] == week)].tolist():
            c, first = int(cases.community[k]), int(cases.first_affected[k])
            for i in range(first, first + int(cases.affected[k])):
                way, cost = self.way(model, c, i, cases.key[k])
                silent = way == 0
                if not silent:
                    for name, value in (("calls", 1), ("hotline", way in (ONLINE, PHONE)), ("phone", way == PHONE), ("online", way == ONLINE), ("told", 1), ("telling", cost)):  # fmt: skip
                        self.add(name, c, value)
                skilled = "skilled" if model.residents.skill[i] >= 0.5 else "unskilled"
                for name, value in (("affected", 1), ("cost", cost), ("silent", silent)):
                    self.add(name, c, value)
                self.add(f"affected_{skilled}", c)
                self.add(f"cost_{skilled}", c, cost)
        heard = rows[(cases.channel[rows] == RELAYED) & (cases.entered[rows] >= week)]
        for k in heard.tolist():
            began = cases.arose[k] + uniform(self.key(PROBLEMS + 1, int(cases.arose[k])), cases.key[k], 8)
            self.add("relayed", cases.community[k])
            self.add("relay_delay", cases.community[k], cases.entered[k] - began)

    def way(self, model, c, i, case_key):
        """The way that resident i takes with a problem, 0 silence, and what it costs in hours (docstring of mechanisms/channels.py)."""
        p, r, w = model.constants, model.residents, model.district.world
        lever, office = w.levers, w.governments
        s = model.social_workers
        here = (s.alive == 1) & (s.community == c)
        people = int(model.communities.first[c + 1] - model.communities.first[c])
        relaying = float((s.hours * s.relaying)[here].sum()) * 1000 / people
        own = [
            k
            for k in model.memberships[i].tolist()
            if k >= 0 and model.organizations.alive[k] and model.organizations.community[k] == c
        ]
        there = ((model.organizations.alive == 1) & (model.organizations.community == c)).any()
        errands = p["trips"] * p["trip_hours"] * (1 - p["trip_saving"] * office.data_sharing[0])
        unable = p["unskilled_hours"] * (1 - float(r.skill[i])) * (1 - lever.digital_assistance)
        wait = p["waiting_hours"] * w.queues.waiting[c]
        hours = [
            p["silence_hours"], errands + wait, p["online_hours"] + errands * (1 - office.online[0]) + unable + wait,
            p["worker_talk"] + wait, p["organization_talk"] + wait, p["phone_hours"] + wait,
        ]  # fmt: skip
        reach = [
            1,
            1,
            office.online[0],
            1 - math.exp(-relaying / p["worker_reach"]),
            1 if own else p["organization_reach"] * there,
            p["phone_reach"],
        ]
        voice = p["voice_base"] + p["voice_awareness"] * (float(r.awareness[i]) - 0.35)
        read = r.trust_central if p["hotline_reads"] else r.trust_government
        government, hotline, organizations = (
            p["voice_trust"] * (float(x[i]) - 0.6) for x in (r.trust_government, read, r.trust_organizations)
        )
        ready = (p["window_readiness"], p["online_readiness"], p["worker_readiness"])
        offices = (government, hotline, government)
        voices = [0, *(voice + one + more for one, more in zip(offices, ready)), voice + organizations, voice + hotline]
        weights = np.cumsum([a * math.exp(v - p["cost_weight"] * h) for a, v, h in zip(reach, voices, hours)])
        who = np.uint64(combine(r.identity[i], case_key))
        chosen = int(np.searchsorted(weights, uniform(self.key(CHANNELS), who, 0) * weights[-1], side="right"))
        return chosen, hours[chosen]

    # --- what becomes of cases ---

    def before_handling(self, model):
        self.called = model.cases.calls.copy()  # who first told of a case has done so by now

    def called_back(self, model, rows, agrees):
        """Count callbacks about cases closed this week; return which of them are booked as resolved."""
        cases, p, booked = model.cases, model.environment["callback"], np.ones(len(rows))
        for at, k in enumerate(rows.tolist()):
            if cases.channel[k] in (0, FOUND, RELAYED) or not uniform(self.key(CALLBACK), cases.key[k], 0) < p:
                continue
            booked[at] = uniform(self.key(CALLBACK), cases.key[k], 1) < agrees
            self.add("callbacks", cases.community[k])
            self.add("refusals", cases.community[k], 1 - booked[at])
        return booked

    def after_errands(self, model):
        """Errands that arise, how each is done, and what it is worth (docstring of mechanisms/errands.py)."""
        p, r, w = model.constants, model.residents, model.district.world
        online, luck = w.governments.online[0], self.key(ERRANDS)
        window = p["trips"] * p["trip_hours"] * (1 - p["trip_saving"] * w.governments.data_sharing[0])
        reach = np.array([1.0, 1 - p["window_closure"] * online, online])
        for i in np.flatnonzero(r.alive == 1).tolist():
            if uniform(luck, r.identity[i], 0) >= 1 - math.exp(-p["errand_rate"] / 52):
                continue
            worth = p["errand_benefit"] * math.exp(p["errand_spread"] * normal(luck, r.identity[i], 1))
            unable = p["unskilled_hours"] * (1 - float(r.skill[i])) * (1 - w.levers.digital_assistance)
            hours = np.array([0.0, window, p["online_hours"] + window * (1 - online) + unable])
            weights = np.cumsum(reach * np.exp(p["cost_weight"] * (np.array([0.0, worth, worth]) - hours)))
            way = int(np.searchsorted(weights, uniform(luck, r.identity[i], 2) * weights[-1], side="right"))
            surplus = math.log(weights[-1]) / p["cost_weight"]
            for group in ("", "_unskilled") if r.skill[i] < 0.5 else ("",):
                self.add(f"errands{group}", r.community[i])
                self.add(f"surplus{group}", r.community[i], surplus)
            self.add("undone", r.community[i], way == 0)
            self.add("done", r.community[i], way > 0)
            self.add("doing", r.community[i], hours[way])

    def after_handling(self, model):
        cases, week = model.cases, model.week
        used = np.arange(cases.alive.size) < model.district.arrays["counters"]["cases"][0]
        ended = used & (cases.ended_in == week) & (cases.alive == 0)
        known, how, c = ~np.isnan(cases.entered), cases.how, cases.community
        for name, one in (("true", TRUE), ("false", FALSE), ("given_up", GIVEN_UP)):
            self.add(name, c[ended & (how == one)])
        p = model.constants
        for one, agrees in ((TRUE, 1 - p["callback_e1"]), (FALSE, p["callback_e2"])):
            rows = np.flatnonzero(ended & known & (how == one))
            self.add("recorded", c[rows])
            agreed = self.called_back(model, rows, agrees)
            self.add("recorded_resolved", c[rows], agreed)
            self.add("known_resolved", c[rows], agreed)
        self.add("recorded", c[ended & known & (how == GIVEN_UP)])
        back = np.flatnonzero(
            used & (cases.calls > self.called)
        )  # brought here by a resident, closed on paper, and still open
        self.add("back", c[back])
        self.add("repeats", c[back], (cases.calls - self.called)[back])
        self.add("calls", c[back], (cases.calls - self.called)[back])
        self.add("hotline", c[back], cases.by_hotline[back])
        self.add("recorded", c[back])
        self.add("recorded_resolved", c[back], self.called_back(model, back, p["callback_e2"]))
        self.add("known", c[ended & known])
        self.add("known_true", c[ended & known & (how == TRUE)])
        timed = ended & known & (how != FALSE)
        self.add("timed", c[timed])
        self.add("case_time", c[timed], (cases.ended - cases.entered)[timed])
        with np.errstate(invalid="ignore"):
            self.add("received", c[used & (cases.entered >= week) & (cases.entered < week + 1)])
        q, grids, places = model.district.world.queues, model.district.arrays["grids"]["community"], model.communities
        people, street = np.diff(places.first), np.asarray(places.street)
        for name, hours in (("worked", q.used), ("there", q.servers * q.speed)):
            self.add(name, grids, hours[: len(grids)])
            self.add(name, np.arange(self.places), hours[len(grids) : len(grids) + self.places])
            shares = people / np.bincount(street, people)[street]
            self.add(name, np.arange(self.places), hours[len(grids) + self.places :][street] * shares)

        for k in np.flatnonzero(ended).tolist():
            self.weigh(model, k)

    def weigh(self, model, k):
        """For how long case k weighed on those affected who lived there (docstring of mechanisms/records.py)."""
        cases, tau = model.cases, model.constants["adaptation"]
        began, first = cases.entered[k], int(cases.first_affected[k])
        rows = [int(cases.party[k]), int(cases.opponent[k])]
        if cases.kind[k] == PROBLEM:
            began = cases.arose[k] + uniform(self.key(PROBLEMS + 1, int(cases.arose[k])), cases.key[k], 8)
            rows = list(range(first, first + int(cases.affected[k])))
        felt = tau * (1 - math.exp(-(cases.ended[k] - began) / tau)) if cases.how[k] == TRUE else tau
        there = sum(model.residents.arrived[i] <= cases.arose[k] + 1 for i in rows)
        self.add("weighed", int(cases.community[k]), there * felt)

    # --- help, hours, trials, satisfaction ---

    def after_satisfaction(self, model):
        r, p = model.residents, model.constants
        there = r.alive == 1
        fit = np.clip([self.fit_of(model.rules, k) for k in range(self.places)], 0, 1)
        parts = {
            "service": fit[np.asarray(r.community)], "cases": r.case_outcome, "help": r.help_outcome, "influence": r.influence,
            "relief": np.exp(-np.asarray(r.burden, float) / p["burden_scale"]),
        }  # fmt: skip
        for name, values in parts.items():
            weight = p[f"satisfaction_{name}"]
            self.add(f"from_{name}", r.community[there], weight * np.asarray(values, float)[there])

    def before_mutual_help(self, model):
        self.record = model.residents.help_outcome.copy()

    def after_mutual_help(self, model):
        needy = np.flatnonzero(
            model.district.world.scratch.flag
        )  # set by the mechanism: who needed something this week
        r, before = model.residents, self.record[needy]
        after = r.help_outcome[
            needy
        ]  # a record of needs met: it rises by help, unless it is 1, and falls without, unless it is 0
        self.add("needs", r.community[needy])
        self.add("helped", r.community[needy[(after > before) | ((after == before) & (before > 0.5))]])

    def after_participation(self, model):
        r = model.residents
        self.add("hours", r.community, r.volunteered.astype(float))

    def before_organising(self, model):
        r, o = model.residents, model.organizations
        kept = 1 - model.constants["trial_volunteer_share"]
        for i in np.flatnonzero(r.active).tolist():
            own = [k for k in model.memberships[i].tolist() if k >= 0]
            for k in own:
                hours = kept * float(r.volunteered[i]) / len(own)
                self.add("hours_organizations", o.community[k], hours)
                if i in (o.officer_0[k], o.officer_1[k], o.officer_2[k]):
                    self.add("hours_officers", o.community[k], hours)

    def before_trials(self, model):
        self.tried = model.rules.trials.copy()

    def after_trials(self, model):
        self.add("trials", np.arange(self.places), model.rules.trials - self.tried)

    # --- states at the end of the week ---

    def end_of_week(self, model):
        r, o, at = model.residents, model.organizations, np.arange(self.places)
        there, c = r.alive == 1, r.community
        events = model.events_after(self.told)
        self.told += len(events)
        for name in ("settled", "mediated"):
            self.add(name, events.community[events.event == name].to_numpy())
        spent = model.governments.spent[0]
        people = np.diff(model.communities.first)
        self.add("spending", at, (spent - self.spent) * people / people.sum())
        self.spent = spent
        self.add("residents", c[there])
        self.add("communities", at)
        for name in (
            "belonging", "trust_neighbours", "trust_organizations", "trust_government", "trust_central", "awareness", "responsibility", "clarity",
            "fatigue", "influence", "satisfaction",
        ):  # fmt: skip
            self.add(name, c[there], getattr(r, name)[there].astype(float))
        self.add("active_month", c[there & (r.recent & 0b1111 != 0)])
        member, active, ties = (model.memberships >= 0).any(axis=1), r.active == 1, np.asarray(model.ties.degree)
        self.add("members", c[member])
        self.add("active", c[active])
        self.add("active_members", c[active & member])
        self.add("active_others", c[active & ~member])
        self.add("others", c[there & ~member])
        self.add("ties_active", c[active], ties[active].astype(float))
        new = (r.arrived != 0) & (model.week - r.arrived < 52)
        groups = {
            "owners": r.tenure == 0,
            "renters": r.tenure == 1,
            "new": new,
            "settled_in": ~new,
            "young": r.age_band == 0,
            "old": r.age_band == 2,
        }
        for name, who in groups.items():
            self.add(name, c[there & who])
            self.add(f"satisfaction_{name}", c[there & who], r.satisfaction[there & who].astype(float))
        alive, begun = o.alive == 1, int(model.district.arrays["counters"]["organizations"][0])
        for name in ("capability", "legitimacy"):
            self.add(name, o.community[alive], getattr(o, name)[alive].astype(float))
        self.add("organizations", o.community[alive])
        first = np.flatnonzero(o.founded[:begun] <= 0)
        self.add("initial", o.community[first])
        self.add("surviving", o.community[first[alive[first]]])
        for k in at.tolist():
            self.add("fit", k, self.fit_of(model.rules, k) * people[k])
        search = model.rules.hours_spent + model.rules.hours_design  # so far
        self.add("search", at, search - self.searched)
        self.searched = search
        if model.week == 1 or model.week % 13 == 0:
            self.count_ties(model)
        for name, row in self.ties.items():
            self.add(name, at, row)
        weeks = np.array([int(bits).bit_count() for bits in (r.recent & 0xFFFFFF)])
        ginis = lambda who: (gini(r.belonging[who], 512), gini(weeks[who]))  # noqa: E731
        rules = model.rules.elements
        unlike = [np.mean(rules[a] != rules[b]) for a in at for b in range(a)]
        fits = np.array([self.fit_of(model.rules, k) for k in at.tolist()])  # nothing spills over in these runs
        felt = np.array([r.satisfaction[there & (c == k)].astype(float).mean() for k in at])
        names = (
            "belonging_gini",
            "participation_gini",
            "rule_diversity",
            "benefit_worst",
            "benefit_spread",
            "satisfaction_worst",
        )
        apart = float(np.mean(unlike)) if unlike else 0.0
        self.unequal.append(dict(zip(names, (*ginis(there), apart, fits.min(), fits.std(), felt.min()))))
        self.unequal_within.append(
            [dict(zip(names, (*ginis(there & (c == k)), 0.0, fits[k], 0.0, felt[k]))) for k in at]
        )
        self.weeks.append(self.now)
        self.now = {}

    def fit_of(self, rules, c):
        mark = (rules.table[c].tobytes(), rules.elements[c].tobytes())
        if self.fit.get(c, ((), 0.0))[0] != mark:
            every, own = scores_of_all(rules, c)
            self.fit[c] = mark, (own - every.mean()) / (every.max() - every.mean())
        return self.fit[c][1]

    def count_ties(self, model):
        r, t = model.residents, model.ties
        degree = np.asarray(t.degree).astype(int)
        end = np.repeat(np.arange(len(degree)), degree)
        slot = (
            np.repeat(np.asarray(t.first).astype(int), degree)
            + np.arange(len(end))
            - np.repeat(np.cumsum(degree) - degree, degree)
        )
        other = np.asarray(t.neighbour)[slot].astype(int)
        near = (r.building[end] == r.building[other]) & (r.household[end] != r.household[other])
        c = r.community
        count = lambda rows: np.bincount(c[rows], minlength=self.places).astype(float)  # noqa: E731
        alone = np.setdiff1d(np.flatnonzero(r.alive == 1), end[near])
        self.ties = {
            "ties": count(end),
            "across": count(end[r.origin[end] != r.origin[other]]),
            "near": count(end[near]),
            "alone": count(alone),
        }
