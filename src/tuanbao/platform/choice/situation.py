"""An employee's facts as the rules of choice need them (员工现状): what may be chosen, what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from tuanbao.platform.choice.book import Book
from tuanbao.platform.choice.models import Election, ElectionLine, LifeEvent
from tuanbao.platform.choice.options import Member, Menu, menu
from tuanbao.platform.choice.points import fen_per_point, yearly_points
from tuanbao.platform.choice.renewing import Pick, default
from tuanbao.platform.choice.windows import (
    Choosing,
    Employed,
    Event,
    Occasion,
    PlanYear,
    added_by_events,
    choosing,
    year_at,
)
from tuanbao.platform.companies.prepared import NUMBER, Prepared
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.people.own_facts import DEPENDANTS, POSTS
from tuanbao.platform.programmes.loaded import Loaded

LIFE_EVENTS = Prepared[LifeEvent](lambda employee: LifeEvent.objects.filter(employee=employee), employee=NUMBER)
ELECTIONS = Prepared[Election](
    lambda employee: (
        Election.objects.filter(employee=employee)
        .select_related("programme")
        .order_by("effective_from", "made_at", "pk")
    ),
    employee=NUMBER,
)


@dataclass(frozen=True)
class Desk:
    """Everything that a choice on one occasion is made from."""

    occasion: Occasion
    loaded: Loaded
    menu: Menu
    points: int
    fen_per_point: Fraction
    before: tuple[Pick, ...]
    """What was chosen for the time until then; a life event may change a part of it."""
    held: tuple[Pick, ...]
    """What is really in force the day before, waiting lines left out."""
    chosen_before: tuple[Pick, ...]
    """The last choice in force: of this year, or else of the year before."""
    first_choice: bool
    newly: frozenset[int]
    """Who came into the family by a life event on which the employee may still act."""
    people: Mapping[int, Person]


@dataclass(frozen=True)
class Situation:
    """One employee on a day."""

    book: Book
    person: Person
    dependants: tuple[Person, ...]
    today: date

    @cached_property
    def choosing(self) -> Choosing:
        employed = Employed(self.person.hired_on, self.person.left_on)
        return choosing(employed, self.book.years, self.events, self.today)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return tuple(event_of(each) for each in self.life_events)

    @cached_property
    def newly(self) -> frozenset[int]:
        return added_by_events(self.book.years, self.events, self.today)

    @cached_property
    def life_events(self) -> tuple[LifeEvent, ...]:
        return tuple(LIFE_EVENTS(employee=self.person.pk))

    @cached_property
    def employments(self) -> tuple[Employment, ...]:
        return tuple(POSTS(employee=self.person.pk))

    @cached_property
    def elections(self) -> tuple[Election, ...]:
        """In the order in which a later one supersedes an earlier one."""
        found = ELECTIONS(employee=self.person.pk)
        prefetch_related_objects(found, "lines__evidence")
        return tuple(found)

    @cached_property
    def family(self) -> Mapping[int, Person]:
        return {each.pk: each for each in (self.person, *self.dependants)}

    def desk(self, occasion: Occasion) -> Desk:
        year, day = occasion.year, occasion.effective_from
        loaded, offered = self.book.loaded(year.key), self.menu(year, day)
        return Desk(
            occasion=occasion,
            loaded=loaded,
            menu=offered,
            points=yearly_points(loaded.programme, offered.tier),
            fen_per_point=fen_per_point(loaded.programme),
            before=self.chosen_on(day),
            held=() if occasion.source == "new_hire" else self.held_on(day - timedelta(days=1)),
            chosen_before=self.chosen_on(day if self.election_on(day) else day - timedelta(days=1)),
            first_choice=not any(each.effective_from < day for each in self.elections),
            newly=self.newly,
            people=self.family,
        )

    def menu(self, year: PlanYear, day: date) -> Menu:
        return menu(
            self.book.loaded(year.key).programme,
            member_of(self.person),
            self.columns(day),
            [member_of(each) for each in self.dependants],
            year_first=year.first,
            effective_from=day,
            price=self.book.pricer(year.key),
        )

    def columns(self, day: date) -> Mapping[str, Any]:
        """Of the employment that holds on the day, or of the first one."""
        begun = [each for each in self.employments if each.starts_on <= day] or self.employments[:1]
        return begun[-1].columns() if begun else {}

    def election_on(self, day: date) -> Election | None:
        year = year_at(self.book.years, day)
        if year is None:
            return None
        begun = [each for each in self.elections if year.first <= each.effective_from <= day]
        return begun[-1] if begun else None

    def chosen_on(self, day: date) -> tuple[Pick, ...]:
        election = self.election_on(day)
        return tuple(pick_of(line) for line in election.lines.all()) if election else self._default(day)

    def held_on(self, day: date) -> tuple[Pick, ...]:
        election = self.election_on(day)
        if election is None:
            return tuple(pick for pick in self._default(day) if not pick.waived)
        found = (in_force(line, day) for line in election.lines.all())
        return tuple(pick for pick in found if pick is not None)

    def _default(self, day: date) -> tuple[Pick, ...]:
        year = year_at(self.book.years, day)
        there = Employed(self.person.hired_on, self.person.left_on).at(day)
        return default(self.menu(year, day)).picks if year and there else ()


def situation(book: Book, person: Person, today: date) -> Situation:
    return Situation(book, person, tuple(DEPENDANTS(employee=person.pk)), today)


def pick_of(line: ElectionLine) -> Pick:
    return Pick(line.person_id, line.plan_id, line.variant, line.waived, line.waiver_reason)


def in_force(line: ElectionLine, day: date) -> Pick | None:
    """What the line gives on a day: its own plan, or while it waits (or was refused) the interim one, or nothing."""
    evidence = getattr(line, "evidence", None)
    if line.waived:
        return None
    if evidence is None or (evidence.accepted and evidence.effective_from <= day):
        return pick_of(line)
    if not evidence.interim_plan_id:
        return None
    return Pick(line.person_id, evidence.interim_plan_id, evidence.interim_variant)


def member_of(person: Person) -> Member:
    return Member(
        key=person.pk,
        relation=person.relation,
        born=person.birth_date,
        sex=person.sex,
        verified=person.verified_at is not None,
        related_from=person.related_from,
        related_to=person.related_to,
    )


def event_of(event: LifeEvent) -> Event:
    return Event(
        key=event.pk,
        kind=event.kind,
        happened_on=event.happened_on,
        reported_on=timezone.localtime(event.reported_at).date(),
        accepted=event.accepted,
        decided_on=timezone.localtime(event.decided_at).date() if event.decided_at else None,
        about=event.about_id,
    )
