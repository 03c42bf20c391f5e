"""The table of the READMEs: the first comparison at defaults, with the digits that `cogov compare` prints.

python -m cogov.tools.site.readme --write
"""

from __future__ import annotations

import argparse
import re
import sys

import cogov
from cogov.evidence.contest.declared import REPLICATES, WEEKS
from cogov.experiments.comparison.moments import OUTCOMES
from cogov.model.quantities.indicators import INDICATORS
from cogov.reports.format.numbers import change, decimals_of, decimals_of_levels, level, span
from cogov.reports.format.words import read_in
from cogov.runs.intervals import Interval

from .links import ROOT
from .pages import LANGUAGES, file_of

HEAD = re.compile(r"(?m)^\| (?:Last year of five|五年中的最后一年) \|.*\n\|[-|: ]+\|\n")
TABLE = re.compile(HEAD.pattern + r"(?P<rows>(?:\|.*\n)+)")


def comparison() -> cogov.Comparison:
    """Return the comparison that `cogov compare` makes without any option, but for its conditions and ablations."""
    return cogov.compare(replicates=REPLICATES, weeks=WEEKS)


def rows(result: cogov.Comparison, language: str) -> str:
    """Return the rows of the table in one language: the first scenario's level, then paired differences from it."""
    differences = result.table().set_index(["scenario", "indicator"])
    made = []
    for indicator in OUTCOMES:
        declared = INDICATORS[indicator]
        found = [
            Interval(row["difference"], row["low"], row["high"], int(row["replicates"]))
            for row in (differences.loc[(name, indicator)] for name in result.names[1:])
        ]
        places = [decimals_of(one, declared.unit) for one in found]
        base = differences.loc[(result.names[1], indicator)]["baseline"]
        first = level(base, decimals_of_levels(min(places), declared.unit), declared.unit)
        opened, closed = ("（", "）") if language == "zh" else (" (", ")")
        measure = read_in(declared.unit)[language].partition("（")[0]
        label = declared.label[language] + (f"{opened}{measure}{closed}" if measure else "")
        cells = [
            f"{change(one.mean, place, declared.unit)}{opened}{span(one, place, declared.unit)[language]}{closed}"
            for one, place in zip(found, places)
        ]
        made.append(f"| {' | '.join([label, first, *cells])} |\n")
    return "".join(made)


def renewed(text: str, made: str) -> str:
    """Return a README with these rows in its table."""
    found = TABLE.search(text)
    if found is None:
        raise ValueError("the README has no table whose head begins with 'Last year of five'")
    return text[: found.start("rows")] + made + text[found.end("rows") :]


def main() -> int:
    """Run the comparison; write the READMEs, or return 1 where one is not current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table where it is not current")
    options = parser.parse_args()
    result, stale = comparison(), []
    for language in LANGUAGES:
        path = ROOT / file_of("README", language)
        text = path.read_text(encoding="utf-8")
        if (now := renewed(text, rows(result, language))) != text:
            stale.append(path.name)
            if options.write:
                path.write_text(now, encoding="utf-8", newline="\n")
    print(f"{'renewed' if options.write else 'not current'}: {', '.join(stale)}" if stale else "current")
    return bool(stale) and not options.write


if __name__ == "__main__":
    sys.exit(main())
