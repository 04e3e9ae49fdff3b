"""Text measured before it is placed (排版测量): how wide words are, where lines break, which size fits into a box.

Measured with the fonts that come with the package. Slides name Microsoft YaHei, whose Chinese characters are as wide
and whose Latin ones differ little; `SAFETY` leaves room for that.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from tuanbao.documents.charts.wrapping import TOKEN
from tuanbao.documents.fonts import BOLD, REGULAR, folder

LEADING = 1.25
"""Height of a line, by the size of its letters; set exactly, since fonts differ in their own."""
SAFETY = 1.05
BETWEEN = 0.35
"""Space after a paragraph, by the size of its letters."""
STEP = 0.5
ELLIPSIS = "…"


@cache
def _font(bold: bool) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(folder() / (BOLD if bold else REGULAR)), 1000)


@cache
def _advance(character: str, bold: bool) -> float:
    """By the size of the letters. A character without a glyph is as wide as the box that stands for it."""
    return float(_font(bold).getlength(character)) / 1000


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Points of one line of text in letters of so many points."""
    return SAFETY * size * sum(_advance(character, bold) for character in text)


def lines(text: str, size: float, wide: float, *, bold: bool = False) -> list[str]:
    """The lines that a text takes in a column of so many points; breaks of its own are kept."""
    return [line for part in text.split("\n") for line in _broken(part, size, wide, bold)]


def _broken(text: str, size: float, wide: float, bold: bool) -> list[str]:
    found = [""]
    for token in TOKEN.findall(text):
        for piece in _pieces(token, size, wide, bold):
            if found[-1] and width((found[-1] + piece).rstrip(), size, bold=bold) > wide:
                found.append("")
            found[-1] += piece if found[-1] else piece.lstrip()
    return [line.rstrip() for line in found]


def _pieces(token: str, size: float, wide: float, bold: bool) -> list[str]:
    """A word that is longer than a line, letter by letter."""
    return [token] if width(token.rstrip(), size, bold=bold) <= wide else list(token)


def unbroken(text: str, size: float, wide: float, *, bold: bool = False) -> bool:
    """Does every word fit into a line?"""
    return all(width(token.rstrip(), size, bold=bold) <= wide for token in TOKEN.findall(text))


def height(
    paragraphs: Sequence[str], size: float, wide: float, *, bold: bool = False, between: float = BETWEEN
) -> float:
    """Points that paragraphs take below each other."""
    rows = sum(len(lines(text, size, wide, bold=bold)) for text in paragraphs)
    return size * (LEADING * rows + between * max(0, len(paragraphs) - 1))


def fitting(
    paragraphs: Sequence[str], wide: float, high: float, sizes: tuple[float, float], *, bold: bool = False
) -> float | None:
    """The largest size between two at which paragraphs fit; None where not even the smallest does."""
    size, least = sizes
    while size >= least:
        if height(paragraphs, size, wide, bold=bold) <= high:
            return size
        size -= STEP
    return None


def shortened(text: str, size: float, wide: float, most: int, *, bold: bool = False) -> str:
    """The text in at most so many lines, an ellipsis for the rest."""
    if len(lines(text, size, wide, bold=bold)) <= most:
        return text
    kept = len(text)
    while kept and len(lines(text[:kept].rstrip() + ELLIPSIS, size, wide, bold=bold)) > most:
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS
