"""Studies: designed sets of runs that lose nothing, from a laptop to a cluster.

    from cogov import Study

    study = Study.from_yaml("study.yaml")          # or Study("out/x", scenarios=[...], factors={...}, design=..., ...)
    study = Study.open("out/x")                    # a folder that is there, finished or not

    study.run()                                    # processes of this machine; makes only what is missing
    study.run(executor=make)                       # make() returns any concurrent.futures.Executor

    study.runs                                     # pandas: scenario, point, replicate, seed, factors, indicators, error, cell
    study.query("select scenario, avg(belonging) from runs group by 1")    # DuckDB: runs, design, results, series
    study.points                                   # list of {factor: value}; row `point` of `runs` is an index into it
    study.spec.factors, study.spec.design          # Factor(name, values | low, high), Design(method, points, levels, seed)
    designs.unit_points(study.spec.design, n, study.spec.seed)   # the sample in the unit cube, rows as in study.points
    study.status(), study.digest()

Points as they come up (search, calibration), through the same coordinator and into the same folder:

    with study.session(workers=2) as session:      # executor= and others as for run
        table = session.ask([{"pooling": 0.3}, {"pooling": 0.7}], replicates=10)
        # column `asked`: place in the list; then as study.runs. What was asked before comes from the folder.
        session.finish()                           # the study's own design

An own function instead of the model: `Study(..., runner=function)`, a function of a module that takes
`studies.execution.batches.Run` (cell.values, seed, weeks, replicate) and returns numbers by name; `function.outputs` names them.

Order of rows in designs: `sobol_indices` as SALib's Saltelli sampling without second order (per base row A, AB_1..AB_k, B);
`morris` in trajectories of k + 1 rows. Both analyse `study.runs` by `point`.
"""

from .design.spec import Spec
from .errors import FolderBusy, Interrupted, OtherCode, StudyError, WorkersLost
from .study import Study

__all__ = ["FolderBusy", "Interrupted", "OtherCode", "Spec", "Study", "StudyError", "WorkersLost"]
