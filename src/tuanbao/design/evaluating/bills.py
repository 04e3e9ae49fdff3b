"""A block's bills, ready for any of its designs (候选方案理算): arranged once, adjudicated thousands of times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.applicability import settle
from tuanbao.adjudication.compiling import Compiled, compile_plans
from tuanbao.adjudication.cost_sharing import share_costs
from tuanbao.adjudication.intake import RefusedRowsError, take_in
from tuanbao.adjudication.ordering import Batch, arrange
from tuanbao.adjudication.population import Population, build_population
from tuanbao.design.evaluating.illnesses import Illnesses
from tuanbao.design.evaluating.tallying import add_up, add_users
from tuanbao.plan import Plan, Reimbursement
from tuanbao.plan.model import Benefit
from tuanbao.pricing.paying import share_out
from tuanbao.pricing.replicas import Origin, replicated
from tuanbao.pricing.scenarios import anywhere, nowhere
from tuanbao.pricing.simulation.tables import bill_table
from tuanbao.vocabulary import CATEGORIES

BenefitKey = tuple[str, str]
"""(plan id, benefit id)."""


@dataclass(frozen=True, slots=True)
class PaidBills:
    """What plans pay of a block's bills over all years; fen."""

    benefits: tuple[BenefitKey, ...]
    by_benefit: Any
    """(benefits,)."""
    by_person_year: Any
    """(population,), in the order of `BlockBills.person_year`."""

    def of_benefit(self) -> dict[BenefitKey, int]:
        return dict(zip(self.benefits, self.by_benefit.tolist(), strict=True))


class BlockBills:
    """The bills of some people over simulated years, for the plans that a block may have. Threads may share it."""

    def __init__(self, illnesses: Illnesses, members: pa.Table, plans: Sequence[Plan]) -> None:
        """``plans``: the present ones and all others that may come, to know which care can matter at all."""
        names = list(illnesses.hazards.member_id)
        own = set(members["member_id"].to_pylist())
        self.present = np.array([name in own for name in names])
        self.years = illnesses.years
        copies = replicated(members, illnesses.years)
        given = [anywhere(plan) for plan in _with_all_benefits(plans)]
        intake = take_in(given, copies, hospital_lists=nowhere(given))
        if intake.errors:
            raise RefusedRowsError(intake.errors)
        self._members, self._lists = intake.population.table, intake.lists
        origin = Origin.of(intake.population, names)
        self.copy = origin.copy
        self.person_year = origin.copy * len(names) + origin.person
        """(population,): the position of each in `Illnesses.borne`."""
        bills, _ = illnesses.of(self.present)
        covered = illnesses.hazards.streams.category[bills.stream]
        keep = np.flatnonzero(_covered(given)[covered])
        self._bills = bill_table(type(bills)(*(column[keep] for column in bills)), illnesses.shared)
        self._ready: dict[Any, tuple[Population, Batch]] = {}
        self._lock = Lock()

    @property
    def lines(self) -> int:
        """How many lines of bills every design is adjudicated over."""
        return len(self._bills)

    def pay(self, plans: Sequence[Plan]) -> PaidBills:
        """What these plans pay: the same adjudication as of claims."""
        compiled, batch, rows = self._adjudicated(plans)
        by_benefit = np.zeros(len(compiled.benefits), np.int64)
        by_person_year = np.zeros(len(self.copy), np.int64)
        add_up(rows, batch.lines.member, by_benefit, by_person_year)
        return PaidBills(_keys(compiled), by_benefit, by_person_year)

    def users(self, plans: Sequence[Plan]) -> dict[BenefitKey, int]:
        """How many person-years each benefit paid something."""
        compiled, batch, rows = self._adjudicated(plans)
        users = np.zeros(len(compiled.benefits), np.int64)
        add_users(rows, batch.lines.member, users, np.zeros((len(users), len(self.copy)), np.uint8))
        return dict(zip(_keys(compiled), users.tolist(), strict=True))

    def _adjudicated(self, plans: Sequence[Plan]) -> tuple[Compiled, Batch, a.Rows]:
        compiled = compile_plans([anywhere(plan) for plan in plans])
        population, batch = self._arranged(compiled)
        reasons, bits = settle(compiled.program, population.people, batch.lines)
        rows, _ = share_costs(compiled.program, population.people, batch.lines, reasons, bits, all_rows=False)
        for benefit, limit in compiled.company_limits.items():
            share_out(rows, batch, benefit, limit, self.copy, self.years)
        return compiled, batch, rows

    def _arranged(self, compiled: Compiled) -> tuple[Population, Batch]:
        """People and lines for programs that read the same columns of them; made once for each kind of program."""
        kind = _reads(compiled)
        if kind not in self._ready:
            with self._lock:
                if kind not in self._ready:
                    population = build_population(compiled, self._members)
                    self._ready[kind] = population, arrange(compiled, population, self._bills, self._lists)
        return self._ready[kind]


def _keys(compiled: Compiled) -> tuple[BenefitKey, ...]:
    return tuple((plan.id, b.id) for plan, b in zip(compiled.benefit_plans, compiled.benefits, strict=True))


def _reads(compiled: Compiled) -> Any:
    """What of a program the arrays of people and lines depend on."""
    numbers: Mapping[str, tuple[int, ...]] = compiled.plan_benefits
    used = tuple((compiled.program.widths > 0).tolist())
    sets = compiled.fields, compiled.ages, compiled.diagnosis_sets, compiled.list_sets
    return tuple(numbers.items()), used, sets


def _covered(plans: Sequence[Plan]) -> Any:
    """(categories,) bool: care that some benefit pays for, by code."""
    found = {name for plan in plans for b in plan.benefits if isinstance(b, Reimbursement) for name in b.covers}
    stays = any(not isinstance(b, Reimbursement) for plan in plans for b in plan.benefits)
    return np.array([name in found or (stays and name == "inpatient") for name in CATEGORIES])


def _with_all_benefits(plans: Sequence[Plan]) -> list[Plan]:
    """One plan of every id with the benefits of all its versions: what any of them asks of people and hospitals."""
    found: dict[str, dict[int, Benefit]] = {}
    for plan in plans:
        found.setdefault(plan.id, {}).update((id(benefit), benefit) for benefit in plan.benefits)
    first = {plan.id: plan for plan in reversed(plans)}
    return [first[name].model_copy(update={"benefits": tuple(own.values())}) for name, own in found.items()]
