"""The ODD description and the TRACE page as files: Markdown, and HTML that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files as resources

from . import odd, trace

STYLE = "th { white-space: nowrap; } td:first-child code { white-space: nowrap; }"
PAGES = {"odd": odd.document, "trace": trace.document}


def page(name: str, language: str) -> str:
    """Return one page, `odd` or `trace`, in one language, as Markdown."""
    return PAGES[name](language)


def files(languages: Sequence[str]) -> dict[str, str]:
    """Return all files by name, as Markdown and HTML."""
    found = {}
    for language in languages:
        suffix = "" if language == "en" else f".{language}"
        for name in PAGES:
            text = page(name, language)
            found[f"{name}{suffix}.md"] = text
            found[f"{name}{suffix}.html"] = html(text, language)
    return found


def html(markdown: str, language: str) -> str:
    """Return a page of Markdown as one HTML file; links between the pages of a folder lead to their HTML."""
    from markdown_it import MarkdownIt

    style = (
        resources(f"{(__package__ or '').rpartition('.')[0]}.document")
        .joinpath("templates/report.css")
        .read_text(encoding="utf-8")
    )
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    body = re.sub(r'href="(odd|trace)((?:\.zh)?)\.md', r'href="\1\2.html', body)
    body = body.replace("<table>", '<div class="wrap"><table class="tight">').replace("</table>", "</table></div>")
    title = re.search(r"^# (.*)$", markdown, re.MULTILINE)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title[1] if title else "cogov"}</title>\n'
        f"<style>\n{style}\n{STYLE}\n</style>\n</head>\n<body><main>\n{body}</main></body>\n</html>\n"
    )
