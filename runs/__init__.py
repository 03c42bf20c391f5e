"""How runs are made: settings, models, workers, cache, manifests, intervals, stopping, extensions."""
