"""Slides, 16:9, from python-pptx's own template (幻灯片): titles, text, cards, tables, notes; nothing runs over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from tuanbao.documents.colours import BLUE, FAINT, INK, PALE
from tuanbao.documents.proposal.slides.fitting import BETWEEN, LEADING, fitting, height, shortened
from tuanbao.documents.proposal.slides.style import (
    BODY,
    HIGH,
    MARGIN,
    WIDE,
    Box,
    bare,
    bullet,
    capital,
    emu,
    numbered,
    rgb,
    write,
)
from tuanbao.documents.proposal.slides.tables import Head, Row, place_table
from tuanbao.language import Language, Text

TITLE_ONLY = 5
"""Layout of the template that has a title and nothing else."""


@dataclass(slots=True)
class Deck:
    """A presentation that is being made, in one language."""

    language: Language
    footer: str
    file: Any

    @classmethod
    def new(cls, language: Language, footer: str) -> "Deck":
        file = Presentation()
        file.slide_width, file.slide_height = Pt(WIDE), Pt(HIGH)
        return cls(language, footer, file)

    def word(self, text: Text) -> str:
        return text.to(self.language)

    def slide(self, title: Text, said: Text, sources: Sequence[Text] = ()) -> Any:
        """A slide with a title, its number, and what to say, with sources, in the notes."""
        slide = self._bare_slide(said, sources)
        self._title(slide, self.word(title))
        self._foot(slide)
        return slide

    def cover(self, title: Text, said: Text, lines_below: Sequence[str]) -> Any:
        """The first slide: the title large, lines below it."""
        slide = self._bare_slide(said, ())
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(PALE)
        self.panel(slide, Box(0, 0, 14, HIGH), BLUE)
        self._into_title(slide, self.word(title), Box(60, 180, WIDE - 120, 76), (38, 24))
        self.text(slide, Box(60, 268, WIDE - 120, 140), lines_below, (20, 12))
        return slide

    def _bare_slide(self, said: Text, sources: Sequence[Text]) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        names = [self.word(source) for source in sources]
        heading = Text("来源", "Sources").to(self.language)
        told = [self.word(said), *([f"{heading}:", *(f"- {name}" for name in names)] if names else [])]
        slide.notes_slide.notes_text_frame.text = "\n".join(told)
        return slide

    def text(
        self,
        slide: Any,
        box: Box,
        said: Sequence[str],
        sizes: tuple[float, float] = (16, 11),
        *,
        bullets: bool = False,
        bold: bool = False,
        colour: str = INK,
        centred: bool = False,
    ) -> float:
        """Paragraphs in the largest size that fits; what does not fit in the smallest is shortened. Gives the end."""
        indent = 14.0 if bullets else 0.0
        said = [capital(part) for part in said]
        wide = box.width - indent
        size = fitting(said, wide, box.height, sizes, bold=bold)
        if size is None:
            size = sizes[1]
            said = _cut(said, size, wide, box.height, bold)
        frame = slide.shapes.add_textbox(*emu(box)).text_frame
        bare(frame)
        for at, part in enumerate(said):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
            write(paragraph, part, size, bold=bold, colour=colour)
            paragraph.space_after = Pt(size * BETWEEN) if at < len(said) - 1 else Pt(0)
            if bullets:
                bullet(paragraph, indent)
        return box.top + height(said, size, wide, bold=bold)

    def heading(self, slide: Any, box: Box, said: Text) -> Box:
        """A line above a part of a slide; gives the box below it."""
        self.text(slide, box._replace(height=20), [self.word(said)], (14, 10), bold=True, colour=BLUE)
        return Box(box.left, box.top + 24, box.width, box.height - 24)

    def cards(self, slide: Any, box: Box, figures: Sequence[tuple[Text, str, Text]]) -> None:
        """Key figures side by side: what it is, the figure, what to know of it."""
        for own, (label, figure, remark) in zip(box.columns(*[1.0] * len(figures), gap=16), figures, strict=True):
            self.panel(slide, own)
            inner = Box(own.left + 12, own.top + 10, own.width - 24, own.height - 20)
            above, middle, under = inner.rows(1, 1.7, 1.7, gap=2)
            self.text(slide, above, [self.word(label)], (13, 9), colour=FAINT)
            self.text(slide, middle, [figure], (26, 14), bold=True, colour=BLUE)
            self.text(slide, under, [self.word(remark)], (12, 9), colour=INK)

    def panel(self, slide: Any, box: Box, colour: str = PALE) -> Any:
        """A plain area behind what stands in front."""
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(qn("p:style")))  # it would throw a shadow
        return shape

    def table(
        self, slide: Any, box: Box, heads: Sequence[Head], rows: Sequence[Row], sizes: tuple[float, float] = (13, 10)
    ) -> list[Row]:
        """A table; gives the rows for which there was no room."""
        return place_table(slide, box, heads, rows, sizes, self.language)

    def tables(
        self,
        title: Text,
        said: Text,
        sources: Sequence[Text],
        heads: Sequence[Head],
        rows: Sequence[Row],
        sizes: tuple[float, float] = (12, 10),
    ) -> None:
        """A table over as many slides as it takes."""
        left, first = list(rows), True
        while left or first:
            more = Text("（续）", " (continued)")
            name = title if first else Text(title.zh + more.zh, title.en + more.en)
            left, first = self.table(self.slide(name, said, sources), BODY, heads, left, sizes), False

    def _title(self, slide: Any, title: str) -> None:
        self._into_title(slide, title, Box(MARGIN, 24, WIDE - 2 * MARGIN, 58), (26, 16))
        self.panel(slide, Box(MARGIN, 86, WIDE - 2 * MARGIN, 1.5), BLUE)

    def _into_title(self, slide: Any, title: str, box: Box, sizes: tuple[float, float]) -> None:
        """Into the slide's own title, by which outlines and readers of screens know it."""
        size = fitting([title], box.width, box.height, sizes, bold=True) or sizes[1]
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = emu(box)
        bare(shape.text_frame)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        said = shortened(title, size, box.width, int(box.height / size / LEADING), bold=True)
        write(paragraph, said, size, bold=True, colour=BLUE)

    def _foot(self, slide: Any) -> None:
        self.text(slide, Box(MARGIN, 514, 700, 14), [self.footer], (9, 8), colour=FAINT)
        shape = slide.shapes.add_textbox(*emu(Box(WIDE - MARGIN - 60, 514, 60, 14)))
        shape.name = "Slide number"
        bare(shape.text_frame)
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        numbered(paragraph, len(self.file.slides))


def _cut(said: Sequence[str], size: float, wide: float, high: float, bold: bool) -> list[str]:
    """As many paragraphs as there is room for; a first one that is too long is shortened."""
    kept: list[str] = []
    for part in said:
        if height([*kept, part], size, wide, bold=bold) > high:
            break
        kept.append(part)
    return kept or [shortened(part, size, wide, max(1, int(high / size / LEADING)), bold=bold) for part in said[:1]]
