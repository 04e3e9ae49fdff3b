"""HR systems read and write people."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tuanbao.platform import clock
from tuanbao.platform.choice.models import Election
from tuanbao.platform.people.models import Employment, Person

IDENTITY = "110101199003074477"
NEW = {
    "number": "N-1",
    "name": "新员工",
    "hired_on": "2026-11-02",
    "identity_number": IDENTITY,
    "phone": "13800138000",
    "bank_account": "6222020000001234",
    "salary_fen": 1500000,
    "position": {"department": "研发", "grade": "P6"},
}


def test_a_new_employee_has_a_position_from_the_day_of_hiring(caller):
    call = caller()
    made = call("POST", "/people", NEW)
    assert made.status_code == 201, made.content
    person = Person.objects.get(number="N-1")
    assert (person.birth_date.isoformat(), person.sex) == ("1990-03-07", "male")
    assert person.history.first().history_change_reason.startswith("api:")
    positions = call.get("/people/N-1/employments").json()
    assert [(each["starts_on"], each["grade"]) for each in positions] == [("2026-11-02", "P6")]


def test_sensitive_numbers_are_masked_unless_the_token_may_see_them(caller):
    caller()("POST", "/people", NEW)
    masked = caller("people:read").get("/people/N-1").json()
    assert masked["identity_number"] == "110***********4477"
    assert masked["phone"] == "138****8000"
    assert masked["bank_account"].endswith("1234")
    assert masked["bank_account"].startswith("*")
    assert masked["salary_fen"] is None
    whole = caller("people:read", "people:sensitive").get("/people/N-1").json()
    assert (whole["identity_number"], whole["salary_fen"]) == (IDENTITY, 1500000)


def test_a_number_is_taken_once(caller):
    call = caller()
    call("POST", "/people", NEW)
    assert call("POST", "/people", NEW).status_code == 409
    assert Employment.objects.filter(person__number="N-1").count() == 1


def test_a_dependant_belongs_to_an_employee_of_the_company(caller):
    call = caller()
    call("POST", "/people", NEW)
    child = {"number": "N-1-C", "name": "孩子", "relation": "child", "birth_date": "2020-05-01"}
    refused = call("POST", "/people", {**child, "employee": "NOBODY"})
    assert [each["field"] for each in refused.json()["errors"]] == ["employee"]
    assert call("POST", "/people", {**child, "employee": "N-1"}).status_code == 201
    assert [each["number"] for each in call.get("/people/N-1/dependants").json()] == ["N-1-C"]
    assert [each["number"] for each in call.get("/people/N-1-C/family").json()] == ["N-1", "N-1-C"]


def test_a_change_of_what_somebody_else_has_changed_is_refused(caller):
    call = caller()
    call("POST", "/people", NEW)
    tag = call.get("/people/N-1")["ETag"]
    changed = call("PATCH", "/people/N-1", {"phone": "13900139000"}, If_Match=tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag
    assert call("PATCH", "/people/N-1", {"phone": "13700137000"}, If_Match=tag).status_code == 412
    assert Person.objects.get(number="N-1").phone == "13900139000"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nobody changes it meanwhile")
def test_who_waits_for_somebody_elses_change_is_told_of_it(transactional_db, company, caller):
    call = caller()
    call("POST", "/people", NEW)
    tag, answers = call.get("/people/N-1")["ETag"], []

    def patch():
        try:
            answers.append(call("PATCH", "/people/N-1", {"phone": "13900139000"}, If_Match=tag).status_code)
        finally:
            connection.close()

    waiting = threading.Thread(target=patch)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(number="N-1")
        waiting.start()
        waiting.join(1)
        assert waiting.is_alive()
        person.phone = "13700137000"
        person.save()
    waiting.join(30)
    assert answers == [412]
    assert Person.objects.get(number="N-1").phone == "13700137000"


def test_a_date_is_taken_back_with_null_and_the_rest_stays(caller):
    call = caller()
    call("POST", "/people", NEW)
    call("PATCH", "/people/N-1", {"left_on": "2026-11-30"})
    assert call("PATCH", "/people/N-1", {"left_on": None}).json()["left_on"] is None
    assert Person.objects.get(number="N-1").name == "新员工"
    assert call("PATCH", "/people/N-1", {"left_on": "2020-01-01"}).status_code == 422


def test_a_transfer_is_one_more_position(caller):
    call = caller()
    call("POST", "/people", NEW)
    moved = call("POST", "/people/N-1/employments", {"starts_on": "2026-12-01", "position": {"grade": "P7"}})
    assert moved.status_code == 201
    assert moved.json()["department"] == "研发"
    assert [each["grade"] for each in call.get("/people/N-1/employments").json()] == ["P6", "P7"]


def test_who_has_changed_since_is_found_also_by_a_transfer(caller):
    call = caller()
    call("POST", "/people", NEW)
    Person.objects.update(created_at=clock.now() - timedelta(days=30))
    Person.history.update(history_date=clock.now() - timedelta(days=30))
    Employment.history.update(history_date=clock.now() - timedelta(days=30))
    since = (clock.now() - timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert call.get(f"/people?updated_since={since}").json()["items"] == []
    call("POST", "/people/N-1/employments", {"starts_on": "2026-12-01", "position": {"grade": "P7"}})
    assert [each["number"] for each in call.get(f"/people?updated_since={since}").json()["items"]] == ["N-1"]


def test_messages_may_come_twice_and_in_disorder(caller):
    call = caller()
    leaver = {"id": "m2", "kind": "leaver", "number": "N-9", "occurred_at": "2026-11-30T18:00:00+08:00"}
    joiner = {
        "id": "m1",
        "kind": "joiner",
        "number": "N-9",
        "occurred_at": "2026-11-02T09:00:00+08:00",
        "person": {"name": "短工"},
    }
    assert call("POST", "/people/messages", leaver).json() == {"status": "held"}
    assert call("POST", "/people/messages", joiner).json() == {"status": "applied"}
    assert call("POST", "/people/messages", joiner).json() == {"status": "applied"}
    person = Person.objects.get(number="N-9")
    assert (person.hired_on.isoformat(), person.left_on.isoformat()) == ("2026-11-02", "2026-11-30")
    other = call("POST", "/people/messages", {**joiner, "person": {"name": "别人"}})
    assert other.status_code == 409
    assert call("POST", "/people/messages", {**joiner, "id": "m3", "person": {}}).status_code == 422
    nowhere = {**joiner, "id": "m3", "occurred_at": "2026-11-02T09:00:00-19:10"}
    assert call("POST", "/people/messages", nowhere).json()["errors"][0]["field"] == "occurred_at"
    assert call.get("/people?updated_since=2026-11-02T09:00:00-19:10").status_code == 422


def test_other_resources_answer(caller, company):
    call = caller()
    programmes = call.get("/programmes?state=approved").json()["items"]
    assert len(programmes) == 2
    full = call.get(f"/programmes/{programmes[0]['id']}").json()
    assert {each["variant"] for each in full["plans"]} >= {"", "lite", "plus"}
    assert full["plans"][0]["benefits"][0]["terms"][0]["words"]["zh"]
    policies = call.get("/policies").json()["items"]
    assert call.get(f"/policies/{policies[0]['id']}/rates").json()[0]["yearly_fen"] > 0
    assert len(call.get("/windows").json()["items"]) == 2
    assert call.get("/elections").json()["items"] == []
    assert call.get("/endorsements").json()["items"] == []
    assert call.get("/ledger/balances").json() == []
    assert call.get("/ledger/transactions").json() == {"items": [], "next": None}
    assert not Election.objects.exists()
