"""Importing a roster (名册导入): handed in, read and compared by a job, confirmed by HR, applied by another job."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.jobs.work import Progress, job_kind, start
from tuanbao.platform.people import plan
from tuanbao.platform.people.applying import apply_some
from tuanbao.platform.people.comparing import Terms, compare
from tuanbao.platform.people.gathering import attributes_asked_for, known_people, plan_years
from tuanbao.platform.people.models import Import
from tuanbao.platform.people.roster import ACCEPTED, read_roster
from tuanbao.platform.protection import audit
from tuanbao.roster import TableError

LARGEST = 20 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
"""An import that nobody confirms is given up after this, and its files are deleted."""
AT_A_TIME = 200
"""Steps in one transaction."""


class ImportRefusedError(Exception):
    """It cannot be done, and ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def hand_in(company: Company, file: File[Any], list_date: date, full: bool, user: Any) -> Import:
    """Keeps the file, encrypted, and starts reading it."""
    name = Path(file.name or "").name
    if Path(name).suffix.lower() not in ACCEPTED:
        kinds = " ".join(ACCEPTED)
        raise ImportRefusedError(Text(f"不能读取这种文件，可以用 {kinds}", f"this kind cannot be read; use {kinds}"))
    if file.size > LARGEST:
        raise ImportRefusedError(Text("文件超过 20 MB，请分成几份", "the file is larger than 20 MB; divide it"))
    with transaction.atomic():
        made: Import = Import.objects.create(
            company=company,
            name=name[:200],
            list_date=list_date,
            full=full,
            uploaded_at=clock.now(),
            uploaded_by=user,
        )
        made.file.save(f"{made.pk}-{secrets.token_hex(8)}{Path(name).suffix.lower()}", file, save=False)
        made.job = start("people.import.preview", company, user, importing=made.pk)
        made.save()
    return made


@job_kind("people.import.preview", Text("读取并比对名册", "Read and compare a roster"))
def preview(job: Job, tell: Progress) -> dict[str, Any]:
    importing = Import.objects.get(pk=job.parameters["importing"])
    if importing.state != "reading":
        return result_of(importing)
    tell(0, 2, Text("读取文件", "reading the file"))
    try:
        found = _compared(importing, tell)
    except TableError as error:
        importing.problems = [problem._asdict() for problem in error.problems]
        importing.state = "unreadable"
        importing.save()
        forget(importing)
        return result_of(importing)
    importing.plan.save(f"{importing.pk}-{secrets.token_hex(8)}.plan", ContentFile(plan.dumped(found)), save=False)
    importing.counts, importing.state = found.counts(), "ready"
    importing.save()
    return result_of(importing)


def result_of(importing: Import) -> dict[str, Any]:
    address = reverse("people:import_detail", args=[importing.pk])
    title = Text("打开这次导入", "Open the import")
    return {"import": importing.pk, "links": [{"url": address, "title": title._asdict()}]}


def _compared(importing: Import, tell: Progress) -> plan.Plan:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"roster{Path(str(importing.file.name)).suffix}"
        with importing.file.open() as file:
            path.write_bytes(file.read())
        roster = read_roster(path, attributes_asked_for(importing.company))
    tell(1, 2, Text("与现有人员比对", "comparing with the people who are there"))
    terms = Terms(importing.list_date, importing.full, *plan_years(importing.company))
    return compare(roster, known_people(importing.company), terms)


def plan_of(importing: Import) -> plan.Plan:
    """What it would change; empty once the files are gone."""
    if not importing.plan:
        return plan.Plan()
    with importing.plan.open() as file:
        return plan.loaded(file.read())


def confirm(
    importing: Import, decisions: Mapping[str, str], without_wrong: bool, user: Any, request: Any = None
) -> Job:
    """Starts applying. Confirming twice starts one job."""
    with transaction.atomic():
        importing = Import.objects.select_for_update().get(pk=importing.pk)
        if importing.state in {"applying", "applied"} and importing.job:
            return importing.job
        _may_be_confirmed(importing, decisions, without_wrong)
        importing.state, importing.decisions = "applying", dict(decisions)
        importing.confirmed_at, importing.confirmed_by = clock.now(), user
        importing.job = start("people.import.apply", importing.company, user, importing=importing.pk)
        importing.save()
        audit.record("people.import_confirmed", importing, request=request, company=importing.company, user=user)
    return importing.job


def _may_be_confirmed(importing: Import, decisions: Mapping[str, str], without_wrong: bool) -> None:
    if importing.state != "ready":
        raise ImportRefusedError(Text("这次导入已不能确认", "this import can no longer be confirmed"))
    found = plan_of(importing)
    if found.errors and not without_wrong:
        raise ImportRefusedError(
            Text(
                "有错误的行。请改好后重新上传，或勾选“不导入错误的行”",
                "some rows are wrong: mend them, or go on without them",
            )
        )
    rows = (str(doubt.row) for doubt in found.doubts)
    undecided = [row for row in rows if decisions.get(row) not in {"same", "new", "skip"}]
    if undecided:
        named = ", ".join(undecided[:10])
        raise ImportRefusedError(Text(f"请先决定第 {named} 行是不是同一个人", f"decide first about rows {named}"))


@job_kind("people.import.apply", Text("写入名册", "Apply a roster"))
def apply(job: Job, tell: Progress) -> dict[str, Any]:
    """Goes on where it was interrupted: the place that was reached is kept with what was written."""
    importing = Import.objects.get(pk=job.parameters["importing"])
    if importing.state != "applying":
        forget(importing)
        return result_of(importing)
    steps = plan_of(importing).steps(importing.decisions)
    while importing.reached < len(steps):
        tell(importing.reached, len(steps), Text("写入人员", "writing people"))
        importing = _some(importing, steps)
    with transaction.atomic():
        importing.state, importing.finished_at = "applied", clock.now()
        importing.save()
        audit.record(
            "people.imported", importing, company=importing.company, user=importing.confirmed_by, count=len(steps)
        )
    forget(importing)
    tell(len(steps), len(steps), Text("完成", "done"))
    return {**result_of(importing), "applied": len(steps) - len(importing.skipped), "skipped": len(importing.skipped)}


def _some(importing: Import, steps: list[plan.Added | plan.Change]) -> Import:
    with transaction.atomic():
        held: Import = Import.objects.select_for_update().get(pk=importing.pk)
        for number, why in apply_some(held, steps[held.reached : held.reached + AT_A_TIME]):
            held.skipped.append({"number": number, **why._asdict()})
        held.reached = min(held.reached + AT_A_TIME, len(steps))
        held.save_without_historical_record()  # type: ignore[attr-defined]
    return held


def give_up(importing: Import) -> None:
    """HR does not want it. Nothing was written."""
    if importing.state in {"reading", "ready"}:
        importing.state, importing.finished_at = "cancelled", clock.now()
        importing.save()
        forget(importing)


@every("day", at="04:00", name="people.imports_expire", each_company=True)
def expire(company: Company) -> int:
    """Gives up what nobody confirmed within a week."""
    old = Import.objects.filter(company=company, state__in=("reading", "ready"), uploaded_at__lt=clock.now() - KEPT_FOR)
    for importing in old:
        importing.state, importing.finished_at = "expired", clock.now()
        importing.save()
        forget(importing)
    return len(old)


def forget(importing: Import) -> None:
    """Deletes the uploaded file and the plan; counts and decisions stay. Last, once the database says that it ended."""
    files = [file for file in (importing.file, importing.plan) if file]
    for file in files:
        file.delete(save=False)
    if files:
        importing.save()
