"""A small company with its plans, levers and simulated years, made once for all tests of the core of design."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.demo.company import make_company
from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates, service_candidates
from tuanbao.design.choosing.problem import Group as Choice
from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.valuing import EQUAL, Scales, scales_of
from tuanbao.design.choosing.wishes import Screens, rows_of
from tuanbao.design.evaluating.burden import lost_pay
from tuanbao.design.evaluating.illnesses import Illnesses, draw
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.explaining.use import Use
from tuanbao.design.fresh import group_with_tiers
from tuanbao.design.inputs import Inputs
from tuanbao.design.options.blocks import Block, blocks_of
from tuanbao.design.options.designs import Designs
from tuanbao.design.options.levers import Lever, levers_of
from tuanbao.design.options.loading import parse_options
from tuanbao.design.options.model import Constraints, Value
from tuanbao.design.options.tiering import Tiered
from tuanbao.design.preparing import Setting, Telling, evaluate_blocks
from tuanbao.design.screening import screens_of
from tuanbao.plan import Plan, Programme, load_programme, parse_plans
from tuanbao.pricing.group import Group, group_of
from tuanbao.pricing.model import ClaimModel, load_model
from tuanbao.pricing.quote.running import QuoteRun, quote_group
from tuanbao.roster import MEMBERS, Reading, normalise

ROOT = Path(__file__).parents[2]
ON = date(2026, 1, 1)
YEAR = date(2026, 1, 1), date(2026, 12, 31)
PEOPLE, LINES, SEED = 80, 3_000, 7
STAFF, FAMILY = "acme-tech-staff", "acme-tech-family"


@cache
def roster(people: int = PEOPLE, seed: int = 4) -> Reading:
    """The demo's company, small."""
    return normalise(make_company(seed=seed, people=people).members, MEMBERS)


@cache
def model() -> ClaimModel:
    return load_model()


@cache
def acme() -> tuple[Programme, tuple[Plan, ...]]:
    programme, plans = load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml")
    return programme, tuple(plans)


@cache
def group(people: int = PEOPLE) -> Group:
    programme, plans = acme()
    return group_of(roster(people), programme, plans, ON)


@cache
def quote(people: int = PEOPLE) -> QuoteRun:
    return quote_group(group(people), model(), years=20, seed=1, variants=False)


@cache
def illnesses(people: int = PEOPLE, lines: int = LINES) -> Illnesses:
    return draw(group(people).members, model(), YEAR, lines, SEED)


def without_salary(reading: Reading) -> Reading:
    return replaced(reading, "salary", pa.nulls(len(reading.table), pa.int64()))


def replaced(reading: Reading, column: str, values: Any) -> Reading:
    """The same people with another column."""
    return replace(reading, table=with_column(reading.table, column, values))


def with_column(table: pa.Table, column: str, values: Any) -> pa.Table:
    if column in table.column_names:
        return table.set_column(table.column_names.index(column), column, values)
    return table.append_column(column, values)


def levers(
    plans: Sequence[Plan], text: str, usual: bool = False, origin: Mapping[str, str] | None = None
) -> list[Lever]:
    """The levers of an options file that has only the list ``text`` under ``levers``."""
    head = f"usual_levers: {'true' if usual else 'false'}\n"
    options, findings = parse_options(head + (f"levers:\n{text}" if text else ""))
    return levers_of(plans, origin or {plan.id: plan.id for plan in plans}, options, findings)


def having(plan: str, dependants: str | None = None, people: int = PEOPLE) -> pa.Table:
    """The company's employees with one plan, its dependants with another one, or left out."""
    table = group(people).members
    own = np.array([relation == "employee" for relation in table["relation"].to_pylist()])
    table = with_column(table, "plan", pa.array(np.where(own, plan, dependants or plan).tolist()))
    return table if dependants else table.filter(pa.array(own))


def block(plans: Sequence[Plan], members: pa.Table, own: Sequence[Lever] = ()) -> Block:
    [found] = blocks_of(members, plans, own)
    return found


def ready(designs: Designs, drawn: Illnesses | None = None) -> Ready:
    drawn = drawn or illnesses()
    lost, _ = lost_pay(drawn, designs.block.members, Value().lost_pay)
    return Ready.of(designs, drawn, designs.block.members, lost)


def plan_of(benefits: str, name: str = "small") -> Plan:
    head = f"plan: {name}\nname: {{zh: {name}, en: {name}}}\nperiod: {{from: 2026-01-01, to: 2026-12-31}}\nbenefits:\n"
    [found] = parse_plans(head + benefits)
    return found


OPTIONS = f"""
design: small
tiers:
  - {{tier: chiefs, name: {{zh: 负责人, en: Chiefs}}, when: {{grade: [P7, P8, M3, M4]}}, plan: {STAFF}}}
levers:
  - lever: share
    plan: {STAFF}
    name: {{zh: 门急诊比例, en: Outpatient percentages}}
    settings:
      - {{name: {{zh: 低, en: lower}}, set: {{outpatient.coinsurance: [{{up_to: 500, pay: 0%}}, {{pay: 50%}}]}}}}
      - {{name: {{zh: 高, en: higher}}, set: {{outpatient.coinsurance: 90%}}}}
  - lever: critical
    plan: {STAFF}
    name: {{zh: 重疾保额, en: Critical illness}}
    path: critical-illness.sum_insured
    values: [100000, 500000]
  - lever: family
    plan: {FAMILY}
    name: {{zh: 家属门急诊比例, en: Outpatient percentage of families}}
    path: outpatient.coinsurance
    values: [50%, 80%]
payers:
  - {{relation: spouse, employer: [0%, 50%], joining: [40%, 80%]}}
services:
  - {{service: checkup, theme: checkup, name: {{zh: 体检, en: Check-up}}, per_head: [500, 800, 1000]}}
"""
"""Two tiers of three by three designs, families of three under two ways to pay, a service of three for each tier."""


@dataclass(frozen=True)
class Small:
    """The small company under `OPTIONS`, evaluated."""

    inputs: Inputs
    tiered: Tiered
    group: Group
    run: QuoteRun
    setting: Setting
    blocks: tuple[BlockCandidates, ...]
    uses: Mapping[str, Mapping[tuple[str, str], Use]]
    services: tuple[ServiceCandidates, ...]
    scales: Scales
    screens: Screens

    @property
    def groups(self) -> tuple[Choice, ...]:
        return self.choices(self.scales)

    def choices(self, scales: Scales) -> tuple[Choice, ...]:
        return tuple(own.group(scales) for own in (*self.blocks, *self.services))

    def problem(self, **constraints: Any) -> Problem:
        """The problem of choice under some constraints, as the file of options writes them."""
        wishes = Constraints.model_validate(constraints)
        return Problem(self.groups, tuple(rows_of(wishes, self.blocks, self.services, self.groups, self.screens)))

    def block(self, key: str) -> BlockCandidates:
        return next(own for own in self.blocks if own.key == key)


WEIGHTS = {
    "": EQUAL,
    "chiefs": EQUAL | {"critical_illness": 2.0},
    "staff": EQUAL | {"outpatient": 1.5, "dental_vision": 0.5},
}


@cache
def small() -> Small:
    programme, plans = acme()
    options, findings = parse_options(OPTIONS)
    inputs = Inputs(roster(), programme, plans, model(), options, findings, on=ON, years=20, lines=LINES, seed=SEED)
    tiered, divided = group_with_tiers(inputs)
    run = quote_group(divided, model(), years=20, seed=SEED, variants=False)
    turned = levers_of(tiered.plans, tiered.origin, options, findings)
    setting = Setting(divided, run.quote, options, turned, model(), SEED + 1, LINES)
    evaluated = evaluate_blocks(setting, Telling())
    services, _ = service_candidates(options.services, divided.members)
    scales = scales_of(options.value, WEIGHTS, EQUAL)
    screens, _ = screens_of(evaluated.blocks)
    return Small(
        inputs, tiered, divided, run, setting, evaluated.blocks, evaluated.uses, tuple(services), scales, screens
    )
