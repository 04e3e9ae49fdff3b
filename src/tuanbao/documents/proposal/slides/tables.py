"""Tables of slides (幻灯片里的表): measured before they are drawn; rows without room are handed back."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from tuanbao.documents.colours import BLUE, INK, ORANGE, PALE
from tuanbao.documents.proposal.slides.fitting import LEADING, STEP, lines, unbroken
from tuanbao.documents.proposal.slides.style import Box, capital, emu, rgb, write
from tuanbao.language import Language, Text

CELL = (6.0, 3.5)
"""Points inside a cell: left and right, above and below."""


class Head(NamedTuple):
    """A column of a table: its heading, its share of the width, whether it is of numbers."""

    name: Text
    share: float
    number: bool = False


class Cell(NamedTuple):
    """A cell that stands out: ``strong`` is bold, ``marked`` in the colour of what is new."""

    text: str
    strong: bool = False
    marked: bool = False


Row = Sequence[str | Cell]


def place_table(
    slide: Any, box: Box, heads: Sequence[Head], rows: Sequence[Row], sizes: tuple[float, float], language: Language
) -> list[Row]:
    """A table in the largest size at which all rows fit and no word breaks; gives the rows without room."""
    wide = [box.width * head.share / sum(each.share for each in heads) for head in heads]
    grid = [[Cell(head.name.to(language), strong=True) for head in heads], *(list(map(_cell, row)) for row in rows)]
    size = sizes[0]
    while size > sizes[1] and not _fits(grid, size, wide, box.height):
        size -= STEP
    fits, used = 0, 0.0
    for row in grid:
        used += _high(row, size, wide)
        if used > box.height and fits > 1:
            break
        fits += 1
    _draw(slide, box, heads, grid[:fits], wide, size)
    return list(rows[fits - 1 :])


def _fits(grid: Sequence[Sequence[Cell]], size: float, wide: Sequence[float], high: float) -> bool:
    return _whole(grid, size, wide) and sum(_high(row, size, wide) for row in grid) <= high


def _cell(cell: str | Cell) -> Cell:
    own = cell if isinstance(cell, Cell) else Cell(cell)
    return own._replace(text=capital(own.text))


def _whole(grid: Sequence[Sequence[Cell]], size: float, wide: Sequence[float]) -> bool:
    """No word of a table is broken."""
    return all(
        unbroken(cell.text, size, own - 2 * CELL[0], bold=cell.strong)
        for row in grid
        for cell, own in zip(row, wide, strict=True)
    )


def _high(row: Sequence[Cell], size: float, wide: Sequence[float]) -> float:
    """Points that a row of a table takes."""
    most = max(
        len(lines(cell.text, size, own - 2 * CELL[0], bold=cell.strong)) for cell, own in zip(row, wide, strict=True)
    )
    return most * size * LEADING + 2 * CELL[1]


def _draw(
    slide: Any, box: Box, heads: Sequence[Head], grid: Sequence[Sequence[Cell]], wide: Sequence[float], size: float
) -> None:
    highs = [_high(row, size, wide) for row in grid]
    frame = slide.shapes.add_table(len(grid), len(heads), *emu(box._replace(height=sum(highs))))
    made = frame.table
    for at, own in enumerate(wide):
        made.columns[at].width = Pt(own)
    for number, (row, high) in enumerate(zip(grid, highs, strict=True)):
        made.rows[number].height = Pt(high)
        for at, cell in enumerate(row):
            _fill(made.cell(number, at), cell, size, head=number == 0, number=heads[at].number, even=number % 2 == 0)


def _fill(shape: Any, cell: Cell, size: float, *, head: bool, number: bool, even: bool) -> None:
    shape.margin_left = shape.margin_right = Pt(CELL[0])
    shape.margin_top = shape.margin_bottom = Pt(CELL[1])
    shape.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(BLUE if head else PALE if even else "#FFFFFF")
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
    colour = "#FFFFFF" if head else ORANGE if cell.marked else INK
    write(paragraph, cell.text, size, bold=cell.strong, colour=colour)
