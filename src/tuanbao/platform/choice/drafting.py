"""A choice that is being made (选择草稿), kept in the session: picks, answers about needs, earlier picks."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from tuanbao.platform.choice.options import Menu, Seat
from tuanbao.platform.choice.renewing import Pick, renewed
from tuanbao.platform.choice.situation import Desk

WAIVE = "-"
MOST_KEPT = 20


class Draft:
    """Of one occasion. Answers about health are never in it."""

    def __init__(self, session: Any, desk: Desk) -> None:
        self._session, self._name = session, f"choice-{desk.occasion.code}"
        self._desk = desk
        kept = session.get(self._name) or {}
        self.needs: dict[str, str] = kept.get("needs", {})
        self.key: str = kept.get("key") or uuid4().hex
        self.past: list[list[list[Any]]] = kept.get("past", [])
        self._picks: list[list[Any]] | None = kept.get("picks")

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What was picked so far; at first what would hold without choosing."""
        if self._picks is None:
            return first_picks(self._desk)
        return tuple(Pick(*each) for each in self._picks)

    @property
    def can_go_back(self) -> bool:
        return bool(self.past)

    def pick(self, picks: Sequence[Pick]) -> None:
        if tuple(picks) != self.picks:
            self.past = [*self.past, _plain(self.picks)][-MOST_KEPT:]
            self._picks = _plain(picks)
        self.save()

    def go_back(self) -> None:
        if self.past:
            self._picks = self.past.pop()
        self.save()

    def save(self) -> None:
        self._session[self._name] = {
            "needs": self.needs,
            "key": self.key,
            "past": self.past,
            "picks": self._picks,
        }

    def drop(self) -> None:
        self._session.pop(self._name, None)


def first_picks(desk: Desk) -> tuple[Pick, ...]:
    """What was chosen before, as far as it is still there."""
    return renewed(desk.menu, desk.chosen_before).picks


def picks_from(menu: Menu, sent: Mapping[str, str]) -> tuple[Pick, ...]:
    """The form: for each person and plan the variant behind "=", or "-" for no cover."""
    return tuple(pick for seat in menu.seats for pick in _of_seat(seat, sent))


def field(person: int, plan_id: str) -> str:
    return f"p{person}:{plan_id}"


def _of_seat(seat: Seat, sent: Mapping[str, str]) -> list[Pick]:
    key, found = seat.member.key, []
    for at, plan_id in enumerate(seat.plans):
        value = sent.get(field(key, plan_id), "")
        if value == WAIVE and at == 0:
            return [Pick(key, plan_id, waived=True, reason=sent.get(f"r{key}", ""))]
        if value.startswith("="):
            found.append(Pick(key, plan_id, value[1:]))
    return found


def _plain(picks: Sequence[Pick]) -> list[list[Any]]:
    return [[each.person, each.plan_id, each.variant, each.waived, each.reason] for each in picks]
