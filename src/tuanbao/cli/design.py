"""`tuanbao design`: the best programme that a budget can buy, with proof and reasons (方案设计)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tuanbao.cli.design_options import (
    Budget,
    Company,
    Current,
    Growth,
    IndustryOption,
    Items,
    LastYear,
    Lines,
    Market,
    OptionsFile,
    Out,
    PastBills,
    QuoteYears,
    Survey,
    wishes,
)
from tuanbao.cli.pricing_options import Model, On, Roster, Seed, day
from tuanbao.cli.progress import Progress, progress_bar
from tuanbao.cli.terminal import Events, Lang, output, table
from tuanbao.language import Language, Text

if TYPE_CHECKING:
    from tuanbao.design.inputs import Inputs
    from tuanbao.design.needs import Answers
    from tuanbao.design.proposal import Proposal

HELP = "在预算内设计最优方案，附证明和理由 · Design the best programme within a budget, with proof and reasons"
SHOWN_ANSWERS = 10


def design(
    roster: Roster,
    programme: Current,
    options: OptionsFile = None,
    survey: Survey = None,
    items: Items = None,
    bills: PastBills = None,
    events: Events = None,
    budget: Budget = None,
    growth: Growth = None,
    last_year: LastYear = None,
    industry: IndustryOption = None,
    market: Market = None,
    on: On = None,
    model: Model = None,
    years: QuoteYears = 400,
    lines: Lines = 300_000,
    seed: Seed = 2026,
    company: Company = None,
    out: Out = None,
    language: Lang = "zh",
) -> None:
    asked = wishes(budget, growth, last_year)
    sizes = {"years": years, "lines": lines, "seed": seed, "on": day(on)}
    given = _inputs(roster, programme, _Files(options, market, model), asked, industry, sizes)
    given = _with_past(given, (survey, items, bills, events), language)
    with progress_bar(Text("准备", "Getting ready"), language) as progress:
        found = _designed(given, progress)
    from tuanbao.cli.design_tables import print_design

    print_design(output(), found, language)
    if out is not None:
        with progress_bar(Text("写建议书", "Writing the proposal"), language):
            from tuanbao.documents.proposal.files import write_proposal_files

            written = write_proposal_files(out, found, language, company)
        _tell_files(written, language)


class _Files(NamedTuple):
    options: Path | None
    market: Path | None
    model: Path | None


def _inputs(
    roster: Path, programme: Path, files: _Files, asked: dict[str, Any], industry: str | None, sizes: dict[str, Any]
) -> "Inputs":
    from tuanbao.design.benchmark import load_market
    from tuanbao.design.inputs import Inputs
    from tuanbao.design.options.loading import load_options, nowhere
    from tuanbao.design.options.model import Options
    from tuanbao.pricing.group import load_plans_or_programme, read_people
    from tuanbao.pricing.model import load_model

    chosen, findings = load_options(files.options) if files.options else (Options(), nowhere())
    chosen = chosen.model_copy(update={"constraints": chosen.constraints.model_copy(update=asked)})
    own = load_market(files.market) if files.market else None
    present, plans = load_plans_or_programme(programme)
    return Inputs(
        members=read_people(roster, plans),
        programme=present,
        plans=tuple(plans),
        model=load_model(files.model),
        options=chosen,
        findings=findings,
        industry=industry or chosen.company.industry or "all",
        market=own,
        **sizes,
    )


def _with_past(given: "Inputs", files: tuple[Path | None, ...], language: Language) -> "Inputs":
    """The questionnaire's answers, last year's bills and events, where there are any."""
    from dataclasses import replace

    from tuanbao.roster import BILLS, EVENTS, read_table

    survey, items, bills, events = files
    answers = _answers(survey, items, language) if survey else None
    return replace(
        given,
        answers=answers,
        bills=read_table(bills, BILLS) if bills else None,
        events=read_table(events, EVENTS) if events else None,
    )


def _answers(path: Path, items: Path | None, language: Language) -> "Answers":
    """The answers; rows that cannot be used are named, and the others count."""
    from tuanbao.design.needs import read_answers, read_questionnaire, standard_questionnaire

    asked = read_questionnaire(items) if items else standard_questionnaire()
    found = read_answers(path, asked)
    if found.errors:
        _tell_answers(found, language)
    return found


def _tell_answers(found: "Answers", language: Language) -> None:
    from tuanbao.cli.terminal import messages

    console, errors = messages(), found.errors
    zh = f"答卷有 {len(errors)} 处问题，有问题的行不计入，其余照常使用"
    console.print(Text(zh, f"{len(errors)} problems in the answers: those rows are left out").to(language), style="red")
    headings = [Text("行", "Row"), Text("列", "Column"), Text("值", "Value"), Text("原因", "Reason")]
    shown = table([(heading.to(language), "text") for heading in headings])
    for error in errors[:SHOWN_ANSWERS]:
        shown.add_row(str(error.row), error.column.to(language), error.value, error.reason.to(language))
    console.print(shown)
    more = len(errors) - SHOWN_ANSWERS
    if more > 0:
        console.print(Text(f"……还有 {more} 处", f"… and {more} more").to(language), style="dim")


def _designed(given: "Inputs", progress: Progress) -> "Proposal":
    from tuanbao.design.preparing import Telling
    from tuanbao.design.running import design_programme

    return design_programme(given, Telling(progress.step, lambda done, total: _advance(progress, done, total)))


def _advance(progress: Progress, done: int, total: int) -> None:
    if progress.advance:
        progress.advance(done, total)


def _tell_files(written: list[tuple[Path, Text]], language: Language) -> None:
    headings = Text("文件", "File"), Text("内容", "What it is")
    shown = table([(heading.to(language), "text") for heading in headings])
    for path, what in written:
        shown.add_row(str(path), what.to(language))
    output().print(shown)
