"""What somebody has who did not choose (默认与续选): last year's choice where it still exists, or the default. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.platform.choice.options import Menu, Seat, over_limit


@dataclass(frozen=True, slots=True)
class Pick:
    """One person's choice of one plan's variant; or left out, with the reason."""

    person: int
    plan_id: str = ""
    variant: str = ""
    waived: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passive:
    """The picks made for somebody, how (`default` or `renewed`), and what differs from last year."""

    source: str
    picks: tuple[Pick, ...]
    notes: tuple[Text, ...] = ()


def default(menu: Menu) -> Passive:
    """What holds without any election: the plans as they stand, and dependants whom the employer pays in full. Nothing
    that costs the employee anything."""
    picks: list[Pick] = []
    covered: list[int] = []
    for seat in menu.seats:
        free = seat.optional and bool(seat.plans) and seat.paid_by.employee == 0
        if free and over_limit(menu, [*covered, seat.member.key]):
            free = False
        if not seat.optional or free:
            covered.append(seat.member.key)
            picks += [Pick(seat.member.key, plan_id) for plan_id in seat.plans]
        elif seat.plans:
            picks.append(left_out(seat, "not_chosen"))
    return Passive("default", tuple(picks))


def renewed(menu: Menu, before: Sequence[Pick]) -> Passive:
    """Last year's picks in this year's menu. A variant that is gone falls back to the plan; somebody who cannot be
    covered any more is left out; nobody is added whom the employee would have to pay for."""
    picks: list[Pick] = []
    notes: list[Text] = []
    covered: list[int] = []
    for seat in menu.seats:
        last = [pick for pick in before if pick.person == seat.member.key and not pick.waived]
        if not seat.plans:
            if last:
                notes.append(_no_more(seat))
            continue
        if seat.optional and (not last or over_limit(menu, [*covered, seat.member.key])):
            picks += _new_dependant(seat, [pick for pick in before if pick.person == seat.member.key], menu, covered)
            continue
        covered.append(seat.member.key)
        picks += [_same(seat, plan_id, last, notes) for plan_id in seat.plans]
    return Passive("renewed", tuple(picks), tuple(notes))


def left_out(seat: Seat, reason: str) -> Pick:
    return Pick(seat.member.key, next(iter(seat.plans)), waived=True, reason=reason)


def _new_dependant(seat: Seat, before: Sequence[Pick], menu: Menu, covered: list[int]) -> list[Pick]:
    """Not covered last year: stays out as it was said then, or comes in where the employer pays all."""
    if before:
        return [left_out(seat, before[0].reason or "not_chosen")]
    if seat.paid_by.employee == 0 and not over_limit(menu, [*covered, seat.member.key]):
        covered.append(seat.member.key)
        return [Pick(seat.member.key, plan_id) for plan_id in seat.plans]
    return [left_out(seat, "not_chosen")]


def _same(seat: Seat, plan_id: str, last: Sequence[Pick], notes: list[Text]) -> Pick:
    """The same plan and variant; the variant of that name where the plan is another now (a change of tier)."""
    was = next((pick for pick in last if pick.plan_id == plan_id), last[0] if len(last) == 1 else None)
    variant = was.variant if was else ""
    if seat.option(plan_id, variant) is None:
        notes.append(Text(f"“{variant}”已停售，改为标准方案", f"{variant} is no longer offered; the plan as it stands"))
        variant = ""
    return Pick(seat.member.key, plan_id, variant)


def _no_more(seat: Seat) -> Text:
    why = seat.refused or Text("不再符合条件", "no longer eligible")
    return Text(f"一位家人不再投保：{why.zh}", f"a family member is no longer covered: {why.en}")
