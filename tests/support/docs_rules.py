"""What is run smaller than it is written, and what is not run at all, each with its reason."""

import re

# Sizes at which commands of the documentation are run. The words are those of the documents; only these numbers are others.
RESIDENTS, COMMUNITIES, WEEKS, REPLICATES = "160", "4", "6", "2"
SMALL = {
    "compare": {"--residents": RESIDENTS, "--communities": COMMUNITIES, "--weeks": WEEKS, "--replicates": REPLICATES, "--workers": "1"},
    "run": {"--residents": RESIDENTS, "--communities": COMMUNITIES, "--weeks": WEEKS},
    "why": {"--residents": RESIDENTS, "--communities": COMMUNITIES, "--weeks": WEEKS, "--replicates": REPLICATES, "--runs": "140", "--workers": "1"},
    "trace": {"--residents": RESIDENTS, "--communities": COMMUNITIES, "--weeks": WEEKS, "--workers": "1"},
    "replay": {"--workers": "1"},
    "sweep": {"--workers": "0"},
    "study resume": {"--workers": "0"},
    "calibrate": {"--workers": "0"},
}  # fmt: skip
# Options that say the same as one above in another way: with them it is not given.
INSTEAD = {
    "--precision": {"--replicates"},
    "--data": {"--residents", "--communities"},
    "--from": {"--residents", "--communities"},  # a checkpoint has them
}
# What a longer job takes besides, where it is asked for.
ALSO = {
    "--futures": {"--futures": "3", "--per-future": "2"},
    "--why": {"--why-runs": "140"},
    "--checkpoint-at": {"--checkpoint-at": "4"},
}

# Numbers in study and target files, as they are written in the documents or by `--example`.
FILES = {
    "residents": RESIDENTS, "communities": COMMUNITIES, "weeks": WEEKS, "replicates": REPLICATES,
    "prior": "8", "trials": "8", "recovery": "1",
}  # fmt: skip
POINTS = (re.compile(r"points: \d+(?=\s*[,}])"), "points: 32")

# Numbers in Python blocks.
PYTHON = (
    (re.compile(r"\bresidents=\d+"), f"residents={RESIDENTS}"),
    (re.compile(r"\bcommunities=\d+"), f"communities={COMMUNITIES}"),
    (re.compile(r"\breplicates=\d+"), f"replicates={REPLICATES}"),
    (re.compile(r"\bweeks=\d+"), f"weeks={WEEKS}"),
    (re.compile(r"\brun_for\(\d+\)"), f"run_for({WEEKS})"),
)

# Commands that are not run, and why. Lines of `cogov` are still read: command and options must exist.
NOT_RUN = {
    r"make .*": "makes the environment in the folder of the repository; .ci/run does so, and runs the tests with it",
    r"pip install .*": "installs packages; tests/repo/test_packaging.py installs the wheel into a folder",
    r"dask (scheduler|worker) .*|dask scheduler": "a cluster on other machines; tests/studies starts one here",
    r"cogov sweep .*--engine dask:tcp://.*": "wants a Dask scheduler at that address; tests/studies starts one and uses it",
    r"cogov sweep .*--engine slurm:.*": "wants a SLURM cluster",
    r"cogov sweep .*--engine local:.*": "starts processes of a cluster; tests/studies does so",
    r"cogov extensions gardens": "wants that extension installed; tests/extension installs one and uses it",
    r"cogov app( .*)?": "serves until it is stopped; tests/app starts it and visits its pages",
    r"cogov map( .*)?": "thousands of runs; tests/cli/test_map_cli.py makes a tiny map",
    r"cogov reproduce": "all nineteen take minutes; tests/evidence/test_reproduce.py runs them all",
    r"cogov reproduce --out .*": "all nineteen take minutes; tests/cli/test_reproduce_odd_cli.py writes the pages of some",
}


def reason(command: str) -> str | None:
    """Why a command is not run, or None."""
    return next((why for pattern, why in NOT_RUN.items() if re.fullmatch(pattern, command)), None)


# Lines of a page that another page has as well, word for word, and runs: a test sees to that.
ELSEWHERE = {
    "docs/reference/commands.md": ("docs/analysis.md", r"cogov (analyse|calibrate) .*|cogov compare --set @.*"),
}

# What a page takes to be there already, made by these lines before its first block.
BEFORE = {
    "docs/reference/commands.md": [
        "cogov data make example my_district",
        "cogov sweep --example sobol > study.yaml",
        "cogov run co_governance --cases --out records",
    ],
}
