"""What is wrong with a data folder: all of it at once, each with file, row, column, value, what is allowed.

A row is the line number in a text file, the number of the feature in GeoJSON, of the edge in GraphML.

Two forms of one finding: `DataProblem.text` names row and value, for the screen of the owner of the data; `notices` gives
counts by kind, without any row, id or value, and only that goes into reports and manifests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.nearest import closest, question
from ..core.text import Text
from ..model.population.given import Notice

SHOWN = 50  # problems in one message
KEPT = 1000  # problems of the same kind in the same column; the rest is counted
SEARCHED = 2000  # known names among which a nearest one is looked for

ERRORS: dict[str, Text] = {
    "no_folder": Text("there is no such folder", "没有这个文件夹"),
    "not_folder": Text("this is a file; a folder of files is needed", "这是一个文件，需要的是文件夹"),
    "no_residents": Text("the folder has no residents.csv, which is needed", "文件夹中没有必需的 residents.csv"),
    "no_cases": Text("the folder has no cases.csv", "文件夹中没有 cases.csv"),
    "unreadable": Text("the file cannot be opened", "文件无法打开"),
    "two_files": Text("two files say the same; keep one", "两个文件内容相同，请只保留一个"),
    "encoding": Text("the text is not in a known encoding", "无法识别文本编码"),
    "empty_file": Text("the file is empty; delete it or fill it", "文件为空，请删除或补充内容"),
    "header_only": Text("there is a header but no row; delete the file or fill it", "只有表头没有数据"),
    "quotes": Text("the file cannot be split into cells", "文件无法拆分为单元格"),
    "fields": Text("the row has another number of cells than the header", "该行单元格数与表头不一致"),
    "missing_column": Text("a needed column is missing", "缺少必需的列"),
    "duplicate_header": Text("two columns have the same meaning", "两列含义相同"),
    "missing_value": Text("a needed value is missing", "缺少必需的值"),
    "duplicate_id": Text("the id stands twice", "编号重复"),
    "not_number": Text("this is not a number", "不是数字"),
    "out_of_range": Text("the number is out of bounds", "数值超出范围"),
    "under_age": Text("under 18: agents are adults, leave minors out", "未满 18 岁：模型只含成年人，请删去未成年人"),
    "digits": Text("digits without a codebook", "数字没有编码说明"),
    "two_meanings": Text("the code has two meanings", "同一代码有两个含义"),
    "code_column": Text("the codebook names a column that is not there", "编码说明中的列不存在"),
    "unknown_table": Text("the codebook names a table that is not known", "编码说明中的表无法识别"),
    "two_identities": Text("two columns could identify the rows, and they differ", "有两列都可能是标识，且彼此不同"),
    "spellings": Text("spellings that differ in width, case, spaces, zeros or .0 only", "仅在全半角、大小写、空格、前导零或 .0 上不同的写法"),
    "spoilt_code": Text("the code was spoilt by a spreadsheet", "编码已被表格软件改坏"),
    "huge_household": Text("more adults in one household than live together", "一户的成年人数过多"),
    "total_row": Text("the row is a total, not a record", "该行是合计，不是记录"),
    "unknown_word": Text("the word is not known", "无法识别的词"),
    "unknown_community": Text("no such community", "没有这个社区"),
    "unknown_resident": Text("no such resident", "没有这个居民"),
    "not_date": Text("this is not a date", "不是日期"),
    "date_order": Text("the case ended, or was responded to, before it was taken in", "办结或响应早于受理"),
    "mixed_order": Text("days stand before months in some rows and after them in others", "有的行日在月前，有的行月在日前"),
    "day_or_month": Text("day and month cannot be distinguished", "无法区分日和月"),
    "zone": Text("the time zone is not clear: some times have an offset from UTC, others have none or another", "时区不明确：有的时间带 UTC 偏移，有的没有或不同"),
    "no_such_time": Text("clocks skip this time", "该时刻因时钟拨快而不存在"),
    "unclear_word": Text("the word may mean open or closed", "该词可能表示办理中，也可能表示已办结"),
    "closed_undated": Text("the case is closed and nothing says when", "案件已办结但没有办结时间"),
    "unknown_organization": Text("no such organisation", "没有这个组织"),
    "too_many_groups": Text("there are too many home-region groups", "来源地群体过多"),
    "json": Text("the JSON cannot be read", "JSON 无法读取"),
    "geojson": Text("this is not a GeoJSON collection of features", "不是 GeoJSON 要素集合"),
    "graphml": Text("the GraphML cannot be read", "GraphML 无法读取"),
    "package": Text("datapackage.json asks for what is not possible", "datapackage.json 的要求无法满足"),
    "more": Text("more of the same were found", "还有同类问题"),
}  # fmt: skip
WARNINGS: dict[str, Text] = {
    "unknown_column": Text("the column is not read", "该列未被读取"),
    "unknown_file": Text("the file is not read", "该文件未被读取"),
    "only_cases": Text("there are cases and no residents: good for targets, not for a population", "只有诉求记录而没有居民：可用于校准目标，不能作为人口"),
    "case_community": Text("the case is of a community without residents here", "案件所属社区没有居民记录"),
    "impossible_date": Text("no case can be of this date; it counts as missing", "诉求不可能有这样的日期，按缺失处理"),
    "far_date": Text("the date is far from all others; the default period leaves it out", "该日期与其他日期相距甚远，默认时段不包含它"),
    "hole": Text("no case was taken in for long, between two parts of the record", "记录的两部分之间长时间没有受理任何诉求"),
    "time_twice": Text("clocks show this time twice; the earlier one is taken", "该时刻因时钟拨慢出现两次，取较早的一次"),
    "remark": Text("the remark in brackets is not used, the word before it is", "括号中的备注未使用，只使用其前面的词"),
    "open_dated": Text("the status is open, and there is a closing time; the case counts as open", "状态为办理中却有办结时间，按办理中处理"),
    "no_ends": Text("no closing time in any row: answers count by the day of intake, nothing is known of how long cases take", "所有行都没有办结时间：回答按受理日期计入，办结用时未知"),
    "answer_open": Text("answers of cases whose status is open are not counted", "办理中诉求的回答不计入"),
    "answer_undated": Text("answers of cases without a closing time are not counted", "没有办结时间的诉求的回答不计入"),
    "self_tie": Text("a tie of a resident to himself is left out", "居民与自己的联系已略去"),
    "duplicate_tie": Text("the tie stands more than once; the strongest is taken", "联系重复，取最强者"),
    "duplicate_membership": Text("the membership stands more than once; it is taken once", "成员关系重复，只计一次"),
    "unmapped_occupation": Text("no resource follows from the word; it is drawn", "由该词无法得出资源，资源将抽取"),
    "title_row": Text("a title above the header is left out", "表头之上的标题已略去"),
    "header_again": Text("the header stands once more and is left out", "重复的表头已略去"),
    "huge_community": Text("very many residents in one community; is the code whole?", "一个社区的居民过多，编码是否完整？"),
    "unused_weight": Text("weights are kept for analysis; every record counts once in the model", "权重仅供分析使用，模型中每条记录计一次"),
    "empty_community": Text("the community has no resident and is left out", "该社区没有居民，已略去"),
    "filled_place": Text("gaps filled from others of the same building or household", "缺失的位置取自同楼栋或同户居民"),
    "years_over_age": Text("the person has lived here for longer than he or she lives", "居住年限大于年龄"),
    "geometry": Text("the geometry is not read", "几何图形未被读取"),
    "package_ignored": Text("parts of datapackage.json are not used", "datapackage.json 的部分内容未被使用"),
    "founded_reference": Text("ages of organisations are counted up to this year", "社会组织的成立年限按截至该年计算"),
    "more_warnings": Text("more of the same were found", "还有同类情况"),
}  # fmt: skip

# Kinds whose value is a figure of the whole table and no one's record: shown in the public form too.
FIGURES = frozenset({"founded_reference"})
TABLES: dict[str, Text] = {
    "residents": Text("residents", "居民表"),
    "ties": Text("ties", "联系表"),
    "organizations": Text("organisations", "组织表"),
    "memberships": Text("memberships", "成员表"),
    "communities": Text("communities", "社区表"),
    "cases": Text("cases", "诉求表"),
    "codes": Text("codebook", "编码说明"),
}


def _short(value: str) -> str:
    return value if len(value) <= 160 else value[:157] + "..."


@dataclass(frozen=True, slots=True)
class DataProblem:
    """One thing that is wrong (or, as a warning, worth knowing) at one place."""

    kind: str
    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: Text | None = None
    nearest: str = ""
    count: int = 1  # rows that this one entry stands for
    of: str = ""  # for "more" and "more_warnings": the kind that is counted

    @property
    def is_error(self) -> bool:
        """Whether the folder cannot be used because of it."""
        return self.kind in ERRORS

    @property
    def message(self) -> Text:
        """What is wrong, without the place."""
        return said_of(self.kind)

    def text(self, language: str = "en") -> str:
        """The whole problem in one line."""
        zh = language == "zh"
        place = [self.file]
        if self.row is not None:
            place.append(f"第 {self.row} 行" if zh else f"row {self.row}")
        if self.column:
            place.append(f"列 {self.column}" if zh else f"column {self.column}")
        said = f"{'，'.join(place)}：{self.message.zh}" if zh else f"{', '.join(place)}: {self.message.en}"
        if self.of:
            said += f"（{self.count} 项）：{said_of(self.of).zh}" if zh else f" ({self.count}): {said_of(self.of).en}"
        elif self.value:
            said += f"：{_short(self.value)!r}" if zh else f": {_short(self.value)!r}"
            if self.count > 1 and str(self.count) not in self.value:
                said += f"（{self.count:,} 行）" if zh else f" ({self.count:,} rows)"
        if self.allowed is not None:
            said += f"；允许：{self.allowed.zh}" if zh else f"; allowed: {self.allowed.en}"
        return said + question(self.nearest)[language]

    def __str__(self) -> str:
        return self.text()

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The problem for a script."""
        return {
            "level": "error" if self.is_error else "warning",
            "kind": self.kind,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message[language],
            "allowed": self.allowed[language] if self.allowed else "",
            "nearest": self.nearest,
        } | ({"count": self.count} if self.count > 1 else {})


def said_of(kind: str) -> Text:
    """Return what a kind of problem means."""
    return ERRORS.get(kind) or WARNINGS[kind]


def notices(problems: Iterable[DataProblem], tables: Mapping[str, str]) -> tuple[Notice, ...]:
    """Return one notice for each kind of problem in each table: in public a count, in private every row and value.

    Parameters
    ----------
    problems : what was found.
    tables : which table each file is (`residents`, ...); a file that is none of them is not named in public.
    """
    groups: dict[tuple[str, str], list[DataProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.of or problem.kind, tables.get(problem.file, "")), []).append(problem)
    found = []
    for (kind, table), group in groups.items():
        said, count, name = said_of(kind), sum(problem.count for problem in group), TABLES.get(table)
        en, zh = said.en, said.zh
        if kind in FIGURES:
            en, zh = f"{en}: {group[0].value}", f"{zh}：{group[0].value}"
        if name is not None:
            en, zh = f"{name.en}: {en}", f"{name.zh}：{zh}"
        public = Text(f"{en} ({count})", f"{zh}（{count} 处）") if count > 1 else Text(en, zh)
        found.append(Notice(public, Text(listed(group, "en"), listed(group, "zh"))))
    return tuple(found)


def listed(problems: Sequence[DataProblem], language: str = "en") -> str:
    """The first problems, one a line, and how many more there are."""
    lines = [problem.text(language) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        more = len(problems) - SHOWN
        lines.append(f"另有 {more} 项" if language == "zh" else f"and {more} more")
    return "\n".join(lines)


class DataError(ValueError):
    """A data folder that cannot be used. `problems` has all that was found; the message lists the errors."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems = tuple(problems)
        self.errors = tuple(problem for problem in self.problems if problem.is_error)
        super().__init__(listed(self.errors))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[DataProblem, ...]]]:
        return type(self), (self.problems,)

    def text(self, language: str = "en") -> str:
        """The message in one of the two languages."""
        return listed(self.errors, language)


def nearest_name(name: str, known: Collection[str]) -> str:
    """The known name closest to `name`, or an empty string; not searched among very many."""
    return "" if len(known) > SEARCHED else closest(name, known)


class Problems:
    """Collects problems while a folder is read."""

    def __init__(self) -> None:
        self._found: list[DataProblem] = []

    def __iter__(self) -> Iterator[DataProblem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def any_error(self) -> bool:
        """Whether the folder cannot be used."""
        return any(problem.is_error for problem in self._found)

    def add(
        self, kind: str, file: str, row: int | None = None, column: str = "", value: object = "",
        allowed: Text | None = None, nearest: str = "", count: int = 1, of: str = "",
    ) -> None:  # fmt: skip
        """Note one problem; `count` rows are behind it."""
        self._found.append(DataProblem(kind, file, row, column, str(value), allowed, nearest, count, of))

    def add_rows(
        self, kind: str, file: str, rows: Sequence[int], column: str, values: Any,
        allowed: Text | None = None, known: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Note the same kind of problem in many rows; beyond a thousand the rest is only counted."""
        hints: dict[str, str] = {}
        for row, value in zip(rows[:KEPT], values[:KEPT], strict=True):
            word = str(value)
            if known and word not in hints:
                hints[word] = nearest_name(word, known) if len(hints) < 100 else ""
            self.add(kind, file, int(row), column, word, allowed, hints.get(word, ""))
        if len(rows) > KEPT:
            rest = len(rows) - KEPT
            more = "more" if kind in ERRORS else "more_warnings"
            self.add(more, file, None, column, rest, count=rest, of=kind)
