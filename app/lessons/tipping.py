"""Tipping: one resident decides whether a hundred take part (Granovetter 1978), by the model's rule of participation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from ...core.text import Text
from ...model.mechanisms.participation import decide
from ...model.quantities.codes import THRESHOLD_COUNT, THRESHOLD_FRACTION
from .lesson import Answer, Knob, Lesson, lines

ROUNDS = 120


def everybody_knows_everybody(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return slot lists of ties between all of n residents."""
    row = np.arange(n)
    neighbour = np.stack([row[row != i] for i in row]).astype(np.int32).ravel()
    return np.arange(n + 1, dtype=np.int64) * (n - 1), np.full(n, n - 1, np.int32), neighbour


def spread(threshold: np.ndarray, kind: int, rounds: int = ROUNDS) -> np.ndarray:
    """Return how many are active in each round; nobody is at first, and who needs nobody begins."""
    n = len(threshold)
    first, degree, neighbour = everybody_knows_everybody(n)
    active = np.zeros(n, np.uint8)
    counts = [0]
    for _ in range(rounds):
        active = decide(active, threshold.astype(float), np.zeros(n), 1.0, kind, first, degree, neighbour)
        counts.append(int(active.sum()))
        if len(counts) > 3 and counts[-1] == counts[-2] == counts[-3]:
            break
    return np.array(counts)


def reveal() -> Answer:
    """Run a hundred with thresholds 0, 1, ..., 99, and again with one of them changed from 1 to 2."""
    thresholds = np.arange(100.0)
    before = spread(thresholds, THRESHOLD_COUNT)
    thresholds[1] = 2.0
    after = spread(thresholds, THRESHOLD_COUNT)
    after = np.concatenate([after, np.full(len(before) - len(after), after[-1])])
    end, first = int(after[-1]), int(before[-1])
    right = "one" if end <= 5 else "half" if end < 90 else "all"
    text = Text(
        f"Before the change {first} take part in the end, after it {end}. The averages of the two crowds differ by a hundredth; what decides is whether the chain breaks. Observing how many take part says little about what people want.",
        f"改变之前，最终有 {first} 人参与；改变之后只有 {end} 人。两群人的平均意愿只差百分之一，关键在于链条是否中断。只看参与人数，很难推知人们的意愿。",
    )
    curves = {
        Text("thresholds 0, 1, 2, …, 99", "阈值 0、1、2……99"): before,
        Text("one person: 1 → 2", "其中一人 1 → 2"): after,
    }
    return Answer(
        text,
        lines("tipping", Text("Taking part", "参与人数"), Text("residents", "人"), Text("round", "轮次"), curves),
        right,
    )


def attempt(values: Mapping[str, float]) -> Answer:
    """Run 400 residents with normal thresholds of mean 25 % and the chosen spread."""
    sd = values["sd"]
    n = 400
    threshold = 0.25 + sd / 100 * ndtri((np.arange(n) + 0.5) / n)
    share = spread(threshold, THRESHOLD_FRACTION) / n
    solved = bool(share[-1] > 0.5 and sd <= 13.0)
    text = Text(
        f"With a spread of {sd:g}, {100 * share[-1]:.0f} % take part in the end.",
        f"离散程度为 {sd:g} 时，最终有 {100 * share[-1]:.0f} % 的人参与。",
    )
    curves = {Text("share taking part", "参与比例"): 100 * share}
    return Answer(
        text,
        lines("spread", Text("Taking part", "参与比例"), Text("%", "%"), Text("round", "轮次"), curves),
        None,
        solved,
    )


LESSON = Lesson(
    name="tipping",
    title=Text("When participation tips", "参与何时会突然扩散"),
    story=Text(
        "A hundred residents all see each other. One would come to the meeting even alone, one comes if one other does, one if two others do, and so on up to 99. So all hundred come, one after the other. Now a single person changes his mind a little: he who needed one other now needs two.",
        "一百位居民彼此都能看到。有一人即使独自一人也会来开会，有一人只要另有一人来就来，有一人要有两人来才来……直到需要九十九人。于是一百人依次都来了。现在只有一个人稍稍改了主意：原来需要一人的，现在需要两人。",
    ),
    question=Text("How many come in the end?", "最终会有多少人来？"),
    options={"all": Text("nearly all, 99 or so", "几乎全部，约 99 人"), "half": Text("about half", "大约一半"), "one": Text("hardly anybody", "几乎没有人")},
    reveal=reveal,
    challenge=Text(
        "Thresholds now scatter around 25 %. Find the least spread (to within 1) at which more than half take part. Is more variety good for participation, or bad?",
        "现在各人的阈值围绕 25% 分布。找出使一半以上的人参与的最小离散程度（误差 1 以内）。人们越不一样，对参与是好是坏？",
    ),
    knobs=(Knob("sd", Text("Spread of thresholds (standard deviation)", "阈值的离散程度（标准差）"), 4, 25, 0.5, 6, Text("percentage points", "百分点")),),
    attempt=attempt,
    source="Granovetter, M. (1978). Threshold models of collective behavior. American Journal of Sociology 83, 1420-1443.",
    link="https://doi.org/10.1086/226707",
    mechanism="model/mechanisms/participation.py",
)  # fmt: skip
