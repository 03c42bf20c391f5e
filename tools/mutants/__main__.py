"""Do the tests notice faults? Breaks every mechanism in a copy of the package, again and again, and says what was caught.

    make mutants                                    eight faults in each part
    make mutants ARGS="ties trust --count 30 --seed 2"
    make mutants ARGS="--record docs/results/mutants.json"  what docs/results/verification.md shows; then make verification

A part is a line of the schedule, or a file that several of them use. A fault is an edit of one expression or statement of a
rule: a sign turned, a term dropped, a comparison or bound swapped, an effect left out, a branch turned round, a number or a
code changed. It is caught if a test fails that passes on the sound code: a test of the part, of its name or importing it; or
else, of whole districts at extreme settings, where all laws of conservation are held against what comes out. Kernels run as
plain Python (NUMBA_DISABLE_JIT=1), so that nothing is compiled again; tests that take longer than --test-seconds of processor
time so are left out, and golden runs are not asked, as they notice every change. The edits of `equivalent.txt` change
nothing that can be observed; they are not tried. Results are kept (--out): what was tried before and is the same is not
tried again, so a run that was interrupted goes on where it stopped.
"""

import os

os.environ |= {"NUMBA_DISABLE_JIT": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from edits import apply
from kept import Kept, Result, digest_of_function, digest_of_tests
from places import Mutant, choose, equivalent, mutants, tests_of
from trying import Chosen, Copy

HERE = Path(__file__).resolve().parent


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("parts", nargs="*", help="lines of the schedule, or files that they use; all if none is given")
    parser.add_argument("--count", type=int, default=8, help="faults in each (default 8)")
    parser.add_argument("--seed", type=int, default=1, help="which faults (default 1)")
    parser.add_argument("--only", default="", help="only faults with this in their description")
    parser.add_argument("--list", action="store_true", help="only say which faults there would be")
    parser.add_argument(
        "--test-seconds", type=float, default=3.0, help="leave tests out that take more processor time (default 3)"
    )
    parser.add_argument("--seconds", type=float, default=15.0, help="seconds of tests for one fault, the quick ones first (default 15)")  # fmt: skip
    parser.add_argument("--whole-seconds", type=float, default=25.0, help="seconds of tests of whole districts besides, for what those do not notice (default 25)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "out" / "mutants", help="where results are kept (default out/mutants)")  # fmt: skip
    parser.add_argument("--known", action="store_true", help="try nothing, only print and record what was tried before")
    parser.add_argument("--record", type=Path, help="write what came out into this file: docs/results/mutants.json is what docs/results/verification.md shows")  # fmt: skip
    parser.add_argument("--root", type=Path, default=HERE.parents[1], help=argparse.SUPPRESS)
    parser.add_argument("--equivalent", type=Path, default=HERE / "equivalent.txt", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def tests_for(
    copy: Copy, mutant: Mutant, files: list[str], one: float, all_: float
) -> tuple[list[str], list[str], float]:
    """Of these files those used, tests in them, quick ones first, and the seconds that all take."""
    known = copy.baseline(files, mutant.modules, one)
    chosen: list[str] = []
    total = 0.0
    for name, seconds in sorted(known.items(), key=lambda item: item[1]):
        if total + seconds > all_:
            break
        chosen.append(name)
        total += seconds
    return [file for file in files if any(name.startswith(file) for name in chosen)], chosen, total


def caught(copy: Copy, mutant: Mutant, asked: argparse.Namespace) -> str:
    """Return what noticed the fault; empty if nothing did."""
    own, importing, whole = tests_of(copy.root, mutant)
    rounds = (
        (own, asked.test_seconds, asked.seconds),
        (importing, asked.test_seconds, asked.seconds),
        (whole, 4 * asked.test_seconds, asked.whole_seconds),
    )
    source, asked_any = (copy.root / mutant.path).read_bytes(), False
    for files, one, all_ in rounds:
        used, tests, seconds = tests_for(copy, mutant, files, one, all_)
        if not tests:
            continue
        asked_any = True
        with copy.broken(mutant.path, apply(source, mutant.edit)):
            code, _, failed = copy.run(used, Chosen(tests, 30 + 10 * asked.test_seconds, ()), 120 + 30 * seconds)
        if code != 0:
            return failed[0] if failed else "no end" if code == -1 else f"pytest says {code}"
    if not asked_any:
        print(f"  no test about {mutant.path} passes on the sound code in the time it is given", flush=True)
    return ""


def judged(copy: Copy, mutant: Mutant, asked: argparse.Namespace, kept: Kept) -> tuple[Result | None, bool]:
    """Return what became of a fault (None if nothing is to be tried), and whether that was known before."""
    function = digest_of_function(copy.root, mutant)
    limits = (asked.test_seconds, asked.seconds, asked.whole_seconds)
    tests = digest_of_tests(copy.root, [file for files in tests_of(copy.root, mutant) for file in files], limits)
    known = kept.find(mutant.key, function, tests)
    if known is not None or asked.known:
        return known, True
    begin = time.process_time() + sum(os.times()[2:4])
    by = caught(copy, mutant, asked)
    seconds = time.process_time() + sum(os.times()[2:4]) - begin
    result = Result(mutant.part, mutant.key, mutant.edit.kind, by, round(seconds, 1), function, tests)
    kept.add(result)
    return result, False


def rate(noticed: int, tried: int) -> str:
    return f"{noticed / tried:7.0%}" if tried else "      -"


def table(tried: dict[str, int], noticed: dict[str, int], known: dict[str, int], minutes: float) -> Iterable[str]:
    yield f"{'part':20}{'tried':>7}{'caught':>8}{'rate':>7}   equivalent, not tried"
    for name, count in tried.items():
        yield f"{name:20}{count:7}{noticed[name]:8}{rate(noticed[name], count)}   {known[name] or ''}"
    all_tried, all_noticed = sum(tried.values()), sum(noticed.values())
    yield f"{'all':20}{all_tried:7}{all_noticed:8}{rate(all_noticed, all_tried)}   {sum(known.values()) or ''}"
    yield f"{minutes:.1f} minutes of processor time"


def chosen_mutants(asked: argparse.Namespace) -> tuple[dict[str, list[Mutant]], dict[str, int]]:
    found, known = mutants(asked.root), equivalent(asked.equivalent)
    for name in asked.parts:
        if name not in found:
            near = get_close_matches(name, found, 1)
            sys.exit(f"mutants: no part '{name}'" + (f"; did you mean '{near[0]}'?" if near else "") + f" There are {', '.join(found)}.")  # fmt: skip
    wanted = {name: [m for m in found[name] if asked.only in m.key] for name in asked.parts or found}
    left = {name: [m for m in candidates if m.key not in known] for name, candidates in wanted.items()}
    return (
        {name: choose(candidates, asked.count, asked.seed) for name, candidates in left.items()},
        {name: len(wanted[name]) - len(left[name]) for name in wanted},
    )


def run(asked: argparse.Namespace) -> int:
    plan, known = chosen_mutants(asked)
    if asked.list:
        print(*(f"{m.part:20}{m.edit.kind:12}{m.key}" for chosen in plan.values() for m in chosen), sep="\n")
        return 0
    interrupted = False
    tried, noticed, survivors, seconds = {name: 0 for name in plan}, defaultdict(int), [], 0.0
    kept = Kept(asked.out)
    with tempfile.TemporaryDirectory(prefix="cogov-mutants-") as folder:
        try:
            copy = Copy(asked.root, Path(folder), asked.out / "timed.json")
            # Each part gets its first fault before any gets its second: what is there when time runs out is spread evenly.
            for turn in range(max(map(len, plan.values()), default=0)):
                for name, mutant in ((name, chosen[turn]) for name, chosen in plan.items() if turn < len(chosen)):
                    result, before = judged(copy, mutant, asked, kept)
                    if result is None:
                        continue
                    tried[name] += 1
                    noticed[name] += bool(result.by)
                    seconds += result.seconds
                    if not result.by:
                        survivors.append(mutant)
                    print(f"{name:20}{'caught  ' if result.by else 'SURVIVED'} {mutant.key}" + (f"   [{result.by.rpartition('::')[2]}]" if result.by else "") + " (known)" * before, flush=True)  # fmt: skip
                    if asked.record and not before:
                        record(asked, tried, noticed, known, survivors, seconds)
        except KeyboardInterrupt:
            interrupted = True
    print("", *table(tried, noticed, known, seconds / 60), sep="\n")
    if survivors:
        print("\nSurvivors:", *(f"  {m.path}:{m.edit.line}  {m.key}" for m in survivors), sep="\n")
    if interrupted:
        print("\nInterrupted: this is what was tried until then; the same command goes on from here.")
    if asked.record:
        record(asked, tried, noticed, known, survivors, seconds)
    return 130 if interrupted else int(bool(survivors))


def record(asked: argparse.Namespace, tried: dict[str, int], noticed: dict[str, int], known: dict[str, int], survivors: list[Mutant], seconds: float) -> None:  # fmt: skip
    """Write what came out, without anything that changes from day to day."""
    parts = {name: [count, noticed[name], known[name]] for name, count in tried.items()}
    kept = {"faults": asked.count, "seed": asked.seed, "minutes": round(seconds / 60, 1), "parts": parts, "survivors": sorted(m.key for m in survivors)}  # fmt: skip
    asked.record.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(options(sys.argv[1:])))
