"""`python -m cogov.tools.fuzz [COUNT]`: corrupt COUNT files of all kinds, and print how they were handled."""

import os
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from cogov.tools.fuzz.kinds import KINDS, build, tried


def run(count: int) -> int:
    """Try `count` files; return how many were taken otherwise than with a clear error or the right result."""
    warnings.simplefilter("ignore")
    os.environ["COGOV_LANG"] = "en"  # messages are looked at in English
    each = -(-count // len(KINDS))
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        whole.mkdir()
        build(whole)
        for kind in KINDS:
            found = Counter()
            for number in range(each):
                taken, why = tried(kind, whole, Path(folder), number)
                found[taken] += 1
                if why:
                    sys.stdout.write(why.replace("\n", " | ") + "\n")
            faults += found["unexpected"]
            sys.stdout.write(f"{kind.name}: {dict(sorted(found.items()))}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{each * len(KINDS)} files, {faults} unexpected\n")
    return faults


if __name__ == "__main__":
    sys.exit(1 if run(int(sys.argv[1]) if len(sys.argv) > 1 else 2000) else 0)
