"""Chinese letters in figures: the system's font, else that of the package noto-cjk-sans-otc, else English labels."""

from __future__ import annotations

import importlib.util
import warnings
from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager

FAMILIES = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "Heiti SC", "STHeiti", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Droid Sans Fallback",
    "Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "AR PL UMing CN",
)  # fmt: skip
# Names of files of such fonts, for those that matplotlib's list, which is older than their installation, does not know.
_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "pingfang", "msyh", "wqy", "simhei", "droidsansfallback")
_PACKAGE = "noto_cjk_sans_otc"
_MISSING = "no font with Chinese letters was found: figures are labelled in English (pip install noto-cjk-sans-otc)"


def _known() -> str | None:
    here = {font.name for font in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in here), None)


def _add(path: str | Path) -> None:
    try:
        font_manager.fontManager.addfont(str(path))
    except (OSError, RuntimeError, ValueError):
        return


@cache
def chinese_family() -> str | None:
    """Return the family to use for Chinese, or None; looked for once."""
    if found := _known():
        return found
    for path in sorted(font_manager.findSystemFonts()):
        if any(name in Path(path).name.lower().replace("-", "").replace("_", "") for name in _FILES):
            _add(path)
    if found := _known():
        return found
    if importlib.util.find_spec(_PACKAGE) is not None:
        _add(str(files(_PACKAGE).joinpath("NotoSansCJK-Regular.ttc")))
    return _known()


@cache
def figure_language(language: str) -> str:
    """Return the language figures can be labelled in; warns once where Chinese letters are missing."""
    if language == "zh" and chinese_family() is None:
        warnings.warn(_MISSING, stacklevel=2)
        return "en"
    return language
