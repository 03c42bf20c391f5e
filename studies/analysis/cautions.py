"""What is doubtful about an analysis although its numbers are there: sums that cannot be, samples that are too small."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...core.text import Text
from ..design.designs import RECOMMENDED
from .effects import Effect
from .indices import SobolIndices
from .reasons import ROUNDED, Caution
from .responses import Response


def of_sobol(found: Iterable[tuple[Response, SobolIndices]]) -> list[Caution]:
    """Return what is doubtful about Sobol' indices: totals that sum to less than 1, and fewer base rows than recommended."""
    out: list[Caution] = []
    for response, made in found:
        sum_, half = made.totals, made.totals_half
        if sum_ < 1 - ROUNDED:
            en = f"the total indices sum to {sum_:.2f} ± {half:.2f}; for any function of independent factors they sum to 1 or more"
            zh = f"总效应之和为 {sum_:.2f} ± {half:.2f}；对任何以相互独立因素为自变量的函数，其和不小于 1"
            if sum_ + half < 1:
                en += ": too few base rows or replicates, the indices are too small"
                zh += "：基准行或重复太少，这些指数偏小"
            out.append(Caution("sobol", response, Text(en, zh)))
    fewest = min((made.rows for _, made in found if made.rows), default=0) if isinstance(found, Sequence) else 0
    if 0 < fewest < RECOMMENDED["sobol_indices"]:
        least = RECOMMENDED["sobol_indices"]
        text = Text(
            f"{fewest} base rows are complete; from {least} on, 95 % intervals were measured to hold the true value in 92 to 98 % of cases",
            f"已完成 {fewest} 个基准行；实测表明，从 {least} 个起，95 % 区间在 92 % 至 98 % 的情形下包含真值",
        )  # fmt: skip
        out.append(Caution("sobol", None, text))
    return out


def of_effects(found: Iterable[tuple[Response, Sequence[Effect]]]) -> list[Caution]:
    """Return what is doubtful about main effects: shares that sum to more than 1."""
    out = []
    for response, made in found:
        sum_ = sum(one.share for one in made if one.share == one.share)
        if sum_ > 1 + ROUNDED:
            text = Text(
                f"the main effects sum to {sum_:.2f}; together they cannot be more than 1: too few points or replicates",
                f"主效应之和为 {sum_:.2f}，而其和不可能大于 1：点数或重复太少",
            )
            out.append(Caution("effects", response, text))
    return out
