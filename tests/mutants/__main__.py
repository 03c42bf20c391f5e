"""Do the tests notice faults? Breaks every mechanism in a copy of the package, again and again, and says what was caught.

    make mutants                                    eight faults in each mechanism
    make mutants ARGS="ties trust --count 30 --seed 2"

A fault is an edit of one expression or statement of a rule: a sign turned, a term dropped, a comparison or bound swapped,
an effect left out, a branch turned round, a number or a code changed. It is caught if a test of the mechanism fails that
passes on the sound code. Kernels run as plain Python (NUMBA_DISABLE_JIT=1), so that nothing is compiled anew; tests
that take longer than --test-seconds so are left out, and golden runs are not asked, as they notice every change. The
edits of `equivalent.txt` change nothing that can be observed; they are not tried.
"""

import os

os.environ |= {"NUMBA_DISABLE_JIT": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}

import argparse
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from edits import apply
from places import Mutant, choose, equivalent, mutants, tests_of
from trying import Chosen, Copy

HERE = Path(__file__).resolve().parent


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("mechanisms", nargs="*", help="names of lines of the schedule; all if none is given")
    parser.add_argument("--count", type=int, default=8, help="faults in each (default 8)")
    parser.add_argument("--seed", type=int, default=1, help="which faults (default 1)")
    parser.add_argument("--only", default="", help="only faults with this in their description")
    parser.add_argument("--list", action="store_true", help="only say which faults there would be")
    parser.add_argument(
        "--test-seconds", type=float, default=3.0, help="leave tests out that take more processor time (default 3)"
    )
    parser.add_argument("--seconds", type=float, default=15.0, help="seconds of tests for one fault, the quick ones first (default 15)")  # fmt: skip
    parser.add_argument("--root", type=Path, default=HERE.parents[1], help=argparse.SUPPRESS)
    parser.add_argument("--equivalent", type=Path, default=HERE / "equivalent.txt", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def tests_for(copy: Copy, mutant: Mutant, asked: argparse.Namespace) -> tuple[list[str], list[str], float]:
    """Files, tests in them, quick ones first, and the seconds that all take."""
    files = tests_of(copy.root, mutant.mechanism, mutant.path)
    modules = {mutant.mechanism, "cogov." + mutant.path.removesuffix(".py").replace("/", ".")}
    known: dict[str, float] = {}
    for file in files:
        known |= copy.baseline(file, modules, asked.test_seconds)
    chosen: list[str] = []
    total = 0.0
    for name, seconds in sorted(known.items(), key=lambda item: item[1]):
        if total + seconds > asked.seconds:
            break
        chosen.append(name)
        total += seconds
    return [file for file in files if any(name.startswith(file) for name in chosen)], chosen, total


def caught(copy: Copy, mutant: Mutant, asked: argparse.Namespace) -> str:
    """Return what noticed the fault; empty if nothing did."""
    files, tests, seconds = tests_for(copy, mutant, asked)
    if not tests:
        sys.exit(
            f"mutants: no test about {mutant.path} passes on the sound code in the time it is given; nothing to try"
        )
    source = (copy.root / mutant.path).read_bytes()
    with copy.broken(mutant.path, apply(source, mutant.edit)):
        code, _, failed = copy.run(files, Chosen(tests, 30 + 10 * asked.test_seconds, ()), 60 + 10 * seconds)
    if code == 0:
        return ""
    return failed[0] if failed else "no end" if code == -1 else f"pytest says {code}"


def table(tried: dict[str, int], noticed: dict[str, int], known: dict[str, int], minutes: float) -> Iterable[str]:
    yield f"{'mechanism':16}{'tried':>7}{'caught':>8}{'rate':>7}   equivalent, not tried"
    for name, count in tried.items():
        yield f"{name:16}{count:7}{noticed[name]:8}{noticed[name] / max(count, 1):7.0%}   {known[name] or ''}"
    all_tried, all_noticed = sum(tried.values()), sum(noticed.values())
    yield f"{'all':16}{all_tried:7}{all_noticed:8}{all_noticed / max(all_tried, 1):7.0%}   {sum(known.values()) or ''}"
    yield f"{minutes:.1f} minutes"


def chosen_mutants(asked: argparse.Namespace) -> tuple[dict[str, list[Mutant]], dict[str, int]]:
    found, known = mutants(asked.root), equivalent(asked.equivalent)
    for name in asked.mechanisms:
        if name not in found:
            near = get_close_matches(name, found, 1)
            sys.exit(f"mutants: no mechanism '{name}'" + (f"; did you mean '{near[0]}'?" if near else "") + f" There are {', '.join(found)}.")  # fmt: skip
    wanted = {name: [m for m in found[name] if asked.only in m.key] for name in asked.mechanisms or found}
    left = {name: [m for m in candidates if m.key not in known] for name, candidates in wanted.items()}
    return (
        {name: choose(candidates, asked.count, asked.seed) for name, candidates in left.items()},
        {name: len(wanted[name]) - len(left[name]) for name in wanted},
    )


def run(asked: argparse.Namespace) -> int:
    plan, known = chosen_mutants(asked)
    if asked.list:
        print(*(f"{m.mechanism:16}{m.edit.kind:12}{m.key}" for chosen in plan.values() for m in chosen), sep="\n")
        return 0
    begin, interrupted = time.monotonic(), False
    tried, noticed, survivors = {name: 0 for name in plan}, defaultdict(int), []
    with tempfile.TemporaryDirectory(prefix="cogov-mutants-") as folder:
        try:
            copy = Copy(asked.root, Path(folder))
            for name, chosen in plan.items():
                for mutant in chosen:
                    by = caught(copy, mutant, asked)
                    tried[name] += 1
                    noticed[name] += bool(by)
                    if not by:
                        survivors.append(mutant)
                    print(f"{name:16}{'caught  ' if by else 'SURVIVED'} {mutant.key}" + (f"   [{by.rpartition('::')[2]}]" if by else ""), flush=True)  # fmt: skip
        except KeyboardInterrupt:
            interrupted = True
    print("", *table(tried, noticed, known, (time.monotonic() - begin) / 60), sep="\n")
    if survivors:
        print("\nSurvivors:", *(f"  {m.path}:{m.edit.line}  {m.key}" for m in survivors), sep="\n")
    if interrupted:
        print("\nInterrupted: this is what was tried until then.")
    return 130 if interrupted else int(bool(survivors))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(options(sys.argv[1:])))
