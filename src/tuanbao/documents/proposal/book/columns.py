"""The columns of the proposal's workbook: what their cells are, and how wide they stand (方案工作簿的列)."""

from collections.abc import Sequence

from tuanbao.documents.book import Column, Kind
from tuanbao.documents.proposal.book.headings import HEADINGS

YUAN = frozenset(
    {
        *("company_change", "price_change", "value_change", "present", "proposed", "difference", "premium", "employer"),
        *("employee", "per_head", "expected", "error", "services", "own", "amount", "cost", "worth", "first", "later"),
        *("uncovered", "low", "high", "deviation", "worst", "usual", "mean", "often", "bad", "spent", "saves"),
    }
)
PERCENT = frozenset({"rise", "gap", "regret", "market", "market_low", "market_high", "part", "used", "share"})
COUNT = frozenset({"people", "n", "eligible", "users", "more"})
FACTOR = frozenset({"weight", "slope"})
WRAPPED = {
    **{"where": 22, "what": 30, "old": 34, "new": 34, "reason": 60, "plan": 26, "benefit": 26, "item": 44, "point": 34},
    **{"weights": 34, "changed": 44, "wish": 60, "theme": 24, "proposed_who": 34, "present_who": 34},
    **{"finding": 100, "rule": 34, "source": 44, "who": 44, "watch": 36, "stop": 60, "upgrade": 50},
    **{"name": 44, "held": 30, "unit": 40, "cell": 30, "city": 30, "subject": 22, "dimension": 20, "phase": 16},
}


def columns(names: Sequence[str], **headings: str) -> list[Column]:
    """Columns by name; ``headings`` gives a column the heading of another name."""
    return [Column(name, HEADINGS[headings.get(name, name)], _kind(name), WRAPPED.get(name)) for name in names]


def _kind(name: str) -> Kind:
    kinds: tuple[tuple[Kind, frozenset[str]], ...] = (
        *(("yuan", YUAN), ("percent", PERCENT), ("count", COUNT), ("factor", FACTOR)),
    )
    return next((kind for kind, names in kinds if name in names), "wrap" if name in WRAPPED else "text")
