"""The weights of the value as cells (权重试算): change one, and the value of every design is worked out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuanbao.design.choosing.candidates import ServiceCandidates
from tuanbao.design.proposal import Proposal
from tuanbao.design.themes import THEMES
from tuanbao.documents.book import Book, Column, Entry, Formula
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import cell, here
from tuanbao.documents.proposal.book.designs import DesignsAt
from tuanbao.documents.proposal.figures.terms import group_name, tier_name
from tuanbao.language import Text

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class WeightsAt:
    """Where the weights stand on their sheet."""

    sheet: Any
    tiers: tuple[str, ...]
    """Columns from the second on; "" for people without weights of their own."""
    bad_year: tuple[int, int]
    worst: tuple[int, int]
    top: int
    """Row of the first theme."""
    below: int

    def weight(self, theme: str, tier: str) -> str:
        """The cell of a theme's weight for a tier."""
        return cell(self.sheet, self.top + list(THEMES).index(theme), self._column(tier))

    def factor(self, tier: str) -> str:
        """The cell of a tier's own factor, below the themes."""
        return cell(self.sheet, self.top + len(THEMES), self._column(tier))

    @property
    def counts(self) -> str:
        """The cell of the extra weight of a yuan in a bad year."""
        return cell(self.sheet, *self.bad_year)

    @property
    def share(self) -> str:
        """The cell of the share of years that are bad."""
        return cell(self.sheet, *self.worst)

    def _column(self, tier: str) -> int:
        return 1 + self.tiers.index(tier)


def weights_sheet(book: Book, found: Proposal) -> WeightsAt:
    """The weights, to be changed; the results below them come with `results`, once the designs stand."""
    sheet, scales = book.sheet(words.WEIGHTS), found.scales
    top = book.title(sheet, [words.WEIGHTS, words.WEIGHTS_ABOUT, words.VALUE_IS]) + 1
    for at, (label, kind, value) in enumerate(
        [(words.BAD_YEAR, "factor", Entry(scales.bad_year)), (words.WORST, "percent", scales.worst)]
    ):
        book.cell(sheet, top + at, 0, "text", book.word(label))
        book.cell(sheet, top + at, 1, kind, value)  # type: ignore[arg-type]
    of_groups = [*(own.tier for own in found.blocks), *(own.tier for own in found.services)]
    tiers = tuple(dict.fromkeys([EVERYBODY, *of_groups]))
    columns = [Column("theme", words.THEME, "text", 34)]
    columns += [Column(tier, _tier(found, tier), "factor", 16) for tier in tiers]
    themes = [
        {"theme": book.word(name)} | {tier: Entry(scales.of(tier)[theme]) for tier in tiers}
        for theme, name in THEMES.items()
    ]
    own = {"theme": book.word(words.TIER_FACTOR)} | {tier: Entry(scales.tiers.get(tier, 1.0)) for tier in tiers}
    placed = book.table(sheet, columns, [*themes, own], top=top + 3)
    return WeightsAt(sheet, tiers, (top, 1), (top + 1, 1), placed.top + 1, placed.below + 1)


def _tier(found: Proposal, tier: str) -> Text:
    return tier_name(found, tier) if tier else words.NO_TIER


def results(book: Book, found: Proposal, at: WeightsAt, designs: Sequence[DesignsAt]) -> None:
    """Below the weights: what they make of the present and the proposed choice, group by group."""
    top = book.heading(at.sheet, words.UNDER_WEIGHTS, at.below)
    rows = [*(_of_block(book, found, own) for own in designs)]
    rows += [_of_service(book, found, at, own) for own in found.services]
    for number, row in enumerate(rows, start=top + 1):
        now, new, best = (here(number, column) for column in (1, 2, 4))
        row["gain"] = Formula(f"={new}-{now}", row["proposed"].value - row["now"].value)
        if row["best"] is not None:
            row["missed"] = Formula(f"={best}-{new}", row["best"].value - row["proposed"].value)
    heads = {
        **{"who": words.GROUP, "now": words.VALUE_NOW, "proposed": words.VALUE_PROPOSED, "gain": words.GAIN},
        **{"best": words.BEST_SAME_COST, "missed": words.MISSED},
    }
    columns = [Column(name, text, "text" if name == "who" else "yuan", 18) for name, text in heads.items()]
    placed = book.table(at.sheet, columns, rows, top=top, totals=("now", "proposed", "gain"), freeze=False)
    for number, note in enumerate((words.BEST_ABOUT, words.NO_SOLVER)):
        at.sheet.write_string(placed.below + number, 0, book.word(note), book.formats["fact"])


def _of_block(book: Book, found: Proposal, at: DesignsAt) -> dict[str, Any]:
    value, company, chosen = at.value, at.own.offers.company, at.chosen
    within = company <= company[chosen]
    most = f"SUMPRODUCT(MAX(({at.column('company')}<={at.cell('company', chosen)})*({at.column('value')}+1E9)))-1E9"
    return {
        "who": book.word(group_name(found, at.own.key)),
        "now": Formula(f"={at.cell('value', 0)}", float(value[0])),
        "proposed": Formula(f"={at.cell('value', chosen)}", float(value[chosen])),
        "best": Formula(f"={most}", float(np.max(value[within]))),
        "missed": None,
    }


def _of_service(book: Book, found: Proposal, at: WeightsAt, own: ServiceCandidates) -> dict[str, Any]:
    """A service's value is its cost, weighted; a dearer option is always worth more, so none is looked for."""
    group, chosen, theme = own.group(found.scales), found.solution.chosen[own.key], own.service.theme
    worth = f"{float(own.service.worth)!r}*{at.weight(theme, own.tier)}*{at.factor(own.tier)}"
    name = own.service.name.text if own.service.name else Text(own.service.service, own.service.service)
    values = [(float(own.cost[place]), float(group.value[place])) for place in (0, chosen)]
    now, new = (Formula(f"={cost / 100!r}*{worth}", value) for cost, value in values)
    tier = group_name(found, own.key)
    who = book.word(Text(f"{tier.zh}：{name.zh}", f"{tier.en}: {name.en}"))
    return {"who": who, "now": now, "proposed": new, "best": None, "missed": None}
