"""How the present benefits were used (既往使用情况): past bills and events, adjudicated under the present programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from tuanbao.adjudication import adjudicate
from tuanbao.adjudication.intake import named_plans
from tuanbao.adjudication.results import Result
from tuanbao.design.needs import dates
from tuanbao.design.needs.cells import cells_shown
from tuanbao.design.needs.diseases import Disease, frequent_diseases
from tuanbao.design.themes import theme_of
from tuanbao.language import Text
from tuanbao.plan.model import Benefit, Plan
from tuanbao.pricing.group import Group
from tuanbao.pricing.scenarios import anywhere, nowhere
from tuanbao.reference.needs import minimum_cell, parameter
from tuanbao.roster import BILLS, EVENTS, Layout, Reading, normalise
from tuanbao.roster.people import plans_of

Use = Literal["unused", "little", "medium", "much", "hidden"]


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """A benefit in the past year; fen. Where users, or those who did not use it, are few, figures are None."""

    plan: str
    benefit: str
    title: Text
    theme: str
    eligible: int
    use: Use
    """Of those eligible: nobody, under the low threshold, between, over the high threshold; hidden: cannot be told."""
    often: bool
    """Cover of frequent care, of which use says something; other cover is for what is rare."""
    users: int | None
    share: float | None
    paid: int | None
    per_head: int | None
    """Paid, by those eligible."""
    costly: bool | None
    """A large share of all that was paid."""
    text: Text


@dataclass(frozen=True, slots=True)
class PastUse:
    """Aggregates only: no figure stands for fewer than ten people."""

    benefits: tuple[BenefitUse, ...]
    diseases: tuple[Disease, ...]
    notes: tuple[Text, ...]

    @property
    def unused(self) -> tuple[BenefitUse, ...]:
        """Benefits that nobody, or few, were paid."""
        return tuple(one for one in self.benefits if one.use in ("unused", "little"))


@dataclass(slots=True)
class _Paid:
    """Of a plan's benefit: who was paid, and how much."""

    users: set[str]
    fen: int = 0


def past_use(
    group: Group,
    bills: pa.Table | Reading,
    events: pa.Table | Reading | None = None,
    hospital_lists: pa.Table | Reading | None = None,
) -> PastUse:
    """What the group's plans pay of past bills and events of the people who are still there.

    Dates are moved by whole years into the plans' year. Rows that are wrong, of people no longer there, or outside that
    year are left out and counted in a note. Without ``hospital_lists`` care counts as if it were at listed hospitals.
    """
    years, bill_rows, event_rows, notes = _placed(group, bills, events)
    plans = list(group.plans) if hospital_lists is not None else [anywhere(plan) for plan in group.plans]
    lists = nowhere(plans) if hospital_lists is None else hospital_lists
    result = adjudicate(
        plans, group.members, bill_rows, event_rows, hospital_lists=lists, rows="applied", skip_bad_rows=True
    )
    if result.errors:
        notes.append(_left_out(len({(error.table, error.row) for error in result.errors})))
    if years:
        notes.append(dates.said(years))
    paid = _paid(group, result)
    total = sum(one.fen for one in paid.values())
    uses = [_use(plan, benefit, group, paid, total) for plan, benefit in _benefits(group)]
    return PastUse(tuple(uses), frequent_diseases(bill_rows.table), tuple(notes))


def _placed(
    group: Group, bills: pa.Table | Reading, events: pa.Table | Reading | None
) -> tuple[int, Reading, Reading | None, list[Text]]:
    """Bills and events of the group's people in the plans' year; what else there was is counted."""
    read = _reading(bills, BILLS)
    years = dates.years_to_move(read.table, "service_date", group.period)
    kept, out = _of_group(read, "service_date", years, group)
    happened = _reading(events, EVENTS) if events is not None else None
    if happened is not None:
        happened, more = _of_group(happened, "date", years, group)
        out += more
    return years, kept, happened, [_elsewhere(out)] if out else []


def _reading(table: pa.Table | Reading, layout: Layout) -> Reading:
    return table if isinstance(table, Reading) else normalise(table, layout)


def _of_group(reading: Reading, column: str, years: int, group: Group) -> tuple[Reading, int]:
    table = dates.moved(reading.table, years)
    known = set(group.members["member_id"].to_pylist())
    here = np.array([who in known for who in table["member_id"].cast(pa.string()).to_pylist()], bool)
    keep = here & dates.inside(table, column, group.period)
    kept = Reading(reading.layout, table.filter(pa.array(keep)), reading.rows[keep], reading.errors)
    return kept, int((~keep).sum())


def _paid(group: Group, result: Result) -> dict[tuple[str, str], _Paid]:
    """By plan and benefit. A bill's benefit is of the one of the person's plans that has it."""
    who = dict(zip(_words(result.lines, "bill_id"), _words(result.lines, "member_id"), strict=True))
    named = named_plans(group.plans)
    rows = zip(group.members["member_id"].to_pylist(), group.members["plan"].to_pylist(), strict=True)
    plan_of = {(m, b.id): name for m, plan in rows for name in plans_of(plan) for b in named[name].benefits}
    eob = zip(
        _words(result.eob, "bill_id"), _words(result.eob, "benefit_id"), result.eob["paid"].to_pylist(), strict=True
    )
    facts = [(who[bill], benefit, fen) for bill, benefit, fen in eob if fen > 0]
    facts += [(p["member_id"], p["benefit_id"], p["paid"]) for p in result.payments.to_pylist() if p["paid"] > 0]
    found: dict[tuple[str, str], _Paid] = {}
    for member, benefit, fen in facts:
        one = found.setdefault((plan_of[member, benefit], benefit), _Paid(set()))
        one.users.add(member)
        one.fen += fen
    return found


def _words(table: Any, name: str) -> list[str]:
    words: list[str] = table[name].cast(pa.string()).to_pylist()
    return words


def _benefits(group: Group) -> list[tuple[Plan, Benefit]]:
    """The benefits of the plans that somebody has, in their order."""
    named = named_plans(group.plans)
    had = {name for plan in group.members["plan"].to_pylist() for name in plans_of(plan)}
    return [(plan, benefit) for name, plan in named.items() if name in had for benefit in plan.benefits]


def _eligible(plan: Plan, benefit: Benefit, group: Group) -> int:
    rows = zip(group.members["plan"].to_pylist(), group.members["relation"].to_pylist(), strict=True)
    return sum(
        plan.id in plans_of(names) and relation in (benefit.relations or (relation,)) for names, relation in rows
    )


def _use(plan: Plan, benefit: Benefit, group: Group, paid: Mapping[tuple[str, str], _Paid], total: int) -> BenefitUse:
    eligible, found = _eligible(plan, benefit, group), paid.get((plan.id, benefit.id), _Paid(set()))
    users, theme = len(found.users), theme_of(benefit)
    share = users / eligible if eligible else 0.0
    shown = cells_shown(eligible) and (not users or _both_shown(users, eligible - users))
    use, often = _level(users, eligible, shown), theme in parameter("often_used")
    costly = bool(total) and found.fen >= parameter("costly_share") * total if shown else None
    return BenefitUse(
        plan=plan.id,
        benefit=benefit.id,
        title=benefit.title,
        theme=theme,
        eligible=eligible,
        use=use,
        often=often,
        users=users if shown else None,
        share=share if shown else None,
        paid=found.fen if shown else None,
        per_head=round(found.fen / eligible) if shown and eligible else None,
        costly=costly,
        text=_said(benefit.title, use, often, share if shown else None, costly),
    )


def _both_shown(users: int, others: int) -> bool:
    """Neither those who used it nor those who did not are a few people; that everybody used it may be said."""
    return cells_shown(users) and (not others or cells_shown(others))


def _level(users: int, eligible: int, shown: bool) -> Use:
    """What may be said of use. That a few of many used it says no more than that their number is not shown."""
    low, high = parameter("use_thresholds")["low"], parameter("use_thresholds")["high"]
    if not shown:
        return "little" if users < minimum_cell() <= low * eligible else "hidden"
    if not users:
        return "unused"
    return "little" if users < low * eligible else "much" if users > high * eligible else "medium"


def _said(title: Text, use: Use, often: bool, share: float | None, costly: bool | None) -> Text:
    few = Text("人数太少，不列数字", "too few people for figures")
    how = few if share is None else Text(f"使用率 {share:.0%}", f"used by {share:.0%}")
    advice = _ADVICE.get((use, bool(costly)), _NOTHING) if often else _RARE
    return Text(f"{title.zh}：{how.zh}；{advice.zh}", f"{title.en}: {how.en}; {advice.en}")


_RARE = Text(
    "这类保障应对少见而重大的支出，使用率低不说明不需要",
    "cover of rare and large losses: that few use it does not say that it is not needed",
)
_NOTHING = Text("无法判断使用多少", "how far it is used cannot be told")
_LITTLE = Text("使用较少，可加强说明，或看是否仍有需要", "little used: explain it better, or ask whether it is needed")
_ADVICE: Mapping[tuple[Use, bool], Text] = {
    ("unused", False): Text("这一年没有人用到，可加强说明", "nobody was paid in the year: explain it better"),
    ("little", False): _LITTLE,
    ("little", True): Text("使用较少而花费较大，可考虑压缩或改进", "little used and costly: may be cut or done better"),
    ("medium", False): Text("使用适中", "used by a fair part"),
    ("medium", True): Text("使用适中，花费较大", "used by a fair part, and costly"),
    ("much", False): Text("使用广泛，可考虑加强", "much used: may be strengthened"),
    ("much", True): Text(
        "使用广泛，花费较大；满意时可加强", "much used and costly: strengthen it where people are content"
    ),
}


def _left_out(rows: int) -> Text:
    zh = f"{rows} 行以往票据或事件有错，未计入"
    return Text(zh, f"{rows} rows of past bills or events are wrong and are left out")


def _elsewhere(rows: int) -> Text:
    return Text(
        f"{rows} 行以往票据或事件属于已不在人员表内的人，或不在一个保险年度内，未计入",
        f"{rows} rows of past bills or events are of people no longer there, or outside one plan year; left out",
    )
