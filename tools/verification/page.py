"""The page on verification: what is checked how, made of the tests themselves; nothing in its tables is typed by hand."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cogov.core.text import Text
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.schedule import SCHEDULE
from cogov.reports.document.markdown import table
from cogov.tests.model import test_extremes, test_levers, test_neutrality
from cogov.tools.verification.ways import WAYS, Way
from cogov.tools.verification.words import EXTREMES, KINDS, OUTCOMES, REASONS

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "results"
EQUIVALENT = ROOT / "tools" / "mutants" / "equivalent.txt"

# fmt: off
TITLE = Text("Verification: whether the program does what its description says", "验证：程序是否如描述所说运行")
PREFACE = Text(
    "Made by `make verification` from the tests and from what `make mutants` recorded; a test keeps it current. All other claims about the model are on the [TRACE page](../trace.md).",
    "由 `make verification` 根据测试与 `make mutants` 的记录生成，并由测试保证其为最新。关于模型的其他主张见 [TRACE 页](../trace.zh.md)。")
HOW = Text("What is checked, and how", "检查什么，如何检查")
OFF = Text("Mechanisms and their off settings", "各机制及其关闭设置")
OFF_ABOUT = Text("At these settings a run equals one from which the mechanism is switched off, bit for bit. Some can only be switched off.", "取这些设置时，运行与关闭该机制的运行逐位相同。有些机制只能用开关关闭。")
LEVERS_TITLE = Text("Directions of the levers", "政策杠杆的方向")
LEVERS_ABOUT = Text(
    "*up* and *down*: at least {enough} of {pairs} differences between runs on the same seeds, {weeks} weeks long and alike but for the lever, must lie on that side. *either*: mechanisms pull both ways or chance decides; the test only checks that the lever does something.",
    "“升”“降”：同种子、其余相同、为期 {weeks} 周的 {pairs} 对运行中，至少 {enough} 对之差须在该侧。“不定”：机制在两个方向上起作用，或结果出于偶然，只检验杠杆确有作用。")
DIRECTION = {test_levers.UP: Text("up", "升"), test_levers.DOWN: Text("down", "降"), test_levers.EITHER: Text("either", "不定")}
EXTREMES_TITLE = Text("Extreme settings", "极端设定")
FAULTS = Text("Planted faults", "植入的错误")
FAULTS_ABOUT = Text(
    "`make mutants` puts up to {count} faults into each part, one at a time (seed {seed}), of as many kinds and in as many functions as there are: {kinds}. A fault is caught if a test fails that passes on the sound code. Golden runs are not asked, as they notice every change; nor is what takes long without compilation, so that the rate is a lower bound. Edits known to change nothing observable are not tried. {caught} of {tried} were caught ({rate}), in {minutes:.0f} minutes of processor time.",
    "`make mutants` 在每个部分逐一植入至多 {count} 个错误（种子 {seed}），涵盖尽可能多的类型与函数：{kinds}。若在正确代码上通过的某项测试因此失败，即为发现。基准运行不计在内，因为它们对任何改变都有反应；不编译便耗时过长的测试也不计，故发现率是下限。已知不改变任何可观察结果的改动不予尝试。共发现 {tried} 个中的 {caught} 个（{rate}），用处理器时间 {minutes:.0f} 分钟。")
SURVIVORS = Text("Faults that no test noticed", "未被测试发现的错误")
SURVIVORS_NONE = Text("None.", "无。")
SURVIVORS_ABOUT = Text("Each is a gap in the tests or an edit whose effect cannot be observed; the latter move to the list below when that has been shown.", "每一项或为测试的缺口，或为其作用无法观察的改动；后者经证明后移入下列清单。")
EQUAL = Text("Edits that change nothing", "不改变任何结果的改动")
HEAD = {
    "ways": (Text("Way", "方法"), Text("What it shows", "说明什么"), Text("Tests", "测试")),
    "off": (Text("Mechanism", "机制"), Text("Off", "关闭设置")),
    "levers": (Text("Lever", "杠杆"), Text("Outcome", "结果"), Text("Direction", "方向"), Text("Why", "理由")),
    "faults": (Text("Part", "部分"), Text("Tried", "尝试"), Text("Caught", "发现"), Text("Rate", "发现率"), Text("Equivalent", "等价")),
    "equal": (Text("Edit", "改动"), Text("Why", "理由")),
}
ONLY_SWITCH = Text("by its switch only", "只能用开关")
ALWAYS_SET = Text("what it sets at the start stays", "保持起始时所设")
# fmt: on


def document(language: str) -> str:
    """Return the page in one language, as Markdown."""
    return "\n".join(_lines(language)).rstrip("\n") + "\n"


def _table(name: str, rows: Iterable[Sequence[str]], language: str) -> Iterator[str]:
    return table([word[language] for word in HEAD[name]], rows, right=())


def _lines(language: str) -> Iterator[str]:
    yield from (f"# {TITLE[language]}", "", PREFACE[language], "", f"## {HOW[language]}", "")
    yield from _table("ways", ((way.name[language], way.how[language], _tests(way)) for way in WAYS), language)
    yield from (f"## {OFF[language]}", "", OFF_ABOUT[language], "")
    yield from _table("off", ((one.label[language], _off(one.name, language)) for one in SCHEDULE), language)
    about = LEVERS_ABOUT[language].format(
        enough=test_levers.ENOUGH, pairs=len(test_levers.SEEDS), weeks=test_levers.WEEKS
    )
    yield from (f"## {LEVERS_TITLE[language]}", "", about, "")
    yield from _table("levers", _levers(language), language)
    names = [name if language == "en" else EXTREMES[name] for name in test_extremes.CASES]
    yield from (
        f"## {EXTREMES_TITLE[language]}",
        "",
        ("; " if language == "en" else "；").join(names) + ("." if language == "en" else "。"),
        "",
    )
    yield from _faults(language)


def _tests(way: Way) -> str:
    return "<br>".join(f"[`{test}`](../../tests/{test.partition('::')[0]})" for test in way.tests)


def _levers(language: str) -> Iterator[Sequence[str]]:
    for row in test_levers.ROWS:
        name = row.outcome if isinstance(row.outcome, str) else row.outcome.__name__
        outcome = INDICATORS[name].label if name in INDICATORS else OUTCOMES[name]
        reason = row.reason if language == "en" else REASONS[row.reason]
        lever = f"{LEVERS[row.lever].label[language]}{': ' if language == 'en' else '：'}{row.low} → {row.high}"
        yield lever, outcome[language], DIRECTION[row.direction][language], reason


def _off(name: str, language: str) -> str:
    if name in test_neutrality.ONLY_SWITCHED:
        return ONLY_SWITCH[language]
    given = {key: value for group in test_neutrality.OFF[name].values() for key, value in group.items()}
    return ", ".join(f"`{key}` {value}" for key, value in given.items()) or ALWAYS_SET[language]


def _code(words: str) -> str:
    return f"`{words}`"


def _faults(language: str) -> Iterator[str]:
    found = json.loads((RESULTS / "mutants.json").read_text(encoding="utf-8"))
    parts = found["parts"]
    tried, caught = sum(part[0] for part in parts.values()), sum(part[1] for part in parts.values())
    kinds = ("; " if language == "en" else "；").join(kind[language] for kind in KINDS.values())
    yield from (f"## {FAULTS[language]}", "")
    yield FAULTS_ABOUT[language].format(
        count=found["faults"], seed=found["seed"], kinds=kinds, caught=caught, tried=tried, minutes=found["minutes"], rate=_rate(caught, tried)
    )  # fmt: skip
    yield ""
    rows = (
        (f"`{name}`", str(count), str(noticed), _rate(noticed, count), str(equal or ""))
        for name, (count, noticed, equal) in parts.items()
    )
    yield from _table("faults", rows, language)
    yield from (f"### {SURVIVORS[language]}", "")
    if found["survivors"]:
        yield from (SURVIVORS_ABOUT[language], "", *(f"- {_code(key)}" for key in found["survivors"]))
    else:
        yield SURVIVORS_NONE[language]
    yield from ("", f"### {EQUAL[language]}", "")
    yield from _table("equal", _equal(language), language)


def _equal(language: str) -> Iterator[Sequence[str]]:
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, en, zh = line.rsplit(" | ", 2)
            yield _code(key), en if language == "en" else zh


def _rate(caught: int, tried: int) -> str:
    return f"{caught / tried:.0%}" if tried else "–"
