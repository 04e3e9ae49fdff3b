"""The columns of the quote's workbook: what their cells are, and how wide they stand (报价工作簿的列)."""

from collections.abc import Sequence

from tuanbao.documents.book import Column, Kind
from tuanbao.documents.quote_words import HEADINGS
from tuanbao.language import Text

MONEY = frozenset(
    {
        *("amount", "running", "expected", "error", "rate", "list_price", "premium", "employer", "employee", "each"),
        *("claims_change", "error_apart", "premium_change", "premium_error", "low", "high"),
    }
)
COUNTS = frozenset({"people", "families", "age", "occupation"})
PERCENTS = frozenset({"error_share", "share_before", "share_after"})
WRAPPED = {
    **{"reason": 90, "source": 60, "class": 50, "plan": 34, "benefit": 32, "variant": 42, "finding": 80},
    **{"value": 50, "unit": 34, "parameter": 30, "step": 18},
}


def columns(names: Sequence[str], headings: dict[str, Text] | None = None) -> list[Column]:
    """Columns by name; ``headings`` of those that are not in HEADINGS, which are money."""
    own = headings or {}
    return [Column(name, own.get(name) or HEADINGS[name], _kind(name, own), WRAPPED.get(name)) for name in names]


def _kind(name: str, own: dict[str, Text]) -> Kind:
    if name in MONEY or name in own:
        return "yuan"
    if name in COUNTS:
        return "count"
    if name in PERCENTS:
        return "percent"
    if name in ("factor", "paid_per_year"):
        return "factor" if name == "factor" else "number"
    if name == "date":
        return "date"
    return "wrap" if name in WRAPPED else "text"
