"""Reading a report as a browser would, and rendering one without its figures, which take long."""

import re
from html.parser import HTMLParser

from cogov.experiments.comparison.comparison_files import data_files
from cogov.reports.decision.report import content
from cogov.reports.decision.report_files import enter
from cogov.reports.document.html import html
from cogov.reports.document.word import docx
from cogov.runs.files.output_files import sha256

HAN = re.compile(r"[\u4e00-\u9fff]")
LOADS = {"src", "href", "srcset", "data", "poster", "action", "background", "xlink:href"}
VOID = {"meta", "img", "br", "link", "input", "hr", "col"}
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one point."""


class Page(HTMLParser):
    """What a page would load, its text outside of scripts, its tables' captions, and whether tags are closed."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.texts, self.captions, self.images, self._open = [], [], [], [], []
        self.heads, self.ids = [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._open.append(tag)
        self.loads += [value for name, value in attrs if name in LOADS and value is not None]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag == "caption":
            self.captions.append("")
        if tag == "th":
            self.heads.append(dict(attrs))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in {"script", "style"}:
            self.texts.append(data)
        if "caption" in self._open:
            self.captions[-1] += data

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


class Everything(dict):
    """The same picture under every name."""

    def __missing__(self, key):
        return DOT


def written(made, why=()):
    """Return the files that hold the numbers of a report, without its figures."""
    files = data_files(made)
    enter(made, made.ledger, files, why)
    return files | made.ledger.files()


def told(made, why=(), cover=None, run_set="0" * 8):
    """Return the content of the report of a comparison."""
    files = written(made, why)
    return content(
        made, made.ledger, run_set, {name: sha256(data) for name, data in files.items() if "/" not in name}, cover, why
    )


def rendered(made, language="en", run_set="0" * 8, why=(), cover=None):
    """Return the report with empty figures; `language` None is both."""
    return html(told(made, why, cover, run_set), Everything(), language)


def word(made, language="en", why=(), cover=None):
    """Return the report for Word with empty figures."""
    return docx(told(made, why, cover), Everything(), language)
