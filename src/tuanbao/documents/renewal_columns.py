"""The columns of the renewal workbook (续保测算): what their cells are, and how wide they stand."""

from collections.abc import Sequence

from tuanbao.documents.book import Column, Kind
from tuanbao.documents.renewal_words import HEADINGS

YUAN = frozenset(
    {
        "numerator", "denominator", "part_amount", "earned", "paid", "to_come", "ultimate", "error", "pmpm", "amount",
        "total", "was", "trended", "then", "person_paid", "kept", "above", "mean", "most",
    }
)  # fmt: skip
PERCENT = frozenset({"ratio", "known", "weight", "points", "saved", "touched_share"})
FACTOR = frozenset({"factor", "trend_factor", "leverage", "plan_factor"})
NUMBER = frozenset({"members"})
COUNT = frozenset({"order", "touched"})
WRAPPED = {"definition": 60, "reason": 56, "source": 56, "terms": 50, "lever": 34, "benefit": 26, "value": 34}
WRAPPED |= {"assumption": 34, "ratio_name": 30, "part": 34, "what": 24, "step": 30}

RATIO = ("ratio_name", "ratio", "numerator", "denominator", "definition")
PART = ("ratio_name", "part", "part_amount")
MONTH = ("month", "members", "earned", "paid", "to_come", "ultimate", "error", "known", "weight", "pmpm")
MONTH_TOTALS = ("members", "earned", "paid", "to_come", "ultimate")
STEP = ("step", "factor", "amount", "total", "points", "reason", "source")
BENEFIT = ("benefit", "was", "trended", "trend_factor", "leverage", "then", "plan_factor")
LARGE = ("order", "person_paid", "kept", "above")
CANDIDATE = ("lever", "now", "terms", "holds", "saved", "touched", "touched_share", "most")
ASSUMPTION = ("assumption", "value", "source", "confidence")


def columns(names: Sequence[str]) -> list[Column]:
    """Columns by name."""
    return [Column(name, HEADINGS[name], _kind(name), WRAPPED.get(name)) for name in names]


def _kind(name: str) -> Kind:
    kinds: tuple[tuple[Kind, frozenset[str]], ...] = (
        ("yuan", YUAN), ("percent", PERCENT), ("factor", FACTOR), ("number", NUMBER), ("count", COUNT)
    )  # fmt: skip
    return next((kind for kind, names in kinds if name in names), "wrap" if name in WRAPPED else "text")
