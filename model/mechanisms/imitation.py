"""Imitation: communities copy what is reported to work elsewhere, mechanically or adapted at home (C7, C21, C23; 生搬硬套).

Every quarter each community looks at the places its residents' ties reach and at the foreign exemplar, as *reported*.
If the best of them reports a higher fit than it reports itself, and it has saved the hours that looking costs, it takes
over `copy_breadth` x N of that place's elements, drawn again; those a mandate fixes stay. All look at the same moment:
at what stood before anyone copied. Where neighbours are asked, reports are of the worth of rules to all who are asked.

- `copying` none: nothing.  mechanical: take over.  adapted: copy, try at home (seen with the noise of a trial), keep
  if it looks better, else go back.

A copy costs `copy_trials` trials: `copy_ahead` of it for looking, the rest when it is kept, owed to the next quarter if need be.
What is copied is local (it may lapse, see trials). If nothing would change, nothing is done or paid. Seen is one
source for each community, found in one pass over the ties, so memory does not grow with the square of the number of
communities.

Off: copying none changes nothing.
Source: Lazer & Friedman 2007, *Administrative Science Quarterly* 52 (imitate the best neighbour if it is better, else
search): `looking.look_around` and `take_over`, with `fitness.try_flip` for the search, are their round; here who copies tries as
well, and both have a price. Csaszar & Siggelkow 2010, *Organization Science* 21 (breadth, similarity).

Examples
--------
>>> import numpy as np
>>> rules, source = np.array([0, 0, 1, 1], np.uint8), np.array([1, 0, 0, 1], np.uint8)
>>> take_over(rules, source, chosen=np.array([1, 1, 0, 0], np.uint8)), rules.tolist()
(1, [1, 0, 1, 1])
"""

from __future__ import annotations

import numpy as np

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream
from ...core.quantity import constant
from ...core.text import Text
from ..counterfactual import bound
from ..events import tell
from ..process import QUARTERLY, Process
from ..quantities.codes import COPYING_ADAPTED, COPYING_NONE, EVENT_COPIED
from ..quantities.streams import IMITATION
from ..rules.exemplar import find_exemplar
from ..rules.judging import judged
from ..rules.landscape import set_local, update_fit
from ..rules.looking import look, report_of_exemplar, reports
from ..rules.tables import order_by_draw
from ..rules.trying import sd_of_trial
from .trials import price_of_trial, under_mandate

PARAMETERS = (
    constant(
        "copy_trials",
        2,
        bounds=(0, 100),
        plausible=(1, 4),
        unit="trials",
        label=Text("Cost of copying", "复制成本"),
        source=Text("design assumption: at the cost of two trials", "设计假定：相当于两次试验的成本"),
    ),
    constant(
        "copy_ahead",
        0.5,
        bounds=(0, 1),
        plausible=(0.25, 1),
        unit="share of the price",
        label=Text("Price of looking", "了解他处做法的成本占比"),
        source=Text(
            "design assumption: looking and trying at home cost one trial of two, the change-over the other",
            "设计假定：两次试验的成本中，了解他处做法并在本社区试用占一次，改用新规则占另一次",
        ),
    ),
    constant(
        "copy_reserve",
        0.0,
        bounds=(0, 1),
        plausible=(0, 1),
        unit="share of the price",
        label=Text("Hours kept for copying", "为复制预留的工时占比"),
        source=Text(
            "design assumption: nothing is kept while nothing better is known",
            "设计假定：没有发现更好的做法时不预留工时",
        ),
    ),
)


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
def worth_keeping(w, c, rules, week):
    """Return whether a copy, tried at home, looks better to community c than its own rules."""
    seen = judged(w, c, rules) + sd_of_trial(w, c) * normal(
        stream(w.seed, IMITATION + 1, week), w.communities.key[c], 0
    )
    return seen > judged(w, c, w.rules.elements[c])


@compiled
def pay(w, c, hours):
    """Let community c pay for copying; what it has not got it owes to the next quarter."""
    w.communities.trial_hours[c] -= hours
    w.rules.hours_spent[c] += hours
    w.tally.hours_trials[c] += hours


@compiled
def copy_from(w, c, source, week):
    """Let community c copy these rules (N) as far as hours and mandates allow; return if something was taken over."""
    r, places, p = w.rules, w.communities, w.parameters
    price = p.copy_trials * price_of_trial(w, c)
    ahead = p.copy_ahead * price
    if price <= 0.0 or places.trial_hours[c] < ahead:
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
    pay(w, c, ahead)
    if w.levers.copying == COPYING_ADAPTED and not worth_keeping(w, c, rules, week):
        return False
    pay(w, c, price - ahead)
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
    r = w.rules
    find_exemplar(w)
    seen, reported = r.elements.copy(), reports(w)
    sources = np.empty(reported.size, np.int64)
    look(w, reported, sources)
    for c in range(reported.size):
        source = sources[c]
        best = reported[source] if source >= 0 else reported[c]
        abroad = report_of_exemplar(w) > best
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
