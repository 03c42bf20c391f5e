"""`social_insure`: household heads of 44 Chinese villages, from an experiment on insurance, as residents.

Rural, and about rice insurance: of use for loading real records with real gaps, not as a picture of an urban community.
"""

from __future__ import annotations

from typing import Any

from ...core.extras import install
from ...core.text import Text
from .records import MakeError, Records, Table, number, unique_words

PAPER = (
    "Cai, J., De Janvry, A. and Sadoulet, E. (2015). Social networks and the decision to insure. "
    "American Economic Journal: Applied Economics, 7(2), 81-108."
)
NOTES = (
    Text(
        "rural administrative villages in China, not urban communities; the survey was about rice insurance",
        "数据来自中国农村行政村而非城市社区；原调查关于水稻保险",
    ),
    Text(
        "each record is the head of a household, one adult a household: other adults are not in the data",
        "每条记录为一位户主，每户一名成年人；其他成年人不在数据中",
    ),
    Text(
        "natural villages stand as buildings (immediate neighbours); whether they own the home, what they do, "
        "where they come from, how well they use digital services was not asked: drawn from defaults made for cities",
        "自然村按楼栋处理（近邻）；住房权属、职业、来源地与数字技能未调查，按城市默认值抽取",
    ),
    Text(
        "the package has no ties between households: ties are drawn",
        "该包不含住户之间的联系，联系由模型抽取",
    ),
)


def survey() -> Any:
    """The data frame of the package, or a message that says how to get the package."""
    try:
        from causaldata import social_insure
    except ImportError as error:
        raise MakeError(
            Text(
                f"the records of 'social_insure' come with the package causaldata: {install('data')}",
                f"'social_insure' 的数据随 causaldata 包提供：{install('data')}",
            )
        ) from error
    return social_insure.load_pandas().data


def records() -> Records:
    """Return the folder: one resident a record, one community an administrative village."""
    frame = survey()
    villages = unique_words(frame["village"].tolist())
    serial = frame.groupby("village", sort=False).cumcount() + 1
    width = len(str(int(serial.max())))
    sexes = {0.0: "female", 1.0: "male"}
    rows = []
    for village, place, age, male, k in zip(
        frame["village"], frame["address"], frame["age"], frame["male"], serial, strict=True
    ):
        key = f"{village}-{k:0{width}d}"
        rows.append((key, village, key, place, number(age), sexes.get(male)))
    residents = Table(("id", "community", "household", "building", "age", "sex"), rows, {"age": "number"})
    gaps = {name: int(frame[name].isna().sum()) for name in ("age", "male")}
    return Records(
        title="Household heads of 44 villages (social_insure)",
        description=PAPER,
        tables={
            "residents.csv": residents,
            "communities.csv": Table(("id", "name"), [(village, village) for village in villages]),
        },
        readme=_readme(len(rows), len(villages), gaps),
        sources=({"title": PAPER}, {"title": "Python package causaldata, data set social_insure"}),
        notes=NOTES,
    )


def _readme(rows: int, villages: int, gaps: dict[str, int]) -> str:
    return f"""# Household heads of {villages} villages

Made by `cogov data make social_insure` from the data set `social_insure` of the Python package causaldata.
These are **{villages} rural administrative villages in China**, and the survey was about **rice insurance**. It is
neither a sample of an urban community nor about its governance.
这是中国农村 {villages} 个行政村的水稻保险调查，不是城市社区。

Source: {PAPER}

## Licence
The package causaldata says of itself "MIT license"; it names the authors of the paper as holders of the rights in
the data ("Cai, J., De Janvry, A. and Sadoulet, E., 2015") and states no licence of its own for them. The terms of the
original replication data are not known here: ask before you pass these files on. cogov does not ship them.

## What became of what
| In the survey | Here | |
|---|---|---|
| a record ({rows}) | a resident and a household of one | `id`: village and running number; no other adults |
| `village`, administrative village ({villages}) | `community` | |
| `address`, natural village | `building` | the place of immediate neighbours; it is not a house |
| `age` ({gaps["age"]} missing) | `age` | |
| `male` ({gaps["male"]} missing) | `sex` | sex of the head of the household |

Missing values are left empty and drawn by the model.

## Drawn from defaults
`grid`, `tenure`, `origin`, `occupation`, `years`, `skill`, age bands where the age is missing, all ties, all
organisations. The defaults are made for Chinese cities: that 30 % rent, say, is not known of these villages.
There are no weights.

## Left out, and why
- `literacy` says whether someone can read, not how well he or she uses digital services: it is not taken for `skill`.
- `agpop` is the size of the household with children; the other adults have no records.
- `takeup_survey`, `pre_takeup_rate`, `default`, `intensive`, `disaster_prob`, `risk_averse`,
  `ricearea_2010` are about insurance and farming.
"""
