"""A change that works back in time, carried into what was chosen for later days (追溯更改的延续)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tuanbao.platform.choice.models import Election
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Desk, Situation
from tuanbao.platform.choice.waiting import asked
from tuanbao.platform.choice.writing import write


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


def _of(picks: Sequence[Pick], person: int) -> set[Pick]:
    return {pick for pick in picks if pick.person == person and not pick.waived}
