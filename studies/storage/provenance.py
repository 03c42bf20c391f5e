"""Where results come from: versions, state of the code, processor, and every session that added to them.

None of it is part of any hash of results.
"""

from __future__ import annotations

import platform
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np

from ...core.compile.compiled import INTERPRETED
from ...core.disk import put
from ...core.versions import version
from ...runs.extensions.extensions import code_hash, facts_now
from ...runs.files.manifest import libraries
from ...runs.files.output_files import json_bytes
from ..design.cells import FORMAT
from .shapes import PROVENANCE, json_of

NAME = "provenance.json"
_ROOT = Path(__file__).resolve().parents[2]


def state_of_code() -> dict[str, Any]:
    """Return commit and whether files differ from it; empty where the package is no git checkout."""
    try:
        if not (_ROOT / ".git").exists():
            return {}
        return {"commit": _git("rev-parse", "HEAD"), "changed": bool(_git("status", "--porcelain"))}
    except (OSError, subprocess.SubprocessError):
        return {}


def _git(*words: str) -> str:
    done = subprocess.run(["git", "-C", str(_ROOT), *words], capture_output=True, text=True, check=True, timeout=20)
    return done.stdout.strip()


def processor() -> dict[str, Any]:
    """Return what the processor is and which instructions NumPy found."""
    found: Any = np.show_config(mode="dicts")
    simd = found.get("SIMD Extensions", {}) if isinstance(found, dict) else {}
    return {"machine": platform.machine(), "features": [*simd.get("baseline", ()), *simd.get("found", ())]}


def facts() -> dict[str, Any]:
    """Return what the code and the machine are now."""
    return {
        "cogov": version(), "format": FORMAT, "model": code_hash(), "interpreted": INTERPRETED,
        "extensions": [list(one) for one in facts_now()],
        "code": state_of_code(), "libraries": libraries(),
        "host": platform.node(), "system": platform.platform(), "processor": processor(),
    }  # fmt: skip


def read(folder: Path) -> dict[str, Any]:
    """Return the provenance of a folder; empty if there is none."""
    return json_of(folder / NAME, PROVENANCE)


def begin(folder: Path, engine: str) -> None:
    """Note that a session begins."""
    now = facts()
    sessions = [*read(folder).get("sessions", ()), {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "with": engine, **now}]
    put(folder / NAME, json_bytes({**{name: now[name] for name in ("cogov", "format", "model")}, "sessions": sessions}))
