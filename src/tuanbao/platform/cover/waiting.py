"""What waits to be told to the insurer, of a whole company or of one family (待办保全)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.platform import clock
from tuanbao.platform.companies.prepared import NUMBER, Prepared
from tuanbao.platform.cover import facts as loading
from tuanbao.platform.cover.difference import Agreement, Change, Priced, Why, changes, kept_back, position
from tuanbao.platform.cover.known import Family, Member
from tuanbao.platform.cover.models import Endorsement, Policy
from tuanbao.platform.cover.premiums import Calendar, Price
from tuanbao.platform.cover.rates import NoRateError, RateRow, rates_of, yearly_price
from tuanbao.platform.cover.refunds import Refunds
from tuanbao.platform.cover.spells import Spell, derive
from tuanbao.platform.cover.told import lines_told

ENDORSED = Prepared[Any](lambda policy: Endorsement.objects.filter(policy=policy).values_list("pk")[:1], policy=NUMBER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of one person; ``person`` is the key."""

    person: int
    change: Change


@dataclass(frozen=True, slots=True)
class Problem:
    """Why somebody cannot be told to the insurer."""

    person: int
    text: Text


@dataclass(frozen=True, slots=True)
class Found:
    waiting: list[Waiting]
    problems: list[Problem]


def waiting(policy: Policy, employee: int | None = None) -> Found:
    """Everything that the insurer has not been told, and who cannot be."""
    known = loading.facts(policy, employee)
    rates, told, claimed = rates_of(policy), lines_told(policy, employee), _claimed(policy)
    agreement = agreement_of(policy)
    started = _started(policy)
    found = Found([], [])
    for family in known.families:
        spells: dict[int, list[Spell]] = defaultdict(list)
        for spell in derive(known.terms, known.programmes, family):
            spells[spell.person].append(spell)
        for member in (family.employee, *family.dependants):
            lines = told.get(member.person, [])
            try:
                priced = [price(spell, member, rates, policy.starts_on, started) for spell in spells[member.person]]
            except NoRateError as error:
                found.problems.append(Problem(member.person, error.text))
            else:
                why = _why_gone(family, member)
                kept = kept_back(agreement.calendar, lines)
                new = changes(agreement, position(lines), priced, why, claimed=member.person in claimed, kept=kept)
                found.waiting.extend(Waiting(member.person, line) for line in new)
    return found


def agreement_of(policy: Policy) -> Agreement:
    """Before the first endorsement nobody is late: it tells of the whole year."""
    started = _started(policy)
    earliest = clock.today() - timedelta(days=policy.backdating_days) if started else policy.starts_on
    calendar = Calendar(policy.starts_on, policy.ends_on, policy.premium_basis)
    refunds = Refunds(policy.refund_rule, policy.refund_charge_bp)
    return Agreement(calendar, refunds, max(earliest, policy.starts_on), policy.backdating_days)


def price(spell: Spell, member: Member, rates: Iterable[RateRow], on: date, started: bool) -> Priced:
    """The spell with the policy's rate. Raises NoRateError."""
    yearly = yearly_price(rates, spell.plan_id, spell.variant, member.relation, member.born, member.sex, on)
    known = Price(spell.plan_id, spell.variant, yearly, portion(yearly, spell.employer_share), spell.points)
    reason = spell.reason
    if started and reason == "start":
        reason = "joiner" if member.relation == "employee" else "election"
    return Priced(known, spell.first, spell.last, reason)


def _started(policy: Policy) -> bool:
    return bool(ENDORSED(policy=policy.pk))


def _claimed(policy: Policy) -> frozenset[int]:
    return frozenset(policy.claimed.values_list("person_id", flat=True))


def _why_gone(family: Family, member: Member) -> Why:
    """Why a member has no cover on a day."""

    def why(day: date) -> str:
        if _ended(family.employee, day):
            return "leaver"
        if _ended(member, day):
            return "life_event"
        return "election" if any(each.first <= day for each in family.elections) else "correction"

    return why


def _ended(member: Member, day: date) -> bool:
    return any(last is not None and last < day for _, last in member.spans)
