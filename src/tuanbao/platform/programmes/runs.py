"""Quotes and designs as jobs (报价与设计任务): with the people of today, kept for ever."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from tuanbao.language import Text
from tuanbao.plan import PlanError
from tuanbao.platform import clock
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import JobError, Progress, job_kind, start
from tuanbao.platform.programmes.designing import Wishes, design_summary, designed, write_design_files
from tuanbao.platform.programmes.loaded import Loaded, load_version
from tuanbao.platform.programmes.models import ProgrammeRun, ProgrammeVersion, RunFile
from tuanbao.platform.programmes.quoting import amounts_of, quote_summary, quoted, write_quote_files
from tuanbao.platform.programmes.rosters import Insured, insured_on, members_table

if TYPE_CHECKING:
    from tuanbao.roster import Reading, RowError

SHOWN = 10
WRITING = Text("写出文件", "Writing the files")
YEARS, SEED = 1000, 2026


@transaction.atomic
def start_quote(
    version: ProgrammeVersion, user: Any, *, years: int = YEARS, seed: int = SEED, language: str = "zh"
) -> ProgrammeRun:
    """Asks for a quote with today's people."""
    return _start("quote", version, user, {"years": years, "seed": seed, "language": language})


@transaction.atomic
def start_design(version: ProgrammeVersion, user: Any, *, language: str = "zh", **wishes: Any) -> ProgrammeRun:
    """Asks for a design from this version on; ``wishes`` as `designing.Wishes` has them."""
    return _start("design", version, user, {**wishes, "language": language})


def latest_quote(version: ProgrammeVersion) -> ProgrammeRun | None:
    """The last quote of a version that came to its end."""
    done = version.runs.filter(kind="quote", done_at__isnull=False)
    return done.order_by("-done_at").first()


def _start(kind: str, version: ProgrammeVersion, user: Any, parameters: dict[str, Any]) -> ProgrammeRun:
    """A run; the one that is on its way where the same was asked for just now, as by a second click."""
    parameters = {**parameters, "day": clock.today().isoformat()}
    ProgrammeVersion.objects.select_for_update().get(pk=version.pk)
    going = version.runs.filter(kind=kind, done_at__isnull=True, job__state__in=("waiting", "running"))
    for same in going:
        if same.parameters == parameters:
            return same
    run: ProgrammeRun = ProgrammeRun.objects.create(
        company=version.company,
        kind=kind,
        programme=version,
        parameters=parameters,
        asked_at=clock.now(),
        asked_by=user,
    )
    run.job = start(f"programmes.{kind}", version.company, user, run=run.pk)
    run.save(update_fields=["job"])
    return run


@job_kind("programmes.quote", Text("报价", "Quote"))
def quote(job: Job, tell: Progress) -> dict[str, Any]:
    run = _run_of(job)
    asked = run.parameters
    if run.done_at is None:
        loaded, day = _loaded(run), date.fromisoformat(asked["day"])
        working = Text("模拟一年又一年的票据并理算", "Simulating years of bills and adjudicating them")
        with _explained(people := insured_on(day)), TemporaryDirectory() as folder:
            members = _members(loaded, people)
            advance: Callable[[int, int], object] = lambda done, total: tell(done, total, working)  # noqa: E731
            found = quoted(loaded, members, day, asked["years"], asked["seed"], advance)
            tell(asked["years"], asked["years"], WRITING)
            files = write_quote_files(Path(folder), found, asked["language"])
            _keep(run, quote_summary(found), Path(folder), files)
    return _result(run)


@job_kind("programmes.design", Text("方案设计", "Design"))
def design(job: Job, tell: Progress) -> dict[str, Any]:
    run = _run_of(job)
    if run.done_at is None:
        from tuanbao.design.preparing import Telling

        loaded, day = _loaded(run), date.fromisoformat(run.parameters["day"])
        given = {key: value for key, value in run.parameters.items() if key not in {"day", "language"}}
        at = Text("准备", "Getting ready")

        def told(text: Text) -> None:
            nonlocal at
            at = text
            tell(0, 0, at)

        with _explained(people := insured_on(day)), TemporaryDirectory() as folder:
            telling = Telling(told, lambda done, total: tell(done, total, at))
            found = designed(loaded, _members(loaded, people), day, Wishes(**given), telling)
            told(WRITING)
            language = run.parameters["language"]
            files = write_design_files(Path(folder), found, language, job.company.title.to(language))
            _keep(run, design_summary(found), Path(folder), files)
    return _result(run)


def _run_of(job: Job) -> ProgrammeRun:
    found: ProgrammeRun = ProgrammeRun.objects.select_related("programme").get(pk=job.parameters["run"])
    return found


def _loaded(run: ProgrammeRun) -> Loaded:
    try:
        return load_version(run.programme)
    except PlanError as error:
        first = error.problems[0]
        zh, en = f"方案有 {len(error.problems)} 处问题，先改好再试", f"the programme has {len(error.problems)} problems"
        said = Text(f"{zh}：第 {first.line} 行，{first.message.zh}", f"{en}: line {first.line}, {first.message.en}")
        raise JobError(said) from None


def _members(loaded: Loaded, people: Sequence[Insured]) -> "Reading":
    from tuanbao.adjudication import RefusedRowsError

    members = members_table(people, amounts_of(loaded))
    if members.errors:
        raise RefusedRowsError(members.errors)
    return members


def _keep(run: ProgrammeRun, summary: dict[str, Any], folder: Path, files: Mapping[str, Text]) -> None:
    """All of the result or nothing: a run that is done again after a crash finds nothing half."""
    with transaction.atomic():
        for name, title in files.items():
            file = RunFile(company=run.company, run=run, name=name, title=title._asdict())
            file.content.save(f"{run.pk}-{name}", ContentFile((folder / name).read_bytes()))
        run.summary = summary
        run.done_at = clock.now()
        run.save()


def _result(run: ProgrammeRun) -> dict[str, Any]:
    from django.urls import reverse

    title = Text("看结果", "See the result")
    return {"links": [{"url": reverse("programmes:run", args=[run.pk]), "title": title._asdict()}]}


@contextmanager
def _explained(people: Sequence[Insured]) -> Iterator[None]:
    """What the engine refuses, in the words of the person who asked."""
    from tuanbao.adjudication import RefusedRowsError
    from tuanbao.design.benchmark import MarketError
    from tuanbao.design.errors import DesignError
    from tuanbao.pricing.model import PeopleError
    from tuanbao.pricing.quote.errors import QuoteError
    from tuanbao.roster import TableError

    try:
        yield
    except (RefusedRowsError, PeopleError) as error:
        raise JobError(_rows(error.errors, people)) from None
    except (TableError, DesignError, QuoteError, MarketError) as error:
        raise JobError(error.text) from None
    except PlanError as error:
        said = [
            Text(f"第 {p.line} 行：{p.message.zh}", f"line {p.line}: {p.message.en}") for p in error.problems[:SHOWN]
        ]
        raise JobError(_lines(said, len(error.problems))) from None


def _rows(errors: Sequence["RowError"], people: Sequence[Insured]) -> Text:
    """Rows are people here: each is named by the company's own number."""
    said = []
    for error in errors[:SHOWN]:
        number = people[error.row - 1].number if 0 < error.row <= len(people) else str(error.row)
        column = error.place.zh.partition("“")[2].rstrip("”"), error.place.en.rpartition(", ")[2]
        zh, en = f"{number} 的{column[0]}：{error.reason.zh}", f"{number}, {column[1]}: {error.reason.en}"
        said.append(Text(zh, en))
    return _lines(said, len(errors))


def _lines(said: Sequence[Text], total: int) -> Text:
    more = total - len(said)
    zh = [each.zh for each in said] + ([f"……还有 {more} 处"] if more > 0 else [])
    en = [each.en for each in said] + ([f"… and {more} more"] if more > 0 else [])
    return Text("\n".join(zh), "\n".join(en))
