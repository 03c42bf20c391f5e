"""The shape of a manifest, by kind: what `replay` reads from it (runs/files/manifest.py writes it)."""

from __future__ import annotations

from ...core.text import Text
from .schema import DIGEST, NAME, SCALAR, WORDS, Listed, Mapped, Matching, Record, Whole

_VALUES = Mapped(SCALAR)
_FILE_NAME = Mapped(DIGEST)
_SCENARIO = Record(
    {
        "name": NAME,
        "digest": DIGEST,
        "own": Listed(NAME),
        "definition": Record(
            {
                "title": WORDS,
                "question?": WORDS,
                "claims?": Listed(NAME),
                "levers": _VALUES,
                "reasons?": Mapped(WORDS),
                "changes?": Listed(Record({"week": Whole(0, 10**6), "levers": _VALUES, "why?": WORDS})),
            }
        ),
    }
)
_DATA = Record({"path": (NAME, None), "files": Mapped(Record({"sha256": DIGEST}))})
COMMON = Record(
    {
        "cogov": NAME,
        "kind": NAME,
        "run_set": Matching(r"[0-9a-f]{8}", Text("eight hexadecimal digits", "八位十六进制数")),
        "command": str,
        "kernel_hash": DIGEST,
        "weeks": Whole(1, 10**6),
        "seed": Whole(),
        "residents": (Whole(1), None),
        "communities": (Whole(1), None),
        "set": Record({"levers": _VALUES, "environment": _VALUES, "constants": _VALUES}),
        "extensions?": Listed(Record({"name": NAME, "asked": NAME, "version": str, "digest": DIGEST})),
        "scenarios": Listed(_SCENARIO, fewest=1),
        "data": (_DATA, None),
        "files": _FILE_NAME,
        "libraries": Mapped(str),
        "digests": _FILE_NAME,
    }
)
_CASES = Record(
    {"lang": {"en", "zh"}, "start": Matching(r"\d{4}-\d\d-\d\d", Text("a date as 2025-01-06", "日期，例如 2025-01-06"))}
)
_GROUPS = (Mapped(Listed(NAME)), NAME, None)
KINDS = {
    "comparison": Record(
        {
            **COMMON,
            "replicates": Whole(1, 10**6),
            "precision": (Record({"asked": Mapped(float)}), None),
            "futures?": (
                Record({"count": Whole(1, 10**6), "replicates": Whole(1, 10**6), "over": Listed(NAME)}),
                None,
            ),
        }
    ),
    "run": Record(
        {
            **COMMON,
            "cases?": (_CASES, None),
            "from?": (Record({"file": NAME, "sha256": DIGEST, "week": Whole()}), None),
        }
    ),
    "why": Record(
        {
            **COMMON,
            "replicates": Whole(1, 10**6),
            "indicators": Listed(NAME),
            "groups": _GROUPS,
            "exact": bool,
            "runs": Whole(1, 10**9),
        }
    ),
    "chain": Record(
        {
            **COMMON,
            "replicates": Whole(1, 10**6),
            "replicate": Whole(0, 10**6),
            "without": Listed(NAME),
            "subject": Record(
                {"kind": {"resident", "community", "organization", "district"}, "name": (NAME, Whole(), None)}
            ),
        }
    ),
}
"""What must be there and of which kind, by the kind of the manifest."""
