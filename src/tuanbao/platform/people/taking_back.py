"""Undoing an applied import (撤销导入): HR confirms, a job puts back. What is put back is written as history too."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.deletion import Collector

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import JobError, Progress, job_kind, start
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.importing import ImportRefusedError, result_of
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.touched import families_of, touched
from tuanbao.platform.people.undoing import Record, Verdict, counts, decide
from tuanbao.platform.people.voiding import end_as_never_begun
from tuanbao.platform.protection import audit

AT_A_TIME = 100
"""Families in one transaction."""


def verdicts(importing: Import) -> list[Verdict]:
    """What undoing it would do now."""
    families = families_of(importing)
    return [each for piece in _pieces(families) for each in decide(touched(importing, piece))]


def _pieces(families: Sequence[int]) -> Iterator[Sequence[int]]:
    return (families[place : place + AT_A_TIME] for place in range(0, len(families), AT_A_TIME))


def undo(importing: Import, leave: bool, user: Any, request: Any = None) -> Job:
    """Starts undoing; asking twice starts one job. ``leave``: those of whom something was changed since stay as they
    are; without it one of them is enough to refuse."""
    with transaction.atomic():
        importing = Import.objects.select_for_update().get(pk=importing.pk)
        if importing.state in {"undoing", "undone"} and importing.job:
            return importing.job
        if importing.state != "applied":
            raise ImportRefusedError(Text("只有写入完成的导入才能撤销", "only an import that is done can be undone"))
        if not leave:
            _nobody_changed(verdicts(importing))
        importing.state, importing.undone_by = "undoing", user
        importing.job = start("people.import.undo", importing.company, user, importing=importing.pk, leave=leave)
        importing.save()
        audit.record("people.import_undo_confirmed", importing, request=request, company=importing.company, user=user)
    return importing.job


def _nobody_changed(found: Sequence[Verdict]) -> None:
    left = counts(found)["leave"]
    if left:
        raise ImportRefusedError(
            Text(
                f"有 {left} 人在导入之后又有变动，什么都没有撤销。请看名单，再决定是否保留他们、撤销其余的",
                f"{left} people were changed since the import; nothing was undone. See the list, then decide whether "
                "to leave them and undo the others",
            )
        )


@job_kind("people.import.undo", Text("撤销导入", "Undo an import"))
def undo_job(job: Job, tell: Progress) -> dict[str, Any]:
    """Goes on where it was interrupted: who was put back has it in their history and is not touched again."""
    importing = Import.objects.get(pk=job.parameters["importing"])
    if importing.state != "undoing":
        return result_of(importing)
    if not job.parameters["leave"] and not _begun(importing):
        _still_nobody_changed(importing)
    families, done, found = families_of(importing), 0, []
    for piece in _pieces(families):
        tell(done, len(families), Text("恢复人员", "putting people back"))
        found += _put_back(importing, piece)
        done += len(piece)
    with transaction.atomic():
        importing.state, importing.undone_at = "undone", clock.now()
        importing.left = [_left(each) for each in found if each.act == "leave"]
        importing.save()
        left = len(importing.left)
        audit.record("people.import_undone", importing, company=importing.company, user=importing.undone_by, left=left)
    return {**result_of(importing), **counts(found)}


def _begun(importing: Import) -> bool:
    of = {"company_id": importing.company_id, "history_change_reason": importing.undo_reason}
    return bool(Person.history.filter(**of).exists() or Employment.history.filter(**of).exists())


def _still_nobody_changed(importing: Import) -> None:
    """Between HR's word and the job somebody may have changed something: then nothing is undone, and HR is asked."""
    try:
        _nobody_changed(verdicts(importing))
    except ImportRefusedError as error:
        importing.state = "applied"
        importing.save()
        raise JobError(error.text) from error


def _left(verdict: Verdict) -> dict[str, Any]:
    who = verdict.touched
    return {"pk": who.key, "number": who.number, "why": [each._asdict() for each in verdict.why]}


def _put_back(importing: Import, families: Sequence[int]) -> list[Verdict]:
    """Some families, in one transaction; decided again, since somebody may have changed something meanwhile."""
    by = importing.undo_reason, importing.undone_by
    with transaction.atomic():
        people = Person.objects.select_for_update().filter(company_id=importing.company_id)
        there = {each.pk: each for each in people.filter(pk__in=families)}
        there |= {each.pk: each for each in people.filter(employee_id__in=families)}
        found = decide(touched(importing, families))
        for verdict in found:
            if verdict.act == "end":
                end_as_never_begun(there[verdict.touched.key], *by)
            elif verdict.act == "put_back":
                _former_values(there[verdict.touched.key], verdict, by)
        gone = [there[verdict.touched.key] for verdict in found if verdict.act == "remove"]
        _remove(list(Employment.objects.filter(person__in=gone)), by)
        _remove([each for each in gone if each.employee_id], by)
        _remove_employees([each for each in gone if not each.employee_id], by)
    return found


def _former_values(person: Person, verdict: Verdict, by: tuple[str, Any]) -> None:
    record = verdict.touched.person
    if record is not None and record.to_put_back():
        _restore(person, record, by)
    held = {each.pk: each for each in person.employments.all()}
    made = [held[each.key] for each in verdict.touched.positions if each.before is None and each.key in held]
    _remove(made, by)
    for each in verdict.touched.positions:
        if each.to_put_back():
            _restore(held[each.key], each, by)


def _restore(held: Any, record: Record, by: tuple[str, Any]) -> None:
    for name in record.to_put_back():
        setattr(held, name, (record.before or {})[name])
    save(held, *by)


def _remove_employees(people: Sequence[Person], by: tuple[str, Any]) -> None:
    """Ended first: other systems that were told of a joiner are told of a leaver."""
    for person in people:
        end_as_never_begun(person, *by)
    _remove(people, by)


def _remove(records: Sequence[Any], by: tuple[str, Any]) -> None:
    """Each leaves a row of history that says by what and by whom. Refused by the database where anything needs it."""
    for each in records:
        each._change_reason, each._history_user = by
    collector = Collector(using=DEFAULT_DB_ALIAS)
    collector.collect(records)
    collector.delete()
