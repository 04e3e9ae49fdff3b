"""What the insurer kept of a leaver's premium (减人时留下的保费), and gives back where nobody had left after all.

A refund rule that keeps something keeps it because somebody has left. Taken back, the leave was none: the days that are
told again cost only what had been refunded. Told again means from the first day that had gone, without a gap: whoever
is hired again later did leave, pays the whole premium, and what was kept stays kept.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tuanbao.money import portion
from tuanbao.platform.cover.intervals import ONE, Days, joined, minus
from tuanbao.platform.cover.premiums import Amounts, Calendar, Held, Price, total


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of the premium of some days that have gone, and have not come back without a gap."""

    price: Price
    days: Days
    amounts: Amounts
    since: date
    """The first day that went with them; earlier than the days themselves where the leave was then told earlier."""


Keeping = tuple[Kept, ...]


def gone(keeping: Keeping, price: Price, span: tuple[date, date], plain: Amounts, refunded: Amounts) -> Keeping:
    """After a removal, of which the insurer keeps the difference of the premiums less what it gives back (both are
    negative)."""
    first, last = span
    earlier = tuple(replace(each, since=first) if each.since == last + ONE else each for each in keeping)
    held_back = refunded.less(plain)
    return (*earlier, Kept(price, (span,), held_back, first)) if any(held_back) else earlier


def come_back(calendar: Calendar, held: Held, keeping: Keeping) -> tuple[Keeping, Amounts]:
    """What is still kept once more days are held, and how much of it the insurer gives back."""
    if not keeping:
        return (), Amounts()
    covered = joined(span for days in held.values() for span in days)
    left = tuple(_left(calendar, held, covered, each) for each in keeping)
    given_back = total(each.amounts for each in keeping).less(total(each.amounts for each in left))
    return tuple(each for each in left if each.days), given_back


def _left(calendar: Calendar, held: Held, covered: Days, kept: Kept) -> Kept:
    """By the share of the year that the days which are left would still cost."""
    until = next((last for first, last in covered if first <= kept.since <= last), None)
    if until is None:
        return kept
    days = minus(kept.days, ((kept.since, until),))
    if days == kept.days:
        return replace(kept, since=until + ONE)
    without = {price: minus(own, kept.days) for price, own in held.items()}
    whole, rest = _worth(calendar, without, kept.price, kept.days), _worth(calendar, held, kept.price, days)
    share = min(rest / whole, Fraction(1)) if whole else Fraction(bool(days))
    return Kept(kept.price, days, Amounts(*(portion(part, share) for part in kept.amounts)), until + ONE)


def _worth(calendar: Calendar, held: Held, price: Price, days: Days) -> Fraction:
    own = held.get(price, ())
    more = {**held, price: joined([*own, *days])}
    return calendar.share(price, more) - calendar.share(price, {**held, price: own})
