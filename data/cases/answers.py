"""The words of hotlines: what they call an open and a closed case, and how they write down an answer.

Digits mean nothing by themselves: 1 is closed here and open there. Words that some hotlines use for one thing and others for another are not read
either; the message names what to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ...core.text import Text
from ...model.population.cell_words import MISSING, is_code, tidy
from ..errors import Problems
from ..tables.conversions import no_codes
from ..tables.csv_tables import Sheet
from ..tables.headers import normal, table

OPEN = table(
    {
        1: (
            "open", "new", "pending", "inprogress", "acknowledged", "submitted", "assigned", "reopened", "inprocess", "processing", "received",
            "办理中", "处理中", "处置中", "正在办理", "正在处理", "在办", "在办中", "待办", "待办理", "待处理", "待处置", "待受理", "已受理", "受理中", "待派单",
            "派单中", "已派单", "待分派", "已分派", "已转派", "已转办", "待签收", "已签收", "待接单", "已接单", "未办结", "未结案", "未完成", "未处理", "待结案",
            "待审核", "待核实", "延期", "延期办理", "申请延期", "延期中", "挂起", "重办", "重新办理", "督办", "督办中", "流转中", "新建",
        ),
        0: (
            "closed", "done", "resolved", "completed", "complete", "finished", "archived",
            "已办结", "办结", "办结归档", "已结案", "结案", "完成", "已完成", "已办理", "办理完成", "办理完毕", "办毕", "已办毕", "已处理", "处理完成", "处理完毕", "已处置",
            "已关闭", "关闭", "归档", "已归档", "已回访", "已完结", "完结", "已结束", "按期办结", "超期办结", "逾期办结", "提前办结",
        ),
    }
)  # fmt: skip
OPEN_ALLOWED = Text("open or closed (办理中, 已办结)", "办理中、已办结（open, closed）")
OPEN_UNCLEAR = table(
    {
        0: (
            "退单", "已退单", "退回", "已退回", "退件", "作废", "已作废", "撤销", "已撤销", "撤单", "已撤单", "无效", "重复", "重复工单", "不予受理", "不受理", "取消", "已取消",
            "待回访", "回访中", "已反馈", "已答复", "直接答复", "cancelled", "canceled", "rejected", "returned", "duplicate", "invalid", "void", "answered",
        )
    }
)  # fmt: skip
OPEN_UNCLEAR_ALLOWED = Text(
    "closed if nothing more will be done, open if it goes on elsewhere; take the row out if it was never a case (void, sent twice)",
    "不再办理的写“已办结”，转由他处继续办理的写“办理中”；从未成立的（作废、重复）请删去该行",
)
ANSWER = table(
    {
        1: (
            "yes", "y", "true", "t", "是", "有", "√", "对",
            "responded", "response", "响应", "已响应", "及时响应", "按时响应", "按期响应", "已联系",
            "resolved", "solved", "fixed", "解决", "已解决", "完全解决", "全部解决", "已经解决", "诉求已解决",
            "satisfied", "verysatisfied", "满意", "非常满意", "很满意", "十分满意", "基本满意", "比较满意", "较满意",
        ),
        0: (
            "no", "n", "false", "f", "否", "无", "×",
            "notresponded", "noresponse", "未响应", "无响应", "没有响应", "未联系",
            "unresolved", "notresolved", "notsolved", "unsolved", "未解决", "没有解决", "没解决", "尚未解决", "暂未解决", "无法解决", "不能解决", "部分解决", "诉求未解决",
            "dissatisfied", "unsatisfied", "notsatisfied", "verydissatisfied", "不满意", "一般", "不太满意", "较不满意", "比较不满意", "非常不满意", "很不满意", "十分不满意",
        ),
    }
)  # fmt: skip
ANSWER_ALLOWED = Text(
    "yes or no (是, 否; 已解决, 未解决; 满意, 不满意)", "是、否；已解决、未解决；满意、不满意（yes, no）"
)
NOT_ASKED = frozenset(
    normal(word)
    for word in (
        "未回访", "待回访", "无需回访", "无法联系", "联系不上", "未接通", "无人接听", "未接听", "拒访", "拒绝回访", "回访失败", "未评价", "未作评价", "不评价", "未表态", "空号", "关机",
        "停机", "not asked", "not applicable", "no answer", "not rated",
    )
)  # fmt: skip
"""No answer, and no fault."""
_REMARK = re.compile(r"^(.+?)\s*\(([^()]*)\)$")


def status(sheet: Sheet, problems: Problems) -> np.ndarray:
    """Return 1 for open, 0 for closed, nan where nothing is written."""
    return _read(sheet, "status", OPEN, OPEN_ALLOWED, frozenset(), problems)


def answers(sheet: Sheet, column: str, problems: Problems) -> np.ndarray:
    """Return 1, 0 and nan for yes, no and no answer."""
    return _read(sheet, column, ANSWER, ANSWER_ALLOWED, NOT_ASKED, problems)


def _read(
    sheet: Sheet, column: str, known: Mapping[str, int], allowed: Text, blank: frozenset[str], problems: Problems
) -> np.ndarray:  # fmt: skip
    """Return codes of a column's words; name digits, unknown words, and remarks in brackets that no code holds."""
    values = sheet.words(column).to_numpy(dtype=object)
    codes, unique = pd.factorize(values)
    no_codes(sheet, column, problems, allowed)
    meaning, kinds = np.full(len(unique), np.nan), np.full(len(unique), "", dtype=object)
    for place, word in enumerate(unique):
        if tidy(word) in MISSING or normal(word) in blank or is_code(word):
            continue
        parts = _REMARK.match(tidy(word))
        whole = re.sub(r"[\s_\-*]+", "", tidy(word))
        code = known.get(whole)
        if code is None and parts is not None and (normal(word) in known):
            code = known[normal(word)]
            if known.get(normal(parts[2])) != code:  # 是(已解决) adds nothing
                kinds[place] = "remark"
        if code is not None:
            meaning[place] = code
        else:
            kinds[place] = "unclear_word" if column == "status" and normal(word) in OPEN_UNCLEAR else "unknown_word"
    said = {
        "unclear_word": OPEN_UNCLEAR_ALLOWED,
        "unknown_word": allowed,
    }
    names = {1.0: Text("open", "办理中"), 0.0: Text("closed", "已办结")} if column == "status" else {1.0: Text("yes", "是"), 0.0: Text("no", "否")}  # fmt: skip
    for kind, text in said.items():
        rows = (kinds == kind)[codes] if len(unique) else np.zeros(len(values), bool)
        words = list(known) if kind == "unknown_word" else ()
        problems.add_rows(kind, sheet.file, sheet.line[rows].tolist(), sheet.header(column), values[rows], text, words)
    for place in np.flatnonzero(kinds == "remark"):
        rows = np.flatnonzero(codes == place)
        read = names[float(meaning[place])]
        note_count(problems, "remark", sheet, column, rows, f"{unique[place]} = {read.en} ({read.zh})")
    return meaning[codes] if len(unique) else np.full(len(values), np.nan)


def note_count(
    problems: Problems, kind: str, sheet: Sheet, column: str, rows: np.ndarray, value: str = "", allowed: Text | None = None
) -> None:  # fmt: skip
    """Note many rows at once: the first of them, what is written there, and how many there are."""
    if not len(rows):
        return
    header = sheet.header(column) if column else ""
    shown = value or str(sheet.words(column).iloc[int(rows[0])])
    problems.add(
        kind, sheet.file, int(sheet.line[rows[0]]), header, f"{shown} (x {len(rows):,})", allowed, count=len(rows)
    )
