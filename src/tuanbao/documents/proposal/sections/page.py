"""What sections are written with (写作工具): one language, numbers as a board reads them, blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents.charts import Chart, description
from tuanbao.documents.charts.numbers import MINUS
from tuanbao.language import Language, Text
from tuanbao.money import half_up

Block = dict[str, Any]
"""``kind`` and what it shows, as document.typ expects it."""
FEN_OF_TEN_THOUSAND = 1_000_000
LARGE: dict[str, list[tuple[float, str]]] = {
    "zh": [(1e12, "万亿"), (1e8, "亿"), (1e4, "万")],
    "en": [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")],
}
"""From how many on a word is used."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks. ``apart``: it begins a new page."""

    heading: str
    blocks: list[Block]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A proposal in one language, with its charts; ``page(text)`` is that language's."""

    found: Proposal
    language: Language
    charts: dict[str, Chart] = field(default_factory=dict)

    def __call__(self, text: Text) -> str:
        return text.to(self.language)

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def each(self, texts: Iterable[Text]) -> list[str]:
        return [self(text) for text in texts]

    def joined(self, parts: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def money(self, fen: float) -> str:
        """99.98 万元, 820 元; 999,808 yuan."""
        if self.language == "en":
            return f"{yuan(fen)} yuan"
        if abs(fen) < FEN_OF_TEN_THOUSAND:
            return f"{yuan(fen)} 元"
        return f"{MINUS if fen < 0 else ''}{abs(fen) / FEN_OF_TEN_THOUSAND:,.2f} 万元"

    def count(self, many: int) -> str:
        """191,102,976 as 约 1.91 亿, about 191 million; up to a million in full."""
        if many < 1_000_000:
            return f"{many:,}"
        size, word = next((size, word) for size, word in LARGE[self.language] if many >= size)
        shown = f"{many / size:.3g}" if many < 1000 * size else f"{many / size:,.0f}"
        return self.say("约 ", "about ") + f"{shown} {word}"

    def more(self, fen: float) -> str:
        """增加 1.74 万元; 17,436 yuan more."""
        if half_up(round(fen), 100) == 0:
            return self.say("不变", "unchanged")
        shown = self.money(abs(fen))
        if fen > 0:
            return self.say(f"增加 {shown}", f"{shown} more")
        return self.say(f"减少 {shown}", f"{shown} less")

    def figure(self, name: str) -> list[Block]:
        """The chart of that name, where there is one."""
        if name not in self.charts:
            return []
        return [{"kind": "figure", "file": f"{name}.svg", "alt": description(self.charts[name], self.language)}]


def yuan(fen: float) -> str:
    """999,808: whole yuan, with a true minus."""
    whole = half_up(round(fen), 100)
    return f"{MINUS if whole < 0 else ''}{abs(whole):,}"


def signed(fen: float) -> str:
    """+17,436; −820; 0."""
    whole = half_up(round(fen), 100)
    return f"+{whole:,}" if whole > 0 else yuan(fen)


def percent(share: float, digits: int = 1, *, sign: bool = False) -> str:
    """12.3%; with a sign +12.3%."""
    shown = f"{100 * abs(share):.{digits}f}%"
    if float(shown[:-1]) == 0:
        return shown
    return (MINUS if share < 0 else "+" if sign else "") + shown


def whole_yuan(parts: Sequence[int]) -> list[int]:
    """Parts in whole yuan, as fen, that add up to their sum in whole yuan: the largest remainders take the rest.

    So a table in yuan adds up as it is printed.
    """
    floors = [part // 100 for part in parts]
    rest = half_up(sum(parts), 100) - sum(floors)
    order = sorted(range(len(parts)), key=lambda at: (-(parts[at] % 100), at))
    for at in order[:rest]:
        floors[at] += 1
    return [floor * 100 for floor in floors]


def capitalised(text: str) -> str:
    """Sentences of others begin with a small letter, so that they can be joined."""
    return text[:1].upper() + text[1:]


def paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": capitalised(text)}


def lead(text: str) -> Block:
    """A sentence that stands out."""
    return {"kind": "lead", "text": text}


def note(text: str) -> Block:
    """Small print."""
    return {"kind": "note", "text": capitalised(text)}


def sub(text: str) -> Block:
    """A heading within a section."""
    return {"kind": "sub", "text": text}


def bullets(items: Iterable[str]) -> list[Block]:
    """Nothing where there are none."""
    made = [capitalised(item) for item in items]
    return [{"kind": "bullets", "items": made}] if made else []


def cards(rows: Iterable[tuple[str, str, str]]) -> Block:
    """Label, figure, and a line below it."""
    return {"kind": "cards", "rows": [list(row) for row in rows]}


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    widths: Sequence[float | None] | None = None,
    strong: Sequence[int] = (),
    total: Sequence[str] | None = None,
    whole: bool = True,
) -> list[Block]:
    """Nothing where there are no rows.

    ``widths``: shares of the width, None for what a column needs; ``strong``: positions of bold rows; ``whole``: on one
    page, where rows are few.
    """
    made = [[capitalised(cell) for cell in row] for row in rows]
    if not made:
        return []
    shares = list(widths) if widths else [None if at in numbers else 1 for at in range(len(head))]
    return [
        {
            "kind": "table",
            "head": list(head),
            "rows": made,
            "numbers": list(numbers),
            "widths": shares,
            "strong": list(strong),
            "total": list(total) if total else None,
            "whole": whole,
        }
    ]
