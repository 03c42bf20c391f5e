"""Where residents stand in the network at the start, before any policy has done anything: the same under all scenarios."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ...model.model import CommunityModel
from ...model.network.statistics import ends

_ROWS = 50_000
"""Residents whose contacts are looked at together, to bound memory in large districts."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Position of each home's first resident, in the order of rows.

    Parameters
    ----------
    identity : key of the resident.
    ties : number of ties, of all kinds.
    memberships : number of organisations.
    closure : share of pairs of contacts who are tied to each other (local clustering); nan with fewer than two ties. Low
        where a resident stands between people who do not know each other: a broker in the sense of Burt (1992,
        *Structural holes*).
    """

    identity: np.ndarray
    ties: np.ndarray
    memberships: np.ndarray
    closure: np.ndarray


def positions(model: CommunityModel) -> Positions:
    """Return the positions in a model before its first week."""
    ties = model.ties
    resident, slot = ends(ties)
    degree = ties.degree.astype(np.int64)
    return Positions(
        model.residents.identity.copy(), degree, (model.memberships >= 0).sum(axis=1),
        closure(resident, ties.neighbour[slot].astype(np.int64), len(degree)),
    )  # fmt: skip


def closure(source: np.ndarray, target: np.ndarray, count: int) -> np.ndarray:
    """Return the local clustering of each of `count` residents; `source`, `target` are both ends of each tie, both ways."""
    tied = csr_array((np.ones(len(source)), (source, target)), shape=(count, count))
    tied.data[:] = 1.0  # a tie that is listed twice is one tie
    degree = np.asarray(tied.sum(axis=1)).ravel()
    closed = np.concatenate(
        [
            np.asarray((tied[begin : begin + _ROWS] @ tied).multiply(tied[begin : begin + _ROWS]).sum(axis=1)).ravel()
            for begin in range(0, count, _ROWS)
        ]
    )
    pairs = degree * (degree - 1)
    return np.where(degree > 1, closed / np.maximum(pairs, 1), np.nan)


def thirds(values: np.ndarray) -> np.ndarray:
    """Return 0, 1 or 2 for the lower, middle and upper third of what is finite; equal values stay together; else -1."""
    finite = np.isfinite(values)
    if not finite.any():
        return np.full(len(values), -1, dtype=np.int16)
    cuts = np.quantile(values[finite], (1 / 3, 2 / 3))
    return np.where(finite, np.searchsorted(cuts, np.nan_to_num(values), side="left"), -1).astype(np.int16)


def position_codes(
    found: Positions, rows: np.ndarray, identity: np.ndarray, there: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the category of each resident by position.

    Parameters
    ----------
    found : positions at the start.
    rows, identity : home and key of each resident at the end.
    there : whether each was there from the start; those who moved in had no position (-1).
    """
    stayed = there & (found.identity[rows] == identity)
    closed = np.where(np.isfinite(found.closure), thirds(found.closure), 3)
    codes = {
        "ties": thirds(found.ties.astype(float)),
        "memberships": np.minimum(found.memberships, 1),
        "contacts": closed,
    }
    return {name: np.where(stayed, code[rows], -1).astype(np.int16) for name, code in codes.items()}
