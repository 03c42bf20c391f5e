"""Tables of a study for other programs: csv.gz, Stata, xlsx, NetCDF, with labels and units. Copies; the study stays as it is."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from ...core.cells import safe_table
from ...core.disk import cause_at, make_folder, placed, put
from ...core.extras import install
from ...core.quantity import Quantity, QuantityError
from ...core.text import Text
from ...model.quantities.indicators import INDICATORS
from ..design.study_extensions import shown
from ..errors import StudyError
from ..study import Study

SUFFIX = {"csv": ".csv.gz", "stata": ".dta", "xlsx": ".xlsx", "netcdf": ".nc"}
SHEET_ROWS = 1_048_575
EXPORTS = "exports"
_OWN = {
    "scenario": ("scenario", "方案"),
    "point": ("point of the design", "设计点"),
    "replicate": ("replicate", "重复"),
    "seed": ("seed of the model", "模型种子"),
    "week": ("week", "周"),
    "error": ("why the run failed", "失败原因"),
    "cell": ("scenario at a point", "设计单元"),
}


def export(study: Study, kind: str, path: str | Path | None = None, series: bool = False, lang: str = "en") -> Path:
    """Write the finished runs of a study, or their weekly series, as a file; return its path.

    Parameters
    ----------
    kind : csv, stata, xlsx or netcdf.
    path : the file; in exports/ of the folder by default.
    series : weekly series instead of one row for each run; for csv and netcdf.
    lang : language of labels, "en" or "zh".

    Raises
    ------
    StudyError
        If there is nothing to write, or more than the format can hold.
    """
    name = ("series" if series else "runs") + SUFFIX[kind]
    target = study.folder / EXPORTS / name if path is None else Path(path).expanduser()
    table = _table(study, kind, series)
    words = labels(list(table.columns), lang)
    if path is None:
        make_folder(target.parent)
    if kind == "netcdf":
        with placed(target) as beside:
            _netcdf(table, beside, words)
        return target
    put(target, _BYTES[kind](table, words))
    return target


def _table(study: Study, kind: str, series: bool) -> pd.DataFrame:
    if series and not study.spec.series:
        raise StudyError(
            Text(
                f"{study.folder}: keeps no weekly series; the study file needs record: [summary, series]",
                f"{study.folder}：没有保存逐周序列；研究文件须有 record: [summary, series]",
            )
        )
    if series and kind not in ("csv", "netcdf"):
        raise StudyError(
            Text(
                f"weekly series are written as csv or netcdf, not as {kind}",
                f"逐周序列只能导出为 csv 或 netcdf，不能导出为 {kind}",
            )
        )
    if series:
        table = study.query("select * exclude (cell) from series order by point, scenario, replicate, week")
    else:
        table = study.runs.drop(columns="cell")
    if table.empty:
        raise StudyError(Text(f"{study.folder}: has no finished runs", f"{study.folder}：没有已完成的运行"))
    return table


def labels(names: list[str], lang: str) -> dict[str, tuple[str, str]]:
    """Return (label, unit) of columns."""
    found = {}
    for name in names:
        quantity = _quantity(name)
        if quantity is not None:
            found[name] = quantity.label[lang], quantity.unit
        else:
            found[name] = _OWN.get(name, (name, name))[lang == "zh"], ""
    return found


def _quantity(name: str) -> Quantity | None:
    if name in INDICATORS:
        return INDICATORS[name]
    try:
        return shown(name)
    except QuantityError:
        return None


def _csv(table: pd.DataFrame, words: Mapping[str, tuple[str, str]]) -> bytes:
    del words  # a CSV file has nowhere to put them
    sink = io.BytesIO()
    with gzip.GzipFile(fileobj=sink, mode="wb", filename="", mtime=0) as packed:  # compress() would note the system
        packed.write(safe_table(table).to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))
    return sink.getvalue()


def _stata(table: pd.DataFrame, words: Mapping[str, tuple[str, str]]) -> bytes:
    plain = table.copy()
    for name in plain.columns:
        if plain[name].dtype.kind not in "fiu":
            plain[name] = plain[name].astype(object).where(plain[name].notna(), "")
    short = _short_names(list(plain.columns))
    said: dict[Hashable, str] = {
        short[name]: f"{label} ({unit})"[:80] if unit else label[:80] for name, (label, unit) in words.items()
    }
    plain = plain.rename(columns=short)
    # The time stands in the file; a fixed one, so that equal runs give equal files.
    sink = io.BytesIO()
    plain.to_stata(sink, write_index=False, version=118, variable_labels=said, time_stamp=datetime(2000, 1, 1))
    return sink.getvalue()


def _short_names(names: list[str]) -> dict[str, str]:
    """Return names of at most 32 letters, as Stata has them, all different."""
    found: dict[str, str] = {}
    for name in names:
        short, number = name[:32], 1
        while short in found.values():
            number += 1
            short = f"{name[:29]}_{number}"
        found[name] = short
    return found


def _xlsx(table: pd.DataFrame, words: Mapping[str, tuple[str, str]]) -> bytes:
    if len(table) > SHEET_ROWS:
        raise StudyError(
            Text(
                f"{len(table)} runs do not fit into a sheet of {SHEET_ROWS} rows; use csv or netcdf",
                f"{len(table)} 次运行超出工作表的 {SHEET_ROWS} 行；请用 csv 或 netcdf",
            )
        )
    _needs("xlsxwriter", "export")
    about = pd.DataFrame(
        [(name, label, unit) for name, (label, unit) in words.items()], columns=["column", "label", "unit"]
    )
    sink = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}  # text stays text
    with pd.ExcelWriter(sink, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        table.to_excel(writer, sheet_name="runs", index=False)
        about.to_excel(writer, sheet_name="columns", index=False)
    return sink.getvalue()


def _netcdf(table: pd.DataFrame, path: Path, words: Mapping[str, tuple[str, str]]) -> None:
    """Write the cube scenario x point x replicate (x week), empty where there is no run; factors belong to points."""
    _needs("xarray", "export")
    _needs("netCDF4", "export")
    import xarray

    axes = [name for name in ("scenario", "point", "replicate", "week") if name in table]
    values = [name for name in table.columns if name not in (*axes, "seed", "error")]
    measured = [name for name in values if name in INDICATORS or _quantity(name) is None]
    cube = xarray.Dataset.from_dataframe(pd.DataFrame(table.set_index(axes)[measured]))
    at_point = table.drop_duplicates("point").set_index("point")
    for name in values:
        if name not in cube:
            column = at_point.loc[cube["point"].to_numpy(), name]
            kept = (
                column.to_numpy(dtype=float)
                if column.dtype.kind in "fiu"
                else column.fillna("").to_numpy(dtype=str).astype(object)
            )
            cube = cube.assign_coords({name: ("point", kept)})
    if "seed" in table:
        seeds = table.drop_duplicates("replicate").set_index("replicate")["seed"]
        cube = cube.assign_coords(seed=("replicate", seeds.loc[cube["replicate"].to_numpy()].to_numpy(dtype=np.int64)))
    for name in cube.variables:
        label, unit = words.get(str(name), (str(name), ""))
        cube[name].attrs = {"long_name": label, **({"units": unit} if unit else {})}
    encoding = {str(name): {"zlib": True} for name in cube.data_vars}
    try:
        cube.to_netcdf(path, engine="netcdf4", encoding=encoding)
    except (OSError, RuntimeError) as error:  # the library says "Permission denied" or "HDF error" to whatever it was
        raise cause_at(path, error) from error


def _needs(module: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise StudyError(Text(f"{module} is not installed: {install(extra)}", f"未安装 {module}：{install(extra)}"))


_BYTES: Mapping[str, Callable[[pd.DataFrame, Mapping[str, tuple[str, str]]], bytes]] = {
    "csv": _csv, "stata": _stata, "xlsx": _xlsx,
}  # fmt: skip
