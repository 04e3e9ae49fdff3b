"""An occasion's menu as the employee sees it (选择页面的内容): cards, prices, bars, the total."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuanbao.language import Text
from tuanbao.plan.wording.structure import Change
from tuanbao.plan.wording.structure import Option as InWords
from tuanbao.platform.choice.checking import may_change
from tuanbao.platform.choice.drafting import field
from tuanbao.platform.choice.options import Option, Seat
from tuanbao.platform.choice.paying import Deductions, Payment, deductions
from tuanbao.platform.choice.recommending import Advice, Candidate, recommend
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Desk, Situation
from tuanbao.platform.choice.worth import Having, Soul, Worth, worths
from tuanbao.platform.choice.writing import payment
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import Loaded

STANDARD = Text("标准", "Standard")
SHOWN_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One option of a person's plan."""

    id: str
    name: str
    value: str
    title: Text
    line: Text
    """What it changes, in one line."""
    each: int
    """Fen a pay day, were this chosen: of the whole election; for a dependant, what it adds to it."""
    points: int
    """Used by the whole election, were this chosen; told at the own plan."""
    picked: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A person on the page."""

    person: Person
    cards: tuple[Card, ...]
    open: bool
    refused: Text | None
    waived: bool
    reason: str
    waive_field: str
    optional: bool
    employer_share: int
    """Per cent, for the sentence under the name."""


@dataclass(frozen=True, slots=True)
class Total:
    payment: Payment
    deductions: Deductions
    points_left: int


def total(desk: Desk, picks: Sequence[Pick], today: date, pay_day: int) -> Total:
    paid, year = payment(desk, picks), desk.occasion.year
    taken = deductions(paid.payroll, desk.occasion.effective_from, (year.first, year.last), today, pay_day)
    return Total(paid, taken, desk.points - paid.points)


def places(now: Situation, desk: Desk, picks: Sequence[Pick], pay_day: int) -> list[Place]:
    return [_place(now, desk, seat, picks, pay_day) for seat in desk.menu.seats]


def changes(loaded: Loaded, plan_id: str, variant: str) -> tuple[Change, ...]:
    """What the variant changes, in the engine's words; a benefit that it adds is a change from nothing."""
    return _all(loaded.options[plan_id, variant]) if variant else ()


def one_line(found: Sequence[Change]) -> Text:
    if not found:
        return Text("企业为您投保的标准方案", "the plan as the company gives it")
    zh = "；".join(f"{each.label.zh} {_flat(each.after.zh, '，')}" for each in found[:SHOWN_CHANGES])
    en = "; ".join(f"{each.label.en} {_flat(each.after.en, ', ')}" for each in found[:SHOWN_CHANGES])
    more = len(found) - SHOWN_CHANGES
    return Text(f"{zh}，另有 {more} 项", f"{en}, and {more} more") if more > 0 else Text(zh, en)


def worth_of(desk: Desk, picks: Sequence[Pick]) -> dict[str, Worth]:
    """By own option; under the empty name without any plan."""
    family = [_soul(desk.people[seat.member.key]) for seat in desk.menu.seats if seat.member.born is not None]
    family = [soul for soul in family if _related(desk, soul.key)]
    year = desk.occasion.year
    return worths(desk.loaded.plans, family, dict(_havings(desk, picks)), (year.first, year.last))


def advice(desk: Desk, picks: Sequence[Pick], found: dict[str, Worth], answer: str) -> Advice | None:
    candidates = []
    for plan_id, options in list(desk.menu.own.plans.items())[:1]:
        for option in options:
            paid = payment(desk, _with(picks, desk.menu.own.member.key, plan_id, option.variant))
            worth = found[f"={option.variant}"]
            candidates.append(Candidate(f"={option.variant}", title(desk, option), paid.employee, worth))
    return recommend(candidates, answer)


def title(desk: Desk, option: Option) -> Text:
    return desk.loaded.title(option.plan_id, option.variant)


def short_title(desk: Desk, option: Option) -> Text:
    name = desk.loaded.plans[option.plan_id].variants[option.variant].name if option.variant else None
    return name.text if name else (Text(option.variant, option.variant) if option.variant else STANDARD)


def _place(now: Situation, desk: Desk, seat: Seat, picks: Sequence[Pick], pay_day: int) -> Place:
    key = seat.member.key
    own = [pick for pick in picks if pick.person == key]
    waived = bool(own) and own[0].waived
    first = next(iter(seat.plans), "")
    return Place(
        person=desk.people[key],
        cards=tuple(_cards(now, desk, seat, picks, pay_day)),
        open=may_change(desk.occasion, key, optional=seat.optional, adds=True, drops=False)
        or may_change(desk.occasion, key, optional=seat.optional, adds=False, drops=True),
        refused=seat.refused,
        waived=waived,
        reason=own[0].reason if own else "",
        waive_field=field(key, first) if first else "",
        optional=seat.optional,
        employer_share=int(seat.paid_by.employer * 100),
    )


def _cards(now: Situation, desk: Desk, seat: Seat, picks: Sequence[Pick], pay_day: int) -> list[Card]:
    found = []
    without = _each(now, desk, _without(picks, seat), pay_day) if seat.optional else 0
    for plan_id, options in seat.plans.items():
        for option in options:
            wanted = _with(picks, seat.member.key, plan_id, option.variant)
            found.append(
                Card(
                    id=f"o{seat.member.key}-{plan_id}-{option.variant or 'standard'}",
                    name=field(seat.member.key, plan_id),
                    value=f"={option.variant}",
                    title=short_title(desk, option),
                    line=one_line(changes(desk.loaded, plan_id, option.variant)),
                    each=max(0, _each(now, desk, wanted, pay_day) - without),
                    points=0 if seat.optional else payment(desk, wanted).points,
                    picked=Pick(seat.member.key, plan_id, option.variant) in picks,
                )
            )
    return found


def _each(now: Situation, desk: Desk, picks: Sequence[Pick], pay_day: int) -> int:
    return total(desk, picks, now.today, pay_day).deductions.each


def _without(picks: Sequence[Pick], seat: Seat) -> list[Pick]:
    return [pick for pick in picks if pick.person != seat.member.key]


def _with(picks: Sequence[Pick], person: int, plan_id: str, variant: str) -> list[Pick]:
    """The picks, but with this one for the person's plan."""
    kept = [pick for pick in picks if pick.person != person or (pick.plan_id != plan_id and not pick.waived)]
    return [*kept, Pick(person, plan_id, variant)]


def _havings(desk: Desk, picks: Sequence[Pick]) -> list[tuple[str, Having]]:
    own = desk.menu.own.member.key
    plan_id, options = next(iter(desk.menu.own.plans.items()))
    found = []
    for option in options:
        names: dict[int, list[str]] = {}
        for pick in sorted(_with(picks, own, plan_id, option.variant), key=lambda each: (each.person, each.plan_id)):
            if not pick.waived:
                names.setdefault(pick.person, []).append(f"{pick.plan_id}:{pick.variant}".rstrip(":"))
        found.append((f"={option.variant}", tuple((person, ";".join(having)) for person, having in names.items())))
    return found


def _soul(person: Person) -> Soul:
    assert person.birth_date is not None
    return Soul(person.pk, person.relation, person.birth_date, person.sex, person.insured)


def _related(desk: Desk, key: int) -> bool:
    seat = desk.menu.seat(key)
    return seat is not None and (seat.refused is None or seat.member.relation in {"spouse", "child"})


def _flat(text: str, comma: str) -> str:
    """A term of several lines in one; the line that only announces the others is left out."""
    lines = text.split("\n")
    kept = lines[1:] if len(lines) > 1 and lines[0].rstrip().endswith(("：", ":")) else lines
    return comma.join(kept)


def _all(option: InWords) -> tuple[Change, ...]:
    nothing, included = Text("–", "–"), Text("包含", "included")
    added = (Change(each.title, nothing, each.summary or included, "") for each in option.added)
    return (*option.changes, *added)
