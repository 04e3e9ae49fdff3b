"""An import that was wrong is undone: what it brought goes, what was done since stays."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.platform.people.rosters import row_of
from tests.platform.people.test_families import paper
from tests.platform.people.test_importing import KilledError, apply, read, staff
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.closing import write_passive
from tuanbao.platform.choice.models import Election
from tuanbao.platform.choice.situation import situation
from tuanbao.platform.cover.covered import spells
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.jobs.reviving import revive
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people import documents, taking_back
from tuanbao.platform.people.importing import ImportRefusedError, plan_of
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.undoing import Record, Touched, counts, decide
from tuanbao.platform.protection.models import AuditEntry

NEW = {"人员编号": "N9", "与员工关系": "员工", "姓名": "新人", "部门": "研发", "入职日期": "2026-11-16"}
CHILD = {"人员编号": "N9-1", "所属员工编号": "N9", "与员工关系": "子女", "姓名": "新人之子", "出生日期": "2024-01-01"}


def undo(made: Import, leave: bool = False) -> Import:
    carry_out(taking_back.undo(made, leave, None))
    made.refresh_from_db()
    return made


def everything() -> list[Any]:
    """All that is known of everybody, keys of positions left out."""
    people = Person.objects.order_by("pk")
    facts = [{name: value for name, value in vars(each).items() if not name.startswith("_")} for each in people]
    held = Employment.objects.order_by("person_id", "starts_on")
    return [facts, [(each.person_id, each.starts_on, each.columns()) for each in held]]


def of_all_kinds() -> list[dict[str, Any]]:
    changed, moved, leaver, gone, *_ = staff()
    gone.left_on = date(2026, 6, 30)
    gone.save()
    return [
        row_of(changed, 手机号="13812345678", 月薪="23,000.50"),
        row_of(moved, 部门="新的部门", 任职日期="2026-11-01"),
        row_of(leaver, 离职日期="2026-11-30"),
        row_of(gone, 入职日期="2026-11-10"),
        NEW,
        CHILD,
    ]


def test_undoing_gives_the_roster_as_it_was(company: Any) -> None:
    made = read(company, of_all_kinds())
    before = everything()
    row = next(doubt.row for doubt in plan_of(made).doubts)
    apply(made, {str(row): "same"})
    assert everything() != before
    found = counts(taking_back.verdicts(made))
    assert (found["remove"], found["put_back"], found["leave"], found["end"]) == (2, 4, 0, 0)
    assert undo(made).state == "undone"
    assert everything() == before
    assert made.left == []
    first = Person.history.filter(number="N9").order_by("history_id")
    assert [each.history_type for each in first] == ["+", "~", "-"], "that they were there is kept"
    assert first.last().history_change_reason == made.undo_reason
    assert AuditEntry.objects.filter(action="people.import_undone").count() == 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_import_said_undoing_it_leaves_no_trace_but_history(company: Any, seed: int) -> None:
    chance = random.Random(seed)
    said = {
        "手机号": "13812345678",
        "邮箱": "a@example.com",
        "月薪": "12000",
        "部门": "别处",
        "职级": "P9",
        "城市": "成都",
        "离职日期": "2026-11-25",
        "入职日期": "2026-02-03",
        "银行账号": "6222020200112233445",
        "姓名": "改名",
    }
    people = list(Person.objects.filter(left_on=None))
    rows = [
        row_of(person, **{name: said[name] for name in chance.sample(sorted(said), chance.randint(0, 4))})
        for person in chance.sample(people, 15)
        if person.relation == "employee"
    ]
    rows += [{**NEW, "人员编号": f"N{place}", "姓名": f"新{place}"} for place in range(chance.randint(0, 5))]
    made = read(company, rows, full=bool(seed % 2))
    before = everything()
    doubts = {str(doubt.row): "same" for doubt in plan_of(made).doubts}
    undo(apply(made, doubts, without_wrong=True))
    assert made.left == []
    assert everything() == before


def test_undoing_twice_is_harmless(company: Any) -> None:
    made = apply(read(company, [row_of(staff()[0], 邮箱="a@example.com"), NEW]))
    job = taking_back.undo(made, False, None)
    assert taking_back.undo(made, False, None) == job
    carry_out(job)
    after = everything()
    assert taking_back.undo(made, True, None) == job
    taking_back.undo_job(job, lambda done, total, doing: None)
    Import.objects.update(state="undoing")
    taking_back.undo_job(job, lambda done, total, doing: None)
    assert everything() == after


def test_a_killed_worker_s_successor_puts_back_the_rest(company: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    rows = [{**NEW, "人员编号": f"K{i}", "姓名": f"新{i}"} for i in range(9)]
    made = apply(read(company, [*rows, row_of(staff()[0], 邮箱="a@example.com")]))
    job = taking_back.undo(made, False, None)
    monkeypatch.setattr(taking_back, "AT_A_TIME", 4)
    real, done = taking_back._put_back, []

    def dies(*args: Any) -> Any:
        done.append(real(*args))
        if len(done) == 2:
            raise KilledError
        return done[-1]

    monkeypatch.setattr(taking_back, "_put_back", dies)
    with pytest.raises(KilledError):
        carry_out(job)
    assert 0 < Person.objects.filter(number__startswith="K").count() < 9
    monkeypatch.setattr(taking_back, "_put_back", real)
    assert revive(timedelta(0)) >= 1
    carry_out(job)
    made.refresh_from_db()
    assert (made.state, made.left) == ("undone", [])
    assert everything() == before


def test_what_was_changed_since_is_listed_and_stays(company: Any) -> None:
    edited, moved, other = staff()[:3]
    rows = [
        row_of(edited, 邮箱="list@example.com", 手机号="13812345678"),
        row_of(moved, 部门="新的部门", 任职日期="2026-11-01"),
        row_of(other, 邮箱="list@example.com"),
    ]
    made = apply(read(company, [*rows, NEW, CHILD]))
    edited.refresh_from_db()
    edited.email = "own@example.com"
    edited.save()
    apply(read(company, [row_of(moved, 部门="又一个部门", 任职日期="2026-11-10")], name="again.csv"))
    documents.hand_in(Person.objects.get(number="N9-1"), "birth_certificate", paper(), None)
    why = {each.touched.number: [text.zh for text in each.why] for each in taking_back.verdicts(made) if each.why}
    assert why == {
        edited.number: ["导入之后又改过：邮箱"],
        moved.number: ["导入之后又登记了任职"],
        "N9-1": ["已交材料"],
        "N9": ["同一家庭里有人不能撤销"],
    }
    before = everything()
    with pytest.raises(ImportRefusedError, match="4 人"):
        taking_back.undo(made, False, None)
    assert everything() == before, "nothing half"
    undo(made, leave=True)
    assert {each["number"] for each in made.left} == set(why)
    edited.refresh_from_db()
    other.refresh_from_db()
    assert (edited.email, edited.phone, other.email) == ("own@example.com", "13812345678", "")
    assert Person.objects.filter(number__in=("N9", "N9-1")).count() == 2


def test_what_is_changed_between_the_word_and_the_job_stops_it(company: Any) -> None:
    person, other = staff()[:2]
    made = apply(read(company, [row_of(each, 邮箱="list@example.com") for each in (person, other)]))
    job = taking_back.undo(made, False, None)
    person.refresh_from_db()
    person.email = "own@example.com"
    person.save()
    carry_out(job)
    job.refresh_from_db()
    made.refresh_from_db()
    other.refresh_from_db()
    assert (job.state, made.state, other.email) == ("failed", "applied", "list@example.com")
    assert "1 人" in job.error["zh"]


def test_who_has_chosen_is_not_removed_but_a_default_holds_nobody(company: Any) -> None:
    made = apply(read(company, [NEW, {**NEW, "人员编号": "N8", "姓名": "另一新人"}]))
    book = read_book(company.pk)
    for person in Person.objects.filter(number__in=("N8", "N9")):
        write_passive(situation(book, person, clock.today()), book.years[0])
    Election.objects.filter(employee__number="N9").update(source="new_hire")
    found = {each.touched.number: each for each in taking_back.verdicts(made)}
    assert (found["N9"].act, found["N8"].act) == ("leave", "end")
    assert "本人已作选择" in [text.zh for text in found["N9"].why]


def test_who_was_told_to_the_insurer_stays_as_never_hired_and_has_no_cover(company: Any) -> None:
    made = apply(read(company, [NEW]))
    person, policy = Person.objects.get(number="N9"), Policy.objects.get(number="DEMO-2026")
    assert person.pk in {spell.person for spell in spells(policy)}
    told = Endorsement.objects.create(company=company, policy=policy, number=1, made_at=clock.now())
    days = {"first_day": date(2026, 11, 16), "last_day": date(2026, 12, 31)}
    fen = {"premium_fen": 100, "employer_fen": 100, "employee_fen": 0}
    about = {"person": person, "plan_id": "acme-tech-staff", "action": "add", "reason": "joiner"}
    EndorsementLine.objects.create(company=company, endorsement=told, **about, **days, **fen)
    undo(made)
    person.refresh_from_db()
    assert (person.hired_on, person.left_on) == (date(2026, 11, 16), date(2026, 11, 15))
    assert person.pk not in {spell.person for spell in spells(policy)}
    assert taking_back.verdicts(made) == []


def test_a_family_is_undone_whole_or_not(company: Any) -> None:
    def of(key: int, **more: Any) -> Touched:
        return Touched(key, 1, f"E{key}", "某人", Record(key, None, {"name": "x"}, {"name": "x"}), **more)

    assert [(each.touched.key, each.act) for each in decide([of(1), of(2)])] == [(2, "remove"), (1, "remove")]
    assert {each.act for each in decide([of(1), of(2, transferred=True)])} == {"leave"}
    assert [each.act for each in decide([of(1), of(2, told=True), of(3)])] == ["end", "remove", "end"]
    changed = Touched(4, 1, "E4", "某人", Record(4, {"name": "y"}, {"name": "x"}, {"name": "x"}))
    assert [each.act for each in decide([of(1, told=True), of(2, transferred=True), changed])][-1] != "put_back"


def test_hr_undoes_on_the_page(sign_in: Any, company: Any) -> None:
    hr, person = sign_in("hr"), staff()[0]
    made = apply(read(company, [row_of(person, 邮箱="list@example.com"), NEW, CHILD]))
    detail, page = (reverse(f"people:{name}", args=[made.pk]) for name in ("import_detail", "import_undo"))
    assert page in hr.get(detail).content.decode()
    asked = hr.get(page).content.decode()
    assert "删除这次导入新增的 2 人" in asked
    assert "恢复 1 人的 1 项" in asked
    new = Person.objects.get(number="N9")
    new.phone = "13800001111"
    new.save()
    assert "什么都没有撤销" in hr.post(page).content.decode()
    hr.post(page, {"leave": "on"})
    made.refresh_from_db()
    assert made.state == "undoing"
    assert hr.get(page).status_code == 302
    carry_out(made.job)
    told = hr.get(detail).content.decode()
    assert "没有撤销的 2 人" in told
    assert "手机号" in told
    assert sign_in("finance").get(page).status_code == 403
