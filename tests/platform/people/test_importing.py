"""A roster is read, compared, decided about, and applied, whatever happens on the way."""

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.platform.people.rosters import identity, roster, row_of
from tuanbao.platform.jobs.reviving import revive
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people import importing
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.plan import Plan

TODAY = date(2026, 11, 20)


def read(company: Any, rows: list[dict[str, Any]], full: bool = False, name: str = "名册.csv") -> Import:
    made = importing.hand_in(company, roster(rows, name), TODAY, full, None)
    carry_out(made.job)
    made.refresh_from_db()
    return made


def apply(made: Import, decisions: dict[str, str] | None = None, without_wrong: bool = False) -> Import:
    carry_out(importing.confirm(made, decisions or {}, without_wrong, None))
    made.refresh_from_db()
    return made


def staff() -> list[Person]:
    """Those who work here."""
    return list(Person.objects.filter(relation="employee", left_on=None).order_by("number"))


def test_joiners_changes_transfers_and_leavers_are_told_apart(company: Any) -> None:
    changed, moved, leaver, same, *_ = staff()
    was = moved.employments.get().department
    rows = [
        row_of(changed, 手机号="13812345678", 月薪="23,000.50"),
        row_of(moved, 部门="新的部门", 任职日期="2026-11-01"),
        row_of(leaver, 离职日期="2026-11-30"),
        row_of(same),
        {"人员编号": "N9", "与员工关系": "员工", "姓名": "新人", "部门": "研发", "入职日期": "2026-11-16"},
        {"人员编号": "N9-1", "所属员工编号": "N9", "与员工关系": "子女", "姓名": "新人之子", "出生日期": "2024-01-01"},
    ]
    made = read(company, rows)
    assert made.state == "ready"
    kinds = {"added": 2, "changed": 1, "transferred": 1, "leaving": 1, "returning": 0, "unchanged": 1}
    assert made.counts == {**kinds, "doubts": 0, "wrong": 0}
    assert not Person.objects.filter(number="N9").exists(), "nothing is written before it is confirmed"
    assert apply(made).state == "applied"
    changed.refresh_from_db()
    leaver.refresh_from_db()
    assert (changed.phone, changed.salary_fen) == ("13812345678", 23_000_50)
    assert leaver.left_on == date(2026, 11, 30)
    new = Person.objects.get(number="N9")
    assert (new.hired_on, new.employments.get().department) == (date(2026, 11, 16), "研发")
    assert Person.objects.get(number="N9-1").employee == new
    assert [each.department for each in moved.employments.order_by("starts_on")] == [was, "新的部门"]
    assert changed.history.first().history_change_reason == made.reason


def test_absence_from_a_full_list_means_leaving_only_where_hr_says_that_it_is_full(company: Any) -> None:
    *listed, one, other = staff()
    rows = [row_of(person) for person in listed]
    assert read(company, rows).counts["leaving"] == 0
    made = read(company, rows, full=True)
    assert made.counts["leaving"] == 2
    apply(made)
    for absent in (one, other):
        absent.refresh_from_db()
        assert absent.left_on == date(2026, 11, 19)


PLANTED = {
    "date": ({"出生日期": "三月五日"}, "birth_date"),
    "relation": ({"与员工关系": "邻居"}, "relation"),
    "document": ({"证件号码": "110105199001010011"}, "id_number"),
    "money": ({"月薪": "很多"}, "salary"),
    "family": ({"与员工关系": "子女", "所属员工编号": "NOBODY"}, "family_id"),
    "left before hired": ({"入职日期": "2026-10-01", "离职日期": "2026-09-01"}, "left_on"),
    "empty relation": ({"与员工关系": ""}, "relation"),
}


def test_every_planted_error_is_told_at_once_with_row_and_column(company: Any) -> None:
    base = {"人员编号": "", "所属员工编号": "", "与员工关系": "员工", "姓名": "某人", "出生日期": "", "证件号码": ""}
    rows = [
        {**base, "月薪": "", "入职日期": "", "离职日期": "", "人员编号": f"W{place}", **change}
        for place, (change, _) in enumerate(PLANTED.values())
    ]
    rows += [{**rows[0], "人员编号": "G1", "出生日期": "1990-01-01"}, {**rows[0], "人员编号": "G1", "出生日期": ""}]
    rows += [{**base, "人员编号": "I1", "证件号码": identity(1)}, {**base, "人员编号": "I2", "证件号码": identity(1)}]
    made = read(company, rows)
    found = {(error.row, error.column) for error in importing.plan_of(made).errors}
    planted = {(place + 2, column) for place, (_, column) in enumerate(PLANTED.values())}
    assert planted <= found
    assert {column for row, column in found if row > len(PLANTED) + 1} == {"member_id", "id_number"}
    assert "110105199001010011" not in str(importing.plan_of(made).errors)
    with pytest.raises(importing.ImportRefusedError):
        importing.confirm(made, {}, False, None)
    apply(made, without_wrong=True)
    assert Person.objects.filter(number="I1").exists()
    assert not Person.objects.filter(number__startswith="W").exists()


def test_somebody_with_the_same_name_and_birth_date_is_for_hr_to_decide(company: Any) -> None:
    person = staff()[0]
    rows = [row_of(person, 人员编号="RENUMBERED", 所属员工编号="RENUMBERED")]
    made = read(company, rows)
    doubt = importing.plan_of(made).doubts[0]
    assert (doubt.why, doubt.known) == ("same_person", person.number)
    with pytest.raises(importing.ImportRefusedError):
        importing.confirm(made, {}, False, None)
    apply(made, {"2": "same"})
    person.refresh_from_db()
    assert person.number == "RENUMBERED"
    again = read(company, [row_of(staff()[1], 人员编号="TWIN", 所属员工编号="TWIN")])
    apply(again, {"2": "new"})
    assert Person.objects.filter(number="TWIN").exists()


def test_the_same_document_finds_somebody_under_another_number(company: Any) -> None:
    person = staff()[0]
    person.identity_type, person.identity_number = "resident", identity(7)
    person.birth_date, person.sex = date(1990, 1, 1), "male"
    person.save()
    row = {"工号": "X7", "与员工关系": "员工", "姓名": person.name, "身份证号": identity(7)}
    made = read(company, [row])
    [change] = importing.plan_of(made).changes
    assert [(field.name, field.new) for field in change.fields] == [("number", "X7")]


def test_somebody_who_has_left_and_is_listed_again_comes_back_if_hr_says_so(company: Any) -> None:
    person = staff()[0]
    person.left_on = date(2026, 6, 30)
    person.save()
    made = read(company, [row_of(person, 入职日期="2026-11-16")])
    assert importing.plan_of(made).doubts[0].why == "came_back"
    apply(made, {"2": "same"})
    person.refresh_from_db()
    assert (person.hired_on, person.left_on) == (date(2026, 11, 16), None)


def test_the_end_of_the_plan_year_is_not_leaving(company: Any) -> None:
    made = read(company, [row_of(person, 保障止期="2026-12-31") for person in staff()])
    assert made.counts["leaving"] == 0
    assert any("末日" in warning.zh for warning in importing.plan_of(made).warnings)


def test_a_child_of_two_employees_is_a_remark_and_no_error(company: Any) -> None:
    one, other = staff()[:2]
    child = {"与员工关系": "子女", "姓名": "小双", "出生日期": "2022-02-02"}
    rows = [
        {"人员编号": "C1", "所属员工编号": one.number, **child},
        {"人员编号": "C2", "所属员工编号": other.number, **child},
    ]
    made = read(company, rows)
    assert made.counts["added"] == 2
    assert any("C1/C2" in warning.zh for warning in importing.plan_of(made).warnings)


class KilledError(BaseException):
    """The worker's end."""


def test_a_killed_worker_s_successor_goes_on_where_it_was(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"人员编号": f"K{i}", "与员工关系": "员工", "姓名": f"新{i}", "部门": "甲"} for i in range(12)]
    made = read(company, rows)
    job = importing.confirm(made, {}, False, None)
    monkeypatch.setattr(importing, "AT_A_TIME", 5)
    real, done = importing.apply_some, []

    def dies(*args: Any) -> Any:
        done.append(real(*args))
        if len(done) == 2:
            raise KilledError
        return done[-1]

    monkeypatch.setattr(importing, "apply_some", dies)
    with pytest.raises(KilledError):
        carry_out(job)
    assert Person.objects.filter(number__startswith="K").count() == 5, "whole pieces only"
    monkeypatch.setattr(importing, "apply_some", real)
    assert revive(timedelta(0)) >= 1, "its lease has ended"
    carry_out(job)
    importing.apply(job, lambda done, total, doing: None)
    made.refresh_from_db()
    assert (made.state, made.skipped) == ("applied", [])
    assert Person.objects.filter(number__startswith="K").count() == 12
    assert Employment.objects.filter(person__number__startswith="K").count() == 12


def test_files_that_a_killed_worker_left_behind_are_deleted(company: Any, monkeypatch: Any) -> None:
    made = read(company, [{"人员编号": "K1", "与员工关系": "本人", "姓名": "张一", "出生日期": "1990-01-01"}])
    files = [made.file.path, made.plan.path]
    job, real = importing.confirm(made, {}, False, None), importing.forget

    def dies(importing: Any) -> None:
        raise KilledError

    monkeypatch.setattr(importing, "forget", dies)
    with pytest.raises(KilledError):
        carry_out(job)
    assert all(Path(file).exists() for file in files)
    monkeypatch.setattr(importing, "forget", real)
    assert revive(timedelta(0)) >= 1
    carry_out(job)
    assert not any(Path(file).exists() for file in files)
    made.refresh_from_db()
    assert (made.state, bool(made.file), bool(made.plan)) == ("applied", False, False)


def test_what_somebody_changed_after_the_preview_is_not_overwritten(company: Any) -> None:
    person = staff()[0]
    made = read(company, [row_of(person, 邮箱="roster@example.com")])
    person.email = "own@example.com"
    person.save()
    apply(made)
    person.refresh_from_db()
    assert person.email == "own@example.com"
    assert [each["number"] for each in made.skipped] == [person.number]


def test_confirming_twice_is_one_job(company: Any) -> None:
    made = read(company, [row_of(staff()[0], 邮箱="a@example.com")])
    first = importing.confirm(made, {}, False, None)
    assert importing.confirm(made, {}, False, None) == first


def test_the_file_is_kept_encrypted_and_goes_when_it_is_done(
    company: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = read(company, [row_of(staff()[0], 手机号="13811112222")])
    stored = [Path(settings.MEDIA_ROOT) / file.name for file in (made.file, made.plan)]
    assert all(b"13811112222" not in path.read_bytes() for path in stored)
    with django_capture_on_commit_callbacks(execute=True):
        apply(made)
    assert not any(path.exists() for path in stored)
    made.refresh_from_db()
    assert importing.plan_of(made) == Plan()


def test_what_nobody_confirms_is_given_up_after_a_week(company: Any) -> None:
    made = read(company, [row_of(staff()[0])])
    Import.objects.update(uploaded_at=made.uploaded_at - importing.KEPT_FOR * 2)
    assert importing.expire(company) == 1
    made.refresh_from_db()
    assert (made.state, bool(made.file)) == ("expired", False)


def test_a_file_that_is_no_table_is_told_in_words(company: Any) -> None:
    made = read(company, [{"甲": 1, "乙": 2}])
    assert made.state == "unreadable"
    assert "表头" in made.problems[0]["zh"]
    with pytest.raises(importing.ImportRefusedError):
        importing.hand_in(company, roster([{"a": 1}], "名册.pdf"), TODAY, False, None)


def test_ten_thousand_rows_are_read_and_compared_in_seconds(company: Any) -> None:
    rows = [
        {
            "工号": f"B{i}",
            "与员工关系": "员工",
            "姓名": f"员工{i}",
            "身份证号": identity(i, f"19{50 + i // 1000:02d}0101"),
        }
        for i in range(10_000)
    ]
    started = time.monotonic()
    made = read(company, rows)
    assert made.counts["added"] == 10_000
    assert time.monotonic() - started < 20
