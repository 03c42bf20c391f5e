"""Figures: the same bytes each time, nothing of the machine in them, Chinese letters or a warning."""

import re
import struct
import warnings

import matplotlib as mpl
import matplotlib.style
import pytest
from cogov.reports.decision.comparison import Comparison
from cogov.reports.decision.figures import FIGURES
from cogov.reports.format import fonts
from cogov.reports.format.style import image, style

from ..support.synthetic_comparisons import comparison


def chunks(png):
    """Names of the chunks of a PNG file."""
    at, names = 8, []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        names.append(png[at + 4 : at + 8].decode())
        at += 12 + length
    return names


@pytest.fixture
def no_chinese(monkeypatch):
    """A machine without any font that has Chinese letters."""
    fonts.chinese_family.cache_clear()
    fonts.figure_language.cache_clear()
    monkeypatch.setattr(fonts, "_known", lambda: None)
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", list)
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda name: None)
    yield
    monkeypatch.undo()
    fonts.chinese_family.cache_clear()
    fonts.figure_language.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_same_bytes(pair, name, kind):
    once, twice = (image(pair.plot(name, "en"), kind) for _ in range(2))
    assert once == twice


@pytest.mark.parametrize(
    "users", ["dark_background", "seaborn-v0_8-whitegrid", "ggplot", {"text.usetex": True, "axes.grid": True}, {"savefig.bbox": "tight", "savefig.facecolor": "red", "lines.linewidth": 9, "font.size": 30, "figure.autolayout": True}]
)  # fmt: skip
def test_the_same_bytes_whatever_style_the_user_has(pair, users):
    plain = image(pair.plot("differences", "en"), "png")
    with mpl.rc_context():
        mpl.style.use(users)
        assert image(pair.plot("differences", "en"), "png") == plain
        kept = mpl.rcParams["axes.grid"], mpl.rcParams["lines.linewidth"]
        pair.plot("differences", "en")
        assert kept == (mpl.rcParams["axes.grid"], mpl.rcParams["lines.linewidth"])


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_of_the_moment(pair, name):
    figure = pair.plot(name, "en")
    assert set(chunks(image(figure, "png"))) <= {"IHDR", "pHYs", "IDAT", "IEND"}
    svg = image(figure, "svg").decode()
    assert "<dc:date>" not in svg
    assert "Matplotlib v" not in svg
    links = re.findall(r'(?:href|src)="([^"]*)"', svg)
    assert all(link.startswith("#") for link in links)


def test_digits_of_paths_are_cut(pair):
    svg = image(pair.plot("over_time", "en"), "svg").decode()
    paths = "".join(re.findall(r' d="([^"]*)"', svg))
    assert not re.search(r"\.\d{3}", paths)


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_chinese_letters(pair, name, needs):
    needs("font:zh-cn")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font lacks is a warning
        with style("zh") as language:
            assert language == "zh"
            image(pair.plot(name, "zh"), "png")


def test_without_chinese_letters_labels_are_english_and_said_once(pair, no_chinese):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        first = image(pair.plot("money", "zh"), "svg")
        assert first == image(pair.plot("money", "zh"), "svg")
    assert [str(one.message).partition(":")[0] for one in caught] == ["no font with Chinese letters was found"]
    assert first == image(pair.plot("money", "en"), "svg")


def test_font_of_the_package(monkeypatch, needs):
    needs("module:noto_cjk_sans_otc")
    fonts.chinese_family.cache_clear()
    monkeypatch.setattr(fonts.font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", list)
    try:
        assert str(fonts.chinese_family()).startswith("Noto Sans CJK")
    finally:
        fonts.chinese_family.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 5])
def test_any_number_of_scenarios(count):
    names = ("top_down", "local_exploration", "co_governance", "law_first", "internet_plus")[:count]
    made = comparison(Comparison, names, replicates=2, weeks=3)
    for name in FIGURES:
        assert image(made.plot(name, "en"), "png")


@pytest.mark.slow
def test_one_replicate():
    made = comparison(Comparison, replicates=1)
    for name in FIGURES:
        assert image(made.plot(name, "en"), "png")
