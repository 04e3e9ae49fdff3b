"""Messages of an HR system come in any order, and more than once."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanbao.platform.people.models import Employment, Person, SyncMessage
from tuanbao.platform.people.sync import receive

HISTORY: list[dict[str, Any]] = [
    {
        "id": "m1",
        "kind": "joiner",
        "number": "N1",
        "occurred_at": "2026-01-05T09:00:00+08:00",
        "person": {"name": "王芳", "identity_number": "11010519491231002X", "phone": "13800000001"},
        "position": {"department": "研发", "grade": "P5", "city": "上海"},
    },
    {
        "id": "m2",
        "kind": "transfer",
        "number": "N1",
        "occurred_at": "2026-02-20T09:00:00+08:00",
        "on": "2026-03-01",
        "position": {"department": "产品"},
    },
    {
        "id": "m3",
        "kind": "change",
        "number": "N1",
        "occurred_at": "2026-03-05T09:00:00+08:00",
        "person": {"phone": "13800000002"},
    },
    {
        "id": "m4",
        "kind": "change",
        "number": "N1",
        "occurred_at": "2026-03-05T09:00:00+08:00",
        "sequence": 1,
        "person": {"phone": "13800000003", "email": "wf@example.com"},
    },
    {"id": "m5", "kind": "leaver", "number": "N1", "occurred_at": "2026-04-01T09:00:00+08:00", "on": "2026-04-30"},
    {
        "id": "m6",
        "kind": "rejoin",
        "number": "N1",
        "occurred_at": "2026-06-01T09:00:00+08:00",
        "position": {"grade": "P6"},
    },
    {
        "id": "m7",
        "kind": "transfer",
        "number": "N1",
        "occurred_at": "2026-07-20T09:00:00+08:00",
        "on": "2026-08-01",
        "position": {"city": "北京"},
    },
    {"id": "m8", "kind": "leaver", "number": "N1", "occurred_at": "2026-09-10T09:00:00+08:00", "on": "2026-09-30"},
]


def _people() -> tuple[Any, ...]:
    person = Person.objects.get(number="N1")
    positions = [(each.starts_on, each.columns()) for each in person.employments.order_by("starts_on")]
    fields = ("name", "birth_date", "sex", "phone", "email", "identity_number", "hired_on", "left_on", "insured")
    return tuple(getattr(person, name) for name in fields), positions


def _forget() -> None:
    Employment.objects.filter(person__number="N1").delete()
    Person.objects.filter(number="N1").delete()
    SyncMessage.objects.all().delete()


def test_messages_in_order_make_the_person(company: Any) -> None:
    assert [receive(company, message).status for message in HISTORY] == ["applied"] * len(HISTORY)
    fields, positions = _people()
    assert fields[:2] == ("王芳", date(1949, 12, 31))
    assert fields[3:5] == ("13800000003", "wf@example.com")
    assert fields[6:8] == (date(2026, 6, 1), date(2026, 9, 30))
    assert [(day.month, at["department"], at["grade"], at["city"]) for day, at in positions] == [
        (1, "研发", "P5", "上海"),
        (3, "产品", "P5", "上海"),
        (6, "产品", "P6", "上海"),
        (8, "产品", "P6", "北京"),
    ]


@given(seed=st.integers(0, 10**6), repeated=st.lists(st.sampled_from(HISTORY), max_size=6))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_with_any_repetitions_gives_the_same_people(company: Any, seed: int, repeated: list[Any]) -> None:
    _forget()
    for message in HISTORY:
        receive(company, message)
    expected = _people()
    _forget()
    shuffled = [*HISTORY, *repeated]
    random.Random(seed).shuffle(shuffled)
    for message in shuffled:
        assert receive(company, message).status in {"applied", "held"}
    assert _people() == expected
    ended = Person.history.filter(number="N1", hired_on=date(2026, 1, 5)).order_by("history_id").last()
    assert ended.left_on == date(2026, 4, 30), "the history knows when the first employment ended"


def test_a_leaver_waits_for_the_joiner(company: Any) -> None:
    assert receive(company, HISTORY[4]).status == "held"
    assert not Person.objects.filter(number="N1").exists()
    assert receive(company, HISTORY[0]).status == "applied"
    assert Person.objects.get(number="N1").left_on == date(2026, 4, 30)


def test_an_older_change_does_not_undo_what_hr_has_mended_since(company: Any) -> None:
    person = Person.objects.filter(relation="employee").first()
    person.phone = "13900000000"
    person.save()
    message = {
        "id": "x1",
        "kind": "change",
        "number": person.number,
        "occurred_at": "2020-01-01T00:00:00+08:00",
        "person": {"phone": "13700000000"},
    }
    assert receive(company, message).status == "applied"
    assert Person.objects.get(pk=person.pk).phone == "13900000000"
    newer = {**message, "id": "x2", "occurred_at": "2099-01-01T00:00:00+08:00"}
    receive(company, newer)
    assert Person.objects.get(pk=person.pk).phone == "13700000000"


def test_a_transfer_of_somebody_imported_keeps_what_it_does_not_say(company: Any) -> None:
    person = Person.objects.filter(relation="employee").first()
    before = person.employments.get().columns()
    message = {
        "id": "t1",
        "kind": "transfer",
        "number": person.number,
        "occurred_at": "2026-11-01T00:00:00+08:00",
        "position": {"department": "新部门"},
    }
    receive(company, message)
    after = person.employments.order_by("starts_on").last()
    assert after.columns() == {**before, "department": "新部门"}
    person.refresh_from_db()
    assert person.left_on is None


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "holiday"}, "literal_error", "kind"),
        ({"number": ""}, "string_too_short", "number"),
        ({"occurred_at": "2026-01-01T00:00:00"}, "timezone_aware", "occurred_at"),
        ({"person": {"name": "王", "identity_number": "110105194912310021"}}, "id_check_digit", "person"),
        ({"person": {}}, "name_missing", "message"),
        ({"colour": "red"}, "extra_forbidden", "colour"),
    ],
)
def test_what_is_wrong_with_a_message_is_told_as_data(company: Any, change: Any, code: str, field: str) -> None:
    outcome = receive(company, {**HISTORY[0], **change})
    assert outcome.status == "refused"
    problem = outcome.problems[0]
    assert (problem.code, problem.field) == (code, field)
    assert problem.text.zh
    assert "1101" not in str(outcome)
    assert not SyncMessage.objects.exists()


def test_an_id_used_for_another_message_is_refused(company: Any) -> None:
    receive(company, HISTORY[0])
    outcome = receive(company, {**HISTORY[1], "id": "m1"})
    assert [problem.code for problem in outcome.problems] == ["id_reused"]
