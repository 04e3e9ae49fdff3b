"""From people, programme and options to everything that the choice looks at (准备): grids, prices, offers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.design.choosing.candidates import BlockCandidates
from tuanbao.design.evaluating.bills import BlockBills
from tuanbao.design.evaluating.burden import lost_pay
from tuanbao.design.evaluating.common import Common
from tuanbao.design.evaluating.grid import Floats, Grid, evaluate
from tuanbao.design.evaluating.illnesses import Illnesses, draw
from tuanbao.design.evaluating.offers import offers
from tuanbao.design.evaluating.prices import base_premium, funded_prices, insured_prices
from tuanbao.design.evaluating.screening import keep_what_matters, refuse_too_many
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.explaining.use import Use, use_of
from tuanbao.design.options.blocks import Block, blocks_of
from tuanbao.design.options.designs import Designs
from tuanbao.design.options.levers import Lever
from tuanbao.design.options.model import Options
from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.plan.parts import Period
from tuanbao.plan.patching import copied
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.quote.result import Quote

WORKERS = 2
LINES = 300_000
"""About so many lines of bills are drawn for all blocks together."""
YEARS_AHEAD = 3
"""Until which year a premium is asked to hold where the options do not say."""
Advance = Callable[[int, int], object]
Tell = Callable[[Text], object]


@dataclass(frozen=True, slots=True)
class Telling:
    """Where progress is told; silent by default."""

    tell: Tell = lambda text: None
    advance: Advance = lambda done, total: None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """All blocks with their offers, and what is known beside them."""

    blocks: tuple[BlockCandidates, ...]
    uses: dict[str, dict[tuple[str, str], Use]]
    """By block key."""
    lines: int
    years: int
    notes: tuple[Text, ...] = field(default=())

    @property
    def designs(self) -> int:
        """How many joint designs were adjudicated."""
        return sum(len(own.offers.grid) for own in self.blocks)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the evaluation of all blocks has in common."""

    group: Group
    quote: Quote
    options: Options
    levers: Sequence[Lever]
    model: ClaimModel
    seed: int
    lines: int = LINES
    years_ahead: int = YEARS_AHEAD


def evaluate_blocks(setting: Setting, telling: Telling) -> Evaluated:
    """Adjudicates every joint design of every block over the same simulated years, now and in a later year."""
    group = setting.group
    blocks = blocks_of(group.members, group.plans, setting.levers)
    telling.tell(Text("模拟全体人员的票据", "Simulating everybody's bills"))
    now = _World.of(group.members, setting, 0)
    ahead = setting.years_ahead - 1
    later = _World.of(_aged(group.members, ahead), setting, ahead, now.illnesses.years)
    employees = group.members.filter(pc.equal(group.members["relation"].cast(pa.string()), "employee"))
    common = Common.of(employees, setting.model, group.period, setting.seed) if len(employees) else None
    found, uses, notes, lines = [], {}, list(now.notes), 0
    for block in blocks:
        own, ready, said = _grid(block, now, setting, telling)
        rises = _rises(own, later, setting, telling)
        found.append(_candidates(block, own, rises, common, setting))
        uses[block.key] = dict(use_of(ready, own))
        notes += said
        lines += own.lines
    return Evaluated(tuple(found), uses, lines, now.illnesses.years, tuple(notes))


def _is_written(block: Block, options: Options) -> bool:
    """Do the options name levers of the block?"""
    return any(lever.origin in {own.lever for own in options.levers} for lever in block.levers)


def refuse_early(group: Group, levers: Sequence[Lever], options: Options) -> None:
    """Raises DesignError for what would take too long, before any long work."""
    blocks = blocks_of(group.members, group.plans, levers)
    written = {lever.key for lever in levers if lever.origin in {own.lever for own in options.levers}}
    refuse_too_many(blocks, written, options.most_written)


@dataclass(frozen=True, slots=True)
class _World:
    """A plan year: what befalls everybody, and the pay that is lost."""

    illnesses: Illnesses
    members: pa.Table
    lost: Any
    period: tuple[date, date]
    notes: tuple[Text, ...]

    @classmethod
    def of(cls, members: pa.Table, setting: Setting, ahead: int, years: int | None = None) -> "_World":
        period = _ahead(setting.group.period, ahead)
        illnesses = draw(members, setting.model, period, setting.lines, setting.seed, years)
        lost, notes = lost_pay(illnesses, members, setting.options.value.lost_pay)
        return cls(illnesses, members, lost, period, tuple(notes))

    def of_block(self, block: Block) -> pa.Table:
        return self.members.filter(
            pc.is_in(self.members["member_id"], value_set=block.members["member_id"].combine_chunks())
        )


def _grid(block: Block, world: _World, setting: Setting, telling: Telling) -> tuple[Grid, Ready, list[Text]]:
    name = block.title
    telling.tell(Text(f"理算“{name.zh}”的全部组合", f"Adjudicating every combination: {name.en}"))
    ready = Ready.of(Designs(block), world.illnesses, block.members, world.lost)
    most = setting.options.most_written if _is_written(block, setting.options) else setting.options.most_usual
    levers, notes = keep_what_matters(ready, most)
    retention = setting.options.constraints.stop_loss
    worst = float(setting.options.value.bad_year.worst)
    grid = evaluate(ready, levers, worst, retention=retention, workers=WORKERS, progress=telling.advance)
    return grid, ready, notes


def _rises(own: Grid, world: _World, setting: Setting, telling: Telling) -> Floats:
    """(designs,): by what factor each design's expected payments are higher in the later year.

    The same people's bills of as many years, drawn with the same numbers, are adjudicated again at the prices of that
    year; sums insured do not follow them.
    """
    designs, year = own.designs, Period.model_validate({"from": world.period[0], "to": world.period[1]})
    versions = [copied(plan, period=year) for plan in designs.bill_versions()]
    bills = BlockBills(world.illnesses, world.of_block(designs.block), versions)
    name = designs.block.title
    telling.tell(Text(f"“{name.zh}”按第 {setting.years_ahead} 年的价格", f"{name.en} at the prices of later years"))
    kinds = list(dict.fromkeys(designs.of_bills(turns) for turns in own.turns))
    later = dict(
        zip(kinds, _paid_later(bills, [designs.plans_in(year, turns) for turns in kinds], telling), strict=True)
    )
    paid = np.array([later[designs.of_bills(turns)] for turns in own.turns]) / world.illnesses.years
    columns = own.of_bills
    now, rest = own.expected[:, columns].sum(axis=1), own.expected[:, ~columns].sum(axis=1)
    return np.where(now + rest > 0, (paid + rest) / np.maximum(now + rest, 1e-9), 1.0)


def _paid_later(bills: BlockBills, plans: Sequence[tuple[Plan, ...]], telling: Telling) -> list[int]:
    """Fen over all years, of each of the plans."""
    found = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for paid in pool.map(bills.pay, plans):
            found.append(int(paid.by_benefit.sum()))
            telling.advance(len(found), len(plans))
    return found


def _candidates(block: Block, own: Grid, rises: Floats, common: Common | None, setting: Setting) -> BlockCandidates:
    base = base_premium(setting.quote, block.members["member_id"].to_pylist())
    funded = setting.options.constraints.stop_loss is not None
    prices = funded_prices(own) if funded else insured_prices(own, setting.quote, base)
    made = offers(own, prices, base, setting.options.payers)
    company_later: Floats = np.rint(made.company * rises[made.row])
    paid = None
    if common is not None and block.employees:
        paid = common.payments(own)[made.row]
    return BlockCandidates(block, made, company_later, paid)


def _ahead(period: tuple[date, date], years: int) -> tuple[date, date]:
    return _moved(period[0], years), _moved(period[1], years)


def _moved(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _aged(members: pa.Table, years: int) -> pa.Table:
    """The same people some years later and as old as now: who leaves is followed by somebody like them."""
    for name in ("birth_date", "cover_from", "cover_to", "continuous_from"):
        days = [None if day is None else _moved(day, years) for day in members[name].to_pylist()]
        members = members.set_column(members.column_names.index(name), name, pa.array(days, pa.date32()))
    return members
