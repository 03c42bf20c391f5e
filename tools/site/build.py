"""The documentation as a site in build/docs: `make docs`, or `python -m cogov.tools.site.build`.

Pages are read from docs/, those made from the code are renewed first, and each language is a site of its own, with a switch
between the two. Nothing is asked of the internet, while it is built or read.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from cogov.core.text import Text

from .generated import renew
from .links import DOCS, ROOT, adapted
from .pages import LANGUAGES, NAME, PAGES, SECTIONS, WHAT

HERE = Path(__file__).resolve().parent
SPOKEN = {"en": "English", "zh": "中文"}
DARK, LIGHT = Text("Dark", "切换到深色"), Text("Light", "切换到浅色")

FEATURES = [
    "navigation.tabs", "navigation.top", "navigation.footer", "toc.follow", "content.code.copy", "search.highlight",
    "navigation.sections",
]  # fmt: skip


def settings(language: str, source: Path, site: Path) -> dict[str, Any]:
    """Return the settings of MkDocs for the site in one language."""
    slugs = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
    return {
        "site_name": NAME[language],
        "site_description": WHAT[language],
        "docs_dir": str(source),
        "site_dir": str(site),
        "use_directory_urls": False,
        "strict": True,
        "validation": {"links": {"anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}},
        "theme": {
            "name": "material",
            "language": language,
            "font": False,
            "custom_dir": str(HERE / "overrides"),
            "features": FEATURES,
            "palette": [
                {"scheme": "default", "primary": "teal", "toggle": {"icon": "material/weather-night", "name": DARK[language]}},
                {"scheme": "slate", "primary": "teal", "toggle": {"icon": "material/weather-sunny", "name": LIGHT[language]}},
            ],
        },
        "extra": {
            "generator": False,
            "alternate": [{"name": SPOKEN[one], "lang": one, "link": f"../{one}/index.html"} for one in LANGUAGES],
        },
        "extra_css": ["assets/site.css"],
        "plugins": [{"search": {"lang": ["en"] if language == "en" else ["en", "zh"], "separator": r"[\s\u200b\-_,、，。；：（）()`]+"}}],
        "markdown_extensions": [
            "tables", "admonition", "attr_list", "def_list", "md_in_html", "sane_lists",
            {"pymdownx.highlight": {"use_pygments": True}},
            "pymdownx.superfences",
            {"toc": {"permalink": True, "slugify": slugs, "toc_depth": 3}},
        ],
        "nav": [
            {section[language]: [f"{page}.md" for page in pages]} if len(pages) > 1 else {section[language]: f"{pages[0]}.md"}  # pyright: ignore[reportGeneralTypeIssues]
            for section, pages in SECTIONS
        ],
    }  # fmt: skip


def write_sources(folder: Path, language: str) -> None:
    """Write the pages of one language as the site wants them, and the files they show."""
    wanted: set[str] = set()
    for page in PAGES:
        text, shown = adapted(page, language)
        wanted |= shown
        place = folder / f"{page}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for name in sorted(wanted):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DOCS / name, folder / name)
    shutil.copytree(HERE / "assets", folder / "assets", dirs_exist_ok=True)


def build(out: Path) -> list[str]:
    """Build both sites into a folder; return what MkDocs had to say, line by line. Raises CalledProcessError on a warning."""
    work = out.parent / f"{out.name}-sources"
    for folder in (work, out):
        shutil.rmtree(folder, ignore_errors=True)
    said = []
    for language in LANGUAGES:
        write_sources(work / language, language)
        text = yaml.safe_dump(settings(language, work / language, out / language), allow_unicode=True, sort_keys=False)
        # A function among the settings: YAML has a tag for it, a plain dump has not.
        text = text.replace("slugify: '!!python", "slugify: !!python").replace("{case: lower}}'", "{case: lower}}")
        config = work / f"{language}.yml"
        config.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "--clean", "-f", str(config)],
            capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"},
        )  # fmt: skip
        said += done.stderr.splitlines()
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, "mkdocs", done.stdout, done.stderr)
    shutil.copyfile(HERE / "assets" / "start.html", out / "index.html")
    shutil.rmtree(work)
    return said


def main() -> int:
    """Renew the pages made from the code, build both sites, say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="folder of the site")
    parser.add_argument("--pages", action="store_true", help="renew the pages made from the code, and build nothing")
    options = parser.parse_args()
    for path in renew():
        print(f"renewed {path.relative_to(ROOT)}")
    if options.pages:
        return 0
    try:
        build(options.out)
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return 1
    print(f"{options.out / 'index.html'}\nSearch wants a server: python3 -m http.server -d {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
