"""The pages of the site, section by section; each is NAME.md in English and NAME.zh.md in Chinese below docs/."""

from __future__ import annotations

from cogov.core.text import Text

LANGUAGES = ("en", "zh")

NAME = Text("cogov: co-governance, simulated", "cogov 协同共治仿真")
WHAT = Text(
    "Agent-based simulation of urban community co-governance on Mesa",
    "基于 Mesa 的城市社区协同共治多主体仿真",
)

SECTIONS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("Home", "首页"), ("index",)),
    (Text("Tutorials", "教程"), ("tutorials/student", "tutorials/planner", "tutorials/researcher")),
    (
        Text("How to", "操作指南"),
        (
            "howto/scenario",
            "howto/data",
            "studies",
            "analysis",
            "howto/cluster",
            "howto/serve",
            "howto/replay",
            "howto/manifest",
            "howto/report",
            "howto/contest",
            "howto/why",
            "howto/chain",
            "howto/branch",
            "howto/futures",
            "cases",
            "extending",
        ),
    ),
    (
        Text("Reference", "参考"),
        ("reference/commands", "reference/python", "reference/quantities", "reference/columns", "glossary"),
    ),
    (
        Text("The model", "模型"),
        ("model", "contest", "residents", "odd", "architecture", "scaling"),
    ),
    (
        Text("What it shows", "结果与证据"),
        (
            "results/evidence",
            "results/hypotheses",
            "results/map",
            "results/map-benefit",
            "results/map-benefit-worst",
            "results/map-true-resolution",
            "results/assumptions",
            "results/movability",
            "results/validation",
            "results/reproduce",
            "results/verification",
            "trace",
        ),
    ),
    (Text("Judging it", "如何评判"), ("faq", "limits")),
)

PAGES = tuple(page for _, pages in SECTIONS for page in pages)


def file_of(page: str, language: str) -> str:
    """Return the file of a page, below docs/."""
    return f"{page}.md" if language == "en" else f"{page}.{language}.md"
