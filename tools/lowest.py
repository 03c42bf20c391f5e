"""What `make lowest` runs with the oldest declared versions: the main commands at small sizes, each of which must succeed."""

import subprocess
import sys
import tempfile
from pathlib import Path

SMALL = ["--residents", "120", "--communities", "2", "--weeks", "8"]
STUDY = """\
scenarios: [status_quo, networked]
design: {method: latin_hypercube, points: 4}
factors: {homophily: plausible, problem_rate: plausible}
replicates: 2
weeks: 8
residents: 120
communities: 2
"""


def commands(folder: Path) -> list[list[str]]:
    """Return the commands, in order."""
    study = folder / "study.yaml"
    study.write_text(STUDY, encoding="utf-8")
    return [
        ["compare", "status_quo", "networked", "--replicates", "3", *SMALL, "--word", "--out", str(folder / "compare")],
        ["replay", str(folder / "compare" / "manifest.json")],
        ["run", "co_governance", *SMALL, "--out", str(folder / "run")],
        ["data", "make", "social_insure", str(folder / "data")],
        ["data", "check", str(folder / "data")],
        ["sweep", str(study), "--out", str(folder / "study")],
        ["study", "export", str(folder / "study"), "--format", "xlsx"],
        ["study", "export", str(folder / "study"), "--format", "netcdf"],
        ["study", "export", str(folder / "study"), "--format", "stata"],
        ["odd", "--out", str(folder / "odd")],
        ["app", "--help"],
    ]


def main() -> int:
    """Run all commands in a folder of their own; return how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        for command in commands(Path(name)):
            done = subprocess.run(
                [sys.executable, "-m", "cogov", *command], cwd=name, capture_output=True, text=True, check=False
            )
            print("ok    " if done.returncode == 0 else "FAILED", "cogov", " ".join(command[:3]), flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout[-1500:], done.stderr[-3000:], sep="\n")
    subprocess.run([sys.executable, "-c", "import cogov.app.main"], check=True)
    print(f"{failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
