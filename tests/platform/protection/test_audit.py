"""The audit log: its chain, its page, its export, and that the database keeps it as it is."""

import ast
import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

import tuanbao.platform
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.acts import ACTS
from tuanbao.platform.protection.audit import record, verify_all
from tuanbao.platform.protection.chain import Broken, Whole
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.protection.sealing import REFUSAL, sealed_tables, unseal

AUDIT = "/protection/audit/"
TABLE = AuditEntry._meta.db_table


def some_entries(company: Company, count: int = 4) -> None:
    for number in range(count):
        record("people.imported", company, company=company, count=number, note="中文")


def tampered(**change: Any) -> Broken | Whole:
    unseal(connection, [TABLE])
    AuditEntry.objects.filter(number=2).update(**change)
    return verify_all()


def test_a_whole_chain_is_whole_and_tells_its_end(company: Company) -> None:
    some_entries(company)
    last = AuditEntry.objects.get(number=4)
    assert verify_all() == Whole(4, last.hash)


@pytest.mark.parametrize("change", [{"details": {"count": 9}}, {"action": "x"}, {"user": None, "address": "1.2.3.4"}])
def test_a_changed_entry_is_named(company: Company, change: dict[str, Any]) -> None:
    some_entries(company)
    broken = tampered(**change)
    assert isinstance(broken, Broken)
    assert (broken.number, broken.why.en) == (2, "its content was changed")


def test_a_missing_entry_is_named(company: Company) -> None:
    some_entries(company)
    unseal(connection, [TABLE])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM protection_auditentry WHERE number = 2")
    broken = verify_all()
    assert isinstance(broken, Broken)
    assert (broken.number, broken.why.en) == (2, "this entry is missing")


def test_an_entry_rewritten_with_its_hash_breaks_the_next(company: Company) -> None:
    some_entries(company)
    unseal(connection, [TABLE])
    second = AuditEntry.objects.get(number=2)
    second.details = {"count": 99}
    AuditEntry.objects.filter(number=2).update(details=second.details, hash=second.computed_hash())
    broken = verify_all()
    assert isinstance(broken, Broken)
    assert broken.number == 3


def test_the_database_refuses_to_change_or_delete_an_entry(company: Company) -> None:
    some_entries(company, 1)
    for statement in (f"UPDATE {TABLE} SET action = 'x'", f"DELETE FROM {TABLE}"):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            connection.cursor().execute(statement)
    record("still.appended", company=company)


@pytest.mark.django_db
def test_every_table_of_facts_is_sealed_by_a_migration() -> None:
    with connection.cursor() as cursor:
        names = "tgname FROM pg_trigger" if connection.vendor == "postgresql" else "name FROM sqlite_master"
        cursor.execute(f"SELECT {names}")
        there = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_no_{act}" for table in sealed_tables() for act in ("update", "delete")} <= there


def test_the_page_filters_and_exports_its_own_company_only(company: Company, sign_in: Any) -> None:
    some_entries(company)
    other = Company.objects.create(slug="other", name="别家")
    record("other.secret", company=other)
    record("formula", company=company, note="x")
    unseal(connection, [TABLE])
    AuditEntry.objects.filter(action="formula").update(action="=1+1")
    client = sign_in("auditor")
    page = client.get(AUDIT).content.decode()
    assert "导入人员" in page
    assert "other.secret" not in page
    assert client.get(AUDIT, {"action": "=1+1"}).context["table"].page.paginator.count == 1
    assert client.get(AUDIT, {"at_from": "2026-99-99", "at_to": "x"}).status_code == 200
    assert client.get(AUDIT, {"at_to": "2026-11-19"}).context["table"].page.paginator.count == 0
    rows = list(csv.reader(io.StringIO(client.get(AUDIT, {"export": "csv"}).content.decode("utf-8-sig"))))
    assert (rows[0][0], rows[0][-1]) == ("序号", "哈希")
    assert rows[-1][-1] == AuditEntry.objects.get(number=1).hash
    assert any(row[4] == "'=1+1" for row in rows)
    assert not any("other" in cell for row in rows for cell in row)
    assert AuditEntry.objects.filter(action="audit.exported").count() == 1


def test_every_act_has_a_name_that_people_read() -> None:
    assert noted_in_source() <= ACTS.keys()


def noted_in_source() -> set[str]:
    """Actions that the platform's code notes: those written where an entry is recorded, and those named `action`."""
    sources = Path(tuanbao.platform.__path__[0]).rglob("*.py")
    trees = [ast.parse(source.read_text("utf-8")) for source in sources]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_action(node)]
    recorded = [each for call in calls if _called(call) in {"record", "_note", "_void"} for each in call.args]
    words = {text for node in [*recorded, *(each.value for each in named)] for text in _texts(node)}
    return {text for text in words if re.fullmatch(r"[a-z]+\.[a-z_]+", text)}


def _is_action(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "action" for target in node.targets)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _texts(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_the_chain_is_checked_by_a_button(company: Company, sign_in: Any) -> None:
    some_entries(company)
    client = sign_in("auditor")
    assert "审计链完整" in client.post("/protection/audit/check/", follow=True).content.decode()
    tampered(details={})
    assert "第 2 条断开" in client.post("/protection/audit/check/", follow=True).content.decode()
    assert sign_in("hr").get(AUDIT).status_code == 403
