"""Reconciliation finds every planted difference and nothing else."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.platform.money.endorsed import approve, began, line, policy_of, spouses, staff
from tuanbao.platform.money import payroll, reconciliation
from tuanbao.platform.money.difference_kinds import WHAT
from tuanbao.platform.money.insurer_file import ANSWER, INSURER_BILL, read
from tuanbao.platform.money.reconciling import Deducted, Position, Row, reconcile
from tuanbao.platform.money.spells import covered

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
EXTRA = ("unknown", "doubtful")
"""Rows that are there besides those of our people."""
Planted = tuple[str, str]
"""Kind and the number of the person."""


def _people(chance: random.Random, count: int) -> tuple[list[Position], dict[str, str]]:
    surnames, given = "王李张刘陈杨黄赵周吴", "伟芳娜敏静丽强磊军洋"
    positions = []
    for number in range(count):
        name = chance.choice(surnames) + chance.choice(given) + chance.choice(given)
        plan, amount = chance.choice([("staff", 115_00), ("staff:plus", 149_17), ("family", 95_83)])
        positions.append(Position(f"E{number:05}", name, plan, FIRST, LAST, amount))
    return positions, {each.number: each.name for each in positions}


def _row(at: int, position: Position) -> Row:
    return Row(
        at, position.number, position.name, position.plan, position.first_day, position.last_day, position.amount
    )


def _wrong_row(row: Row, kind: str, chance: random.Random) -> list[Row]:
    """The row with an error of a kind."""
    changed: dict[str, Callable[[], list[Row]]] = {
        "missing": lambda: [],
        "duplicate": lambda: [row, replace(row, at=row.at + 100_000)],
        "number_mismatch": lambda: [replace(row, number="9" + row.number)],
        "name_mismatch": lambda: [replace(row, name=row.name + "宝")],
        "wrong_plan": lambda: [replace(row, plan="lite", amount=row.amount - chance.choice([0, 10_00]))],
        "wrong_dates": lambda: [replace(row, first_day=FIRST + timedelta(days=chance.randint(1, 30)))],
        "wrong_amount": lambda: [replace(row, amount=row.amount + chance.choice([-1, 1, 500, -115_00]))],
    }
    return changed[kind]()


@pytest.mark.parametrize("seed", range(8))
def test_every_planted_error_is_found_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    positions, known = _people(chance, 600)
    kinds = list(WHAT)
    rows, ours, deductions, planted = [], [], [], []
    for at, position in enumerate(positions):
        kind = chance.choice(kinds) if chance.random() < 0.15 else ""
        row, expected, taken = _row(at, position), 40_00, 40_00
        written = [row]
        if kind == "left":
            position = replace(position, covered=False, amount=chance.choice([0, -20_00]))
        elif kind == "refund_missing":
            position, written = replace(position, covered=False, amount=-20_00), []
        elif kind == "unknown":
            written.append(replace(row, number=f"X{at}", name="某某某", at=at + 200_000))
        elif kind == "doubtful":
            written.append(replace(row, number="", written=f"X{at}", by="doubtful", at=at + 300_000))
        elif kind == "deducted_without_cover":
            expected = 0
        elif kind == "not_deducted":
            taken = 0
        elif kind == "wrong_deduction":
            taken = 39_00
        elif kind:
            written = _wrong_row(row, kind, chance)
        if kind:
            planted.append((kind, f"X{at}" if kind in EXTRA else position.number))
        if kind != "left" or position.amount:
            ours.append(position)
        rows += written
        deductions.append(Deducted(position.number, position.name, expected, taken))
    chance.shuffle(rows)
    found = reconcile(rows, ours, deductions, known)
    assert sorted((each.kind, each.number) for each in found.differences) == sorted(planted)
    assert found.theirs_fen - found.ours_fen == sum(
        each.money for each in found.differences if "deduct" not in each.kind
    )
    touched = sum(1 for kind, _ in planted if kind not in (*EXTRA, "duplicate") and "deduct" not in kind)
    assert found.matched == len(positions) - touched


def test_a_refund_of_a_leaver_that_agrees_is_no_difference() -> None:
    position = Position("E1", "王伟", "staff", FIRST, date(2026, 3, 4), -20_00, covered=False)
    assert reconcile([_row(1, position)], [position], [], {"E1": "王伟"}).differences == ()


def test_days_taken_back_part_a_spell() -> None:
    told = [("add", FIRST, LAST), ("remove", date(2026, 3, 1), date(2026, 3, 31))]
    assert covered(told) == ((FIRST, date(2026, 2, 28)), (date(2026, 4, 1), LAST))
    assert covered([*told, ("add", date(2026, 3, 1), date(2026, 3, 31))]) == ((FIRST, LAST),)


def _workbook(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("账单.xlsx", out.getvalue())


HEAD = ("员工号", "被保险人姓名", "险种", "生效日期", "终止日期", "应收保费（元）")


def test_the_insurers_workbook_is_read_with_its_own_headings_and_wrong_rows_are_listed() -> None:
    incoming = read(
        _workbook(
            ("示例人寿 2026 年 3 月账单",),
            HEAD,
            ("E1", "王伟", "员工医疗", date(2026, 1, 1), date(2026, 12, 31), 115),
            ("E2", "李芳", "员工医疗", "2026/1/1", "2026年12月31日", "-1,020.50"),
            ("", "张敏", "员工医疗", None, None, 115),
            ("E4", "刘静", "员工医疗", "昨天", None, 115),
            ("E5", "陈丽", "员工医疗", None, None, "一百"),
        ),
        INSURER_BILL,
    )
    assert [(row["number"], row["amount"]) for row in incoming.rows] == [("E1", 115_00), ("E2", -1020_50)]
    assert incoming.rows[1]["last_day"] == "2026-12-31"
    assert [problem["row"] for problem in incoming.problems] == [5, 6, 7]


def test_a_month_is_reconciled_with_endorsements_and_payroll(company: Any) -> None:
    policy, people, spouse = policy_of(), staff(3), spouses(1)[0]
    began(policy, [*people, spouse])
    gone = {"reason": "leaver", "first_day": date(2026, 3, 1)}
    approve(policy, date(2026, 2, 25), line(people[0], -1150_00, **gone))
    payroll.confirm(payroll.make_run(company, date(2026, 3, 1)), {spouse.employee_id: 0})
    title = reconciliation.plan_titles(policy)["acme-tech-staff"].zh
    days = (date(2026, 1, 1), date(2026, 12, 31))
    incoming = read(
        _workbook(
            HEAD,
            (people[0].number, people[0].name, title, *days, 345),
            (people[1].number, people[1].name, title, *days, 345),
            (people[2].number, people[2].name, title, *days, 340),
        ),
        INSURER_BILL,
    )
    kept = reconciliation.keep(policy, date(2026, 3, 1), "账单.xlsx", incoming, None)
    found = reconciliation.reconciled(kept)
    assert {(each.kind, each.number) for each in found.differences} == {
        ("left", people[0].number),
        ("wrong_amount", people[2].number),
        ("missing", spouse.number),
        ("not_deducted", spouse.employee.number),
    }
    assert found.matched == 1


def test_payrolls_answer_is_read() -> None:
    incoming = read(SimpleUploadedFile("a.csv", "工号,实扣金额\nE1,0\nE2,47.92\n".encode("gb18030")), ANSWER)
    assert [(row["number"], row["amount"]) for row in incoming.rows] == [("E1", 0), ("E2", 47_92)]
