"""`davis`: the women and events of Davis, Gardner and Gardner (1941), as residents and organisations."""

from __future__ import annotations

from ...core.text import Text
from .records import Records, Table

PAPER = "Davis, A., Gardner, B. B. and Gardner, M. R. (1941). Deep South. University of Chicago Press."
TOWN = "Old City"  # as the book calls it
NOTES = (
    Text(
        "18 women of one American town in the 1930s: not a Chinese urban community",
        "20 世纪 30 年代美国一座小镇的 18 位女性，并非中国城市社区",
    ),
    Text(
        "social events stand as organisations, attendance as membership",
        "社交活动按组织处理，出席按成员关系处理",
    ),
    Text(
        "no ties between the women were recorded: co-attendance is not turned into ties, ties are drawn",
        "未记录女性之间的联系：共同出席不转化为联系，联系由模型抽取",
    ),
)
README = f"""# Davis' Southern women

Made by `cogov data make davis` from `networkx.davis_southern_women_graph`: 18 women, 14 social events, 89 attendances.

Source: {PAPER}
Licence: networkx is under the 3-clause BSD licence; the table was printed in the book named above, and networkx
states no other terms for it.

- Each woman is a resident (`sex` female, as the source says), each event an organisation, each attendance a membership.
- One community, named as the book calls the town.
- **No ties are given.** Nobody recorded who knew whom; that two women came to the same event is not turned into a tie.
  The model draws ties.
- Drawn from defaults: grid, building, household, age, tenure, origin, occupation, years, skill; all ties;
  kind, focus and age of organisations.
- 18 residents are a test of loading, far too few for results. 数据仅供测试读取，人数过少，不能得出结论。
"""


def records() -> Records:
    """Return the folder: women, events, attendance."""
    import networkx as nx

    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    attended = [(woman, event) for woman in women for event in events if graph.has_edge(woman, event)]
    return Records(
        title="Davis' Southern women",
        description=PAPER,
        tables={
            "residents.csv": Table(("id", "community", "sex"), [(woman, TOWN, "female") for woman in women]),
            "communities.csv": Table(("id", "name"), [(TOWN, TOWN)]),
            "organizations.csv": Table(
                ("id", "name", "community"), [(event, f"Event {event}", TOWN) for event in events]
            ),
            "memberships.csv": Table(("resident", "organization"), attended),
        },
        readme=README,
        sources=({"title": PAPER}, {"title": "Python package networkx, davis_southern_women_graph"}),
        notes=NOTES,
    )
