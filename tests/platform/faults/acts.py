"""What the tests of faults ask of an installation, in a process of its own: to make ready, and how it stands."""

import json
import sys
from collections import Counter
from datetime import date
from typing import Any

import django

POLICIES, NEW, MARRIED, MOVED = 8, 600, 200, 20


def bills() -> dict[str, Any]:
    """Many policies that insure the same people, and the job that bills December: what is due by then is everything."""
    from django_scopes import scope

    from tuanbao.platform.clock import clock_at
    from tuanbao.platform.companies.models import Company
    from tuanbao.platform.cover.endorsing import approve, make_endorsement
    from tuanbao.platform.cover.models import Policy, Rate
    from tuanbao.platform.jobs.work import start

    company = _company(40)
    assert isinstance(company, Company)
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


def roster() -> dict[str, Any]:
    """Many who join, some with a spouse, some who move to another department; confirmed, not yet applied."""
    from django_scopes import scope

    from tests.platform.people.rosters import roster as file_of
    from tests.platform.people.rosters import row_of
    from tuanbao.platform.jobs.work import carry_out
    from tuanbao.platform.people import importing
    from tuanbao.platform.people.models import Person

    company = _company(MOVED)
    with scope(company=company):
        there = Person.objects.filter(relation="employee").order_by("number")
        rows = [row_of(each, 部门="搬迁后", 任职日期="2026-12-01") for each in there]
        rows += [_row(f"N{n:04}", f"N{n:04}", "本人", 入职日期="2026-11-02", 部门="研发") for n in range(NEW)]
        rows += [_row(f"N{n:04}-1", f"N{n:04}", "配偶") for n in range(MARRIED)]
        made = importing.hand_in(company, file_of(rows), date(2026, 12, 1), False, None)
        carry_out(made.job)
        made.refresh_from_db()
        assert made.state == "ready", made.problems
        importing.confirm(made, {}, False, None)
        return {"counts": made.counts, "before": Person.objects.count()}


def people() -> dict[str, Any]:
    """Who is there, and how often history tells of it."""
    from django_scopes import scopes_disabled

    from tuanbao.platform.people.models import Employment, Import, Person

    with scopes_disabled():
        new = Person.objects.filter(number__startswith="N")
        told = Person.history.filter(id__in=new.values("pk"))
        moves = Employment.history.filter(department="搬迁后")
        files = Import.objects.get()
        return {
            **_job("people.import.apply"),
            "reached": files.reached,
            "skipped": files.skipped,
            "files": bool(files.file or files.plan),
            "employees": sorted(new.filter(relation="employee").values_list("number", flat=True)),
            "spouses": sorted(new.filter(relation="spouse").values_list("number", "employee__number")),
            "positions": Employment.objects.filter(person__in=new).count(),
            "moved": Employment.objects.filter(department="搬迁后").count(),
            "told": sorted(Counter(Counter(told.values_list("id", flat=True)).values()).items()),
            "moves_told": sorted(Counter(Counter(moves.values_list("id", flat=True)).values()).items()),
            "everybody": Person.objects.count(),
        }


def _row(number: str, family: str, relation: str, **more: str) -> dict[str, str]:
    known = {"人员编号": number, "所属员工编号": family, "与员工关系": relation}
    return {**known, "姓名": f"测试{number}", "出生日期": "1990-01-01", "性别": "女", **more}


def _company(employees: int) -> Any:
    from django.core.management import call_command

    from tuanbao.platform.sample.company import small_company

    call_command("migrate", verbosity=0)
    return small_company(employees)


def _job(kind: str) -> dict[str, Any]:
    from tuanbao.platform.jobs.models import Job

    job = Job.objects.get(kind=kind)
    return {"state": job.state, "attempts": job.attempts, "result": job.result}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"bills": bills, "billed": billed, "roster": roster, "people": people}[sys.argv[1]]()))
