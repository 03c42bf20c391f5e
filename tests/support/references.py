"""Following numbers to where a report says they are from: the same for a page and for a Word document."""

import csv
import io
import math
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from cogov.experiments.comparison.gains import GROUPS, OUTCOME_LABELS
from cogov.experiments.comparison.transitions import THIRDS
from cogov.model.budget import STAFF_LABEL
from cogov.model.quantities.environment import ENVIRONMENT
from cogov.model.quantities.indicators import INDICATORS
from cogov.model.quantities.levers import LEVERS
from cogov.model.quantities.parameters import CONSTANTS
from cogov.reports.decision import findings
from cogov.reports.decision.ranking import VERDICTS
from cogov.reports.format.words import CHOICES, unit

RESULTS = ("finding", "findings", "differences", "over-time", "gains", "costs", "why", "futures")
DIGIT = re.compile(r"\d")
BLOCKS = {"p", "li", "h3", "figcaption", "caption", "summary", "tr"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def names_of(made):
    """All words with digits that a report may show without a source: they were declared elsewhere."""
    texts = [*findings.titles(made).values(), *GROUPS.values(), *OUTCOME_LABELS.values(), *VERDICTS.values(), *THIRDS, STAFF_LABEL]  # fmt: skip
    for catalogue in (INDICATORS, LEVERS, ENVIRONMENT, CONSTANTS):
        texts += [one.label for one in catalogue.values()] + [unit(one.unit) for one in catalogue.values()]
    texts += [unit(words) for words in ("h a resident a year", "FTE per 10,000 residents")] + list(CHOICES.values())
    texts += [line.label for facts in made.facts for plan in facts.plans for line in plan.lines]
    found = {text[language] for text in texts for language in ("en", "zh")}
    return found | {name for language in ("en", "zh") for name in made.gains(lang=language)["category"]}


class Tables:
    """The files beside a report, read as anybody would."""

    def __init__(self, files):
        self.rows = {
            name: list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
            for name, data in files.items()
            if name.endswith(".csv")
        }
        self.found = {}

    def value(self, told):
        """The value at `file · key=value · ... · column`, times what is said."""
        place, _, scale = told.partition(" × ")
        if place not in self.found:
            file, *keys, column = place.split(" · ")
            wanted = [key.split("=", 1) for key in keys]
            rows = [row for row in self.rows[file] if all(row[name] == value for name, value in wanted)]
            assert len(rows) == 1, f"{len(rows)} rows at {told}"
            self.found[place] = float(rows[0][column])
        return self.found[place] * float(scale or 1)


def check_rounding(shown, value, told):
    """Fail unless `shown` is `value` rounded to the digits it has."""
    text = shown.replace("\u00a0%", "").replace("\u2212", "-").replace(",", "").strip()
    if text.startswith("<"):
        assert 0 < value < float(text[1:]), (shown, value, told)
        return
    if text.startswith(">"):
        assert float(text[1:]) < value < 100, (shown, value, told)
        return
    digits, _, power = text.partition("e")
    last = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    assert math.isfinite(value)
    assert abs(float(text) - value) <= 0.5000001 * last + 1e-9 * abs(value), (shown, value, told)
    assert not (text.startswith("+") and value < 0), (shown, value, told)
    assert not (text.startswith("-") and value > 0), (shown, value, told)


class Numbers(HTMLParser):
    """The numbers of a page's results with where they are from, and what has digits without being one."""

    def __init__(self, text):
        super().__init__()
        self.numbers, self.loose, self.names, self.unmarked, self.sources = [], [], [], [], {}
        self._section, self._open, self._blocks, self._tables, self._row = "", [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "section":
            self._section = given["id"]
        if tag == "table":
            self._tables.append([])
        if tag in BLOCKS:
            self._blocks.append({"numbers": set(), "marks": set(), "tag": tag})
            self._row = given.get("id") if tag == "tr" and self._section == "sources" else None
            if self._row:
                self.sources[self._row] = ""
        if tag == "a" and given.get("href", "").startswith("#R") and self._blocks:
            self._blocks[-1]["marks"].add(given["href"][1:])
        if tag not in {"meta", "img", "br", "col"}:
            self._open.append((tag, given))
        if tag == "data" and self._section in RESULTS:
            self.numbers.append([given, ""])
            self._blocks[-1]["numbers"].add(given["data-r"])

    def handle_endtag(self, tag):
        self._open.pop()
        if tag in BLOCKS:
            block = self._blocks.pop()
            missing = block["numbers"] - block["marks"]
            if block["tag"] in ("tr", "caption") and self._tables:
                self._tables[-1].append((missing, block["marks"] if block["tag"] == "caption" else set()))
            elif missing and block["tag"] != "summary":
                self.unmarked.append((self._section, missing))
        if tag == "table":
            parts = self._tables.pop()
            marks = set().union(*(part[1] for part in parts))
            self.unmarked += [(self._section, part[0] - marks) for part in parts if part[0] - marks]

    def handle_data(self, data):
        if self._row:
            self.sources[self._row] += data + " "
        if not DIGIT.search(data) or self._section not in RESULTS:
            return
        inside = [tag if "class" not in given else f"{tag}.{given['class']}" for tag, given in self._open]
        if "data" in inside:
            self.numbers[-1][1] += data
        elif "span.name" in inside:
            self.names.append(data)
        elif "span.r" not in inside and "code" not in inside:
            self.loose.append((self._section, data))


class WordNumbers:
    """The same of a Word document."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.body = ElementTree.fromstring(archive.read("word/document.xml"))[0]
        self.numbers, self.loose, self.names, self.unmarked, self.sources, self.places = [], [], [], [], {}, set()
        section = "finding"
        for block in self.body:
            for mark in block.iter(f"{W}bookmarkStart"):
                name = mark.get(f"{W}name")
                self.places.add(name)
                section = section if re.fullmatch(r"R\d+", name) else name.replace("_", "-")
            if section in RESULTS:
                for paragraph in block.iter(f"{W}p"):
                    self._read(paragraph, section)
            elif section == "sources":
                self._sources(block)

    def _sources(self, block):
        for row in block.iter(f"{W}tr"):
            cells = ["".join(cell.itertext()) for cell in row.iter(f"{W}tc")]
            if cells[0].startswith("[R"):
                self.sources[cells[0].strip("[]")] = " ".join(cells)

    def _read(self, paragraph, section):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Code":
            return
        for part in paragraph:
            if part.tag == f"{W}hyperlink":
                anchor, tip = part.get(f"{W}anchor"), part.get(f"{W}tooltip")
                text = "".join(part.itertext())
                if tip:
                    self.numbers.append([{"data-r": anchor, "title": tip}, text])
                elif DIGIT.search(text) and not re.fullmatch(r"R\d+", text):
                    self.loose.append((section, text))
            elif part.tag == f"{W}r":
                style = part.find(f"{W}rPr/{W}rStyle")
                kind = "" if style is None else style.get(f"{W}val")
                text = "".join(one.text or "" for one in part.iter(f"{W}t"))
                if DIGIT.search(text):
                    (self.names if kind == "Named" else self.loose if kind not in ("Mark", "Mono") else []).append(
                        text if kind == "Named" else (section, text)
                    )


def check_report(found, made, files, least=100):
    """Fail unless every number of the results leads to its row and is that value, rounded."""
    tables = Tables(files)
    assert found.loose == []
    assert found.unmarked == []
    allowed = names_of(made)
    assert not [name for name in found.names if not any(name in one or one in name for one in allowed)]
    assert len(found.numbers) > least
    for given, shown in found.numbers:
        told = given["title"]
        value = tables.value(told)
        check_rounding(shown, value, told)
        if "value" in given:
            assert math.isclose(float(given["value"]) * (100 if " × " in told else 1), value, rel_tol=1e-9, abs_tol=1e-12)  # fmt: skip
        source = found.sources[given["data-r"]]
        assert told.split(" · ")[0] in source
        for key in re.findall(r"\b(?:scenario|baseline)=[^,，\s]+", source):
            assert f" {key} " in f" {told.replace(' · ', ' ')} ".replace("  ", " ") or key.rstrip(".") in told
