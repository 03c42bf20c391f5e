"""The few shapes that the drawn pictures of the documentation want, as SVG text: no date, no font but the reader's own."""

from __future__ import annotations

from html import escape

FONTS = "system-ui, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
CODE = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
INK, SOFT, LINE, PAPER = "#1d2b2a", "#5b6b6a", "#b9c7c5", "#ffffff"


def text(x: float, y: float, words: str, size: float = 13, colour: str = INK, more: str = "") -> str:
    """Return words at a place; `more` holds further attributes."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" {more}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, fill: str, edge: str = LINE, more: str = "") -> str:
    """Return a rectangle with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{fill}" stroke="{edge}" {more}/>'
    )


def picture(width: float, height: float, title: str, shapes: list[str]) -> str:
    """Return the whole file; `title` is what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'font-family="{FONTS}" role="img">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def wrapped(words: str, width: int) -> list[str]:
    """Return words in lines of about `width` letters; a Chinese one counts for nearly two."""
    lines, line, used = [], "", 0.0
    pieces = words.split(" ") if " " in words.strip() else list(words)
    joint = " " if " " in words.strip() else ""
    for piece in pieces:
        size = sum(1.8 if ord(letter) > 0x2E7F else 1 for letter in piece) + len(joint)
        if line and used + size > width and piece not in "，。；：、）":
            lines.append(line)
            line, used = piece, size
        else:
            line, used = (line + joint + piece if line else piece), used + size
    return [*lines, line] if line else lines
