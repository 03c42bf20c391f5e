"""How many processors are granted: by the system, by Slurm, by control groups of both versions."""

import os

import pytest
from cogov.core.machine.processors import processors, worker_count

HERE = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture
def no_group(tmp_path):
    return {"cgroups": tmp_path, "own": tmp_path / "missing"}


@pytest.mark.parametrize(
    ("variables", "count"),
    [
        ({}, HERE),
        ({"SLURM_CPUS_PER_TASK": "1", "SLURM_CPUS_ON_NODE": "64"}, 1),
        ({"SLURM_CPUS_ON_NODE": "1"}, 1),
        ({"SLURM_CPUS_PER_TASK": "4096"}, HERE),
        ({"SLURM_CPUS_PER_TASK": "0"}, HERE),
        ({"SLURM_CPUS_PER_TASK": "several"}, HERE),
    ],
)
def test_slurm(variables, count, no_group):
    assert processors(variables, **no_group) == count


@pytest.mark.parametrize(
    ("own", "files", "count"),
    [
        ("0::/job/step", {"job/step/cpu.max": "100000 100000"}, 1),
        ("0::/job/step", {"job/cpu.max": "50000 100000", "job/step/cpu.max": "max 100000"}, 1),
        ("0::/", {"cpu.max": "100001 100000"}, min(HERE, 2)),
        ("0::/", {"cpu.max": "max 100000"}, HERE),
        ("0::/gone", {}, HERE),
        ("4:cpu,cpuacct:/box", {"cpu/box/cpu.cfs_quota_us": "20000", "cpu/box/cpu.cfs_period_us": "100000"}, 1),
        ("4:cpu,cpuacct:/box", {"cpu/box/cpu.cfs_quota_us": "-1", "cpu/box/cpu.cfs_period_us": "100000"}, HERE),
    ],
)
def test_control_groups(own, files, count, tmp_path):
    (tmp_path / "own").write_text(f"{own}\n", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    assert processors({}, tmp_path, tmp_path / "own") == count


def test_workers(no_group):
    assert worker_count(8, 3) == 3
    assert worker_count(2, 100) == 2
    assert 1 <= worker_count(None, 100) <= (os.cpu_count() or 1)
