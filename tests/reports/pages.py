"""Reading a report as a browser would, and rendering one without its figures, which take long."""

import re
from html.parser import HTMLParser

from cogov.reports.figures import FIGURES
from cogov.reports.report import html

HAN = re.compile(r"[\u4e00-\u9fff]")
LOADS = {"src", "href", "srcset", "data", "poster", "action", "background", "xlink:href"}
VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """What a page would load, its text outside of scripts, its tables' captions, and whether tags are closed."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.texts, self.captions, self.images, self._open = [], [], [], [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self._open.append(tag)
        self.loads += [value for name, value in attrs if name in LOADS and value is not None]
        if tag == "img":
            self.images.append(dict(attrs))
        if tag == "caption":
            self.captions.append("")

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


def rendered(made, language="en", run_set="0" * 8):
    """Return the report with empty figures; `language` None is both."""
    images = {(name, one): b"<svg/>" for name in FIGURES for one in ("en", "zh")}
    return html(made, images, {"runs.parquet": "0" * 64}, run_set, "0" * 64, language)
