"""`cogov why A [B] --resident ID | --community K | --organization N [--without CAUSE]`: one chain of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..experiments.settings import Setting


def why_one(
    setting: Setting, *, resident: str | None = None, community: str | None = None, organization: str | None = None,
    without: tuple[str, ...] = (), replicate: int = 0, replicates: int = 1, out: str | Path | None = None,
    lang: str | None = None, quiet: bool = False, as_json: bool = False, source: str | None = None,
) -> None:  # fmt: skip
    """Tell the chain of events of one resident, community or organisation, and replay it without suspected causes.

    Called by the command `why` when one of these options is given.

    Parameters
    ----------
    setting : one scenario (its own world is told) or two (side by side); `setting.seed` is the seed of the study.
    resident, community, organization : what the options say, as text; exactly one of them, or none with `without`
        (then the district is told).
    without : causes to leave out, such as ``organization:17``, ``rule:5@community:3``, ``social_worker:2``.
    replicate : which replicate's history is told, from 0.
    replicates : replays for paired intervals, where a cause can be identified in each; 1: the one history.
    out : folder of the files, or None for ``out/why-...``.
    source : absolute path of the data folder, or None.
    """
    raise NotImplementedError
