"""Places, letters and colours of slides (幻灯片版式): everything in points, and one pair of fonts throughout."""

from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from tuanbao.documents.colours import INK
from tuanbao.documents.proposal.slides.fitting import LEADING

LATIN, CHINESE = "Microsoft YaHei", "Microsoft YaHei"
"""Fonts by name; where they are missing a viewer takes another with Chinese glyphs."""
WIDE, HIGH = 960.0, 540.0
"""Points of a slide."""
MARGIN, TOP, BOTTOM = 40.0, 96.0, 508.0
"""Points: left and right; where the content begins and ends."""
_RGB: Any = RGBColor


class Box(NamedTuple):
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def below(self) -> float:
        return self.top + self.height

    def columns(self, *shares: float, gap: float = 24.0) -> list["Box"]:
        """Side by side, in these shares."""
        room, left, found = self.width - gap * (len(shares) - 1), self.left, []
        for share in shares:
            wide = room * share / sum(shares)
            found.append(Box(left, self.top, wide, self.height))
            left += wide + gap
        return found

    def rows(self, *shares: float, gap: float = 14.0) -> list["Box"]:
        """Below each other."""
        room, top, found = self.height - gap * (len(shares) - 1), self.top, []
        for share in shares:
            high = room * share / sum(shares)
            found.append(Box(self.left, top, self.width, high))
            top += high + gap
        return found


BODY = Box(MARGIN, TOP, WIDE - 2 * MARGIN, BOTTOM - TOP)


def rgb(colour: str) -> Any:
    return _RGB.from_string(colour.lstrip("#"))


def emu(box: Box) -> tuple[Any, Any, Any, Any]:
    return Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)


def bare(frame: Any) -> None:
    """No margins, no changes of size by the viewer."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def write(paragraph: Any, said: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
    paragraph.line_spacing = Pt(size * LEADING)
    for at, part in enumerate(said.split("\n")):
        if at:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = part
        styled(run.font, size, bold=bold, colour=colour)


def styled(font: Any, size: float, *, bold: bool = False, colour: str = INK) -> None:
    """Size, colour and typefaces, the Chinese one too."""
    font.size, font.bold, font.name = Pt(size), bold, LATIN
    font.color.rgb = rgb(colour)
    east = font._rPr.find(qn("a:ea"))
    if east is None:
        east = font._rPr.makeelement(qn("a:ea"), {})
        font._rPr.find(qn("a:latin")).addnext(east)
    east.set("typeface", CHINESE)


def bullet(paragraph: Any, indent: float) -> None:
    own = paragraph._p.get_or_add_pPr()
    own.set("marL", str(Pt(indent)))
    own.set("indent", str(-Pt(indent)))
    mark = own.makeelement(qn("a:buChar"), {"char": "•"})
    own.append(mark)


def numbered(paragraph: Any, number: int) -> None:
    """The number of the slide, as a field that follows when slides are moved."""
    field = paragraph._p.makeelement(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    style = field.makeelement(qn("a:rPr"), {"sz": "900"})
    text = field.makeelement(qn("a:t"), {})
    text.text = str(number)
    field.append(style)
    field.append(text)
    paragraph._p.append(field)


def capital(said: str) -> str:
    """With a capital, as lines, cells and labels begin in English; Chinese has none."""
    return said[:1].upper() + said[1:]
