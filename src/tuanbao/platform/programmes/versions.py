"""Drafting, submitting and deciding on programmes (方案版本、双人复核). A programme moves together with its plans."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.programmes.checking import Checked, check, id_in, is_programme, split_documents
from tuanbao.platform.programmes.models import PlanVersion, ProgrammeVersion
from tuanbao.platform.programmes.starting import blank_plan, blank_programme


class VersionError(Exception):
    """The act is not possible; ``text`` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def draft_from(source: ProgrammeVersion, user: Any) -> ProgrammeVersion:
    """The next version of a programme, as another stands."""
    plans = [plan.text for plan in source.plans.order_by("plan_id")]
    return _draft(source.company, user, source.text, plans, (source.effective_from, source.effective_to))


def draft_blank(company: Company, user: Any, year: int) -> ProgrammeVersion:
    """A first programme of one tier with one plan, to be written on."""
    return _draft(company, user, blank_programme(year), [blank_plan(year)], (date(year, 1, 1), date(year, 12, 31)))


def draft_upload(company: Company, user: Any, files: Sequence[str]) -> ProgrammeVersion:
    """From the texts of files that hold one programme and its plans. Raises VersionError."""
    documents = [document for text in files for document in split_documents(text)]
    programmes = [each for each in documents if is_programme(each)]
    plans = [each for each in documents if not is_programme(each)]
    if len(programmes) != 1 or not plans:
        count = len(programmes), len(plans)
        zh = f"应有一个方案体系（programme: …）和至少一个方案（plan: …），而文件里有 {count[0]} 个和 {count[1]} 个"
        en = f"one programme (programme: …) and its plans (plan: …) are needed; found {count[0]} and {count[1]}"
        raise VersionError(Text(f"{zh}。请把两种文件一起选上", f"{en}. Choose the files of both"))
    found = check(programmes[0], {str(i): text for i, text in enumerate(plans)})
    period = _period(found) or (date(clock.today().year + 1, 1, 1), date(clock.today().year + 1, 12, 31))
    return _draft(company, user, programmes[0], plans, period)


def check_version(version: ProgrammeVersion, texts: Mapping[str, str] | None = None) -> Checked:
    """The version's texts, or those that somebody is writing, by part: "programme", or the key of a plan."""
    written = texts or {}
    plans = {str(plan.pk): written.get(str(plan.pk), plan.text) for plan in version.plans.order_by("plan_id")}
    return check(written.get("programme", version.text), plans)


@transaction.atomic
def save_draft(version: ProgrammeVersion, texts: Mapping[str, str], *, effective_from: date | None = None) -> Checked:
    """Keeps the texts, with their problems if there are any: they only prevent that it is submitted."""
    version = locked(version, "draft")
    checked = check_version(version, texts)
    first, last = _period(checked) or (version.effective_from, version.effective_to)
    begins = effective_from or version.effective_from
    period = {"effective_from": begins if first <= begins <= last else first, "effective_to": last}
    for plan in version.plans.all():
        text = _lines(texts.get(str(plan.pk), plan.text))
        _named(plan, "plan_id", id_in(text, "plan"))
        _save(plan, text=text, **period)
    text = _lines(texts.get("programme", version.text))
    _named(version, "programme_id", id_in(text, "programme"))
    _save(version, text=text, **period)
    return checked


@transaction.atomic
def add_plan(version: ProgrammeVersion, user: Any) -> PlanVersion:
    """One more plan in a draft, to be written on and named by a tier or a dependants' rule."""
    version = locked(version, "draft")
    taken = set(version.plans.values_list("plan_id", flat=True))
    name = next(f"plan-{n}" for n in range(1, 1000) if f"plan-{n}" not in taken)
    plan = _plan(version, user, blank_plan(version.effective_from.year, name))
    version.plans.add(plan)
    return plan


@transaction.atomic
def remove_plan(version: ProgrammeVersion, pk: int) -> None:
    """Takes a plan out of a draft; its text stays in the history."""
    version = locked(version, "draft")
    if version.plans.count() < 2:
        raise VersionError(Text("方案体系至少要有一个方案", "a programme has a plan at least"))
    plan = version.plans.get(pk=pk)
    version.plans.remove(plan)
    plan.delete()


def in_force(on: date) -> QuerySet[ProgrammeVersion]:
    """Approved versions that are in force on a day, the one that holds first: the one that begins last supersedes."""
    approved = ProgrammeVersion.objects.filter(state="approved", effective_from__lte=on, effective_to__gte=on)
    return approved.order_by("-effective_from", "-number")


def _draft(company: Company, user: Any, text: str, plans: Sequence[str], period: tuple[date, date]) -> ProgrammeVersion:
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)  # numbers are given one after the other
        name = id_in(text, "programme") or "programme"
        version: ProgrammeVersion = ProgrammeVersion.objects.create(
            company=company,
            programme_id=name,
            number=_next(ProgrammeVersion, programme_id=name),
            text=_lines(text),
            effective_from=period[0],
            effective_to=period[1],
            drafted_at=clock.now(),
            drafted_by=user,
        )
        version.plans.set([_plan(version, user, each) for each in plans])
    return version


def _plan(version: ProgrammeVersion, user: Any, text: str) -> PlanVersion:
    name = id_in(text, "plan") or "plan"
    plan: PlanVersion = PlanVersion.objects.create(
        company=version.company,
        plan_id=name,
        number=_next(PlanVersion, plan_id=name),
        text=_lines(text),
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        drafted_at=clock.now(),
        drafted_by=user,
    )
    return plan


def _next(model: Any, **about: str) -> int:
    return int(model.objects.filter(**about).aggregate(last=Max("number"))["last"] or 0) + 1


def _named(version: Any, field: str, name: str | None) -> None:
    """A draft whose text says another id becomes the next version under that id."""
    if name and name != getattr(version, field):
        version.number = _next(type(version), **{field: name})
        setattr(version, field, name)


def _save(version: Any, **fields: Any) -> None:
    """Nothing is written, and no row of history made, where nothing is new."""
    before = type(version).objects.get(pk=version.pk)
    for name, value in fields.items():
        setattr(version, name, value)
    if any(getattr(version, name) != getattr(before, name) for name in ("text", "number", *fields)):
        version.save()


def _period(checked: Checked) -> tuple[date, date] | None:
    plans = list(checked.plans.values())
    if not plans:
        return None
    return min(plan.period.first for plan in plans), max(plan.period.last for plan in plans)


def locked(version: ProgrammeVersion, state: str) -> ProgrammeVersion:
    """The version as it stands now, for this transaction alone. Raises VersionError where it is not in this state."""
    found: ProgrammeVersion = ProgrammeVersion.objects.select_for_update().get(pk=version.pk)
    if found.state != state:
        zh = f"这个版本现在是“{found.state_title.zh}”，不能这样做；请刷新页面"
        raise VersionError(Text(zh, f"this version is {found.state_title.en} by now; load the page again"))
    return found


def _lines(text: str) -> str:
    """As editors of all systems send it, with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
