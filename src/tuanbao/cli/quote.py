"""`tuanbao quote`: what a group costs under its plans, and why (报价)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tuanbao.cli.failures import FailedError, WrongUsageError
from tuanbao.cli.pricing_options import Model, On, Programme, Roster, Seed, Years, day
from tuanbao.cli.progress import progress_bar
from tuanbao.cli.terminal import Lang, output
from tuanbao.language import Language, Text

if TYPE_CHECKING:
    from tuanbao.pricing.group import Group
    from tuanbao.pricing.model import ClaimModel
    from tuanbao.pricing.quote.running import QuoteRun

HELP = "给一份名单报价，说明价格怎样得来 · Price a group, and say how the price comes about"


def quote(
    roster: Roster,
    plans: Programme,
    on: On = None,
    terms: Annotated[
        Path | None,
        typer.Option("--terms", metavar="FILE", help="报价条件：附加费用、家庭档、分担 · the terms of the quote"),
    ] = None,
    model: Model = None,
    years: Years = 1000,
    seed: Seed = 2026,
    no_variants: Annotated[
        bool, typer.Option("--no-variants", help="不给可选方案报差价 · do not price the plans' variants")
    ] = False,
    use_response: Annotated[
        bool,
        typer.Option("--use-response", help="另列使用量对条款变化的反应 · how use would answer to other terms"),
    ] = False,
    eligible: Annotated[
        int | None, typer.Option("--eligible", min=1, help="符合参保条件的员工总数 · employees who could join")
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="ID", help="逐步说明一个人的价格 · one person's price, step by step"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="写出工作簿和图 · write a workbook and charts")
    ] = None,
    language: Lang = "zh",
) -> None:
    if use_response and no_variants:
        raise WrongUsageError(
            Text("--use-response 说明可选方案的影响，不能与 --no-variants 同用", "--use-response is about variants")
        )
    from tuanbao.pricing.group import read_group
    from tuanbao.pricing.model import load_model
    from tuanbao.pricing.quote.terms import QuoteTerms, load_terms

    agreed = load_terms(terms) if terms else QuoteTerms()
    claims = load_model(model)
    group = read_group(roster, plans, day(on))
    _check_before(group, person, eligible)
    options = {"years": years, "seed": seed, "variants": not no_variants, "use": use_response, "eligible": eligible}
    run = _run(group, claims, agreed, options, language)
    from tuanbao.cli import quote_tables

    console = output()
    if person is not None:
        quote_tables.print_person(console, run, person, language)
    else:
        quote_tables.print_quote(console, run, language, asked_for_use=use_response)
    if out is not None:
        _write(out, run, claims, language)


def _run(group: "Group", claims: "ClaimModel", terms: Any, options: dict[str, Any], language: Language) -> "QuoteRun":
    working = Text("模拟一年又一年的票据并理算", "Simulating years of bills and adjudicating them")
    with progress_bar(working, language) as progress:
        from tuanbao.pricing.quote.running import quote_group

        return quote_group(group, claims, terms, progress=progress.advance, **options)


def _check_before(group: "Group", person: str | None, eligible: int | None) -> None:
    """What can be known to be wrong before the long work."""
    people = group.members["member_id"].to_pylist()
    if person is not None and person not in people:
        raise FailedError(
            Text(
                f"报价的 {len(people)} 人中没有 {person}；请核对编号，或看这个人在该日是否在保",
                f"{person} is not one of the {len(people)} people priced; check the number, and whether the person is"
                " covered on that day",
            )
        )
    from tuanbao.pricing.quote.participation import participation
    from tuanbao.reference.loadings import loading_share

    employees = group.members["relation"].to_pylist().count("employee")
    participation(eligible, employees, loading_share("minimum_participation"))


def _write(out: Path, run: "QuoteRun", claims: "ClaimModel", language: Language) -> None:
    from tuanbao.documents.quote import write_quote
    from tuanbao.documents.quote_charts import write_charts

    out.mkdir(parents=True, exist_ok=True)
    write_quote(out / "quote.xlsx", run, claims, language=language)
    charts = write_charts(out / "charts", run, language)
    said = Text(
        f"已写入 {out / 'quote.xlsx'}，图 {len(charts)} 个在 {out / 'charts'}",
        f"Written to {out / 'quote.xlsx'}, and {len(charts)} charts in {out / 'charts'}",
    )
    output().print(said.to(language), soft_wrap=True)
