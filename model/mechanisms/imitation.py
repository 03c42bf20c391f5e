"""Imitation: communities copy what is reported to work elsewhere, mechanically or adapted at home (C7, C21, C23; 生搬硬套).

Every quarter each community looks at the places its residents' ties reach and at the foreign exemplar, as *reported*.
If the best of them reports a higher fit than it reports itself, and it has saved the hours of two trials, it takes
over `copy_breadth` x N of that place's elements, drawn again; those a mandate fixes stay. All look at the same moment:
at what stood before anyone copied.

- `copying` none: nothing.  mechanical: take over.  adapted: copy, try at home (seen with the noise of a trial), keep
  if it looks better, else go back.

What is copied is local (it may lapse, see trials). If nothing would change, nothing is done or paid. Seen is one
source for each community, found in one pass over the ties, so memory does not grow with the square of the number of
communities.

Off: copying none changes nothing.
Source: Lazer & Friedman 2007, *Administrative Science Quarterly* 52 (imitate the best neighbour if it is better, else
search): `look_around` and `take_over`, with `landscape.try_flip` for the search, are their round; here who copies tries as
well, and both have a price. Csaszar & Siggelkow 2010, *Organization Science* 21 (breadth, similarity).

Examples
--------
>>> import numpy as np
>>> rules, source = np.array([0, 0, 1, 1], np.uint8), np.array([1, 0, 0, 1], np.uint8)
>>> take_over(rules, source, chosen=np.array([1, 1, 0, 0], np.uint8)), rules.tolist()
(1, [1, 0, 1, 1])

Who looks at whom in a row of four, whose reports are 1, 3, 2 and 2:

>>> import networkx as nx
>>> from cogov.model.sandbox import tie_lists
>>> ties, places, source = tie_lists(nx.path_graph(4)), np.arange(5), np.empty(4, np.int64)
>>> look_around(places, *ties[:3], places, np.array([1.0, 3.0, 2.0, 2.0]), source)
>>> source.tolist()
[1, -1, 1, -1]
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream, whole
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import bound
from ..events import tell
from ..process import QUARTERLY, Process
from ..quantities.codes import COPYING_ADAPTED, COPYING_NONE, EVENT_COPIED
from ..quantities.streams import IMITATION
from ..rules.landscape import find_exemplar, fit_of, order_by_draw, set_local, update_fit
from .trials import cost_of_trial, noise_sd, under_mandate

PARAMETERS = (
    constant(
        "copy_trials",
        2,
        bounds=(0, 100),
        plausible=(1, 4),
        unit="trials",
        label=Text("Cost of copying", "复制成本"),
        source="design assumption: at the cost of two trials",
    ),
)


@compiled
def best_known(own, first_row, last_row, first, degree, neighbour, place, reported):
    """Return the place of the highest report that ties of these rows reach, -1 if none reports more than `own`.

    Ties of row i: neighbour[first[i] : first[i] + degree[i]]; place: where each row is; reported: by place.
    """
    source = -1
    for i in range(first_row, last_row):
        for slot in range(whole(first[i]), whole(first[i]) + whole(degree[i])):
            there = place[neighbour[slot]]
            if reported[there] > own:
                source, own = there, reported[there]
    return source


@compiled
def look_around(first_row, first, degree, neighbour, place, reported, source):
    """Put into `source` whom each place would imitate (`best_known`), all looking at the same moment.

    Rows first_row[c] ... first_row[c + 1] - 1 are those of place c; the others as in `best_known`.
    """
    for c in range(reported.size):
        source[c] = best_known(reported[c], first_row[c], first_row[c + 1], first, degree, neighbour, place, reported)


@compiled
def take_over(elements, source, chosen):
    """Take over the chosen elements (1) of `source`; return how many differed."""
    changed = 0
    for e in range(elements.size):
        if chosen[e] and elements[e] != source[e]:
            elements[e] = source[e]
            changed += 1
    return changed


@compiled
def choose_breadth(key, entity, breadth, chosen):
    """Mark `breadth` x N elements, drawn at random, with 1 and the others with 0."""
    order = np.empty(chosen.size, np.int64)
    order_by_draw(key, entity, order)
    wanted = int(breadth * chosen.size + 0.5)
    for k in range(chosen.size):
        chosen[order[k]] = 1 if k < wanted else 0


@compiled
def copy_from(w, c, source, week):
    """Let community c copy these rules (N) as far as hours and mandates allow; return if something was taken over."""
    r, places = w.rules, w.communities
    cost = w.parameters.copy_trials * cost_of_trial(w, c)
    if cost <= 0.0 or places.trial_hours[c] < cost:
        return False
    n = r.mandate_rank.size
    fixed = under_mandate(w)
    chosen, rules = np.empty(n, np.uint8), r.elements[c].copy()
    choose_breadth(stream(w.seed, IMITATION, week), places.key[c], w.levers.copy_breadth, chosen)
    for e in range(n):
        if bound(w, c, e, fixed):
            chosen[e] = 0
    changed = take_over(rules, source, chosen)
    if changed == 0:
        return False
    places.trial_hours[c] -= cost
    r.hours_spent[c] += cost
    w.tally.hours_trials[c] += cost
    if w.levers.copying == COPYING_ADAPTED:
        sd = noise_sd(w.parameters.trial_noise, places.feedback[c])
        seen = fit_of(w, c, rules) + sd * normal(stream(w.seed, IMITATION + 1, week), places.key[c], 0)
        if seen <= r.fit[c]:
            return False
    for e in range(n):
        set_local(w, c, e, rules[e])
    r.copies[c] += 1
    w.tally.copies[c] += 1.0
    tell(w, week, EVENT_COPIED, c, -1, changed, r.fit[c])
    return True


@compiled
def step(w, week):
    """Let communities copy, every quarter."""
    if w.levers.copying == COPYING_NONE:
        return
    r, first, ties = w.rules, w.communities.first, w.ties
    find_exemplar(w)
    seen, reported = r.elements.copy(), r.fit_reported.copy()
    sources = np.empty(reported.size, np.int64)
    look_around(first, ties.first, ties.degree, ties.neighbour, w.residents.community, reported, sources)
    for c in range(reported.size):
        source = sources[c]
        best = reported[source] if source >= 0 else reported[c]
        abroad = r.exemplar_fit[0] > best
        if source >= 0 or abroad:
            rules = r.exemplar[0].copy() if abroad else seen[source].copy()
            if copy_from(w, c, rules, week):
                update_fit(w, c)


PROCESS = Process(
    "imitation",
    step,
    every=QUARTERLY,
    label=Text("Imitation", "学习借鉴"),
    about=Text(
        "Communities see what is reported elsewhere and take over elements of the best, as they are or tried at home first.",
        "社区通过居民的联系看到别处上报的成效，并从最好者（或外地样板）照搬若干规则要素；“机械照搬”直接采用，“因地制宜”则先在本地试行，看起来更好才保留。",
    ),
)
