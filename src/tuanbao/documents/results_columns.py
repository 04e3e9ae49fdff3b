"""The columns of the results workbook: what their cells are, and how wide they stand (理算结果)."""

from collections.abc import Sequence

from tuanbao.adjudication.results import AMOUNTS
from tuanbao.documents.book import Column, Kind
from tuanbao.documents.results_figures import SUMS
from tuanbao.documents.results_words import HEADINGS

MONEY = frozenset({*SUMS, *AMOUNTS, "events", "all", "row_paid", "basis"})
COUNTS = frozenset({"people", "bills", "applied", "paid_rows", "line", "days", "row"})
WRAPPED = {"sentence": 100, "benefit": 22, "plan": 24, "error": 60, "reason": 26}
NARROW = 7


def columns(names: Sequence[str]) -> list[Column]:
    """Columns by name."""
    return [Column(name, HEADINGS[name], _kind(name), _width(name)) for name in names]


def _kind(name: str) -> Kind:
    if name in MONEY:
        return "yuan"
    if name in COUNTS:
        return "count"
    return "wrap" if name in WRAPPED else "text"


def _width(name: str) -> float | None:
    return NARROW if name in ("line", "days", "row") else WRAPPED.get(name)
