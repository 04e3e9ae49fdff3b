"""Scenarios that are compared (方案情景): plans and the people who have them; everybody falls ill once for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.compiling import compile_plans
from tuanbao.adjudication.intake import Intake, RefusedRowsError, named_plans, take_in
from tuanbao.language import Text
from tuanbao.plan.model import Benefit, LumpSum, Plan
from tuanbao.pricing.simulation.errors import SimulationError, nobody
from tuanbao.roster import Reading


@dataclass(frozen=True, slots=True)
class Scenario:
    """Plans, and the roster whose ``plan`` column says who has which."""

    plans: Plan | Iterable[Plan]
    members: pa.Table | Reading
    hospital_lists: pa.Table | Reading | None = None

    def taken_in(self) -> Intake:
        """Raises SimulationError where there is nobody, RefusedRowsError for bad rows, TableError for a bad table."""
        table = self.members.table if isinstance(self.members, Reading) else self.members
        if len(table) == 0:
            raise nobody()
        plans = [anywhere(plan) for plan in self._given()]
        lists = nowhere(plans) if self.hospital_lists is None else self.hospital_lists
        intake = take_in(plans, self.members, hospital_lists=lists)
        if intake.errors:
            raise RefusedRowsError(intake.errors)
        return intake

    def notes(self, intake: Intake) -> tuple[Text, ...]:
        """Plans that nobody has, and terms that simulated bills cannot meet."""
        idle = [plan.id for plan in self._given() if not any(name in intake.plans for name in named_plans(plan))]
        found = [
            Text(f"方案“{name}”没有人参加，不产生赔付", f"nobody has the plan {name}; it costs nothing")
            for name in idle
        ]
        if intake.compiled.list_sets:
            zh = "模拟票据没有医院代码，不在任何医院名单上；按名单约定的条款因此按“不在名单”计算"
            en = "simulated bills have no hospital code and are on no hospital list: terms about lists never hold"
            found.append(Text(zh, en))
        required = [plan.id for plan in self._given() if any(map(_requires_a_list, _all_benefits(plan)))]
        if required:
            names = "、".join(required), ", ".join(required)
            zh = f"方案 {names[0]} 有只赔名单内医院的责任：按就诊都在名单内计算，价格因此偏高"
            en = (
                f"benefits of {names[1]} pay at listed hospitals only: priced as if all care were there, so rather high"
            )
            found.append(Text(zh, en))
        return tuple(found)

    def _given(self) -> list[Plan]:
        return [self.plans] if isinstance(self.plans, Plan) else list(self.plans)


def _all_benefits(plan: Plan) -> list[Benefit]:
    return [benefit for each in (plan, *plan._variant_plans.values()) for benefit in each.benefits]


def _requires_a_list(benefit: Benefit) -> bool:
    return not isinstance(benefit, LumpSum) and benefit.hospitals.lists is not None


def anywhere(plan: Plan) -> Plan:
    """The plan as if every hospital that it asks for by a list were on that list; its variants too."""
    if not any(map(_requires_a_list, _all_benefits(plan))):
        return plan
    free = [
        benefit.model_copy(update={"hospitals": benefit.hospitals.model_copy(update={"lists": None})})
        if not isinstance(benefit, LumpSum)
        else benefit
        for benefit in plan.benefits
    ]
    copy = plan.model_copy(update={"benefits": tuple(free)})
    copy._variant_plans = {name: anywhere(variant) for name, variant in plan._variant_plans.items()}
    return copy


def nowhere(plans: Iterable[Plan]) -> pa.Table:
    """A table of all hospital lists that the plans name, none of which has a hospital of a simulated bill."""
    named = [each for plan in plans for each in (plan, *plan._variant_plans.values())]
    names = sorted({name for names in compile_plans(named).list_sets for name in names})
    return pa.table({"list": pa.array(names, pa.string()), "hospital": pa.array(["NOWHERE"] * len(names), pa.string())})


def benefits_of(intake: Intake) -> tuple[tuple[str, str], ...]:
    """Plan id and benefit id of all benefits of plans that somebody has."""
    return tuple((plan.id, benefit.id) for plan in intake.plans.values() for benefit in plan.benefits)


def plan_year(intakes: Iterable[Intake]) -> tuple[date, date]:
    """The first and the last day of the plans that somebody has."""
    periods = [plan.period for intake in intakes for plan in intake.plans.values()]
    return min(period.first for period in periods), max(period.last for period in periods)


def everybody(intakes: Iterable[Intake]) -> pa.Table:
    """The people of all scenarios, each once, covered from the earliest to the latest day that any scenario says.

    Raises SimulationError where a person is in different families, or of different relation, in two scenarios.
    """
    tables = [intake.population.table for intake in intakes]
    if len(tables) == 1:
        return tables[0]
    table = pa.concat_tables(_alike([_plain(each) for each in tables]), promote_options="default").combine_chunks()
    person = table["member_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    heads = np.unique(person, return_index=True)[1]
    _agree(table, person, heads)
    merged = table.take(heads)
    for name, better in (("cover_from", np.minimum), ("cover_to", np.maximum)):
        days = table[name].combine_chunks().cast(pa.int32()).fill_null(2**31 - 1).to_numpy()
        best = days[heads]
        better.at(best, person, days)
        dates = pa.array(best, mask=best == 2**31 - 1).view(pa.date32())
        merged = merged.set_column(merged.column_names.index(name), name, dates)
    return merged


def _plain(table: pa.Table) -> pa.Table:
    """Dictionaries of text as text, so that tables can stand behind one another; the words of enums stay."""
    for i, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) and field.type.index_type != pa.int8():
            table = table.set_column(i, field.name, table[field.name].cast(pa.string()))
    return table


def _alike(tables: list[pa.Table]) -> list[pa.Table]:
    """A column that is an amount in one scenario and text in another is text."""
    names = {name for table in tables for name in table.column_names}
    mixed = {
        name for name in names if len({str(t.schema.field(name).type) for t in tables if name in t.column_names}) > 1
    }
    fields = [
        pa.schema([(f.name, pa.string() if f.name in mixed else f.type) for f in table.schema]) for table in tables
    ]
    return [table.cast(schema) for table, schema in zip(tables, fields, strict=True)]


def _agree(table: pa.Table, person: np.ndarray, heads: np.ndarray) -> None:
    for name in ("family_id", "relation"):
        values = table[name].cast(pa.string()).combine_chunks()
        differ = pc.not_equal(values, values.take(heads[person])).to_numpy(zero_copy_only=False)
        if differ.any():
            who = table["member_id"][int(np.flatnonzero(differ)[0])].as_py()
            zh = f"{who} 在不同情景里的 {name} 不一致；比较的情景须是同一批人"
            raise SimulationError(
                Text(zh, f"{who} has another {name} in another scenario; scenarios compare the same people")
            )
