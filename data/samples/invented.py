"""`example`: a small invented folder with every file and Chinese headers, to copy and fill with one's own records."""

from __future__ import annotations

import json

from ...core.text import Text
from .records import Records, Table

COMMUNITIES = (("A", "东风社区", 5200), ("B", "和平社区", 4100))
PER_BUILDING, BUILDINGS, GRIDS = 12, 3, 2  # in each grid
ORIGINS = ("本地", "本地", "外省", "本省")
OCCUPATIONS = ("教师", "司机", "护士", "电工", "店主", "公务员")
NOTES = (
    Text("invented, not measured: every number follows from a rule", "虚构数据，并非调查所得：所有数值均按规则生成"),
)
README = """# 示例数据 / Example

**虚构数据**：由 `cogov data make example` 按固定规则生成，没有真实的人。复制后换成自己的记录，再用 `cogov data check 文件夹` 检查。
**Invented**: made by a fixed rule, no real person. Copy it, put in your own records, then `cogov data check FOLDER`.

| 文件 File | 必需列 Needed | 可选列 Optional |
|---|---|---|
| residents.csv | 编号 id, 社区 community | 家庭 household, 网格 grid, 楼栋 building, 年龄 age, 性别 sex, 住房 tenure, 籍贯 origin, 职业 occupation, 居住年限 years, 数字技能 skill (0-1), 权重 weight |
| ties.csv（或 ties.graphml） | 起点 source, 终点 target | 类型 kind, 强度 strength (0-1) |
| organizations.csv | 编号 id, 社区 community | 名称 name, 类型 kind, 领域 focus, 成立 founded, 能力 capability (0-1) |
| memberships.csv | 成员 resident, 组织 organization | 职务 office |
| communities.geojson（或 communities.csv） | id | name, population |

空单元格表示缺失，由模型按默认值抽取并在报告中说明。An empty cell is missing; the model draws it and the report lists it.
只含成年人（18 岁及以上）。Adults only. 编码 UTF-8 或 GB18030。UTF-8 or GB18030.
"""


def _residents() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    per_grid = PER_BUILDING * BUILDINGS
    for place, (community, _, _) in enumerate(COMMUNITIES):
        for k in range(per_grid * GRIDS):
            j = 7 * k + 3 * place
            rows.append(
                (
                    f"{community}{k + 1:03d}", community, f"{community}户{k // 2 + 1:02d}", f"网格{k // per_grid + 1}",
                    f"{k % per_grid // PER_BUILDING + 1}号楼", None if j % 23 == 0 else 18 + j % 63,
                    "女" if k % 2 else "男",
                    None if j % 17 == 0 else ("租户" if k // 2 % 3 == 0 else "业主"),
                    ORIGINS[k // 2 % 4], OCCUPATIONS[(k + place) % 6],
                    None if j % 11 == 0 else j % 10, round(0.2 + 0.7 * (j % 13) / 12, 2), None,
                )
            )  # fmt: skip
    return rows


def _ties(ids: list[str]) -> list[tuple[object, ...]]:
    """Each couple; from every third resident a neighbour five doors on; an acquaintance of every tenth elsewhere."""
    ties: list[tuple[object, ...]] = []
    half = len(ids) // 2
    for k, one in enumerate(ids):
        if k % 2 == 0:
            ties.append((one, ids[k + 1], "家庭", 0.9))
        if k % 3 == 0 and (k + 5) // PER_BUILDING == k // PER_BUILDING:
            ties.append((one, ids[k + 5], "邻里", 0.5))
        if k % 10 == 0 and k < half:
            ties.append((one, ids[k + half], "熟人", None))
    return ties


def records() -> Records:
    """Return the folder."""
    residents = _residents()
    ids = [str(row[0]) for row in residents]
    half = len(ids) // 2
    header = (
        "编号",
        "社区",
        "家庭",
        "网格",
        "楼栋",
        "年龄",
        "性别",
        "住房",
        "籍贯",
        "职业",
        "居住年限",
        "数字技能",
        "权重",
    )
    types = {
        "年龄": "integer",
        "居住年限": "integer",
        "数字技能": "number",
        "权重": "number",
        "强度": "number",
        "能力": "number",
    }
    organizations = [
        ("O1", "东风合唱队", "A", "居民自组织", "照料", 2012, 0.5),
        ("O2", "邻里维修站", "A", "孵化", "维修", "2019年3月", 0.4),
        ("O3", "和平助学会", "B", "外来社会组织", "教学", 2016, None),
    ]
    members = [(ids[k], "O1", "负责人" if k == 0 else None) for k in range(0, half, 6)]
    members += [(ids[k], "O2", "会长" if k == 3 else None) for k in range(3, half, 9)]
    members += [(ids[k], "O3", "负责人" if k == half + 1 else None) for k in range(half + 1, len(ids), 8)]
    features = [
        {
            "type": "Feature",
            "properties": {"id": key, "name": name, "population": population},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 0.0], [west + 1.0, 0.0], [west + 1.0, 1.0], [west, 1.0], [west, 0.0]]],
            },
        }
        for west, (key, name, population) in enumerate(COMMUNITIES)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return Records(
        title="示例数据 (invented example)",
        description="Invented records of two communities, to copy. 两个社区的虚构记录，供复制。",
        tables={
            "residents.csv": Table(header, residents, types),
            "ties.csv": Table(("起点", "终点", "类型", "强度"), _ties(ids), types),
            "organizations.csv": Table(("编号", "名称", "社区", "类型", "领域", "成立", "能力"), organizations, types),
            "memberships.csv": Table(("成员", "组织", "职务"), members),
        },
        texts={"communities.geojson": json.dumps(collection, ensure_ascii=False, indent=1) + "\n"},
        readme=README,
        licenses=({"name": "CC0-1.0", "title": "Creative Commons CC0 1.0"},),
        notes=NOTES,
    )  # fmt: skip
