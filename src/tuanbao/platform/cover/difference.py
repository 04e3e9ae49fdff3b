"""What the insurer has not been told yet: the spells, less what it was told (待办变动)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.platform.cover.beginning import too_late
from tuanbao.platform.cover.intervals import ONE, Days, common, joined, minus
from tuanbao.platform.cover.kept_back import Keeping, come_back, gone
from tuanbao.platform.cover.premiums import Amounts, Calendar, Held, Price, amounts
from tuanbao.platform.cover.refunds import Refunds, refund

NOTHING = Amounts()
BEGINNINGS = ("start", "joiner")
Why = Callable[[date], str]
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Priced:
    """A spell of one person with its price."""

    price: Price
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line that the insurer has been told, in the order of telling."""

    price: Price
    action: str
    first: date
    last: date
    amounts: Amounts = NOTHING


@dataclass(frozen=True, slots=True)
class Change:
    """A line to be told."""

    price: Price
    action: str
    first: date
    last: date
    reason: str
    amounts: Amounts = NOTHING
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a policy says about money and lateness. ``earliest``: the first day on which somebody not covered so far
    may still be added."""

    calendar: Calendar
    refunds: Refunds
    earliest: date
    window: int


def position(told: Iterable[Told]) -> dict[Price, Days]:
    """What one person has as far as the insurer knows."""
    held: dict[Price, Days] = {}
    for line in told:
        days = held.get(line.price, ())
        span = ((line.first, line.last),)
        held[line.price] = joined([*days, *span]) if line.action == "add" else minus(days, span)
    return {price: days for price, days in held.items() if days}


def kept_back(calendar: Calendar, told: Iterable[Told]) -> Keeping:
    """What the insurer keeps of one person's premium, by all that it was told."""
    held: dict[Price, Days] = {}
    kept: Keeping = ()
    for line in told:
        before, span = dict(held), (line.first, line.last)
        if line.action == "add":
            held[line.price] = joined([*held.get(line.price, ()), span])
            kept, _ = come_back(calendar, held, kept)
        else:
            held[line.price] = minus(held.get(line.price, ()), (span,))
            plain = amounts(calendar, held).less(amounts(calendar, before))
            kept = gone(kept, line.price, span, plain, line.amounts)
    return kept


def changes(
    agreement: Agreement,
    told: Held,
    spells: Iterable[Priced],
    why_gone: Why,
    *,
    claimed: bool = False,
    kept: Keeping = (),
) -> list[Change]:
    """What to tell of one person, what is taken back first. ``why_gone``: why there is no cover on a day."""
    spells = list(spells)
    wanted, late = _in_time(agreement, told, _by_price(spells))
    old = {price: minus(days, wanted.get(price, ())) for price, days in told.items()}
    new = {price: minus(days, told.get(price, ())) for price, days in wanted.items()}
    removed = [_removal(price, day, spells, new, why_gone) for price, days in old.items() for day in days]
    added = [_addition(price, day, spells, told, late) for price, days in new.items() for day in days]
    return list(_with_amounts(agreement, told, [*removed, *added], wanted, kept, claimed=claimed))


def _by_price(spells: Iterable[Priced]) -> dict[Price, Days]:
    found: dict[Price, list[tuple[date, date]]] = {}
    for spell in spells:
        found.setdefault(spell.price, []).append((spell.first, spell.last))
    return {price: joined(days) for price, days in found.items()}


def _in_time(agreement: Agreement, told: Held, wanted: Held) -> tuple[dict[Price, Days], dict[date, Text]]:
    """Without the days that are told too late; and the words for those who begin later because of it."""
    kept, late = {}, {}
    for price, days in wanted.items():
        lost = too_late_days(days, told, agreement.earliest)
        kept[price] = minus(days, lost)
        if lost and lost[-1][1] + ONE == agreement.earliest:
            late[agreement.earliest] = too_late(lost[-1][0], agreement.earliest, agreement.window)
    return kept, late


def too_late_days(days: Days, told: Held, earliest: date) -> Days:
    """Days before the earliest on which the person is not covered by anything that was told."""
    known = joined(span for held in told.values() for span in held)
    return minus(common(days, ((date.min, earliest - ONE),)), known)


def _removal(price: Price, span: Span, spells: list[Priced], new: Held, why_gone: Why) -> Change:
    """Cover that another takes the place of goes for the reason of the other."""
    for other, days in new.items():
        if common(days, (span,)):
            spell = next(each for each in spells if each.price == other and common(((each.first, each.last),), (span,)))
            return Change(price, "remove", *span, _changed(price, other, spell.reason))
    return Change(price, "remove", *span, why_gone(span[0]))


def _addition(price: Price, span: Span, spells: list[Priced], told: Held, late: Mapping[date, Text]) -> Change:
    spell = next(each for each in spells if each.price == price and each.first <= span[1] and each.last >= span[0])
    for other, days in told.items():
        if common(days, (span,)):
            return Change(price, "add", *span, _changed(other, price, spell.reason))
    earlier = spell.reason in BEGINNINGS and any(first > span[1] for first, _ in told.get(price, ()))
    reason = "correction" if earlier else spell.reason
    return Change(price, "add", *span, reason, note=late.get(span[0]))


def _changed(old: Price, new: Price, reason: str) -> str:
    """The same plan at another price, and a plan that was another from the start, are corrections."""
    same_plan = old[:2] == new[:2] and reason not in ("election", "life_event")
    return "correction" if same_plan or reason in BEGINNINGS else reason


def _with_amounts(
    agreement: Agreement,
    told: Held,
    lines: list[Change],
    wanted: Held,
    kept: Keeping,
    *,
    claimed: bool,
) -> Iterator[Change]:
    """Each line's money: what is held after it, less what was held before. Only who leaves is charged, and not any more
    once it turns out that they had not left."""
    held = dict(told)
    later = joined(span for days in wanted.values() for span in days)
    for line in lines:
        span, before = ((line.first, line.last),), dict(held)
        if line.action == "remove":
            leaves = not common(span, later)
            part = agreement.refunds.kept(claimed=claimed) if leaves and line.reason != "correction" else Fraction(0)
            money = refund(agreement.calendar, held, line.price, span, part)
            held[line.price] = minus(held[line.price], span)
            plain = amounts(agreement.calendar, held).less(amounts(agreement.calendar, before))
            kept = gone(kept, line.price, span[0], plain, money)
        else:
            held[line.price] = joined([*held.get(line.price, ()), *span])
            kept, back = come_back(agreement.calendar, held, kept)
            money = amounts(agreement.calendar, held).less(amounts(agreement.calendar, before)).less(back)
        yield replace(line, amounts=money)
