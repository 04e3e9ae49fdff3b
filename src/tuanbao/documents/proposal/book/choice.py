"""Frontier, other weights, wishes, later and bad years as sheets (成本与价值、稳健性)."""

import math
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents import book_charts
from tuanbao.documents.book import Book, Formula
from tuanbao.documents.book_charts import FONT, LIGHT_GRID, Placed
from tuanbao.documents.colours import BLUE, GREY, ORANGE, SERIES, TEAL
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import here
from tuanbao.documents.proposal.book.columns import columns

POINT = ("point", "cost", "worth", "slope", "gap")
OTHER = ("weights", "regret", "changed")
WISH = ("wish", "kept")
OUTLOOK = ("item", "first", "later", "rise")
BAD = ("where", "people", "uncovered", "present", "proposed", "difference")
CLAIMS = ("item", "premium", "expected", "deviation", "low", "high", "worst")
COLOURS = {"present": GREY, "proposed": ORANGE, "cheapest": TEAL, "held": SERIES[4]}


def frontier_sheet(book: Book, found: Proposal) -> Placed:
    """Every point with its cost and value; gives where they stand, for another chart of them."""
    sheet = book.sheet(words.FRONTIER)
    top = book.title(sheet, [words.FRONTIER, words.IN_YUAN, words.POINTS_ABOUT]) + 1
    points = figures.points(found)
    rows = [_point(book, points, at, top + 1 + at) for at in range(len(points))]
    placed = book.table(sheet, columns(POINT), rows, top=top)
    frontier_chart(book, sheet, (placed.below + 1, 0), found, placed)
    return placed


def _point(book: Book, points: tuple[figures.Point, ...], at: int, row: int) -> dict[str, Any]:
    """A point of the frontier also says what a yuan more than the point before it brings."""
    one, slope = points[at], None
    if at and one.kind == "frontier" and one.cost > points[at - 1].cost:
        up, across = (f"({here(row, column)}-{here(row - 1, column)})" for column in (2, 1))
        before = points[at - 1]
        slope = Formula(f"={up}/{across}", (one.value - before.value) / (one.cost - before.cost))
    return {"point": book.word(one.name), "cost": one.cost, "worth": one.value, "slope": slope, "gap": one.gap}


def frontier_chart(
    book: Book, sheet: Any, at: tuple[int, int], found: Proposal, placed: Placed, width: int = 740
) -> int:
    """Cost across and value up, from the cells of the points; gives the first free row below."""
    points = figures.points(found)
    made = book.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    first, on_it = placed.top + 1, sum(one.kind == "frontier" for one in points)
    if on_it:
        ranges = _ranges(placed, first, first + on_it - 1)
        line = {
            "line": {"color": BLUE, "width": 1.75},
            "marker": {"type": "circle", "size": 5, "fill": {"color": BLUE}},
        }
        made.add_series({"name": book.word(points[0].name), **ranges, **line})
    for number, one in enumerate(points):
        if one.kind != "frontier":
            row = first + number
            fill = {"color": COLOURS[one.kind]}
            marker = {"type": "diamond", "size": 11, "fill": fill, "border": fill}
            dot = {"line": {"none": True}, "marker": marker}
            made.add_series({"name": [placed.sheet, row, placed.left], **_ranges(placed, row, row), **dot})
    axis = {"num_format": "#,##0", "num_font": FONT, "major_gridlines": LIGHT_GRID}
    made.set_x_axis({**axis, "min": round_below(min(one.cost for one in points) / 100)})
    made.set_y_axis({**axis, "min": round_below(min(one.value for one in points) / 100)})
    made.set_legend({"font": FONT, "position": "bottom"})
    return book_charts.place(sheet, made, book.word(words.FRONTIER_CHART), at, width)


def round_below(yuan: float) -> float:
    """Where an axis begins: a round number somewhat below the least value; 0 for none and for what is near it."""
    if not yuan:
        return 0.0
    step = 10.0 ** math.floor(math.log10(abs(yuan))) / 2
    below = (math.floor(yuan / step) - 1) * step
    return max(0.0, below) if yuan > 0 else below


def _ranges(placed: Placed, first: int, last: int) -> dict[str, Any]:
    cost, worth = (placed.left + placed.columns.index(name) for name in ("cost", "worth"))
    return {
        "categories": [placed.sheet, first, cost, last, cost],
        "values": [placed.sheet, first, worth, last, worth],
    }


def robust_sheet(book: Book, found: Proposal) -> None:
    """How far the choice hangs on weights, what was wished, and how years vary."""
    sheet = book.sheet(words.ROBUST)
    top = book.title(sheet, [words.ROBUST, words.IN_YUAN]) + 1
    changed = [
        {
            "weights": book.word(one.name),
            "regret": one.regret,
            "changed": book.word(figures.joined(one.changed)) or book.word(words.STAYS),
        }
        for one in figures.other_weights(found)
    ]
    kept = [
        {"wish": book.word(one.name), "kept": book.word(words.YES if one.kept else words.NO)}
        for one in figures.wishes(found)
    ]
    parts: list[tuple[Any, tuple[str, ...], list[dict[str, Any]]]] = [
        (words.OTHER_WEIGHTS, OTHER, changed),
        (words.WISHES, WISH, kept),
        (words.OUTLOOK, OUTLOOK, [_outlook(book, one) for one in figures.outlooks(found)]),
        (words.BAD_YEARS, BAD, [_bad(book, one) for one in figures.bad_years(found)]),
        (words.CLAIMS_YEARS, CLAIMS, [_claims(book, one) for one in figures.claims_years(found)]),
    ]
    for heading, names, rows in parts:
        if rows:
            top = book.heading(sheet, heading, top)
            for at, row in enumerate(rows, start=top + 1):
                _with_formula(row, at)
            top = book.table(sheet, columns(names), rows, top=top).below + 1


def _with_formula(row: dict[str, Any], at: int) -> None:
    if "later" in row and row["first"]:
        row["rise"] = Formula(f"={here(at, 2)}/{here(at, 1)}-1", row["later"] / row["first"] - 1)
    if "uncovered" in row:
        row["difference"] = Formula(f"={here(at, 4)}-{here(at, 3)}", row["proposed"] - row["present"])


def _outlook(book: Book, one: figures.Outlook) -> dict[str, Any]:
    return {"item": book.word(one.name), "first": one.first, "later": one.later, "rise": None}


def _bad(book: Book, one: figures.BadYear) -> dict[str, Any]:
    return {
        "where": book.word(one.name),
        "people": one.people,
        "uncovered": one.uncovered,
        "present": one.present,
        "proposed": one.proposed,
    }


def _claims(book: Book, one: figures.ClaimsYear) -> dict[str, Any]:
    return {
        "item": book.word(one.name),
        "premium": one.premium,
        "expected": one.expected,
        "deviation": one.spread.deviation,
        "low": one.spread.low,
        "high": one.spread.high,
        "worst": one.spread.worst,
    }
