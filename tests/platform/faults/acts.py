"""What the tests of faults ask of an installation, in a process of its own: to make ready, and how it stands."""

import hashlib
import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import django

POLICIES, NEW, MARRIED, MOVED = 8, 600, 200, 10
STEPS = NEW + MARRIED + MOVED
AT_LEAST = 200


def bills() -> dict[str, Any]:
    """Many policies that insure the same people, and the job that bills December: what is due by then is everything."""
    from django_scopes import scope

    from tuanbao.platform.clock import clock_at
    from tuanbao.platform.cover.endorsing import approve, make_endorsement
    from tuanbao.platform.cover.models import Policy, Rate
    from tuanbao.platform.jobs.work import start

    company = _company()
    with scope(company=company), clock_at(date(2025, 12, 20)):
        model = Policy.objects.get(number="DEMO-2026")
        rates = list(model.rates.all())
        for number in range(1, POLICIES):
            model.pk, model.number, model._state.adding = None, f"DEMO-2026-{number}", True
            model.save()
            for rate in rates:
                rate.pk, rate.policy, rate._state.adding = None, model, True
            Rate.objects.bulk_create(rates)
        for policy in Policy.objects.filter(starts_on__year=2026):
            made = make_endorsement(policy)
            assert made is not None
            approve(made, None)
        return {"job": str(start("money.bills", company, month="2026-12-01").pk)}


def billed() -> dict[str, Any]:
    from django.db.models import Sum
    from django_scopes import scopes_disabled

    from tuanbao.platform.cover.models import Policy
    from tuanbao.platform.money.models import Posting

    with scopes_disabled():
        policies = list(Policy.objects.filter(starts_on__year=2026).order_by("pk"))
        sums = Posting.objects.order_by().values_list("unit").annotate(Sum("amount"))
        return {
            **_job("money.bills"),
            "bills": [[bill.total_fen for bill in policy.bills.all()] for policy in policies],
            "lines": [policy.bills.aggregate(fen=Sum("lines__amount_fen"))["fen"] for policy in policies],
            "owed": [policy.endorsements.aggregate(fen=Sum("lines__premium_fen"))["fen"] for policy in policies],
            "due": -(Posting.objects.filter(account="premium_due").aggregate(fen=Sum("amount"))["fen"] or 0),
            "not_due": Posting.objects.filter(account="premium_not_due").aggregate(fen=Sum("amount"))["fen"],
            "zero": [amount for _, amount in sums],
        }


def roster(letter: str) -> dict[str, Any]:
    """A list with many who join, some spouses, some who move to another department; confirmed, not yet applied."""
    from django_scopes import scope

    from tests.platform.people.rosters import roster as file_of
    from tests.platform.people.rosters import row_of
    from tuanbao.platform.jobs.work import carry_out
    from tuanbao.platform.people import importing
    from tuanbao.platform.people.models import Person

    company = _company()
    with scope(company=company):
        there = Person.objects.filter(relation="employee", left_on=None, number__startswith="E").order_by("number")
        moved = {"部门": f"部门{letter}", "任职日期": "2026-12-01"}
        rows = [row_of(each, **moved) for each in there[:MOVED]]
        own = {"入职日期": "2026-11-02", "部门": "研发"}
        rows += [_row(f"{letter}{n:04}", f"{letter}{n:04}", "本人", **own) for n in range(NEW)]
        rows += [_row(f"{letter}{n:04}-1", f"{letter}{n:04}", "配偶") for n in range(MARRIED)]
        made = importing.hand_in(company, file_of(rows), date(2026, 12, 1), False, None)
        carry_out(made.job)
        made.refresh_from_db()
        importing.confirm(made, {}, False, None)
        return {"before": Person.objects.count()}


def people(letter: str) -> dict[str, Any]:
    """Who of the list is there, and how often history tells of it."""
    from django_scopes import scopes_disabled

    from tuanbao.platform.people.models import Employment, Import, Person

    with scopes_disabled():
        new = Person.objects.filter(number__startswith=letter)
        told = Person.history.filter(id__in=new.values("pk"))
        moves = Employment.history.filter(department=f"部门{letter}")
        files = Import.objects.latest("pk")
        return {
            **_job("people.import.apply"),
            "reached": files.reached,
            "skipped": files.skipped,
            "files": bool(files.file or files.plan),
            "employees": sorted(new.filter(relation="employee").values_list("number", flat=True)),
            "spouses": sorted(new.filter(relation="spouse").values_list("number", "employee__number")),
            "positions": Employment.objects.filter(person__in=new).count(),
            "moved": Employment.objects.filter(department=f"部门{letter}").count(),
            "told": sorted(Counter(Counter(told.values_list("id", flat=True)).values()).items()),
            "moves_told": sorted(Counter(Counter(moves.values_list("id", flat=True)).values()).items()),
            "everybody": Person.objects.count(),
        }


def backup(target: str) -> dict[str, Any]:
    """Backs up the moment a worker is in the middle of an import; says that it is ready by a file beside."""
    from django_scopes import scopes_disabled

    from tuanbao.platform.operations.backup import back_up
    from tuanbao.platform.people.models import Import

    Path(target).with_suffix(".ready").touch()
    with scopes_disabled():
        while Import.objects.latest("pk").reached < AT_LEAST:
            time.sleep(0.01)
    back_up(Path(target), with_keys=True)
    return {}


def rows() -> dict[str, Any]:
    """Every table's rows, as short hashes."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            described = connection.introspection.get_table_description(cursor, table)
            columns = ", ".join(sorted(f'"{column.name}"' for column in described))
            cursor.execute(f'SELECT {columns} FROM "{table}"')
            found[table] = sorted(hashlib.sha256(repr(row).encode()).hexdigest()[:12] for row in cursor.fetchall())
    return found


def company() -> dict[str, Any]:
    from django.core.management import call_command

    from tuanbao.platform.sample.company import small_company

    call_command("migrate", verbosity=0)
    small_company(30)
    return {}


def _row(number: str, family: str, relation: str, **more: str) -> dict[str, str]:
    known = {"人员编号": number, "所属员工编号": family, "与员工关系": relation}
    return {**known, "姓名": f"测试{number}", "出生日期": "1990-01-01", "性别": "女", **more}


def _company() -> Any:
    from tuanbao.platform.companies.models import Company

    return Company.objects.get()


def _job(kind: str) -> dict[str, Any]:
    from tuanbao.platform.jobs.models import Job

    job = Job.objects.filter(kind=kind).latest("asked_at")
    return {"state": job.state, "attempts": job.attempts, "result": job.result}


if __name__ == "__main__":
    django.setup()
    acts = {act.__name__: act for act in (company, bills, billed, roster, people, backup, rows)}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]
