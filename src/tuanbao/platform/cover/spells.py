"""Who is covered by what from when to when: follows from facts, and is never stored (保障期间)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tuanbao.plan.programme import Dependant
from tuanbao.platform.cover.beginning import first_day
from tuanbao.platform.cover.intervals import ONE
from tuanbao.platform.cover.known import Chosen, Family, InForce, Line, Member, Span, Terms
from tuanbao.roster.assignment import completed_years

WHOLE = Fraction(1)
REASONS = {"new_hire": "joiner", "life_event": "life_event", "correction": "correction"}
"""Why cover by an election begins, by the election's source; else: because somebody chose."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One person has one plan, in one variant, from the first day to the last."""

    person: int
    plan_id: str
    variant: str
    first: date
    last: date
    employer_share: Fraction = WHOLE
    points: int = 0
    """Points a year."""
    reason: str = "start"
    """Why it begins: `start`, `joiner`, `transfer`, `election`, `life_event`, `correction`."""


def derive(terms: Terms, programmes: Sequence[InForce], family: Family) -> list[Spell]:
    """The family's spells of a policy year, of the plans that the policy insures."""
    day = _Day(terms, programmes, family)
    pieces = (piece for first, last in _stretches(terms, programmes, family) for piece in day.pieces(first, last))
    return merged(piece for piece in pieces if piece.plan_id in terms.plans)


def merged(pieces: Iterable[Spell]) -> list[Spell]:
    """Adjacent equal spells as one; ordered by person, plan, day."""
    made: list[Spell] = []
    for piece in sorted(pieces, key=lambda p: (p.person, p.plan_id, p.first)):
        if made and made[-1].last + ONE == piece.first and _what(made[-1]) == _what(piece):
            made[-1] = replace(made[-1], last=piece.last)
        else:
            made.append(piece)
    return made


def _what(spell: Spell) -> tuple[object, ...]:
    return spell.person, spell.plan_id, spell.variant, spell.employer_share, spell.points


def _stretches(terms: Terms, programmes: Sequence[InForce], family: Family) -> Iterator[tuple[date, date]]:
    """The policy year cut where anything may change."""
    cuts = {terms.first}
    for member in (family.employee, *family.dependants):
        for span in member.spans:
            cuts.add(begins(terms, member, span))
            cuts.update({span[1] + ONE} if span[1] else ())
    cuts.update(post.starts_on for post in family.posts)
    periods = [
        *((each.first, each.last) for each in programmes),
        *((each.first, each.last) for each in family.elections),
    ]
    cuts.update(day for first, last in periods for day in (first, last + ONE))
    waits = (line.interim.until for chosen in family.elections for line in chosen.lines if line.interim)
    cuts.update(day for day in waits if day)
    firsts = sorted(day for day in cuts if terms.first <= day <= terms.last)
    yield from zip(firsts, [*(day - ONE for day in firsts[1:]), terms.last], strict=True)


def begins(terms: Terms, member: Member, span: Span) -> date:
    """The first day on which somebody may be covered by the span; who was there before begins with the year. The
    policy's rule is about those who join the company: who comes into a family belongs to it from that day on."""
    if span[0] <= terms.first or member.relation != "employee":
        return max(terms.first, span[0])
    return first_day(terms.effective_rule, span[0])


_Admitted = tuple[Member, Sequence[str], Fraction]
"""Somebody with the plans that the programme has for them, and the employer's share."""


@dataclass(frozen=True, slots=True)
class _Day:
    """The family on a day on which nothing changes until the stretch's last."""

    terms: Terms
    programmes: Sequence[InForce]
    family: Family

    def pieces(self, first: date, last: date) -> list[Spell]:
        programme = _latest(self.programmes, first)
        employee = self.family.employee
        if programme is None or not self._there(employee, first):
            return []
        chosen = _latest_election(self.family.elections, first)
        tier = programme.programme.tier_of(self._columns(first))
        admitted = ((employee, tier.plan, WHOLE), *self._admitted(programme, tier.tier, chosen, first))
        return [piece for each in admitted for piece in self._of(each, chosen, first, last)]

    def _there(self, member: Member, day: date) -> bool:
        return any(begins(self.terms, member, span) <= day <= (span[1] or date.max) for span in member.spans)

    def _columns(self, day: date) -> dict[str, object]:
        begun = [post for post in self.family.posts if post.starts_on <= day] or self.family.posts[:1]
        return {"relation": "employee", "sex": self.family.employee.sex, **(begun[-1].columns if begun else {})}

    def _admitted(self, programme: InForce, tier: str, chosen: Chosen | None, day: date) -> Iterator[_Admitted]:
        """Dependants with the rule that admits them; a rule's ``max`` is filled by the chosen ones first."""
        asking = []
        for dependant in self.family.dependants:
            rule = _rule(programme, dependant, tier, self.terms.first)
            if rule is not None and self._there(dependant, day):
                lines = _lines(chosen, dependant.person)
                elected = any(line.plan_id in rule.plan and not line.waived for line in lines)
                waived = any(_waives(line, rule.plan) for line in lines)
                if elected or (rule.paid_by.employer == 1 and not waived):
                    asking.append((not elected, dependant, rule))
        taken: dict[int, int] = {}
        for _, dependant, rule in sorted(asking, key=lambda one: one[0]):
            taken[id(rule)] = taken.get(id(rule), 0) + 1
            if rule.max is None or taken[id(rule)] <= rule.max:
                yield dependant, rule.plan, rule.paid_by.employer

    def _of(self, admitted: _Admitted, chosen: Chosen | None, first: date, last: date) -> Iterator[Spell]:
        """What one person has of these plans: as chosen, in the meantime, or without choosing."""
        member, plans, share = admitted
        lines = _lines(chosen, member.person)
        for plan in plans:
            line = next((each for each in lines if each.plan_id == plan or _waives(each, (plan,))), None)
            if line is None and share == WHOLE:
                yield Spell(member.person, plan, "", first, last, WHOLE, 0, self._reason(member, None, first))
            elif line is not None and not line.waived and (held := _held(line, share, first)):
                plan_id, variant, paid, points = held
                reason = self._reason(member, chosen, first)
                yield Spell(member.person, plan_id, variant, first, last, paid, points, reason)

    def _reason(self, member: Member, chosen: Chosen | None, day: date) -> str:
        if day == self.terms.first:
            return "start"
        if chosen is not None and chosen.first == day:
            return REASONS.get(chosen.source, "election")
        if any(begins(self.terms, self.family.employee, span) == day for span in self.family.employee.spans):
            return "joiner"
        if any(begins(self.terms, member, span) == day for span in member.spans):
            return "life_event"
        if any(post.starts_on == day for post in self.family.posts):
            return "transfer"
        return "correction" if chosen is None else REASONS.get(chosen.source, "election")


def _held(line: Line, share: Fraction, day: date) -> tuple[str, str, Fraction, int] | None:
    """Plan, variant, employer's share and points of a chosen line on a day; in the meantime it is the interim cover."""
    wait = line.interim
    if wait is None or (wait.until is not None and wait.until <= day):
        return line.plan_id, line.variant, line.employer_share, line.points
    return (wait.plan_id, wait.variant, share, 0) if wait.plan_id else None


def _lines(chosen: Chosen | None, person: int) -> tuple[Line, ...]:
    return tuple(line for line in chosen.lines if line.person == person) if chosen else ()


def _waives(line: Line, plans: Sequence[str]) -> bool:
    return line.waived and (not line.plan_id or line.plan_id in plans)


def _rule(programme: InForce, dependant: Member, tier: str, on: date) -> Dependant | None:
    """The first rule that admits the dependant; without a birth date only rules that ask for no age."""
    rules = programme.programme
    if dependant.born is not None:
        return rules.plans_of_dependant(dependant.relation, completed_years(dependant.born, on), tier)
    ageless = (rule for rule in rules.dependants if rule.age is None and rule.relation == dependant.relation)
    return next((rule for rule in ageless if rule.tiers is None or tier in rule.tiers), None)


def _latest(programmes: Sequence[InForce], day: date) -> InForce | None:
    begun = [each for each in programmes if each.first <= day <= each.last]
    return max(begun, key=lambda each: (each.first, each.number), default=None)


def _latest_election(elections: Sequence[Chosen], day: date) -> Chosen | None:
    begun = [each for each in elections if each.first <= day <= each.last]
    return max(begun, key=lambda each: (each.first, each.order), default=None)
