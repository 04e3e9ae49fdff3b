"""What people bear in simulated years before any cover of the company's (自担费用): by person, year and theme.

Borne of a bill is its total less what the basic scheme and other payers paid; of an event, the pay that the family
loses (an assumption, reference/needs.yaml). A bill that nobody would hand in is not simulated, so small care is
somewhat too low.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.adjudication.jit import kernel
from tuanbao.design.needs.cells import Floats, Ints
from tuanbao.design.themes import THEMES
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.hazards import NO_EVENT, Hazards
from tuanbao.pricing.simulation.bills import check_years
from tuanbao.pricing.simulation.certain import chances
from tuanbao.pricing.simulation.columns import Bills, Events
from tuanbao.pricing.simulation.packing import pack
from tuanbao.pricing.simulation.year import Year, simulate_years
from tuanbao.reference.needs import parameter, yuan_parameter
from tuanbao.vocabulary import CATEGORIES, CAUSES, EVENTS, RELATIONS

Progress = Callable[[int, int], object]
"""Told how many of how many years are done."""
THEME = {name: place for place, name in enumerate(THEMES)}
CARE = {
    **dict.fromkeys(("dental", "vision"), "dental_vision"),
    **dict.fromkeys(("inpatient", "special_drug", "proton"), "inpatient"),
    **dict.fromkeys(("checkup", "vaccination"), "checkup"),
    **dict.fromkeys(("psychiatric", "online"), "health_services"),
    "maternity": "maternity",
    "overseas": "high_end",
}
"""The theme of care by its category, as `theme_of` has it for benefits; all other care is outpatient care."""
RARE = ("critical_illness", "accident", "life")
"""Themes of what befalls few: their mean is chance times loss, and not what a few years happened to bring."""
LOSS = {
    **dict.fromkeys(("critical_illness", "moderate_illness", "minor_illness"), "critical_illness"),
    **dict.fromkeys(("accidental_death", "transport_death", "disability"), "accident"),
    **dict.fromkeys(("death", "sudden_death"), "life"),
    "lost_time": "income",
}
TOGETHER = 2_000_000
"""People times years that are simulated at once at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Burden:
    """Person-years of a group under the city's scheme alone; people as in ``hazards``."""

    hazards: Hazards
    rows: Ints
    """(people,): each one's row in the roster."""
    borne: Floats
    """(years, people): fen of bills that a person bears in a year."""
    themes: NDArray[np.float32]
    """(years, people, themes): fen by theme, lost pay included; care in hospital beyond the usual deductible of
    million-yuan cover is its own theme."""
    expected: Floats
    """(people, themes): expected fen of lost pay a year, of the themes in RARE; 0 of others."""

    @property
    def years(self) -> int:
        return len(self.borne)


def burden(group: Group, model: ClaimModel, years: int, seed: int, progress: Progress | None = None) -> Burden:
    """Simulated years of everybody in the group, as independent replicates of its plan year.

    Raises SimulationError for fewer than one year, PeopleError for people without birth date or sex.
    """
    check_years(years)
    hazards = hazards_of(group.assignment.reading, model, group.period)
    packed, people = pack(hazards), len(hazards.member_id)
    borne = np.zeros((years, people))
    themes = np.zeros((years, people, len(THEMES)), np.float32)
    rows = _rows(group, hazards)
    pay = _monthly_pay(group, hazards)[rows]
    step = max(1, TOGETHER // people // 10)
    for first in range(0, years, step):
        chosen = range(first, min(first + step, years))
        made = simulate_years(packed, seed, chosen)
        place = slice(first, chosen.stop)
        _add_bills(made, hazards, borne[place].reshape(-1), themes[place].reshape(-1, len(THEMES)), pay)
        _add_events(made, hazards, themes[place].reshape(-1, len(THEMES)), pay)
        if progress:
            progress(chosen.stop, years)
    _split_large_stays(themes)
    return Burden(hazards, rows, borne, themes, expected_losses(hazards, pay))


def _rows(group: Group, hazards: Hazards) -> Ints:
    place = {name: row for row, name in enumerate(group.members["member_id"].to_pylist())}
    return np.array([place[name] for name in hazards.member_id], np.int64)


def _monthly_pay(group: Group, hazards: Hazards) -> Floats:
    """(rows,): fen a month of employees; nothing of others, whose pay nobody knows."""
    usual = yuan_parameter("monthly_pay")
    people = zip(group.members["salary"].to_pylist(), group.members["relation"].to_pylist(), strict=True)
    return np.array([(fen or usual) if relation == "employee" else 0 for fen, relation in people], np.float64)


def _add_bills(made: Year, hazards: Hazards, borne: Floats, themes: Any, pay: Floats) -> None:
    bills, people = made.bills, len(hazards.member_id)
    own = bills.total - bills.pooled - bills.other_paid
    borne += np.bincount(bills.member, own, len(borne))
    _add(themes, bills.member, theme_of_bills(bills, hazards), own.astype(np.float64))
    days = np.where(hazards.streams.days[bills.stream] > 0, bills.until - bills.service, 0)
    lost = days * pay[bills.member % people] / parameter("working_days_a_month")
    _add(themes, bills.member, np.full(len(lost), THEME["income"]), lost)


def theme_of_bills(bills: Bills, hazards: Hazards) -> Ints:
    """(bills,): positions of themes. Work first, then accident, then the ward, then the kind of care."""
    of_category = np.array([THEME[CARE.get(name, "outpatient")] for name in CATEGORIES])
    streams = hazards.streams
    found = of_category[streams.category[bills.stream]]
    found = np.where(bills.ward > 0, THEME["high_end"], found)
    accident = streams.cause[bills.stream] == list(CAUSES).index("accident")
    found = np.where(accident, THEME["accident_medical"], found)
    return np.asarray(np.where(bills.work, THEME["employers_liability"], found), np.int64)


def _add_events(made: Year, hazards: Hazards, themes: Any, pay: Floats) -> None:
    """Pay that is lost, of employees only."""
    events, people = made.events, len(hazards.member_id)
    months, theme = months_lost(events, hazards)
    employee = hazards.relation == list(RELATIONS).index("employee")
    person = events.member % people
    lost = months * pay[person] * employee[person]
    theme = np.where(events.work & (theme == THEME["accident"]), THEME["employers_liability"], theme)
    _add(themes, events.member, theme, lost)


def expected_losses(hazards: Hazards, pay: Floats) -> Floats:
    """(people, themes): chance of each event times the pay lost, for the themes in RARE; ``pay`` is fen a month."""
    streams, names, lost = hazards.streams, list(EVENTS), parameter("lost_pay")
    employee = hazards.relation == list(RELATIONS).index("employee")
    chance, found = chances(hazards), np.zeros((len(pay), len(THEMES)))
    for place, code in enumerate(streams.event.tolist()):
        name = names[code] if code != NO_EVENT else ""
        theme = LOSS.get(name, "")
        if theme in RARE:
            by_grade = np.diff(streams.grade[place], prepend=0.0) @ np.arange(10, 0, -1) / 10
            months = lost[name] * (by_grade if name == "disability" else 1.0)
            at_work = streams.work[place] if theme == "accident" else 0.0
            found[:, THEME[theme]] += chance[:, place] * months * pay * employee * (1 - at_work)
    return found


def months_lost(events: Events, hazards: Hazards, lost: Mapping[str, int] | None = None) -> tuple[Floats, Ints]:
    """Months of pay lost by each event, and its theme; nothing for events that cost no pay.

    ``lost``: months by kind of event, as ``lost_pay`` of reference/needs.yaml where none is given.
    """
    lost, names = parameter("lost_pay") if lost is None else lost, list(EVENTS)
    by_event = np.array([*(float(lost.get(name, 0)) for name in names), 0.0])
    of_event = np.array([*(THEME[LOSS.get(name, "income")] for name in names), THEME["income"]])
    code = hazards.streams.event[events.stream]
    code = np.where(code == NO_EVENT, len(names), code)
    months = by_event[code] * np.where(events.grade > 0, (11 - events.grade) / 10, 1.0)
    by_days = events.days / parameter("working_days_a_month")
    return np.where(code == names.index("lost_time"), by_days, months), of_event[code]


def _split_large_stays(themes: Any) -> None:
    limit = np.float32(yuan_parameter("large_stay_costs"))
    stays = themes[:, :, THEME["inpatient"]]
    themes[:, :, THEME["million"]] = np.maximum(stays - limit, 0)
    np.minimum(stays, limit, out=stays)


@kernel
def _scatter(sums: Any, row: Any, column: Any, amount: Any) -> None:
    for i in range(len(row)):
        sums[row[i], column[i]] += amount[i]


def _add(themes: Any, member: Any, theme: Ints, fen: Floats) -> None:
    _scatter(themes, member, theme, np.asarray(fen, np.float64))
