"""Words of the house's old dialect are gone from all that is read: help, messages, reports, app, scenarios, docstrings, pages.

Each has a plain word of the field in its place: common random numbers, chance or noise for luck; report, show, distinguish
for tell; again, next to, the reader. In Chinese a scenario is 方案 and a future 情形.
"""

import ast
import json
import re

import pytest
from cogov.tests.repo.conftest import ROOT, Source

ENGLISH = re.compile(
    r"\bluck\b|\btold\b|\btells?\b|\bsays? so\b|\banew\b|\bbeside\b|\bso many\b|\bwhoever\b|\blets? go\b|\bhears?\b|\bheard\b"
    r"|\btake along\b|\bbet(?:s|ting)?\b",
    re.IGNORECASE,
)
CHINESE = re.compile(
    "情景|押注|运气|虚报|主体合法性|集合运行|个人诉求结果|经验上升|顶层试验|与零明确区分|何处何种|定期变化|各只看到|否则在家里|随机条件"
    "|其[^他余中次实，。；：、]{0,6}其(?![他余中次实])"
)
NAMED = re.compile(
    r"^[ \t]*[\w`, ]+ : ", re.MULTILINE
)  # a parameter in a docstring: `luck : float64 (replicates), ...`
CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)\s]*\)|\{\w+\}|\[[\w-]+=[^\]]*\]|ask and tell", re.DOTALL)
PAGES = [
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("scenarios/library/**/*.yaml")]
    if path.name != "CHANGELOG.md"
]  # fmt: skip


def dialect(text: str) -> list[str]:
    """Return the words of the dialect in a text, with what stands around them."""
    text = CODE.sub("`", NAMED.sub("", text))
    found = [*ENGLISH.finditer(text), *CHINESE.finditer(text)]
    return [" ".join(text[max(0, one.start() - 30) : one.end() + 20].split()) for one in found]


def words(source: Source):
    """Every text of a Python file that can be read as a sentence, (line, text); docstrings too."""
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r" |[一-鿿]", node.value):
            yield node.lineno, node.value


def test_none_in_texts_and_docstrings(sources):
    faults = [
        f"{source.name}:{line}: {found[0]}"
        for source in sources
        if source.layer not in {"tests", "benchmarks"}
        for line, text in words(source)
        if (found := dialect(text))
    ]
    assert faults == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_none_in_pages(path):
    assert dialect(path.read_text(encoding="utf-8")) == []


def test_none_in_notebooks():
    faults = []
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            faults += [f"{path.name}: {one}" for one in dialect("".join(cell["source"]))]
    assert faults == []


@pytest.mark.parametrize(
    "text",
    ["Where all luck comes from.", "it says so", "made anew", "先押注，再揭晓", "所有情景的支出", "A bet before"],
)
def test_they_are_seen(text):
    assert dialect(text)


@pytest.mark.parametrize(
    "text", ["besides", "`told`", "luck : what a replicate adds", "the alphabet", "其他各项，其中两项"]
)
def test_others_are_left_alone(text):
    assert dialect(text) == []
