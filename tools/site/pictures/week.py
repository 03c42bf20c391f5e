"""The model in one picture, drawn from its schedule: what happens in a week, and in the last week of a quarter."""

from __future__ import annotations

from itertools import pairwise

from cogov.core.text import Text
from cogov.model.process import QUARTERLY, Process
from cogov.model.schedule import SCHEDULE

from . import svg

TITLE = Text("The model in one picture", "一图看懂模型")
UNDER = Text(
    "One week, in the order in which it runs. What each band changes is what the others read next.",
    "一周之内按此次序运行；每一栏改变的，正是其他各栏随后读取的。",
)
QUARTER = Text("every quarter", "每季度")

# The parts of the story, each with the process that it begins with: it goes on to where the next one begins.
BANDS: tuple[tuple[Text, str, str, Text], ...] = (
    (Text("People come and go", "人来人往"), "#e4e9ef", "turnover", Text("who lives here, with which ties", "谁住在这里，有哪些联系")),
    (Text("Things go wrong", "问题发生"), "#f8e3da", "problems", Text("problems, disputes, who speaks up", "公共问题与纠纷；谁反映、向哪里反映")),
    (Text("Offices act", "政府办理"), "#d9e8f5", "handling", Text("solved, or only reported so", "真正解决，或只是报上去算解决")),
    (Text("Neighbours act", "邻里行动"), "#d9efe9", "mutual_help", Text("help, hours, organisations, new ties", "互助、志愿时间、社会组织、新的联系")),
    (Text("Minds change", "人心变化"), "#efe3f3", "belonging", Text("what residents feel and will do next", "居民的感受，以及下一步的行动")),
    (Text("Rules change", "规则变化"), "#eef3d6", "saving", Text("tried below, copied, or set from above", "基层试行、相互借鉴，或由上统一")),
    (Text("Money is spent", "经费支出"), "#f5efd3", "spending", Text("the same total in every scenario", "每个方案总额相同")),
)  # fmt: skip
WIDTH, LEFT, HEAD, ROW, TOP = 980, 24, 236, 66, 92


def processes_of_bands() -> list[list[Process]]:
    """Return the processes of each band, in the order of the week."""
    begins = [first for _, _, first, _ in BANDS]
    names = [process.name for process in SCHEDULE]
    places = [*map(names.index, begins), len(names)]
    if places[0] != 0 or places != sorted(places):
        raise ValueError("the bands of the picture do not follow the schedule of the week")
    return [list(SCHEDULE[low:high]) for low, high in pairwise(places)]


def picture(language: str) -> str:
    """Return the picture in one language, as SVG."""
    bands = processes_of_bands()
    columns = max(5, *map(len, bands))
    shapes = [
        svg.text(LEFT, 36, TITLE[language], 20, more='font-weight="600"'),
        svg.text(LEFT, 62, UNDER[language], 13, svg.SOFT),
    ]
    for row, (head, colour, _, means) in enumerate(BANDS):
        y = TOP + row * ROW
        shapes.append(svg.box(LEFT, y, WIDTH - 2 * LEFT, ROW - 10, colour))
        shapes.append(svg.text(LEFT + 14, y + 24, head[language], 15, more='font-weight="600"'))
        shapes += [
            svg.text(LEFT + 14, y + 41 + 13 * k, line, 11, svg.SOFT)
            for k, line in enumerate(svg.wrapped(means[language], 42))
        ]
        room = (WIDTH - 2 * LEFT - HEAD - 10) / columns
        for place, process in enumerate(bands[row]):
            x = LEFT + HEAD + place * room
            shapes.append(svg.box(x, y + 9, room - 8, ROW - 28, svg.PAPER))
            lines = svg.wrapped(process.label[language], 19)
            quarterly = process.every == QUARTERLY
            first = y + 32 - 6.5 * (len(lines) - 1) - (5 if quarterly else 0)
            middle = x + (room - 8) / 2
            shapes += [
                svg.text(middle, first + 13 * k, line, 12, more='text-anchor="middle"') for k, line in enumerate(lines)
            ]
            if quarterly:
                shapes.append(svg.text(middle, y + 43, QUARTER[language], 9.5, svg.SOFT, 'text-anchor="middle"'))
        if row:
            shapes.append(f'<path d="M{LEFT + 8} {y - 9} l5 7 l5 -7 z" fill="{svg.SOFT}"/>')
    end = TOP + len(BANDS) * ROW
    again = Text("… and the next week begins with what is there now", "……下一周从此刻的状态开始")
    shapes.append(svg.text(LEFT + 14, end + 8, again[language], 12.5, svg.SOFT))
    return svg.picture(WIDTH, end + 26, TITLE[language], shapes)
