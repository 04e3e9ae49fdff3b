"""What an employee may choose on a day, until when, for which effective date; or why not (选择时机). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tuanbao.language import Text
from tuanbao.platform.choice import window_words as words
from tuanbao.platform.choice.life_events import (
    EVERYTHING,
    days_after_acceptance,
    days_to_act,
    effective_day,
    event_kinds,
)
from tuanbao.platform.months import first_of_next


@dataclass(frozen=True, slots=True)
class YearlyWindow:
    opens_on: date
    closes_on: date
    closed: bool = False

    def open_on(self, day: date) -> bool:
        return not self.closed and self.opens_on <= day <= self.closes_on

    def over_on(self, day: date) -> bool:
        return self.closed or day > self.closes_on


@dataclass(frozen=True, slots=True)
class PlanYear:
    """A programme's year, with its rules of choice."""

    key: int
    first: date
    last: date
    window: YearlyWindow | None = None
    locked: bool = True
    days: Mapping[str, int] = field(default_factory=dict)
    """The programme's days to act, by kind of event."""


@dataclass(frozen=True, slots=True)
class Employed:
    hired_on: date | None
    left_on: date | None = None
    """The last day of employment."""

    def at(self, day: date) -> bool:
        return (self.hired_on is None or self.hired_on <= day) and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True, slots=True)
class Event:
    key: int
    kind: str
    happened_on: date
    reported_on: date
    accepted: bool | None = None
    decided_on: date | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that may be chosen now (选择机会)."""

    source: str
    """`annual`, `new_hire`, `life_event`."""
    year: PlanYear
    effective_from: date
    until: date
    allows: frozenset[str]
    reason: Text
    event: int | None = None
    about: int | None = None

    @property
    def code(self) -> str:
        """Names the occasion in addresses."""
        return f"{self.source}-{self.year.key}" + (f"-{self.event}" if self.event else "")

    def days_left(self, today: date) -> int:
        return (self.until - today).days


@dataclass(frozen=True, slots=True)
class Choosing:
    """The occasions, the most pressing first; where there is none, why."""

    occasions: tuple[Occasion, ...]
    why_not: Text | None = None

    def find(self, code: str) -> Occasion | None:
        return next((each for each in self.occasions if each.code == code), None)


def choosing(person: Employed, years: Sequence[PlanYear], events: Sequence[Event], on: date) -> Choosing:
    """What may be chosen on a day. Every year at most once a source: in the yearly window the window wins."""
    years = sorted(years, key=lambda year: year.first)
    if person.left_on is not None and on > person.left_on:
        return Choosing((), words.left(person.left_on))
    if person.hired_on is not None and on < person.hired_on:
        return Choosing((), words.not_yet_here(person.hired_on))
    found = [*_yearly(person, years, on), *_new_hire(person, years, on)]
    for event in events:
        found += _by_event(event, person, years, on)
    kept = _once_a_year(found)
    if kept:
        return Choosing(tuple(sorted(kept, key=lambda each: (each.until, each.effective_from))))
    return Choosing((), _why_not(years, events, on))


def event_deadline(event: Event, days: Mapping[str, int]) -> date:
    """The last day to choose by an accepted event; the time that the documents took does not count against anybody."""
    by_event = event.happened_on + timedelta(days=days_to_act(event.kind, days))
    by_decision = event.decided_on + timedelta(days=days_after_acceptance()) if event.decided_on else by_event
    return max(by_event, by_decision)


def report_deadline(kind: str, happened_on: date, days: Mapping[str, int]) -> date:
    """The last day to tell HR of an event."""
    return happened_on + timedelta(days=days_to_act(kind, days))


def year_at(years: Sequence[PlanYear], day: date) -> PlanYear | None:
    return next((year for year in years if year.first <= day <= year.last), None)


def _yearly(person: Employed, years: Sequence[PlanYear], on: date) -> Iterator[Occasion]:
    for year in years:
        if year.window is not None and year.window.open_on(on):
            # A window that HR opens again within the year works for what is left of it.
            effective = max(year.first, on + timedelta(days=1)) if on >= year.first else year.first
            until, reason = year.window.closes_on, words.annual(year.first.year)
        elif not year.locked and year.first <= on <= year.last:
            effective, until, reason = first_of_next(on), year.last, words.unlocked()
        else:
            continue
        if effective <= year.last and person.at(effective):
            yield Occasion("annual", year, effective, until, EVERYTHING, reason)


def _new_hire(person: Employed, years: Sequence[PlanYear], on: date) -> Iterator[Occasion]:
    """For the year of hire, and for later years whose window they missed."""
    hired = person.hired_on
    home = year_at(years, hired) if hired else None
    if hired is None or home is None:
        return
    until = hired + timedelta(days=days_to_act("new_hire", home.days))
    if on > until:
        return
    kind = event_kinds()["new_hire"]
    effective = effective_day(kind.effective, hired, on)
    for year, first in _years_touched(years, effective, on):
        if person.at(first):
            yield Occasion("new_hire", year, first, until, EVERYTHING, words.new_hire(hired))


def added_by_events(years: Sequence[PlanYear], events: Sequence[Event], on: date) -> frozenset[int]:
    """Who came into a family by an event on which one may still act, on whichever occasion: nobody of them is late."""
    adding = (event for event in events if "add_this" in event_kinds()[event.kind].allows)
    return frozenset(event.about for event in adding if event.about and _open_until(event, years, on))


def _open_until(event: Event, years: Sequence[PlanYear], on: date) -> date | None:
    """The last day to choose by an event that was told in time and accepted; None where it opens nothing on the day."""
    home = year_at(years, event.happened_on)
    days = home.days if home else {}
    in_time = event.reported_on <= report_deadline(event.kind, event.happened_on, days)
    until = event_deadline(event, days)
    return until if event.accepted and in_time and event.happened_on <= on <= until else None


def _by_event(event: Event, person: Employed, years: Sequence[PlanYear], on: date) -> Iterator[Occasion]:
    kind, until = event_kinds()[event.kind], _open_until(event, years, on)
    if until is None:
        return
    effective = effective_day(kind.effective, event.happened_on, on)
    if person.hired_on is not None:
        effective = max(effective, person.hired_on)
    for year, first in _years_touched(years, effective, on):
        if person.at(first):
            reason = words.event(kind.name, event.happened_on)
            yield Occasion("life_event", year, first, until, kind.allows, reason, event.key, event.about)


def _years_touched(years: Sequence[PlanYear], effective: date, on: date) -> Iterator[tuple[PlanYear, date]]:
    """The year in which the choice begins, and later ones that were already chosen for."""
    for year in years:
        if year.first <= effective <= year.last:
            yield year, effective
        elif effective < year.first and (year.first <= on or _chosen_already(year, on)):
            yield year, year.first


def _chosen_already(year: PlanYear, on: date) -> bool:
    return year.window is not None and year.window.over_on(on)


def _once_a_year(found: Sequence[Occasion]) -> list[Occasion]:
    """The window of a year covers what a new hire or an event would allow in the same year from the same day on."""
    annual = {each.year.key: each for each in found if each.source == "annual"}
    kept = []
    for each in found:
        wider = annual.get(each.year.key)
        if wider is None or each is wider or each.effective_from < wider.effective_from:
            kept.append(each)
    return kept


def _why_not(years: Sequence[PlanYear], events: Sequence[Event], on: date) -> Text:
    if any(event.accepted is None for event in events):
        return words.event_waits()
    coming = [year.window for year in years if year.window and not year.window.closed and year.window.opens_on > on]
    coming.sort(key=lambda window: window.opens_on)
    home = year_at(years, on)
    act = days_to_act("birth", home.days if home else {})
    if coming:
        return words.locked_until(coming[0].opens_on, coming[0].closes_on, act)
    return words.locked(act)
