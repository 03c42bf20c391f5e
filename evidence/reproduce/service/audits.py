"""Olken (2007): how much less is put on paper where every project is audited instead of one in twenty-five."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.text import Text
from ....model.mechanisms.effort import effort, efforts
from ....model.quantities.levers import LEVERS
from ....model.quantities.parameters import CONSTANTS
from ..result import Check, Line, Outcome, Panel, Result, greater, mean_error, open_question, root
from .callback import TRUE, simulated

AUDITED = (0.04, 1.0)
FALL = 8.0 / 27.7
POWER, SERVICE = 1.0, 0.5


def declared(name: str) -> Any:
    """Return the default of a constant."""
    return CONSTANTS[name].default


def paper(audited: float, accepted: float, penalty: float) -> float:
    """Return the share of hours that goes into closing on paper, at this share of audits."""
    return efforts(
        declared("intrinsic_effort"), POWER, LEVERS["kpi_alignment"].default, declared("measure_size"),
        audited * (1 - accepted), penalty, declared("shared_report"),
    )[2]  # fmt: skip


def fall(accepted: float, penalty: float) -> float:
    """Return the relative fall of effort on paper from few audits to all."""
    few, every = (paper(q, accepted, penalty) for q in AUDITED)
    return 1 - every / few


def on_paper(seed: int, batches: int, audited: float, accepted: float, penalty: float) -> NDArray[np.float64]:
    """Return by batch the share of cases that end on paper, each with a server of its own."""
    hazard = declared("false_closing") * paper(audited, accepted, penalty)
    seen = audited * (1 - accepted)
    return 1 - simulated(seed, batches, SERVICE, hazard, seen, 0.3, declared("reopening"))[:, TRUE]


def run(seed: int, quick: bool) -> Outcome:
    """Run few audits and all, at the declared share of paper that is accepted and the declared penalty."""
    batches = 40 if quick else 200
    accepted, penalty = declared("callback_e2"), declared("refusal_penalty")
    few, every = (on_paper(seed, batches, q, accepted, penalty) for q in AUDITED)
    relative = 1 - every / few
    printed = Text("8 of 27.7 points: 0.289", "27.7 个百分点中的 8 个：0.289")
    why = Text(
        "the paper's missing expenditure is not the model's paper closing; the size depends on the share of paper that is accepted and on the penalty, of which the paper gives neither",
        "论文中的缺失支出不同于本模型的虚假办结；幅度取决于虚假办结被认可的概率与扣分，而论文二者均未给出",
    )
    checks: list[Check] = [
        greater(Text("fewer cases end on paper with audits of all", "全数审计时虚假办结减少"), few - every, Text("8 points fewer", "减少 8 个百分点")),
        open_question(Text("relative fall of cases that end on paper", "虚假办结的相对降幅"), *mean_error(relative), printed, why, FALL),
        open_question(Text("relative fall of effort on paper", "用于虚假办结的努力的相对降幅"), fall(accepted, penalty), 0.0, printed, why, FALL),
        open_question(Text("share of paper accepted at which effort falls so", "使努力降幅与论文相同的认可概率"), root(lambda share: fall(share, penalty) - FALL, 0.0, 1.0), 0.0, Text("not in the paper", "论文未给出"), why),
    ]  # fmt: skip
    grid = np.linspace(0.0, 1.0, 41)
    panel = Panel(
        Text("Audits of 4 % or of all", "4 % 审计与全数审计"), Text("share of paper that is accepted", "虚假办结被认可的概率"), Text("relative fall of effort on paper", "用于虚假办结的努力的相对降幅"),
        (
            Line(Text("Olken 2007", "Olken 2007"), [0.0, 1.0], [FALL, FALL], published=True),
            *(Line(Text(f"the model's rule, F = {f:g}", f"本模型规则，F = {f:g}"), grid.tolist(), [fall(share, f) for share in grid]) for f in (0.0, penalty, 1.0)),
        ),
    )  # fmt: skip
    sine = effort(0.0, 1.0, LEVERS["kpi_alignment"].default, 1.0, False)[1]
    setting = Text(
        f"KPI power {POWER:g}, alignment {LEVERS['kpi_alignment'].default:g}, {accepted:g} of paper accepted, F = {penalty:g} (paper stops at pi = {sine / (sine + penalty):.2f}), service {SERVICE:g} a week, {batches} batches",
        f"考核强度 {POWER:g}、一致程度 {LEVERS['kpi_alignment'].default:g}，虚假办结的 {accepted:g} 被认可，F = {penalty:g}（π = {sine / (sine + penalty):.2f} 时停止），办理 {SERVICE:g}/周，{batches} 批",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "olken", Text("Audits and what goes on paper", "审计与账面文章"), "Olken 2007, Journal of Political Economy 115, 200-249", "effort.efforts, handling.close_on_paper, callback.answer",
    Text("608 villages: audits of all projects instead of 4 % lowered missing expenditure by 8 points of 27.7. An audit is taken as a callback. Only the direction is settled; nothing is tuned to the size.",
         "608 个村：对全部项目而非 4 % 的项目审计，使缺失支出由 27.7 % 下降 8 个百分点。这里把审计视为回访。只有方向可以判定，幅度未作调校。"),
    run,
)  # fmt: skip
