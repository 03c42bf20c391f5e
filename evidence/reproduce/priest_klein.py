"""Priest & Klein (1984): of the disputes that are decided, the better the parties foresee the ruling, the nearer to half are won."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from ...core.compile.compiled import compiled
from ...core.draws import normal, stream
from ...core.text import Text
from ...model.mechanisms.settlement import DISPUTED, dispute
from .result import Check, Line, Outcome, Panel, Result, greater, sampled, share_error

STANDARD, COST = 1.0, 0.15
NOISES = (0.8, 0.4, 0.2, 0.1, 0.05, 0.025)


@compiled
def decided(seed, n, sigma, standard, cost, outcome):
    """Write for n grievances between strangers what comes of each: 0 not decided, 1 lost, 2 won by the claimant."""
    key = stream(seed, 1984, 0)
    for k in range(n):
        merit = normal(key, k, 0)
        error_1, error_2 = sigma * normal(key, k, 1), sigma * normal(key, k, 2)
        ended = dispute(merit, error_1, error_2, sigma, sigma, standard, standard, 1.0, cost, 0.0, 0.0)
        outcome[k] = 0 if ended != DISPUTED else (2 if merit > standard else 1)


def outcomes(seed: int, n: int, sigma: float, standard: float = STANDARD, cost: float = COST) -> np.ndarray:
    """Return what comes of n grievances (see `decided`); the same grievances for every sigma."""
    found = np.empty(n, np.uint8)
    decided(seed, n, sigma, standard, cost, found)
    return found


def expected(sigma: float, standard: float = STANDARD, cost: float = COST) -> tuple[float, float]:
    """Return the shares of grievances that are decided, and of these won, by integration of the paper's condition.

    With both errors standard normal in units of sigma, the parties go on if Phi(z + e1) - Phi(z + e2) > 2 cost, where z is
    the distance of the merit from the standard in units of sigma.
    """
    step = 0.02
    z = np.arange(-7.0, 7.0, step) + step / 2
    first = np.arange(-7.0, 7.0, step) + step / 2  # e1
    needed = ndtr(z[:, None] + first[None, :]) - 2.0 * cost  # Phi(z + e2) must be below
    bound = np.where(needed > 0.0, ndtri(np.clip(needed, 1e-300, 1.0)) - z[:, None], -np.inf)
    chance = (np.exp(-0.5 * first**2) / np.sqrt(2 * np.pi) * step * ndtr(bound)).sum(axis=1)
    density = np.exp(-0.5 * (standard + sigma * z) ** 2) / np.sqrt(2 * np.pi) * sigma * step
    tried, won = (chance * density).sum(), (chance * density)[z > 0].sum()
    return float(tried), float(won / tried)


def run(seed: int, quick: bool) -> Outcome:
    """Run falling noise."""
    n = 400_000 if quick else 4_000_000
    checks: list[Check] = []
    shares, rates = [], []
    before = None
    for sigma in NOISES:
        found = outcomes(seed, n, sigma)
        tried, won = int((found > 0).sum()), int((found == 2).sum())
        shares.append(share_error(won, tried))
        rates.append(share_error(tried, n))
        if before is not None:
            fewer = before.astype(np.int8) - (found > 0).astype(np.int8)
            label = Text(
                f"decided cases: noise {2 * sigma:g} minus noise {sigma:g}",
                f"判决案件比例：噪声 {2 * sigma:g} 减噪声 {sigma:g}",
            )
            checks.append(greater(label, fewer, Text("fewer as noise falls", "噪声越小越少")))
        before = found > 0
    theory = [expected(sigma) for sigma in NOISES]
    checks += [
        sampled(Text(f"share won by claimants at noise {sigma:g}", f"噪声 {sigma:g} 时原告胜诉比例"), share[0], share[1], wanted[1],
                why=Text("the paper's condition, integrated; the grievances are the same at every noise, so deviations go together", "按论文条件数值积分；各噪声水平使用同一批纠纷，偏差同向"))
        for sigma, share, wanted in zip(NOISES, shares, theory)
    ]  # fmt: skip
    limit, error = 2 * shares[-1][0] - shares[-2][0], np.hypot(2 * shares[-1][1], shares[-2][1])
    checks.append(
        sampled(Text("share won, continued to noise 0", "胜诉比例外推到噪声 0"), limit, float(error), 0.5,
                why=Text("a straight line through the two lowest noises", "由最小的两个噪声线性外推"))
    )  # fmt: skip
    panel = Panel(
        Text(f"Standard {STANDARD:g} sd above the mean merit", f"裁判标准高于平均是非 {STANDARD:g} 个标准差"), Text("noise of the parties", "当事人的判断噪声"), Text("share", "比例"),
        (
            Line(Text("won, of those decided (integral)", "胜诉占判决（积分）"), NOISES, [won for _, won in theory], published=True),
            Line(Text("won, of those decided", "胜诉占判决"), NOISES, [s for s, _ in shares], [e for _, e in shares], points=True),
            Line(Text("decided, of all grievances (integral)", "判决占全部（积分）"), NOISES, [tried for tried, _ in theory], published=True),
            Line(Text("decided, of all grievances", "判决占全部"), NOISES, [r for r, _ in rates], [e for _, e in rates], points=True),
        ), log_x=True,
    )  # fmt: skip
    setting = Text(
        f"{n:,} grievances between strangers at each noise, merit standard normal, standard at {STANDARD:g}, costs {COST:g} of the stake to each",
        f"每个噪声水平 {n:,} 起陌生人之间的纠纷，是非服从标准正态分布，裁判标准为 {STANDARD:g}，双方成本各为标的的 {COST:g}",
    )
    return Outcome(setting, tuple(checks), (panel,))


RESULT = Result(
    "priest_klein", Text("Selection of disputes for litigation", "纠纷进入裁判的选择"), "Priest & Klein 1984, Journal of Legal Studies 13, 1-55", "settlement.dispute",
    Text("Limit: no relation between the parties, all grievances recognised, one settled standard. The model also lets hopeless grievances be lumped; these people claim in any case, so this changes nothing here.",
         "极限情形：双方没有关系，所有矛盾都被认识到，标准唯一。模型还允许无望的矛盾被搁置；凡会进入裁判者必会提出主张，所以不影响此处结果。"),
    run,
)  # fmt: skip
