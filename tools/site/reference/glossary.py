"""The glossary in both languages: agents, processes and quantities from their declarations, and words of method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cogov.agents import Government, Organization, Resident, SocialWorker
from cogov.core.quantity import STATUS_LABELS, Quantity
from cogov.core.rows.columns import columns_of
from cogov.core.text import Text
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.model.schedule import SCHEDULE
from cogov.reports.odd import odd_text
from cogov.scenarios import load, names

from .. import tables

TITLE = Text("Glossary", "术语表")
INTRODUCTION = Text(
    "English and Chinese, made from the declarations of the code (`make docs`). What a quantity's default is and where it comes from: [reference](reference/quantities.md).",
    "中英文对照，由代码中的声明生成（`make docs`）。各数值的默认值与来源见[参考](reference/quantities.zh.md)。",
)
HEADINGS = {
    "method": Text("Words of method", "方法用语"),
    "agents": Text("Who acts", "主体"),
    "processes": Text("What happens in a week", "每周的过程"),
    "scenarios": Text("Scenarios of the library", "方案库"),
    "indicators": Text("Indicators", "指标"),
    "levers": Text("Levers", "政策杠杆"),
    "environment": Text("Environment", "环境参数"),
    "states": Text("States of agents", "主体的状态"),
    "constants": Text("Constants", "常数"),
}

# fmt: off
METHOD: tuple[tuple[Text, Text], ...] = (
    (Text("Scenario", "方案"), Text("A way of governing: values of all levers, with dated changes. Scenarios differ in nothing else.", "一种治理方式：全部政策杠杆的取值及其有日期的变动。方案之间除此以外没有任何差别。")),
    (Text("Lever", "政策杠杆"), Text("A number or choice that a policy decides and pays for.", "由政策决定并支付费用的数值或选项。")),
    (Text("Environment", "环境参数"), Text("What no policy decides: who lives there, how alike communities are, how fast conditions change.", "政策不能决定的条件：居民构成、社区之间有多相似、条件变化有多快。")),
    (Text("Constant", "常数"), Text("A number inside a mechanism, the same everywhere.", "机制内部的数值，处处相同。")),
    (Text("Indicator", "指标"), Text("A number computed from true states every week; what officials would record is an indicator of its own.", "每周由真实状态计算的数值；官方会记录成什么，另列为指标。")),
    (Text("Mechanism", "机制"), Text("One rule of the model, in one file, with an off setting that changes nothing.", "模型的一条规则，一个文件；关闭时完全中性。")),
    (Text("Random seed", "随机种子"), Text("The whole number from which all random numbers are derived; the same seed gives the same run.", "一切随机数所由生成的整数；种子相同，运行结果就相同。")),
    (Text("Replicate", "重复"), Text("One run of every scenario on the same seed; other replicates have other seeds.", "同一种子下每个方案各运行一次；不同重复使用不同种子。")),
    (Text("Common random numbers", "公共随机数"), Text("The same random numbers under every scenario: replicate k has the same residents and, wherever the scenarios do not differ, the same events. Differences between scenarios are then due to policy, and paired comparison needs far fewer runs.", "各方案使用同样的随机数：第 k 次重复在每个方案下居民相同，凡方案差别未触及之处，随机事件也相同。这样，方案之间的差异出自政策，配对比较所需的运行次数也少得多。")),
    (Text("Paired difference", "配对差值"), Text("The difference of two scenarios within a replicate; chance that both share falls out.", "同一次重复内两个方案之差；两者共有的偶然因素由此抵消。")),
    (Text("95 % interval", "95% 区间"), Text("A range made so that in 95 of 100 such studies it holds the model's true mean. It covers random variation, not wrong assumptions.", "按此方法构造的区间，100 次同样的研究中约有 95 次包含模型的真实均值。它只涵盖随机性，不涵盖假定的错误。")),
    (Text("Shared confidence (Bonferroni)", "共享置信度（Bonferroni）"), Text("Several intervals judged together are each made wider, so that all of them hold at once with 95 %.", "多个区间一并判断时各自放宽，使它们以 95% 的把握同时成立。")),
    (Text("Who gains", "谁受益"), Text("The same resident under two scenarios: better off, worse off, or much the same.", "同一位居民在两个方案下的对照：变好、变差或大致相同。")),
    (Text("Fit", "适配度"), Text("How well a community's rules suit its conditions, from 0 to 1, on a rugged landscape.", "社区规则与当地条件相合的程度，0 到 1，定义在崎岖的适应度景观上。")),
    (Text("Factor", "因素"), Text("A lever, environment parameter or constant that a study varies.", "研究中被变动的杠杆、环境参数或常数。")),
    (Text("Design", "实验设计"), Text("The points at which a study runs the scenarios: a grid, a sample, trajectories.", "研究运行各方案的取值点：网格、抽样或轨迹。")),
    (Text("Calibration", "校准"), Text("Choosing free parameters so that named targets are met; other targets are held out and only looked at.", "选择自由参数以满足指定目标；另一些目标留出，只作检验。")),
    (Text("Manifest", "清单文件"), Text("What determines a set of runs: version, seed, scenarios, data, and the digests of the results.", "决定一组运行的全部信息：版本、种子、方案、数据，以及结果的摘要值。")),
    (Text("Digest", "摘要值"), Text("A short number made from bytes (SHA-256): the same digest means the same bytes.", "由字节计算的短码（SHA-256）：摘要值相同即逐字节相同。")),
    (Text("ODD", "ODD"), Text("Overview, Design concepts, Details: the usual form in which agent-based models are described.", "概览、设计概念、细节：描述多主体模型的通行格式。")),
    (Text("TRACE", "TRACE"), Text("A page of what is claimed of a model and what shows it.", "列明对模型的各项主张及其依据的文档。")),
)
# fmt: on


def page(language: str) -> str:
    """Return the page in one language, as Markdown."""
    return "\n".join(_lines(language)).rstrip() + "\n"


def _lines(language: str) -> Iterator[str]:
    yield f"# {TITLE[language]}\n"
    yield INTRODUCTION[language] + "\n"
    yield from _terms("method", METHOD, language)
    agents = [
        (odd_text.AGENTS[one.__name__], _agent(one)) for one in (Resident, Organization, SocialWorker, Government)
    ]
    yield from _terms("agents", agents, language)
    yield from _terms("processes", [(one.label, one.about) for one in SCHEDULE], language)
    yield from _terms("scenarios", [(one.title, one.question) for one in map(load, names())], language, names())
    catalogues = {"indicators": INDICATORS, "levers": LEVERS, "environment": ENVIRONMENT}
    for heading, catalogue in catalogues.items():
        yield from _quantities(heading, list(catalogue.values()), language)
    states: dict[str, Quantity] = {}
    for agent in (Resident, Organization, SocialWorker, Government):
        for column in columns_of(agent).values():
            if column.quantity is not None:
                states.setdefault(column.quantity.name, column.quantity)
    yield from _quantities("states", list(states.values()), language)
    yield from _quantities("constants", list(CONSTANTS.values()), language)


def _agent(agent: type) -> Text:
    return {
        "Resident": Text("An adult who lives in a building of a community.", "住在社区某栋楼里的成年人。"),
        "Organization": Text("A community organisation with a home community and members.", "有所在社区、有成员的社区社会组织。"),
        "SocialWorker": Text("Arranges encounters, mediates, relays what residents would not report to an office.", "组织交往、调解纠纷，转达居民不会向政府反映的诉求。"),
        "Government": Text("The district government and its street offices.", "区政府及其街道办事处。"),
    }[agent.__name__]  # fmt: skip


def _heads(language: str) -> tuple[str, str]:
    return ("english", "chinese") if language == "en" else ("chinese", "english")


def _terms(
    heading: str, terms: Sequence[tuple[Text, Text]], language: str, codes: Sequence[str] | None = None
) -> Iterator[str]:
    yield f"## {HEADINGS[heading][language]}\n"
    first, second = _heads(language)
    other = "zh" if language == "en" else "en"
    heads = [first, second, *(["name"] if codes else []), "meaning"]
    rows = []
    for place, (term, meaning) in enumerate(terms):
        code = [f"`{codes[place]}`"] if codes else []
        rows.append([term[language], term[other], *code, meaning[language]])
    yield from tables.table(language, heads, rows)


def _quantities(heading: str, quantities: Sequence[Quantity], language: str) -> Iterator[str]:
    yield f"## {HEADINGS[heading][language]}\n"
    first, second = _heads(language)
    other = "zh" if language == "en" else "en"
    status = heading in ("environment", "constants")
    yield from tables.table(
        language, [first, second, "name", "unit", *(["status"] if status else []), "meaning"],
        (
            [
                one.label[language], one.label[other], f"`{one.name}`", tables.cell(one, "unit", language),
                *([STATUS_LABELS[one.status][language]] if status else []), one.meaning[language],
            ]
            for one in quantities
        ),
    )  # fmt: skip
