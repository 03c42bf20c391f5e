"""Worker processes: replaced when they die or hang, with time limits.

Nothing but the standard library is imported by `worker`, `processes` and `limits`, so that a worker can look after itself
(its parent, its signals) before it loads anything that takes long.
"""
