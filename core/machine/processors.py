"""How many processors this process may use: as the system, a batch system or a container grants them."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")


def processors(environment: Mapping[str, str] | None = None, cgroups: Path = CGROUPS, own: Path | None = None) -> int:
    """Return the number of processors to use, at least 1: the least that anybody grants.

    Asked are the processors that the system lets this process run on, those of a job of Slurm (SLURM_CPUS_PER_TASK, else
    SLURM_CPUS_ON_NODE), whether or not the job is bound to them, and the quota of a control group, rounded up.

    Parameters
    ----------
    environment : variables; those of this process by default.
    cgroups : where control groups are mounted.
    own : file with the control groups of this process.
    """
    granted = [len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1]
    variables = os.environ if environment is None else environment
    for name in ("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"):
        word = variables.get(name, "").strip()
        if word.isdecimal() and int(word) > 0:
            granted.append(int(word))
            break
    quota = _quota(cgroups, own or Path("/proc/self/cgroup"))
    if quota is not None:
        granted.append(max(1, math.ceil(quota - 1e-9)))
    return max(1, min(granted))


def worker_count(workers: int | None, tasks: int) -> int:
    """Return how many processes to use: as many as asked for, or as there are processors, but no more than tasks."""
    return max(1, min(processors() if workers is None else workers, tasks))


def _quota(cgroups: Path, own: Path) -> float | None:
    """Return the processors that the control groups of this process grant it, or None without a limit."""
    found = []
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    for line in lines:
        _, _, rest = line.partition(":")
        kinds, _, place = rest.partition(":")
        root = cgroups if not kinds else cgroups / "cpu" if "cpu" in kinds.split(",") else None
        if root is None:
            continue
        here = root / place.strip("/")
        for folder in [here, *here.parents]:  # the tightest of all groups above counts
            found.append(_granted(folder, version=1 if kinds else 2))
            if folder == root:
                break
        else:
            found.append(_granted(root, version=1 if kinds else 2))
    return min((one for one in found if one is not None), default=None)


def _granted(folder: Path, version: int) -> float | None:
    try:
        if version == 2:
            quota, _, period = (folder / "cpu.max").read_text(encoding="utf-8").strip().partition(" ")
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text(encoding="utf-8")
            period = (folder / "cpu.cfs_period_us").read_text(encoding="utf-8")
        granted = float(quota) / float(period)
    except (OSError, ValueError, ZeroDivisionError):  # no such group, "max", no number
        return None
    return granted if granted > 0 else None
