"""How often the 95 % intervals of Sobol' indices hold the true value: `python -m cogov.tools.coverage [samples]`.

Prints the table of docs/analysis.md: the smallest and largest share over the indices of each function, at sizes and numbers of factors.
Indices that are 0 or 1 without any error (an output that does not depend on a factor at all) count apart.
"""

import sys

import numpy as np
from cogov.studies.analysis.indices import sobol
from cogov.tests.support.known_functions import KNOWN
from cogov.tests.support.synthetic_studies import BOUNDED, sample_of_function

CASES = (
    ("ishigami", 3), ("additive", 2), ("additive", 6), ("additive", 12), ("g", 3), ("g", 6), ("g", 12), ("product", 3), ("product", 6),
    ("product", 12), ("single", 5),
)  # fmt: skip


def covered(name, count, rows, samples, replicates=1, noise=0.0, first_seed=1):
    """Shares of samples whose interval holds the true (first-order, total) index, (2, factors), and mean half-widths."""
    function, first, total = KNOWN[name](count)
    hits, halves = np.zeros((2, count)), np.zeros((2, count))
    sample = sample_of_function(function, "sobol_indices", rows, count, replicates)
    response, rng = sample.responses[0], np.random.default_rng(first_seed)
    for _ in range(samples):
        both = rng.random((rows, 2 * count))
        blocks = np.repeat(both[:, None, :count], count + 2, axis=1)
        for k in range(count):
            blocks[:, k + 1, k] = both[:, count + k]
        blocks[:, -1] = both[:, count:]
        clean = 10 + function(blocks.reshape(-1, count))  # the level must not matter
        response.values[:] = clean[:, None] + noise * clean.std() * rng.normal(size=response.values.shape)
        for k, one in enumerate(sobol(sample, response)):
            hits[:, k] += (
                abs(one.first - first[k]) <= one.first_half + 1e-12,
                abs(one.total - total[k]) <= one.total_half + 1e-12,
            )
            halves[:, k] += one.first_half, one.total_half
    return hits / samples, halves / samples


def table(samples, sizes=(256, 512), replicates=1, noise=0.0):
    """Print the table."""
    print(f"| Function, factors | {' | '.join(map(str, sizes))} |")
    for name, count in CASES:
        cells = []
        for rows in sizes:
            shares, halves = covered(name, count, rows, samples, replicates, noise)
            one, two = (
                f"{100 * row[row < 1].min():.0f}-{100 * row[row < 1].max():.0f}" if (row < 1).any() else "100"
                for row in shares
            )
            cells.append(f"{one}, {two} (±{np.nanmax(halves):.2f})")
        print(f"| {name}, {count} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    assert len(BOUNDED) == 12
    given = [float(word) for word in sys.argv[1:]]
    table(
        int(given[0]) if given else 400,
        replicates=int(given[1]) if len(given) > 1 else 1,
        noise=given[2] if len(given) > 2 else 0.0,
    )
