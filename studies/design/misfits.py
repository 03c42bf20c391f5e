"""What does not fit together in a study file whose entries are right by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...core.text import Text
from ...runs.stopping import FIRST, LOOK_AHEAD
from .designs import SAMPLED, Design
from .factors import Factor


def misfits(
    data: Mapping[str, Any], design: Design, factors: tuple[Factor, ...], fixed: Mapping[str, Any], most: int
) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yield the place and the words of each fault.

    Parameters
    ----------
    data : the file.
    design, factors, fixed, most : what was read from it.
    """
    for factor in factors:
        if factor.name in fixed:
            yield (
                ("factors", factor.name),
                Text("is set to one value as well; leave one of them out", "在 set 中又设为固定值；二者去掉一个"),
            )
    for name in dict(pair for row in design.rows for pair in row):
        if name in fixed:
            yield (
                ("set", name),
                Text(
                    "stands in the points of the list as well; leave one of them out",
                    "列表的点中也有；二者去掉一个",
                ),
            )
    if design.method == "list" and factors:
        yield (
            ("factors",),
            Text(
                "a list has its factors in its points; leave factors out",
                "list 设计的因素就在各点之中；请去掉 factors",
            ),
        )
    if design.method in SAMPLED and not data.get("factors"):
        yield (
            ("factors",),
            Text(
                f"is missing; {design.method} needs what varies, as {{pooling: {{low: 0, high: 1}}}}",
                f"缺少因素；{design.method} 需要写明改变什么，例如 {{pooling: {{low: 0, high: 1}}}}",
            ),
        )
    if data.get("most") is not None and not data.get("precision"):
        yield (("most",), Text("means something with precision only", "只有与 precision 一起才有意义"))
    if most < FIRST + LOOK_AHEAD:
        yield (
            ("most",),
            Text(
                f"most = {most} is not allowed: a whole number from {FIRST + LOOK_AHEAD}",
                f"most = {most} 不允许：须为不小于 {FIRST + LOOK_AHEAD} 的整数",
            ),
        )
