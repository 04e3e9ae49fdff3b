"""What holds for every call: errors in one shape, repeated calls, pages."""

import json
from datetime import timedelta

import pytest

from tuanbao.platform import clock
from tuanbao.platform.api.idempotency import forget_all
from tuanbao.platform.api.models import IdempotentCall
from tuanbao.platform.people.models import Person

NEW = {"number": "N-1", "name": "新员工", "hired_on": "2026-11-02"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/people/NOBODY", 404),
        ("DELETE", "/people", 405),
        ("GET", "/people?limit=0", 422),
        ("GET", "/people?cursor=forged", 422),
        ("GET", "/people?updated_since=yesterday", 422),
        ("GET", "/people/%00", 400),
    ],
)
def test_every_error_is_a_problem(caller, method, path, status):
    answer = caller()(method, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "instance", "errors"}
    assert answer.json()["status"] == status


def test_mistakes_name_their_field_in_the_language_asked_for(caller):
    wrong = {"number": "N-1", "insured": "yes", "hired_on": "02.11.2026", "unknown": 1}
    chinese = caller()("POST", "/people", wrong).json()
    assert {each["pointer"] for each in chinese["errors"]} == {"/name", "/insured", "/hired_on", "/unknown"}
    assert next(each["detail"] for each in chinese["errors"] if each["field"] == "hired_on").startswith("应为日期")
    english = caller()("POST", "/people", wrong, Accept_Language="en").json()
    assert english["title"] == "The content has mistakes"
    assert next(each["detail"] for each in english["errors"] if each["field"] == "hired_on").startswith(
        "must be a date"
    )


def test_no_error_repeats_what_was_sent(caller):
    answer = caller()("POST", "/people", {**NEW, "identity_number": "110101199003074471"})
    assert answer.status_code == 422
    assert "110101199003074471" not in answer.content.decode()


def test_what_is_not_json_is_told_so(caller):
    call = caller()
    answer = call.client.post(
        "/api/v1/people", "{", content_type="application/json", headers={"Authorization": f"Bearer {call.written}"}
    )
    assert answer.status_code == 400


def test_the_same_call_is_done_once_and_answered_alike(caller):
    call = caller()
    first = call("POST", "/people", NEW, Idempotency_Key="k1")
    again = call("POST", "/people", NEW, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert Person.objects.filter(number="N-1").count() == 1


def test_a_key_belongs_to_one_call(caller):
    call = caller()
    call("POST", "/people", NEW, Idempotency_Key="k1")
    answer = call("POST", "/people", {**NEW, "number": "N-2"}, Idempotency_Key="k1")
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("idempotency-key-reused")
    assert not Person.objects.filter(number="N-2").exists()


def test_keys_of_two_tokens_do_not_meet(caller):
    caller()("POST", "/people", NEW, Idempotency_Key="k1")
    assert caller()("POST", "/people", {**NEW, "number": "N-2"}, Idempotency_Key="k1").status_code == 201


def test_what_failed_may_be_sent_again_mended(caller):
    call = caller()
    assert call("POST", "/people", {**NEW, "name": ""}, Idempotency_Key="k1").status_code == 422
    assert call("POST", "/people", NEW, Idempotency_Key="k1").status_code == 201


def test_the_answer_that_is_kept_is_encrypted_and_forgotten_after_two_days(caller):
    from django.db import connection

    caller()("POST", "/people", NEW, Idempotency_Key="k1")
    with connection.cursor() as cursor:
        cursor.execute("select body from api_idempotentcall")
        assert "N-1" not in cursor.fetchone()[0]
    forget_all()
    assert IdempotentCall.objects.count() == 1
    IdempotentCall.objects.update(made_at=clock.now() - timedelta(hours=49))
    forget_all()
    assert IdempotentCall.objects.count() == 0


def test_pages_show_everybody_once_while_people_are_added(company, caller):
    call = caller()
    everybody = set(Person.objects.values_list("number", flat=True))
    seen, cursor = [], ""
    while cursor is not None:
        answer = call.get(f"/people?limit=7&cursor={cursor}").json()
        seen += [each["number"] for each in answer["items"]]
        cursor = answer["next"]
        Person.objects.get_or_create(company=company, number="0000", relation="employee", name="插队")
    assert len(seen) == len(set(seen))
    assert set(seen) == everybody


def test_the_description_is_open_and_says_3_1(client, db):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["openapi"] == "3.1.0"
    for operations in answer.json()["paths"].values():
        for operation in operations.values():
            assert {"401", "403", "404", "422", "429", "500"} <= set(operation["responses"])
