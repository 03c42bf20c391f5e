"""What is left of memory, from trees of proc and sys as Linux, containers and batch systems have them."""

import os
import sys
from pathlib import Path

import pytest
from cogov.core import memory

GIB = 1 << 30
linux = pytest.mark.skipif(sys.platform != "linux", reason="proc is of Linux")


def tree(root, **files):
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(text), encoding="utf-8")
    return root


def proc(root, groups, available=8 * GIB):
    return tree(
        root, proc__meminfo=f"MemTotal: 99 kB\nMemAvailable: {available // 1024} kB\n", proc__self__cgroup=groups
    )


def test_without_groups_the_machine_decides(tmp_path):
    assert memory.together(proc(tmp_path, "")) == 8 * GIB
    assert memory.together(tmp_path / "none") is None


def test_version_2_counts_every_group_above_and_files_in_memory_as_spare(tmp_path):
    proc(tmp_path, "0::/job/step\n")
    tree(
        tmp_path / "sys/fs/cgroup/job", memory_dot_max=3 * GIB, memory_dot_current=2 * GIB, memory_dot_stat=f"anon 1\ninactive_file {GIB}\n"
    )  # fmt: skip
    tree(tmp_path / "sys/fs/cgroup/job/step", memory_dot_max="max", memory_dot_current=GIB)
    assert memory.together(tmp_path) == 2 * GIB


def test_version_2_in_a_container_that_sees_only_the_mount(tmp_path):
    proc(tmp_path, "0::/elsewhere/deep\n")
    tree(tmp_path / "sys/fs/cgroup", memory_dot_max=GIB, memory_dot_current=0)
    assert memory.together(tmp_path) == GIB


def test_version_1(tmp_path):
    proc(tmp_path, "5:cpu,cpuacct:/a\n4:memory:/slurm/job\n")
    place = tmp_path / "sys/fs/cgroup/memory"
    tree(place, **{"memory.limit_in_bytes": (1 << 63) - 4096, "memory.usage_in_bytes": 5})
    tree(place / "slurm/job", **{"memory.limit_in_bytes": 2 * GIB, "memory.usage_in_bytes": GIB // 2})
    assert memory.together(tmp_path) == 3 * GIB // 2


def test_a_group_that_is_full_leaves_nothing(tmp_path):
    proc(tmp_path, "0::/\n")
    tree(tmp_path / "sys/fs/cgroup", memory_dot_max=GIB, memory_dot_current=2 * GIB)
    assert memory.together(tmp_path) == 0


@pytest.mark.parametrize("text", ["", "nothing", "0::", "::::", "0::/../../etc\n"])
def test_odd_files_are_no_error(tmp_path, text):
    assert memory.together(proc(tmp_path, text)) == 8 * GIB


@linux
def test_limits_of_the_process():
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    try:
        resource.setrlimit(resource.RLIMIT_AS, (used + 3 * GIB, hard))
        assert 2.5 * GIB < memory.alone() < 3.5 * GIB
        assert memory.free() <= memory.alone()
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert soft != resource.RLIM_INFINITY or memory.alone() is None or hard != resource.RLIM_INFINITY
