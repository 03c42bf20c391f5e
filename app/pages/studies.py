"""Studies: a folder of many runs - how far it is, what matters, where which scenario is ahead - and any run again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape
from typing import Any

import solara

from ...core.text import Text, text_of
from ...model.quantities.indicators import INDICATORS
from ..parts.parts import Plots, Runs, StudyChoice, choice
from ..serving.limits import refusal
from ..sessions.explore_session import exploring_of
from ..sessions.study_view import (
    boxes,
    effect_plots,
    folders,
    importance_plot,
    numeric_factors,
    opened,
    region_plot,
    replayed,
    run_rows,
)
from ..sessions.visit import Visit, use_visit
from ..words import words

SHOWN = ("satisfaction", "true_resolution", "belonging", "participation")
REFRESH_SECONDS = 2.0

STUDY = {
    "study": Text("Study", "研究"),
    "title": Text("Studies of many runs", "大规模研究"),
    "lead": Text(
        "A study folder is made by `cogov sweep`. Start the app with --studies FOLDER to look at those in a folder, also while they run.",
        "研究文件夹由 `cogov sweep` 生成。用 --studies 文件夹 启动本应用，即可查看其中的研究，运行中的也可以。",
    ),
    "none": Text("This server shows no study folders.", "本服务器没有可显示的研究文件夹。"),
    "folder": Text("Study folder", "研究文件夹"),
    "progress": Text("Runs done", "已完成的运行"),
}
RUNS = {
    "runs": Text("Runs", "各次运行"),
    "scenario": Text("Scenario", "方案"),
    "point": Text("Point", "设计点"),
    "replicate": Text("Replicate", "重复"),
    "factors": Text("Factors", "因素取值"),
    "replay": Text("Replay in Explore", "在探索页重放"),
}
WORDS = {
    "state": Text("{done} of {total} runs, {failed} failed{work}", "已完成 {done}/{total} 次，失败 {failed} 次{work}"),
    "work": Text(", at work now", "，正在运行"),
    "indicator": Text("Indicator", "指标"),
    "x": Text("Across", "横轴"),
    "y": Text("Upwards", "纵轴"),
    "effects": Text("What matters", "什么起作用"),
    "effects_lead": Text(
        "Means along each factor, over all others; rank correlations say how strongly and which way. For variance-based indices with intervals use the study's own analysis.",
        "各因素上的均值（对其他因素取平均）；秩相关表示强弱与方向。基于方差的指数及其区间请用研究本身的分析功能。",
    ),
    "regions": Text("Region map", "区域图"),
    "boxes": Text("Where the best 10 % of points are", "最优十分之一设计点所在范围"),
    "few": Text("Fewer than 20 points are too few to say.", "设计点少于 20 个，不足以判断。"),
    "shown": Text("the first {shown} of {total}", "前 {shown} 次，共 {total} 次"),
    "again": Text("This run is on the page Explore now.", "该次运行已载入探索页。"),
    "no_replay": Text("This run cannot be replayed here: {why}", "此处无法重放该次运行：{why}"),
}


@solara.component
def Page() -> None:
    """Choose a folder, then look at it; looked at again while somebody works in it."""
    visit = use_visit()
    language = visit.language
    kept = visit.keep("study", lambda: {"name": ""})
    name, set_name = solara.use_state(kept["name"])
    fault, set_fault = solara.use_state("")
    told, set_told = solara.use_state("")
    again = solara.use_reactive(0)
    names = folders(visit.limits.studies)
    study, status, runs = solara.use_memo(lambda: _look(visit, name), [name, again.value])
    refresh(bool(status.get("at_work")), again)

    def open_(wanted: Any) -> None:
        kept["name"] = wanted if wanted in names else ""
        set_fault("")
        set_told("")
        set_name(kept["name"])

    said = ""
    if status:
        work = WORDS["work"][language] if status.get("at_work") else ""
        said = WORDS["state"][language].format(
            done=status["done"], total=status["total"], failed=status.get("failed", 0), work=work
        )
    with solara.Div(classes=["cg-page"]):
        StudyChoice(
            names=names, chosen=name, done=int(status.get("done", 0)), total=int(status.get("total", 0)), state=said, said=told,
            fault=fault or status.get("fault", ""), words=words(STUDY, language), event_open=open_,
        )  # fmt: skip
        if runs is not None and len(runs):
            Results(study, runs, language).key(f"{name}-{again.value}")
            Replays(visit, study, runs, set_fault, set_told)


def _look(visit: Visit, name: str) -> tuple[Any, dict[str, Any], Any]:
    """Return the study, its state and its runs; the state has the fault where it cannot be read."""
    if not name:
        return None, {}, None
    try:
        study = opened(visit.limits.studies, name)
        return study, dict(study.status()), study.runs
    except Exception as error:  # whatever is wrong with a folder is said on the page
        return None, {"fault": text_of(error)[visit.language].replace(visit.limits.studies, "")}, None


def refresh(wanted: bool, counter: Any) -> None:
    """Look again every two seconds, as long as this is wanted."""

    def begin() -> Callable[[], None]:
        stop = threading.Event()

        def tick() -> None:
            while not stop.wait(REFRESH_SECONDS):
                counter.value += 1

        if wanted:
            threading.Thread(target=tick, daemon=True, name="cogov-study").start()
        return stop.set

    solara.use_effect(begin, [wanted])


@solara.component
def Results(study: Any, runs: Any, language: str) -> None:
    """What matters, and where."""
    indicators = [name for name in INDICATORS if name in runs and runs[name].notna().any()]
    indicator = solara.use_reactive(SHOWN[0] if SHOWN[0] in indicators else indicators[0])
    factors = numeric_factors(study, runs)
    x, y = (
        solara.use_reactive(factors[0] if factors else ""),
        solara.use_reactive(factors[1] if len(factors) > 1 else ""),
    )
    from ..sessions.study_view import declared

    labels = {name: declared(name).label[language] for name in factors}
    with solara.Div(classes=["cg-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=WORDS["effects"][language])
        solara.HTML(tag="p", classes=["cg-note"], unsafe_innerHTML=escape(WORDS["effects_lead"][language]))
        choice(
            WORDS["indicator"][language],
            indicator,
            {name: INDICATORS[name].label[language] for name in indicators},
            "indicator",
        )
        importance = importance_plot(study, runs, indicator.value, language)
        if importance:
            Plots(plots=importance, height=90 + 34 * len(factors), wide=True)
        Plots(plots=effect_plots(study, runs, indicator.value, language), height=190, wide=False)
    if len(factors) > 1 and len(study.spec.scenarios) > 1:
        with solara.Div(classes=["cg-card"]):
            solara.HTML(tag="h2", unsafe_innerHTML=WORDS["regions"][language])
            with solara.Div(classes=["cg-inline"]):
                choice(WORDS["x"][language], x, labels, "region-x")
                choice(WORDS["y"][language], y, labels, "region-y")
            Plots(plots=region_plot(study, runs, indicator.value, x.value, y.value, language), height=380, wide=True)
    with solara.Div(classes=["cg-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=WORDS["boxes"][language])
        said = boxes(study, runs, indicator.value, language) or [WORDS["few"][language]]
        items = "".join(f"<li>{escape(line)}</li>" for line in said)
        solara.HTML(tag="ul", unsafe_innerHTML=items)


@solara.component
def Replays(
    visit: Visit, study: Any, runs: Any, set_fault: Callable[[str], None], set_told: Callable[[str], None]
) -> None:
    """The runs, each to be replayed on the page Explore."""
    language = visit.language
    indicators = [name for name in SHOWN if name in runs]
    rows = run_rows(study, runs, indicators, language)

    def replay(data: Any) -> None:
        try:
            live = replayed(study, str(data["scenario"]), int(data["point"]), int(data["replicate"]))
        except (LookupError, KeyError, TypeError, ValueError) as error:
            set_fault(WORDS["no_replay"][language].format(why=text_of(error)[language]))
            return
        homes, places = len(live.model.residents.alive), len(live.model.communities.key)
        refused = refusal(visit.limits, residents=homes, communities=places)
        if refused is not None:
            set_fault(refused[language])
            return
        title = study.folder.name
        exploring_of(visit).take(
            live, Text(f"values of a run of the study “{title}”", f"研究“{title}”中一次运行的取值")
        )
        set_fault("")
        set_told(WORDS["again"][language])

    Runs(
        columns=[INDICATORS[name].label[language] for name in indicators], rows=rows,
        note=WORDS["shown"][language].format(shown=len(rows), total=len(runs)), words=words(RUNS, language), event_replay=replay,
    )  # fmt: skip
