"""Study files of about ten lines, to begin with: what `cogov sweep --example` prints and the documents show."""

from __future__ import annotations

EXAMPLES = {
    "grid": """\
# Every scenario at every combination of values.
title: {en: Where does pooling help, zh: 资源整合在何处有效}
scenarios: [status_quo, networked]
factors:
  similarity: [0.2, 0.6, 0.9]
  cross_tier: {low: 0.0, high: 0.4, levels: 3}
replicates: 20
weeks: 260
residents: 3200
communities: 8
""",
    "list": """\
# Points of one's own; `file: points.csv` reads them from a table with a column for each factor.
scenarios: [top_down, local_exploration, co_governance]
design:
  method: list
  points:
    - {complexity: 1, drift: 0.0}
    - {complexity: 4, drift: 0.1}
replicates: 30
weeks: 260
""",
    "latin_hypercube": """\
# A sample that covers each factor evenly. To add 50 points later: points: [100, 50].
scenarios: [top_down, co_governance]
factors:
  similarity: {low: 0.1, high: 0.9}
  budget: {low: 100, high: 800, scale: log}
  copying: [none, mechanical, adapted]
design: {method: latin_hypercube, points: 100}
replicates: 10
weeks: 260
""",
    "sobol": """\
# Evenly spread points, for maps and boxes; points can be raised later (powers of two are best).
scenarios: [top_down, local_exploration, co_governance]
factors:
  similarity: plausible
  homophily: plausible
  problem_rate: plausible
design: {method: sobol, points: 128}
replicates: 10
weeks: 260
record: [summary, series]
indicators: [satisfaction, belonging, true_resolution, participation]
""",
    "sobol_indices": """\
# For Sobol' indices: points x (factors + 2) points in all.
scenarios: [co_governance]
factors:
  pooling: {low: 0, high: 1}
  similarity: plausible
  cross_tier: plausible
design: {method: sobol_indices, points: 256}
replicates: 10
weeks: 260
""",
    "morris": """\
# Which of many factors matter at all: points trajectories of (factors + 1) points.
scenarios: [status_quo]
factors:
  homophily: plausible
  social_weight: plausible
  drift: plausible
  patience: plausible
design: {method: morris, points: 20, levels: 4}
replicates: 10
weeks: 260
""",
    "precision": """\
# As many replicates at each point as it takes for paired differences this exact, in the indicator's unit.
scenarios: [top_down, co_governance]
factors:
  similarity: [0.2, 0.6, 0.9]
precision: {satisfaction: 0.005, belonging: 0.005}
most: 200
weeks: 260
""",
}
