"""All designs of a block (全部候选方案): settings, price, what they pay, and their value as a live formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.choosing.candidates import BlockCandidates
from tuanbao.design.evaluating.offers import Shares
from tuanbao.design.evaluating.prices import version_of
from tuanbao.design.proposal import Proposal
from tuanbao.design.themes import theme_of
from tuanbao.documents.book import Book, Column, Formula
from tuanbao.documents.colours import PALE
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import area, cell, here
from tuanbao.documents.proposal.figures.terms import group_name
from tuanbao.language import Text
from tuanbao.vocabulary import RELATIONS

MOST_RANKED = 5_000
"""A rank looks at all designs for each of them; beyond so many a workbook would take too long."""
FACTS = 4
"""Row in which what all designs share stands: people, share of bad years, their weight, the tier's factor."""
WEIGHTS, HEAD = 6, 7


class Weights(Protocol):
    """The cells of the weights."""

    def weight(self, theme: str, tier: str) -> str: ...
    def factor(self, tier: str) -> str: ...
    @property
    def counts(self) -> str: ...
    @property
    def share(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class DesignsAt:
    """Where the designs of a block stand on their sheet; offer n is in row ``top`` + n."""

    sheet: Any
    own: BlockCandidates
    chosen: int
    value: NDArray[np.float64]
    top: int
    columns: dict[str, int]

    def cell(self, name: str, offer: int) -> str:
        return cell(self.sheet, self.top + offer, self.columns[name])

    def column(self, name: str) -> str:
        return area(self.sheet, self.top, self.top + len(self.value) - 1, self.columns[name])


def designs_sheet(book: Book, found: Proposal, number: int, weights: Weights) -> DesignsAt:
    """The sheet of a block, by its position. Filters work; formulas of a row look at that row only, and at weights."""
    own = found.blocks[number]
    title = Text(f"候选方案{number + 1}", f"Designs {number + 1}")
    sheet, columns = book.sheet(title), _columns(own)
    place = {column.name: at for at, column in enumerate(columns)}
    chosen = found.solution.chosen[own.key]
    at = DesignsAt(sheet, own, chosen, own.parts(found.scales).value, HEAD + 1, place)
    who = group_name(found, own.key)
    about = Text(
        f"{who.zh}：{len(own.offers.grid):,} 个条款组合，连同保费承担方式共 {len(own.offers):,} 个，逐个理算",
        f"{who.en}: {len(own.offers.grid):,} joint settings, {len(own.offers):,} with who pays; each adjudicated",
    )
    book.title(sheet, [title, about, words.DESIGNS_ABOUT])
    _shared(book, found, at, weights)
    of_benefits = {
        f"b{k}": theme_of(version_of(own.offers.grid, key)) for k, key in enumerate(own.offers.grid.benefits)
    }
    scale = found.scales.of(own.tier)
    sheet.write_string(WEIGHTS, place["relief"] + 1, book.word(words.WEIGHTS_ABOVE), book.formats["fact"])
    for name, theme in of_benefits.items():
        formula = Formula(f"={weights.weight(theme, own.tier)}", scale[theme])
        book.cell(sheet, WEIGHTS, place[name], "factor", formula)
    book.table(sheet, columns, _rows(book, at), top=HEAD, freeze=True)
    sheet.freeze_panes(at.top, place["value"] + 1)
    _marked(book, at)
    return at


def _shared(book: Book, found: Proposal, at: DesignsAt, weights: Weights) -> None:
    """What holds for all designs of the block, in one row."""
    scales, tier = found.scales, at.own.tier
    values = [
        (words.PEOPLE, "count", len(at.own.block)),
        (words.WORST, "percent", Formula(f"={weights.share}", scales.worst)),
        (words.BAD_YEAR, "factor", Formula(f"={weights.counts}", scales.bad_year)),
        (words.TIER_FACTOR, "factor", Formula(f"={weights.factor(tier)}", scales.tiers.get(tier, 1.0))),
    ]
    for column, (label, kind, value) in enumerate(values):
        at.sheet.write_string(FACTS - 1, column, book.word(label), book.formats["label"])
        book.cell(at.sheet, FACTS, column, kind, value, "card ")  # type: ignore[arg-type]


def _columns(own: BlockCandidates) -> list[Column]:
    grid = own.offers.grid
    levers = [Column(f"lever{k}", lever.name, "text", 15) for k, lever in enumerate(own.block.levers)]
    ways = [Column("ways", words.WHO_PAYS, "text", 26)] if len(own.offers.ways) > 1 else []
    benefits = [Column(f"b{k}", version_of(grid, key).title, "yuan", 15) for k, key in enumerate(grid.benefits)]
    return [
        Column("number", words.NUMBER, "count", 12),
        Column("mark", words.MARK, "text", 12),
        Column("value", words.VALUE, "yuan"),
        Column("rank", words.RANK, "count", 12),
        Column("company", words.COMPANY_COST, "yuan"),
        Column("own", words.OWN_COST, "yuan"),
        Column("price", words.PREMIUM, "yuan"),
        *levers,
        *ways,
        Column("joining", words.JOINING, "percent", 12),
        Column("relief", words.RELIEF, "yuan"),
        *benefits,
        Column("expected", words.EXPECTED, "yuan"),
    ]


def _rows(book: Book, at: DesignsAt) -> list[dict[str, Any]]:
    offers, own = at.own.offers, at.own
    expected, ranked = offers.expected(), len(offers) <= MOST_RANKED
    rank = _ranks(at.value)
    found = []
    for n in range(len(offers)):
        turns = offers.grid.turns[int(offers.row[n])]
        found.append(
            {
                "number": n + 1,
                "mark": _mark(book, n, at.chosen),
                "value": Formula(_value(at, n), float(at.value[n])),
                "rank": Formula(f"=RANK({here(at.top + n, at.columns['value'])},{at.column('value')})", rank[n])
                if ranked
                else None,
                "company": int(offers.company[n]),
                "own": int(offers.own[n]),
                "price": int(offers.price[n]),
                "joining": float(offers.joining[n]),
                "relief": float(offers.grid.relief[int(offers.row[n])]),
                "ways": book.word(paid(offers.ways[int(offers.paying[n])])),
                **{f"lever{k}": book.word(own.block.levers[k].turns[turn].name) for k, turn in enumerate(turns)},
                **{f"b{k}": float(fen) for k, fen in enumerate(expected[n])},
                "expected": Formula(f"=SUM({_benefits(at, n)})", float(expected[n].sum())),
            }
        )
    return found


def _value(at: DesignsAt, n: int) -> str:
    """factor × (Σ weight × payment + weight of a bad year × share of bad years × people × relief − what people pay)."""
    row = at.top + n
    last = at.columns["b0"] + len(at.own.offers.grid.benefits) - 1
    weights = area(at.sheet, WEIGHTS, WEIGHTS, at.columns["b0"], last)
    people, worst, counts, factor = (cell(at.sheet, FACTS, column) for column in range(4))
    relief, joining, own = (here(row, at.columns[name]) for name in ("relief", "joining", "own"))
    paid_out = f"SUMPRODUCT({_benefits(at, n)},{weights})"
    return f"={factor}*({paid_out}+{counts}*{worst}*{people}*{joining}*{relief}-{own})"


def _benefits(at: DesignsAt, n: int) -> str:
    """The cells of a design's expected payments."""
    row, left = at.top + n, at.columns["b0"]
    return f"{here(row, left)}:{here(row, left + len(at.own.offers.grid.benefits) - 1)}"


def _ranks(value: NDArray[np.float64]) -> list[int]:
    """1 for the highest; equal values have equal ranks, as RANK gives them."""
    ordered = np.sort(value)
    return [int(len(value) - np.searchsorted(ordered, each, side="right")) + 1 for each in value]


def _mark(book: Book, n: int, chosen: int) -> str | None:
    if n == chosen:
        return book.word(words.BOTH if n == 0 else words.PROPOSED)
    return book.word(words.NOW) if n == 0 else None


def _marked(book: Book, at: DesignsAt) -> None:
    """The rows of the present and the proposed design stand out, also when sorted."""
    first = here(at.top, at.columns["mark"]).replace("B", "$B")
    strong = book.book.add_format({"bg_color": PALE, "bold": True})
    last = at.top + len(at.value) - 1
    rule = {"type": "formula", "criteria": f'={first}<>""', "format": strong}
    at.sheet.conditional_format(at.top, 0, last, len(at.columns) - 1, rule)


def paid(way: Shares) -> Text:
    """What the company pays of each relation's premium."""
    shares = {relation: f"{float(share):.0%}" for relation, (share, _) in way.items()}
    zh = "，".join(f"{RELATIONS[relation].zh} {share}" for relation, share in shares.items())
    return Text(zh, ", ".join(f"{RELATIONS[relation].en} {share}" for relation, share in shares.items()))


def all_designs(book: Book, found: Proposal, weights: Weights) -> Sequence[DesignsAt]:
    """A sheet for every block."""
    return [designs_sheet(book, found, number, weights) for number in range(len(found.blocks))]
