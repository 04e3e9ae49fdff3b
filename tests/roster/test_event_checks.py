"""Events, openings and hospital lists."""

from tuanbao.roster import HOSPITAL_LISTS, OPENINGS, check_events, check_hospital_lists, check_openings

from .samples import EVENT, codes, events, people, read


def event(number: int, **cells: str) -> dict[str, str]:
    return {**EVENT, "event_id": f"v{number}", **cells}


def test_right_events_stay_as_they_are() -> None:
    reading = events(
        event(1),
        event(2, event="伤残", grade="十级", cause="意外", case_id="c"),
        event(3, event="误工", days="12"),
        event(4, event="death", death_date="2026-08-20"),
        event(5, event="disability", grade="1", case_id="c"),
    )
    assert check_events(reading, people().table) is reading


def test_what_an_event_lacks_is_told() -> None:
    rows = [
        event(1, event="disability"),
        event(2, event="disability", grade="11"),
        event(3, event="lost_time"),
        event(4, event="lost_time", days="0"),
        event(5, member_id="E9"),
        event(6, onset_date="2026-08-21"),
        event(1),
    ]
    assert codes(check_events(events(*rows), people().table)) == [
        (1, "grade", "grade_missing"),
        (2, "grade", "grade_range"),
        (3, "days", "days_missing"),
        (4, "days", "days_range"),
        (5, "member_id", "unknown_member"),
        (6, "onset_date", "onset_after_event"),
        (7, "event_id", "duplicate_event"),
    ]


def test_a_person_may_have_openings_of_several_benefits_but_one_of_each() -> None:
    row = {"member_id": "E1", "benefit_id": "ci", "paid": "100"}
    rows = [row, {**row, "benefit_id": "life"}, row, {**row, "member_id": "E9"}]
    reading = check_openings(read(OPENINGS, *rows), people().table)
    assert codes(reading) == [(3, "member_id", "duplicate_opening"), (4, "member_id", "unknown_member")]


def test_a_hospital_may_be_on_a_list_for_a_day_or_for_ever() -> None:
    row = {"list": "designated", "hospital": "H1"}
    first, last = {"from": "2026-01-01"}, {"to": "2026-01-01"}
    rows = [row, {**row, **first}, {**row, **first, **last}, {**row, **last}]
    assert check_hospital_lists(read(HOSPITAL_LISTS, *rows)).errors == []
    wrong = {**row, "from": "2026-01-02", "to": "2026-01-01"}
    (error,) = check_hospital_lists(read(HOSPITAL_LISTS, wrong)).errors
    assert error.reason.zh == "止日早于起日 2026-01-02"
