"""Chinese texts have Chinese punctuation: no half-width comma, colon, semicolon or bracket beside a Chinese character."""

import ast
import re

import pytest
from cogov.tests.repo.conftest import ROOT

HAN = "\u4e00-\u9fff"
VALUE = "\u25cb"  # stands for what an f-string puts in
BESIDE = re.compile(rf"[{HAN}）”》][,;:!?(]|[,;:!?)][{HAN}（“《]|[{HAN}）][,;:!?] [{HAN}{VALUE}]|{VALUE}[,;:]{VALUE}")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")  # a sentence that names Chinese words, as (是, 否), keeps its own marks
CODE = re.compile(
    r"`[^`]*`|\]\([^)]*\)|https?://\S+|codes\.csv（[^）]*）"
)  # what is typed as it stands, a column's headers
LENT = " (照料, 维修, 教学, 法律与文书, 物资, 交通)"  # the end of an English sentence
PATTERN = re.compile(r"\(\?[:P=!<]|\\d|\[[^\]]*\]\?")  # a regular expression


def half_width(text):
    """Places of half-width marks in a text: a line that is Chinese, and not English with Chinese words in it."""
    found = []
    for line in CODE.sub("`", text).splitlines():
        if re.search(f"[{HAN}]", line) and not PATTERN.search(line):
            for part in re.split(r"(?<=[。|])", line):
                if not ENGLISH.search(part):
                    found += [part[max(0, m.start() - 8) : m.end() + 8] for m in BESIDE.finditer(part)]
    return found


def texts(tree):
    """Every text of a Python file that is no docstring, (line, text); values of an f-string as one sign."""
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else VALUE for part in node.values)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def test_no_half_width_marks_in_chinese_texts_of_the_package(sources):
    faults = [
        f"{source.name}:{line}: {found[0]}"
        for source in sources
        if source.layer not in {"tests", "benchmarks"}
        for line, text in texts(source.tree)
        if text != LENT and (found := half_width(text))
    ]
    assert faults == []


def test_no_half_width_marks_in_chinese_pages(files):
    faults = []
    for path in files:
        if path.name.endswith(".zh.md"):
            text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            faults += [f"{path.relative_to(ROOT)}: {one}" for one in half_width(text)]
    assert faults == []


@pytest.mark.parametrize(
    "text", ["虚构数据,供复制", "至多 5 组;请合并", "说明: 有两处", "学历(成人)", "共 3 个:甲", f"无法使用 {VALUE}:{VALUE}。", "18-34 岁)人"]
)  # fmt: skip
def test_half_width_marks_are_seen(text):
    assert half_width(text)


@pytest.mark.parametrize(
    "text",
    [
        "虚构数据，供复制（两份）。",
        "female or male (女, 男)",
        "编号 id, 社区 community",
        "见[术语表](a.md)与",
        "`文件::名`",
        "K = 5, 10",
    ],
)
def test_other_marks_are_left_alone(text):
    assert half_width(text) == []
