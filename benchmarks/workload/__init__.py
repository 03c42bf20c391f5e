"""The common workload: one set of rules that every contender carries out. `rules` says what they are."""
