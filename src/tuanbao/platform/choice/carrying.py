"""A change that works back in time, carried into what was chosen for later days (追溯更改的延续)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tuanbao.platform.choice.closing import PASSIVE, passive, passive_occasion, write_passive
from tuanbao.platform.choice.models import Election
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Desk, Situation
from tuanbao.platform.choice.waiting import asked
from tuanbao.platform.choice.windows import Employed
from tuanbao.platform.choice.writing import write
from tuanbao.platform.people.models import Person


def carry_forward(situation: Situation, desk: Desk, picks: Sequence[Pick], made: Election, user: Any = None) -> None:
    """A choice that works back in time must not be undone by one that holds from a later day of the same year: what was
    changed is changed there too."""
    year = desk.occasion.year
    people = {pick.person for pick in (*picks, *desk.before)}
    changed = {person for person in people if _of(picks, person) != _of(desk.before, person)}
    later = {
        each.effective_from: each
        for each in situation.elections
        if made.effective_from < each.effective_from <= year.last
    }
    for day, each in later.items():
        there = Situation(situation.book, situation.person, situation.dependants, situation.today)
        old = there.chosen_on(day)
        new = [pick for pick in old if pick.person not in changed] + [pick for pick in picks if pick.person in changed]
        on = replace(desk.occasion, effective_from=day)
        again = there.desk(on)
        key = f"{made.key}:{each.pk}"
        new = [pick for pick in new if again.menu.seat(pick.person) is not None]
        write(there, again, new, key, source="correction", user=user, waiting=asked(again, new))


def renew_again(situation: Situation, desk: Desk, made: Election) -> None:
    """A later year that was renewed, or given the default, from what held before this choice goes on from it instead.
    What somebody chose for that year stays. Who joined after its window was closed has nothing in it yet, and is
    renewed like everybody."""
    person, today = situation.person, situation.today
    for year in (each for each in situation.book.years if each.first > desk.occasion.year.last):
        there = Situation(situation.book, person, situation.dependants, today)
        old = there.election_on(year.first)
        if old is None and year.window is not None and year.window.closed and _there(person, year.first):
            write_passive(there, year)
        elif old is not None and old.source in PASSIVE:
            again = there.desk(passive_occasion(there, year))
            renewal = passive(there, year)
            key = f"{made.key}:{old.pk}"
            write(there, again, renewal.picks, key, source=renewal.source, waiting=asked(again, renewal.picks))


def _there(person: Person, day: date) -> bool:
    return Employed(person.hired_on, person.left_on).at(day)


def _of(picks: Sequence[Pick], person: int) -> set[Pick]:
    return {pick for pick in picks if pick.person == person and not pick.waived}
