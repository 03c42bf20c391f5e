"""The pages: Explore, Compare, Learn, Studies, Scenario."""
