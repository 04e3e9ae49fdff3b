"""Who may choose when, and from when it holds."""

from datetime import date, timedelta

import pytest

from tuanbao.platform.choice.life_events import days_to_act, effective_day, event_kinds
from tuanbao.platform.choice.windows import Employed, Event, PlanYear, YearlyWindow, choosing

DAYS = {"birth": 30, "marriage": 30, "divorce": 30, "adoption": 30, "death": 30, "new_hire": 30, "parent_retired": 30}
THIS = PlanYear(
    26, date(2026, 1, 1), date(2026, 12, 31), YearlyWindow(date(2025, 11, 15), date(2025, 12, 10), True), True, DAYS
)
NEXT = PlanYear(
    27, date(2027, 1, 1), date(2027, 12, 31), YearlyWindow(date(2026, 11, 15), date(2026, 12, 10)), True, DAYS
)
YEARS = (THIS, NEXT)
LONG_HERE = Employed(date(2020, 3, 1))


def offered(person: Employed, on: date, *events: Event) -> list[tuple[str, int, date, date]]:
    found = choosing(person, YEARS, events, on).occasions
    return [(each.source, each.year.key, each.effective_from, each.until) for each in found]


@pytest.mark.parametrize(
    ("kind", "happened", "chosen", "effective"),
    [
        ("birth", date(2026, 5, 20), date(2026, 6, 10), date(2026, 5, 20)),
        ("adoption", date(2026, 5, 20), date(2026, 6, 10), date(2026, 5, 20)),
        ("marriage", date(2026, 5, 20), date(2026, 5, 25), date(2026, 6, 1)),
        ("marriage", date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 1)),
        ("marriage", date(2026, 12, 20), date(2026, 12, 25), date(2027, 1, 1)),
        ("divorce", date(2026, 5, 31), date(2026, 6, 10), date(2026, 6, 1)),
        ("death", date(2026, 5, 20), date(2026, 6, 10), date(2026, 5, 21)),
        ("parent_retired", date(2026, 5, 1), date(2026, 5, 1), date(2026, 6, 1)),
        ("other_cover", date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1)),
        ("new_hire", date(2026, 5, 4), date(2026, 5, 4), date(2026, 5, 5)),
    ],
)
def test_every_kind_of_event_has_its_effective_date(kind: str, happened: date, chosen: date, effective: date) -> None:
    assert effective_day(event_kinds()[kind].effective, happened, chosen) == effective


def test_the_programmes_days_win_over_the_usual_ones() -> None:
    assert days_to_act("birth", {"birth": 60}) == 60
    assert days_to_act("birth", {}) == event_kinds()["birth"].days == 30


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 11, 14), []),
        (date(2026, 11, 15), [("annual", 27, date(2027, 1, 1), date(2026, 12, 10))]),
        (date(2026, 12, 10), [("annual", 27, date(2027, 1, 1), date(2026, 12, 10))]),
        (date(2026, 12, 11), []),
    ],
)
def test_the_window_is_open_from_its_first_to_its_last_day(on: date, found: list[object]) -> None:
    assert offered(LONG_HERE, on) == found


def test_a_new_hire_during_the_window_chooses_for_both_years() -> None:
    assert offered(Employed(date(2026, 11, 18)), date(2026, 11, 20)) == [
        ("annual", 27, date(2027, 1, 1), date(2026, 12, 10)),
        ("new_hire", 26, date(2026, 11, 21), date(2026, 12, 18)),
    ]


def test_a_new_hire_after_the_window_chooses_for_both_years_too() -> None:
    assert offered(Employed(date(2026, 12, 14)), date(2026, 12, 20)) == [
        ("new_hire", 26, date(2026, 12, 21), date(2027, 1, 13)),
        ("new_hire", 27, date(2027, 1, 1), date(2027, 1, 13)),
    ]


def test_a_new_hire_of_december_may_still_choose_in_january() -> None:
    assert offered(Employed(date(2026, 12, 14)), date(2027, 1, 10)) == [
        ("new_hire", 27, date(2027, 1, 11), date(2027, 1, 13))
    ]
    assert offered(Employed(date(2026, 12, 14)), date(2027, 1, 14)) == []


def test_a_birth_in_december_told_in_january_is_for_both_years() -> None:
    birth = Event(1, "birth", date(2026, 12, 20), date(2027, 1, 5), True, date(2027, 1, 6), about=9)
    assert offered(LONG_HERE, date(2027, 1, 7), birth) == [
        ("life_event", 26, date(2026, 12, 20), date(2027, 1, 20)),
        ("life_event", 27, date(2027, 1, 1), date(2027, 1, 20)),
    ]


def test_a_birth_during_the_window_is_for_this_year_and_the_window_for_the_next() -> None:
    birth = Event(1, "birth", date(2026, 11, 16), date(2026, 11, 18), True, date(2026, 11, 19), about=9)
    assert offered(LONG_HERE, date(2026, 11, 20), birth) == [
        ("annual", 27, date(2027, 1, 1), date(2026, 12, 10)),
        ("life_event", 26, date(2026, 11, 16), date(2026, 12, 16)),
    ]


def test_slow_documents_cost_nobody_their_days() -> None:
    birth = Event(1, "birth", date(2026, 5, 1), date(2026, 5, 20), True, date(2026, 6, 15), about=9)
    assert offered(LONG_HERE, date(2026, 6, 29), birth) == [("life_event", 26, date(2026, 5, 1), date(2026, 6, 29))]
    assert offered(LONG_HERE, date(2026, 6, 30), birth) == []


def test_an_event_told_too_late_opens_nothing() -> None:
    birth = Event(1, "birth", date(2026, 5, 1), date(2026, 6, 1), True, date(2026, 6, 2), about=9)
    assert offered(LONG_HERE, date(2026, 6, 3), birth) == []


def test_a_leaver_chooses_for_no_day_after_leaving() -> None:
    leaving = Employed(date(2020, 3, 1), date(2026, 12, 31))
    assert offered(leaving, date(2026, 11, 20)) == []
    assert offered(Employed(date(2020, 3, 1), date(2027, 1, 1)), date(2026, 11, 20)) != []


def test_a_window_opened_again_within_the_year_holds_from_the_next_day() -> None:
    again = PlanYear(27, NEXT.first, NEXT.last, YearlyWindow(date(2026, 11, 15), date(2027, 1, 31)), True, DAYS)
    found = choosing(LONG_HERE, [THIS, again], [], date(2027, 1, 20)).occasions
    assert [each.effective_from for each in found] == [date(2027, 1, 21)]


def test_without_a_lock_the_choice_may_change_from_month_to_month() -> None:
    free = PlanYear(26, THIS.first, THIS.last, None, False, DAYS)
    found = choosing(LONG_HERE, [free], [], date(2026, 5, 20)).occasions
    assert [(each.source, each.effective_from) for each in found] == [("annual", date(2026, 6, 1))]


@pytest.mark.parametrize(
    ("person", "on", "zh", "en"),
    [
        (LONG_HERE, date(2026, 5, 20), "本年度的选择已锁定", "choices are locked for the year"),
        (LONG_HERE, date(2026, 5, 20), "下一次选择期为 2026-11-15 至 2026-12-10", "2026-11-15 to 2026-12-10"),
        (Employed(date(2020, 3, 1), date(2026, 5, 1)), date(2026, 5, 20), "已于 2026-05-01 离职", "left on 2026-05-01"),
        (Employed(date(2026, 6, 1)), date(2026, 5, 20), "将于 2026-06-01 入职", "join on 2026-06-01"),
    ],
)
def test_who_cannot_choose_is_told_why(person: Employed, on: date, zh: str, en: str) -> None:
    why = choosing(person, YEARS, [], on).why_not
    assert why is not None
    assert zh in why.zh
    assert en in why.en


def test_an_event_that_is_looked_at_is_said_to_be() -> None:
    waiting = Event(1, "birth", date(2026, 5, 1), date(2026, 5, 2))
    why = choosing(LONG_HERE, YEARS, [waiting], date(2026, 5, 3)).why_not
    assert why is not None
    assert "正在审核" in why.zh


def test_an_occasion_never_begins_before_its_year_nor_ends_before_today() -> None:
    for offset in range(0, 500, 3):
        on = date(2026, 1, 1) + timedelta(days=offset)
        for hired in (date(2026, 2, 1), date(2026, 11, 20), date(2026, 12, 28)):
            for each in choosing(Employed(hired), YEARS, [], on).occasions:
                assert each.until >= on
                assert each.year.first <= each.effective_from <= each.year.last
                assert each.effective_from >= hired
