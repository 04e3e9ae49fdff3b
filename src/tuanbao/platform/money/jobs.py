"""Long work of this room (后台任务): bills, premium earned, deductions, lapsing points. All harmless twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.jobs.work import JobError, Progress, job_kind, start
from tuanbao.platform.money import billing, earning, payroll, points
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.months import add_months


def _policies(job: Job, tell: Progress, act: Callable[[Policy, date, Any], Any]) -> int:
    """Each policy in a transaction of its own, so that what is done stays done; says how many had something."""
    month = date.fromisoformat(job.parameters["month"])
    policies = billing.policies_for(month)
    made = 0
    for number, policy in enumerate(policies):
        tell(number, len(policies), Text(f"保单 {policy.number}", f"policy {policy.number}"))
        try:
            made += act(policy, month, job.asked_by) is not None
        except LedgerError as error:
            raise JobError(error.text) from error
    tell(len(policies), len(policies), Text("完成", "done"))
    return made


@job_kind("money.bills", Text("出月度账单", "Issue monthly bills"))
def issue_bills(job: Job, tell: Progress) -> dict[str, Any]:
    return {"bills": _policies(job, tell, billing.issue)}


@job_kind("money.earn", Text("结转满期保费", "Post premium earned"))
def earn_month(job: Job, tell: Progress) -> dict[str, Any]:
    return {"policies": _policies(job, tell, earning.earn)}


@job_kind("money.payroll", Text("生成工资代扣", "Make payroll deductions"))
def make_payroll(job: Job, tell: Progress) -> dict[str, Any]:
    month = date.fromisoformat(job.parameters["month"])
    tell(0, 1, Text("计算每人应扣", "what is due of everybody"))
    try:
        run = payroll.make_run(job.company, month, job.asked_by)
    except LedgerError as error:
        raise JobError(error.text) from error
    return {"run": run.pk, "lines": run.lines.count()}


@job_kind("money.lapse", Text("年末积分过期", "Points lapse at the end of the year"))
def lapse_points(job: Job, tell: Progress) -> dict[str, Any]:
    return {"people": points.lapse(job.company, int(job.parameters["year"]), job.asked_by)}


@every("day", at="02:00", name="money.close", each_company=True)
def close(company: Company) -> None:
    """Every day: points of who joined; once a month the premium earned; once a year the points that lapse."""
    today = clock.today()
    points.grant_year(today.year, today)
    _once("money.earn", company, month=add_months(today.replace(day=1), -1).isoformat())
    if today.month == 1:
        _once("money.lapse", company, year=today.year - 1)


def _once(kind: str, company: Company, **parameters: Any) -> None:
    if not Job.objects.filter(kind=kind, parameters=parameters).exists():
        start(kind, company, **parameters)
