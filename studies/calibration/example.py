"""A file of targets to begin with: what `cogov calibrate --example` prints and the documents show."""

EXAMPLE = """\
# Which values of three assumed parameters give what is known of participation and of neighbours?
title: {en: Participation and ties, zh: 参与和邻里联系}
scenario: status_quo
free:
  social_weight: {low: 0, high: 4}
  homophily: plausible
  mean_ties: {low: 3, high: 9}
targets:
  - {indicator: participation, value: 0.10, tolerance: 0.03, source: active in a month (design value)}
  - {indicator: isolated, value: 0.235, tolerance: 0.03, when: {from: 1, to: 4}, source: Shanghai survey}
  - {indicator: trust_neighbours, value: 0.70, error: 0.05, weight: 0.5, source: design value}
  - {indicator: mediations, value: 106, tolerance: 20, holdout: true, source: nationwide in 2022}
prior: 64          # points spread over what is free
trials: 64         # points of the search
batch: 8           # points at a time; changes the search, workers do not
recovery: 3        # known points that must be found again
replicates: 5
weeks: 260
residents: 3200
communities: 8
seed: 1
"""
