"""How runs are made on this machine: processes that are replaced when they die or hang, time limits, signals.

Nothing here knows what a run is, and nothing but the standard library is imported, so that a worker can look after itself
(its parent, its signals) before it loads anything that takes long.
"""
