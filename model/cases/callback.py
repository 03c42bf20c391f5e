"""Callbacks: residents who reported a case are called when it is closed; a case that was closed on paper may come back.

A known case that an office closes is called back with chance `callback` (q):

    closed on paper    resolved is what the complainant says with chance e2 = `callback_e2`, else the closing is refused
    truly resolved     it is denied with chance e1 = `callback_e1`, and ends all the same
    given up           nobody calls, and it is recorded as unresolved

Without a call the record stands at resolved. A case closed on paper comes back with chance `reopening` if the closing was refused,
`repeat_call` if it was not; else it ends. One that comes back stays where it is: its queue, parts, deadline and the moment at
which it entered are the same, so that case time counts from the first call and patience goes on. It brings as many calls as it had
tellers. Closings are counted each time (`recorded_ended`, `recorded_resolved`), cases once by their last closing (`known_ended`, `known_resolved`). Residents see the
true end only.

Called are those who reported it themselves (window, online, telephone, social worker, organisation), with `callback_told` 0
all known cases. A dispute counts as reported by its claimant at the window: one teller, called back like others. Staff reckon
with pi = q (1 - e2) whatever the channel of a case (mechanisms/effort.py).

Conservation: calls = residents who chose to report + disputes escalated + repeats; known_ended = known_true + closed on paper +
given up while known.

Limit, without patience and with e1 = 0: for a race of paper (chance s) against service, P = 1 - pi and
R = P repeat_call + (1 - P) reopening, a problem has 1 / (1 - s R) closings, is truly resolved with (1 - s) / (1 - s R), and of its
closings (1 - s) + s P are recorded as resolved. Off: `callback` 0 and `repeat_call` 0; nothing is drawn then.
"""

from __future__ import annotations

from ...core.compile.compiled import compiled
from ...core.draws import stream, uniform
from ...core.quantity import constant
from ...core.text import Text
from ..quantities.codes import CHANNEL_FOUND, CHANNEL_NONE, CHANNEL_RELAY
from ..quantities.streams import CALLBACK

ABOUT = Text(
    "Callbacks: those who reported a case are called when it is closed and may refuse the closing; a case closed on paper may come back.",
    "回访与退回：办结后致电反映人，反映人可以不认可；虚假办结的诉求可能被退回重办，或再次来电。",
)

PARAMETERS = (
    constant(
        "callback_e1",
        0.0,
        bounds=(0, 1),
        plausible=(0, 0.1),
        unit="probability",
        label=Text("Denied though resolved", "已解决却不认可的概率"),
        source="design assumption",
    ),
    constant(
        "callback_e2",
        0.6,
        bounds=(0, 1),
        plausible=(0.1, 0.95),
        unit="probability",
        label=Text("Accepted though not resolved", "未解决却被认可的概率"),
        source=Text(
            "not measured; audits of village projects would put it near 0.75 (after Olken 2007)",
            "未见实测；按村庄项目审计推算约为 0.75（参照 Olken 2007）",
        ),
    ),
    constant(
        "callback_told",
        1.0,
        bounds=(0, 1),
        integer=True,
        unit="0 or 1",
        label=Text("Callbacks only for reported cases", "仅回访有人反映的诉求"),
        source=Text(
            "1: there is nobody to call where a patrol or a relay found the case",
            "1：巡查或社工发现的诉求没有可回访的反映人",
        ),
    ),
    constant(
        "reopening",
        0.7,
        bounds=(0, 1),
        plausible=(0.3, 1),
        unit="probability",
        label=Text("Reopening of a refused closing", "不认可后退回重办的概率"),
        source=Text(
            "assumed; repeated tickets were 239 of 2,495 (9.6 %) and 99 of 506 (19.6 %) in Daying county, 2016-2017",
            "假定；大英县 2016-2017 年重复工单为 2,495 件中的 239 件（9.6 %）和 506 件中的 99 件（19.6 %）",
        ),
    ),
    constant(
        "repeat_call",
        0.3,
        bounds=(0, 1),
        plausible=(0, 0.6),
        unit="probability",
        label=Text("Repeat calls", "重复来电的概率"),
        source=Text(
            "assumed with reopening: repeats were 0.10 and 0.20 of tickets in Daying county (2016, 2017); 0: none",
            "与退回重办一并假定：大英县重复工单占 0.10 与 0.20（2016、2017 年）；0：没有",
        ),
    ),
)


@compiled
def was_told(channel):
    """Return whether a resident reported a case that came by this channel."""
    return channel != CHANNEL_NONE and channel != CHANNEL_FOUND and channel != CHANNEL_RELAY


@compiled
def enter_calls(w, case, tellers, by_hotline):
    """Count the residents who reported a new case, and those of them who did so online or by telephone."""
    cases, tally, c = w.cases, w.tally, int(w.cases.community[case])
    cases.tellers[case] = tellers
    cases.by_hotline[case] = by_hotline
    cases.calls[case] = tellers
    tally.calls[c] += float(tellers)
    tally.calls_hotline[c] += float(by_hotline)


@compiled
def _reachable(w, case):
    """Return whether there is somebody to call about a case."""
    return w.parameters.callback_told == 0.0 or was_told(int(w.cases.channel[case]))


@compiled
def answer(w, week, case, truly):
    """Return how a case that is closed is booked: 1 resolved, 0 where the resident who reported it is called and denies it."""
    p, key = w.parameters, w.cases.key[case]
    if p.callback <= 0.0 or not _reachable(w, case):
        return 1
    chance = stream(w.seed, CALLBACK, week)
    if uniform(chance, key, 0) >= p.callback:
        return 1
    c = int(w.cases.community[case])
    w.tally.callbacks[c] += 1.0
    if uniform(chance, key, 1) < (1.0 - p.callback_e1 if truly else p.callback_e2):
        return 1
    w.tally.refusals[c] += 1.0
    return 0


@compiled
def comes_back(w, week, case, booked):
    """Return whether a case closed on paper comes back: reopened where the closing was refused, else reported again."""
    p = w.parameters
    chance = p.repeat_call if booked == 1 else p.reopening
    if chance <= 0.0 or not _reachable(w, case):
        return False
    return uniform(stream(w.seed, CALLBACK, week), w.cases.key[case], 2) < chance


@compiled
def send_back(w, case, booked):
    """Count a closing after which the case goes on, and the calls by which it comes back."""
    cases, tally, c = w.cases, w.tally, int(w.cases.community[case])
    again = int(cases.tellers[case])
    cases.calls[case] += again
    tally.calls[c] += float(again)
    tally.repeats[c] += float(again)
    tally.calls_hotline[c] += float(int(cases.by_hotline[case]))
    tally.returned[c] += 1.0
    tally.recorded_ended[c] += 1.0
    tally.recorded_resolved[c] += float(booked)
