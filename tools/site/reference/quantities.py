"""The reference of levers, environment, constants and indicators, from their declarations."""

from __future__ import annotations

from collections.abc import Iterator

from cogov.core.text import Text
from cogov.model.foundations import FOUNDATIONS
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import ALL
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import MODULES
from cogov.model.schedule import SCHEDULE, module_of
from cogov.reports.odd import odd

from .. import tables

TITLE = Text("Levers, environment, constants, indicators", "政策杠杆、环境参数、常数与指标")
INTRODUCTION = Text(
    "All numbers that can be set or read, made from the declarations that the model runs on (`make docs`; a test keeps the page "
    "current). Any name of the first three tables can stand after `--set` and among the factors of a study; a value outside its "
    "bounds is refused with the reason. *Plausible* is the range for sweeps. **Measured**: a source is named; **calibrated**: set so "
    "that the model meets a figure that is named; **assumed**: not measured, to be varied before anything is concluded; "
    "**policy choice**: a lever. Which conclusions hang on which assumption: [assumptions](../results/assumptions.md).",
    "本页列出所有可以设定或读取的数值，由模型运行所用的声明自动生成（`make docs`；有测试保证本页与代码一致）。前三张表中的名称都可以写在 "
    "`--set` 之后，或作为研究文件中的因素；超出允许范围的值会被拒绝并说明理由。“合理区间”供扫描时使用。**实测**：注明来源；**校准**：调整到满足"
    "注明的数字；**假定**：未经测量，下结论之前应予变动；**政策选择**：政策杠杆。哪些结论依赖哪些假定，见[假定](../results/assumptions.zh.md)。来源一栏保留英文原文。",
)
HEADINGS = {
    "levers": Text("Levers: what a policy decides", "政策杠杆：政策所决定的"),
    "environment": Text("Environment: what no policy decides", "环境参数：政策不能决定的"),
    "constants": Text("Constants of the mechanisms", "各机制的常数"),
    "indicators": Text("Indicators: what is measured", "指标：所测量的"),
}
LEVERS_SAY = Text(
    "Their defaults are the status quo. Scenarios differ in these values and their dates, and in nothing else; what a lever costs is paid out of the same budget.",
    "默认值即“现状”。各方案只在这些取值及其日期上不同，此外没有任何差别；杠杆的费用从同一笔预算中支出。",
)
ENVIRONMENT_SAY = Text(
    "The same in all scenarios of a comparison. Robustness means: conclusions hold when these are varied.",
    "在一次比较的所有方案中相同。所谓稳健，就是这些参数变动时结论仍然成立。",
)
CONSTANTS_SAY = Text(
    "One table for each sub-model; the [ODD description](../odd.md) says what they do there.",
    "每个子模型一张表；它们的作用见 [ODD 描述](../odd.zh.md)。",
)
INDICATORS_SAY = Text(
    "Taken every week for the district, on request for each community and resident; flows are summed over the window. A comparison shows means over the last 52 weeks.",
    "每周对全区汇总，可按社区与居民输出；流量按窗口累计。方案比较显示最后 52 周的均值。",
)


def page(language: str) -> str:
    """Return the page in one language, as Markdown."""
    return "\n".join(_lines(language)).rstrip() + "\n"


def _lines(language: str) -> Iterator[str]:
    full = ("name", "meaning", "value", "unit", "bounds", "plausible", "status", "source")
    yield f"# {TITLE[language]}\n"
    yield INTRODUCTION[language] + "\n"
    yield f"## {HEADINGS['levers'][language]}\n"
    yield LEVERS_SAY[language] + "\n"
    yield from tables.of(LEVERS.values(), ("name", "meaning", "value", "unit", "bounds", "cost"), language)
    yield f"## {HEADINGS['environment'][language]}\n"
    yield ENVIRONMENT_SAY[language] + "\n"
    yield from tables.of(ENVIRONMENT.values(), full, language)
    yield f"## {HEADINGS['constants'][language]}\n"
    yield CONSTANTS_SAY[language] + "\n"
    for module in MODULES:
        name = odd.title(module)
        constants = odd._constants(module)
        if constants:
            yield f"### {_label(name)[language]}\n"
            yield from tables.of(constants, full, language)
    yield f"## {HEADINGS['indicators'][language]}\n"
    yield INDICATORS_SAY[language] + "\n"
    heads = ("name", "meaning", "unit", "bounds", "window")
    yield from tables.table(
        language, heads,
        ([*(tables.cell(one.quantity, head, language) for head in heads[:-1]), str(one.window)] for one in ALL.values()),
    )  # fmt: skip


def _label(name: str) -> Text:
    """Return what a sub-model is called: as in the schedule, or as a foundation of the week."""
    if name in FOUNDATIONS:
        return Text(name.replace("_", " ").capitalize(), FOUNDATIONS[name].ABOUT.zh.partition("：")[0])
    return next(process.label for process in SCHEDULE if odd.title(module_of(process)) == name)
