"""What a data folder hands over to the model: a population that was given, as far as it was, and where it came from.

The loader (data/folder.py) makes it; `CommunityModel(population=given)` takes it. Rows of residents stand in the order
of the user's file; the model orders them by place and id. Communities and organisations stand in the order of their
ids. What is missing stays missing here (NaN, or -1 in columns of codes): to draw it is the model's task, and `summary`
says for the manifest and the report what had to be drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...core.text import Text


def natural(word: str) -> tuple[list[tuple[bool, int, str]], str]:
    """Return the key of an order in which 2 stands before 10.

    >>> sorted(["p10", "p2", "a"], key=natural)
    ['a', 'p2', 'p10']
    """
    parts = re.split(r"(\d{1,18})", word)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts], word


def order_of_ids(ids: Sequence[Any] | np.ndarray) -> np.ndarray:
    """Return the rows (int64) in the natural order of their ids; equal ones as they stand."""
    keys = [natural(str(one)) for one in ids]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


# Columns of `Given.residents` in this order. Codes are int32 with -1 for missing; numbers are float64 with NaN.
CODES = ("community", "grid", "building", "household", "sex", "tenure", "origin", "occupation", "age_band")
NUMBERS = ("age", "years", "skill", "weight")
SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something noticed in a user's data, in two forms.

    `public` goes into reports and manifests: counts by kind, no id, name or value of anyone's record. `private` names
    rows, nodes and values: it is for the screen of the owner of the data and is written into no file.
    """

    public: Text
    private: Text

    def __getitem__(self, language: str) -> str:
        return self.private[language]

    def __str__(self) -> str:
        return self.private.en


@dataclass(frozen=True, slots=True)
class Places:
    """The communities, one entry each; the column `community` of residents and organisations is a row of this."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    population: np.ndarray | None = None  # float64, NaN where unknown: people who live there, not records in the file
    geometry: tuple[Any, ...] | None = None  # GeoJSON geometries, or None for each without one

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True)
class Edges:
    """Ties between two residents, each once, whichever end came first in the file."""

    source: np.ndarray  # int64, row of a resident
    target: np.ndarray  # int64, row of a resident
    kind: np.ndarray  # int32, TIE_... of codes.py; -1: not given, follows from where both live
    strength: np.ndarray  # float64, share in 0-1; NaN: not given

    def __len__(self) -> int:
        return self.source.size


@dataclass(frozen=True, slots=True)
class Memberships:
    """Who belongs to which organisation, each pair once."""

    resident: np.ndarray  # int64, row of a resident
    organization: np.ndarray  # int64, row of an organisation
    office: np.ndarray  # uint8, 1: holds an office (there may be more than the model has room for)

    def __len__(self) -> int:
        return self.resident.size


@dataclass(frozen=True, slots=True)
class Given:
    """A population from a user's files.

    Parameters
    ----------
    residents : columns by name: `id` (words, for the residents output only), `CODES` and `NUMBERS`, all there.
        A building is one of its grid, a household one of its building: codes are unique in the whole district.
    communities : the places; each has at least one resident.
    labels : names behind the codes of `grid`, `building` and `origin`.
    edges : ties, or None where no file of ties was given.
    organizations : columns `id`, `name` (words), `community`, `kind`, `focus` (codes), `age` (weeks), `capability`,
        `legitimacy`, `funds` (numbers), or None.
    memberships : who belongs to what, or None.
    columns_given : columns of residents with at least one value.
    columns_drawn : columns of residents with at least one missing value; see `missing` for the share.
    missing : share of residents without a value, by column.
    provenance : `folder` (its name only), `files` (sha256, rows, encoding), title, licences, sources, `notes`.
    warnings : what was noticed and is no error; `summary` has only the public form of each.
    """

    residents: Mapping[str, np.ndarray]
    communities: Places
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edges: Edges | None = None
    organizations: Mapping[str, np.ndarray] | None = None
    memberships: Memberships | None = None
    columns_given: tuple[str, ...] = ()
    columns_drawn: tuple[str, ...] = ()
    missing: Mapping[str, float] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        lengths = {name: column.size for name, column in self.residents.items()}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"columns of residents differ in length: {lengths}")
        for column in self.residents.values():
            column.setflags(write=False)

    def __len__(self) -> int:
        return self.residents["id"].size

    def in_order(self) -> Given:
        """Return the same with communities and organisations by id, so that the order of rows in their files does not matter.

        Which communities are neighbours and which street office they share follows from this order.
        """
        places = order_of_ids(self.communities.id)
        rank = np.append(np.argsort(places), -1).astype(np.int32)  # the last for who names none
        pick = lambda values: None if values is None else tuple(values[k] for k in places)  # noqa: E731
        c = self.communities
        communities = Places(
            tuple(c.id[k] for k in places), tuple(c.name[k] for k in places),
            None if c.population is None else c.population[places], pick(c.geometry),
        )  # fmt: skip
        residents = {**self.residents, "community": rank[self.residents["community"]]}
        organizations, memberships = self.organizations, self.memberships
        if organizations is not None:
            home = rank[organizations["community"]]
            own = order_of_ids(organizations["id"])
            own = own[np.argsort(home[own], kind="stable")]
            organizations = {name: column[own] for name, column in {**organizations, "community": home}.items()}
            if memberships is not None:
                at = np.argsort(own)
                memberships = Memberships(memberships.resident, at[memberships.organization], memberships.office)
        return replace(
            self, residents=residents, communities=communities, organizations=organizations, memberships=memberships
        )

    def summary(self) -> dict[str, Any]:
        """What the manifest and the report say about the data: counts, sources, shares drawn; no one's record."""
        return {
            "residents": len(self),
            "communities": len(self.communities),
            "ties": None if self.edges is None else len(self.edges),
            "organizations": None if self.organizations is None else int(self.organizations["id"].size),
            "memberships": None if self.memberships is None else len(self.memberships),
            "columns_given": list(self.columns_given),
            "columns_drawn": {name: round(self.missing[name], 6) for name in self.columns_drawn},
            **{key: value for key, value in self.provenance.items() if key != "notes"},
            "notes": [{"en": note.en, "zh": note.zh} for note in self.provenance.get("notes", ())],
            "warnings": [{"en": notice.public.en, "zh": notice.public.zh} for notice in self.warnings],
        }
