"""`tuanbao risk`: what a bad year looks like, and whether self-funding would be cheaper (风险分析)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tuanbao.cli.failures import WrongUsageError
from tuanbao.cli.pricing_options import Model, On, Programme, Roster, Seed, Years, day
from tuanbao.cli.progress import progress_bar
from tuanbao.cli.terminal import Lang, output
from tuanbao.language import Language, Text
from tuanbao.money import parse_percent, parse_yuan

if TYPE_CHECKING:
    from tuanbao.pricing.group import Group
    from tuanbao.pricing.risk_run import RiskRun

HELP = "一年的赔付可能多高，自筹加止损是否比投保便宜 · A bad year, and self-funding with stop-loss against insurance"
NONE = "none"
MOST_YEARLY = 100_000 * 365
YUAN, PERCENT = "YUAN", "PERCENT"


def _option(name: str, metavar: str, help: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help)


def risk(
    roster: Roster,
    plans: Programme,
    on: On = None,
    premium: Annotated[
        str | None, _option("--premium", YUAN, "全额投保一年的保费；默认由本程序报价 · of full insurance; else quoted")
    ] = None,
    budget: Annotated[str | None, _option("--budget", YUAN, "一年的预算，默认等于保费 · else the premium")] = None,
    administration: Annotated[
        str | None, _option("--administration", PERCENT, "理赔管理费占预期赔付 · fee, of expected claims")
    ] = None,
    specific_loading: Annotated[
        str | None, _option("--specific-loading", PERCENT, "个人止损的附加 · loading of stop-loss per person")
    ] = None,
    aggregate_loading: Annotated[
        str | None, _option("--aggregate-loading", PERCENT, "团体止损的附加 · loading of stop-loss of the group")
    ] = None,
    chance: Annotated[
        str | None, _option("--chance", PERCENT, "可接受的超预算概率 · accepted chance over budget")
    ] = None,
    confidence: Annotated[
        str | None, _option("--confidence", PERCENT, "准备金的把握程度 · confidence of the reserve")
    ] = None,
    specific: Annotated[
        list[str] | None, _option("--specific", "YUAN|none", "要比较的个人止损线，可多次 · may be repeated")
    ] = None,
    attachment: Annotated[
        list[str] | None, _option("--attachment", "PERCENT|none", "要比较的团体止损线，可多次 · may be repeated")
    ] = None,
    tail_from: Annotated[
        str | None, _option("--tail-from", YUAN, "单人一年超过它的部分用广义帕累托尾部 · where the fitted tail begins")
    ] = None,
    terms: Annotated[Path | None, _option("--terms", "FILE", "报价条件 · the terms of the quote")] = None,
    model: Model = None,
    years: Years = 1000,
    seed: Seed = 2026,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="写出工作簿和图 · write a workbook and charts")
    ] = None,
    language: Lang = "zh",
) -> None:
    if premium is not None and terms is not None:
        raise WrongUsageError(Text("给了 --premium 就不再报价，不能同时给 --terms", "--terms is for a quote: not with --premium"))
    insured = _given("--premium", premium, _yuan)
    shares = {
        "administration": _given("--administration", administration, _percent),
        "specific_loading": _given("--specific-loading", specific_loading, _percent),
        "aggregate_loading": _given("--aggregate-loading", aggregate_loading, _percent),
        "chance": _given("--chance", chance, _percent),
        "confidence": _given("--confidence", confidence, _percent),
    }
    amounts = {"budget": _given("--budget", budget, _yuan), "tail_threshold": _given("--tail-from", tail_from, _yuan)}
    tried = {
        "specifics": _several("--specific", specific, _yuan),
        "attachments": _several("--attachment", attachment, _percent),
    }
    from tuanbao.pricing.group import read_group
    from tuanbao.pricing.model import load_model
    from tuanbao.pricing.quote.terms import load_terms
    from tuanbao.pricing.self_funding import FundingTerms

    agreed = load_terms(terms) if terms else None
    claims = load_model(model)
    group = read_group(roster, plans, day(on))
    options = {"premium": insured, "quote_terms": agreed, "years": years, "seed": seed}
    options["terms"] = FundingTerms(**{**shares, **amounts, **tried})
    run = _run(group, claims, options, language)
    from tuanbao.cli import risk_tables

    risk_tables.print_risk(output(), run, language)
    if out is not None:
        _write(out, run, language)


def _given[T](option: str, value: str | None, read: Callable[[str], T]) -> T | None: ...


