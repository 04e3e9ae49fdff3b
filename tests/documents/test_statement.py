"""The claims statement: it says what the adjudication said, all of it, in words, and nothing medical beyond that."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests import support
from tuanbao.documents.fonts import TypesettingError
from tuanbao.documents.results_run import Inputs, Run, explained_family, make_run
from tuanbao.documents.statement import document, write_statement
from tuanbao.documents.statement_account import Account, make_account
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.plan import parse_plans

PLAN = """
plan: staff
name: {zh: 员工方案, en: Staff plan}
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: clinic
    name: {zh: 门诊, en: Clinic}
    kind: reimbursement
    covers: [outpatient, emergency]
    deductible: [{per: year, amount: 100, shared: family}]
    coinsurance: [{up_to: 500, pay: 50%}, {pay: 80%}]
    limits:
      - {per: year, amount: 1000, pool: medical}
      - {per: year, count: 3}
  - id: hospital
    name: {zh: 住院, en: Hospital}
    kind: reimbursement
    covers: [inpatient]
    coinsurance: 90%
    limits: [{per: year, amount: 1000, pool: medical}]
  - id: cash
    name: {zh: 住院津贴, en: Hospital cash}
    kind: daily_allowance
    amount: 100
    max_days: {year: 10}
  - id: illness
    name: {zh: 重疾, en: Serious illness}
    kind: lump_sum
    event: critical_illness
    sum_insured: 50000
"""
PERSON = {"family_id": "E1", "plan": "staff", "cover_from": "2026-01-01"}
PEOPLE = [
    {**PERSON, "member_id": "E1", "name": "王小明", "relation": "employee"},
    {**PERSON, "member_id": "E1-C1", "name": "王乐乐", "relation": "child"},
]
BILL = {
    "hospital_level": 3,
    "hospital_ownership": "public",
    "ward": "general",
    "settled": True,
    "cause": "illness",
    "member_id": "E1",
    "family_id": "E1",
}


def bill(number: str, day: str, total: int, **facts: Any) -> dict[str, Any]:
    share = {"pooled": 0, "other_paid": 0, "class_b": 0, "out_of_scope": 0, **facts}
    paid = sum(share[name] for name in ("pooled", "other_paid", "class_b", "out_of_scope"))
    row = {**BILL, "bill_id": number, "line": 1, "service_date": day, "category": "outpatient", "total": total}
    return {**row, **share, "in_scope": total - paid}


BILLS = [
    bill("B1", "2026-02-01", 80),
    bill("B2", "2026-03-01", 620, pooled=200, diagnosis="J20.9"),
    bill("B3", "2026-04-01", 900, member_id="E1-C1", settled=False, hospital_level=2),
    bill("B4", "2026-05-01", 3000, pooled=1000, category="inpatient", discharge_date="2026-05-04", ward="special"),
    bill("B5", "2026-06-01", 300, category="dental"),
    bill("B6", "2025-12-01", 50),
]
EVENTS = [{"event_id": "V1", "member_id": "E1", "date": "2026-05-01", "event": "critical_illness", "diagnosis": "C50"}]


def run_of(plan: str, people: Sequence[Any], bills: Sequence[Any], events: Sequence[Any] = ()) -> Run:
    plans = parse_plans(plan)
    happened = support.events(events) if events else None
    return make_run(plans, Inputs(support.people(people), support.bills(bills), happened, None, None))


@pytest.fixture(scope="module")
def run() -> Run:
    return run_of(PLAN, PEOPLE, BILLS, EVENTS)


@pytest.fixture(scope="module")
def account(run: Run) -> Account:
    return make_account(run, "E1", explained_family(run, "E1"))


def text_of(run: Run, family: str, path: Path, language: Language = "zh", **options: Any) -> str:
    """The text of the PDF without line breaks."""
    write_statement(path, run, family, explained_family(run, family), language=language, **options)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_figures_add_up_from_bill_to_person_to_family(run: Run, account: Account) -> None:
    for people_or_bills in (account.people, *(person.bills for person in account.people)):
        whole = account.sums if people_or_bills is account.people else None
        for name in ("total", "pooled", "other_paid", "paid", "patient"):
            parts = sum(getattr(part.sums, name) for part in people_or_bills)
            owner = whole or next(p.sums for p in account.people if p.bills is people_or_bills)
            assert parts == getattr(owner, name)
    sums = account.sums
    assert sums.total == sums.pooled + sums.other_paid + sums.paid + sums.patient
    assert sums.paid == sum(run.result.lines["paid"].to_pylist())


def test_what_a_benefit_paid_on_each_bill_is_what_the_run_says(run: Run, account: Account) -> None:
    eob = {(row["bill_id"], row["benefit_id"]): row["paid"] for row in run.result.eob.to_pylist()}
    shown = [row for person in account.people for bill in person.bills for row in bill.rows]
    assert all(row.paid == eob[row.bill_id, row.benefit] for row in shown)
    left_out = {key for key, paid in eob.items() if paid} - {(row.bill_id, row.benefit) for row in shown}
    assert left_out == set()


def test_the_employee_stands_first_and_every_bill_stands_under_who_was_treated(account: Account) -> None:
    assert [person.person["name"] for person in account.people] == ["王小明", "王乐乐"]
    assert [[bill.facts["bill_id"] for bill in person.bills] for person in account.people] == [
        ["B6", "B1", "B2", "B4", "B5"],
        ["B3"],
    ]


def test_a_bill_that_nothing_pays_says_why(account: Account) -> None:
    bills = {bill.facts["bill_id"]: bill for person in account.people for bill in person.bills}
    assert [row.reason for row in bills["B5"].rows] == ["category"]
    assert [row.reason for row in bills["B6"].rows] == ["not_covered"]


def test_what_is_left_of_the_year(run: Run, account: Account) -> None:
    rows = document(run, account, "zh")["progress"]["rows"]
    told = {(row["who"], row["benefit"], row["label"].partition("（")[0]): row for row in rows}
    limit = told["王小明", "门诊、住院", "年度限额"]
    assert (limit["used"], limit["whole"], limit["left"]) == ("1,000.00 元", "1,000.00 元", "0.00 元")
    assert limit["warns"]
    assert (told["王小明", "门诊", "年度次数限额"]["used"], told["王小明", "门诊", "年度次数限额"]["left"]) == (
        "1 次",
        "2 次",
    )
    assert told["王小明", "住院津贴", "年度给付天数"]["left"] == "7 天"
    assert told["全家", "门诊", "每年免赔额"]["left"] == "0.00 元"
    assert not told["全家", "门诊", "每年免赔额"]["warns"]


def test_the_band_of_the_next_expense(run: Run, account: Account) -> None:
    rows = document(run, account, "zh")["progress"]["rows"]
    reached = {row["who"]: row for row in rows if row["label"] == "年度累计费用"}
    assert (reached["王小明"]["used"], reached["王小明"]["left"]) == ("400.00 元", "下一笔赔 50%")
    assert reached["王小明"]["whole"] == "满 500 元后赔 80%"
    assert (reached["王乐乐"]["left"], reached["王乐乐"]["whole"]) == ("下一笔赔 80%", "")


def test_the_pdf_says_who_what_and_why(run: Run, account: Account, tmp_path: Path) -> None:
    text = text_of(run, "E1", tmp_path / "s.pdf", company="示例公司", note=Text("仅供测试", "for tests"))
    for word in ("理赔对账单", "王小明", "王乐乐（子女）", "E1", "6 张", "示例公司", "仅供测试", "2026 年 1 月 1 日至"):
        assert word in text
    for fen in (account.sums.total, account.sums.pooled, account.sums.paid, account.sums.patient):
        assert f"{format_yuan(fen)} 元" in text
    for person in account.people:
        for found in person.bills:
            assert f"票据 {found.facts['bill_id']}" in text
            for row in found.rows:
                assert "".join(row.sentence.zh.split()) in "".join(text.split())
    assert "三级公立医院特需部" in text
    assert "未经医保结算" in text
    assert "2026-05-01 至 2026-05-04" in text
    assert "50,000.00 元" in text
    assert "名词解释" in text


def test_english(run: Run, tmp_path: Path) -> None:
    text = text_of(run, "E1", tmp_path / "s.pdf", "en")
    for words in ("Claims statement", "Who paid what", "Your limits this year", "Bills of 王乐乐", "Page 1 of"):
        assert words in text
    assert "level 3 public hospital, special-needs ward" in text
    assert "not settled through basic insurance" in text


def test_diagnoses_are_left_out(run: Run, tmp_path: Path) -> None:
    assert "J20" not in text_of(run, "E1", tmp_path / "s.pdf")


def test_bills_are_not_parted_between_pages_and_every_page_is_numbered(tmp_path: Path) -> None:
    many = run_of(PLAN, PEOPLE, [bill(f"B{n:03}", f"2026-{1 + n // 28:02}-{1 + n % 28:02}", 100) for n in range(40)])
    path = tmp_path / "s.pdf"
    write_statement(path, many, "E1", explained_family(many, "E1"))
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert len(pages) > 3
    assert all(f"第 {n} 页，共 {len(pages)} 页" in page for n, page in enumerate(pages, 1))
    assert all(page.count("票据 B0") == page.count("门诊 100.00 元：") for page in pages)


def test_a_family_without_bills(tmp_path: Path) -> None:
    other = {**PEOPLE[0], "member_id": "E2", "family_id": "E2", "name": "李四"}
    text = text_of(run_of(PLAN, [*PEOPLE, other], BILLS), "E2", tmp_path / "s.pdf")
    assert "李四" in text
    assert "本期间没有票据" in text
    assert "王小明" not in text


def test_one_person_is_not_told_apart_from_a_family(tmp_path: Path) -> None:
    alone = run_of(PLAN, PEOPLE[:1], [row for row in BILLS if row["member_id"] == "E1"])
    data = document(alone, make_account(alone, "E1", explained_family(alone, "E1")), "zh")
    assert data["people"] is None
    assert data["groups"][0]["heading"] == "每张票据"
    assert data["flow"]["parts"][-1]["label"] == "您承担"
    assert {row["who"] for row in data["progress"]["rows"]} == {None}


def test_an_amount_for_the_whole_company_is_shared_with_the_others(tmp_path: Path) -> None:
    plan = PLAN.replace("{per: year, amount: 1000, pool: medical}]", "{per: year, amount: 700, shared: company}]")
    plan = plan.replace("- {per: year, amount: 1000, pool: medical}\n", "")
    other = {**PEOPLE[0], "member_id": "E2", "family_id": "E2", "name": "李四"}
    first = bill("A1", "2026-01-05", 500, category="inpatient", member_id="E2", family_id="E2")
    shared = run_of(plan, [*PEOPLE, other], [*BILLS, first])
    found = make_account(shared, "E1", explained_family(shared, "E1"))
    row = next(row for bill in found.people[0].bills for row in bill.rows if row.benefit == "hospital")
    assert row.paid == 70_000 - 45_000
    assert found.sums.paid == sum(
        line["paid"] for line in shared.result.lines.to_pylist() if line["member_id"] in ("E1", "E1-C1")
    )
    assert "公共保额 700.00 元已用完" in text_of(shared, "E1", tmp_path / "s.pdf")


def test_a_name_without_glyphs_is_refused_by_name(tmp_path: Path) -> None:
    odd = run_of(PLAN, [{**PEOPLE[0], "name": "王😀明"}], [])
    with pytest.raises(TypesettingError) as refused:
        write_statement(tmp_path / "s.pdf", odd, "E1", explained_family(odd, "E1"))
    assert "😀" in refused.value.message.zh


def test_the_same_statement_has_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_statement(tmp_path / name, run, "E1", explained_family(run, "E1"))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
