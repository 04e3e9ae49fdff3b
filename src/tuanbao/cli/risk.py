"""`tuanbao risk`: what a bad year looks like, and whether self-funding would be cheaper (风险分析)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuanbao.cli import risk_options as given
from tuanbao.cli.failures import WrongUsageError
from tuanbao.cli.pricing_options import Model, On, Programme, Roster, Seed, Years, day
from tuanbao.cli.progress import progress_bar
from tuanbao.cli.terminal import Lang, output
from tuanbao.language import Language, Text

if TYPE_CHECKING:
    from tuanbao.pricing.group import Group
    from tuanbao.pricing.model import ClaimModel
    from tuanbao.pricing.risk_run import RiskRun

HELP = "一年的赔付可能多高，自筹加止损是否比投保便宜 · A bad year, and self-funding with stop-loss against insurance"


def risk(
    roster: Roster,
    plans: Programme,
    on: On = None,
    premium: given.Premium = None,
    budget: given.Budget = None,
    administration: given.Administration = None,
    specific_loading: given.SpecificLoading = None,
    aggregate_loading: given.AggregateLoading = None,
    chance: given.Chance = None,
    confidence: given.Confidence = None,
    specific: given.Specifics = None,
    attachment: given.Attachments = None,
    tail_from: given.TailFrom = None,
    terms: given.Terms = None,
    model: Model = None,
    years: Years = 1000,
    seed: Seed = 2026,
    out: given.Out = None,
    language: Lang = "zh",
) -> None:
    if premium is not None and terms is not None:
        zh, en = (
            "给了 --premium 就不再报价，--terms 用不上，请去掉一个",
            "with --premium nothing is quoted: drop --terms",
        )
        raise WrongUsageError(Text(zh, en))
    funding: dict[str, Any] = {
        "administration": given.percent("--administration", administration),
        "specific_loading": given.percent("--specific-loading", specific_loading),
        "aggregate_loading": given.percent("--aggregate-loading", aggregate_loading),
        "chance": given.percent("--chance", chance),
        "confidence": given.percent("--confidence", confidence),
        "budget": given.yuan("--budget", budget),
        "specifics": given.several_yuan("--specific", specific),
        "attachments": given.several_percent("--attachment", attachment),
        "tail_threshold": given.yuan("--tail-from", tail_from),
    }
    options: dict[str, Any] = {"premium": given.yuan("--premium", premium), "years": years, "seed": seed}
    from tuanbao.pricing.group import read_group
    from tuanbao.pricing.model import load_model
    from tuanbao.pricing.quote.terms import load_terms
    from tuanbao.pricing.self_funding import FundingTerms, check_terms

    options["terms"] = FundingTerms(**funding)
    check_terms(options["terms"])
    options["quote_terms"] = load_terms(terms) if terms else None
    claims = load_model(model)
    run = _run(read_group(roster, plans, day(on)), claims, options, language)
    from tuanbao.cli import risk_tables

    risk_tables.print_risk(output(), run, language, elsewhere=out is not None)
    if out is not None:
        _write(out, run, language)


def _run(group: "Group", claims: "ClaimModel", options: dict[str, Any], language: Language) -> "RiskRun":
    working = Text("模拟一年又一年的票据并理算", "Simulating years of bills and adjudicating them")
    with progress_bar(working, language) as progress:
        from tuanbao.pricing.risk_run import risk_group

        return risk_group(group, claims, progress=progress.advance, **options)


def _write(out: Path, run: "RiskRun", language: Language) -> None:
    from tuanbao.documents.risk import write_charts, write_risk

    out.mkdir(parents=True, exist_ok=True)
    write_risk(out / "risk.xlsx", run, language)
    charts = write_charts(out / "charts", run, language)
    said = Text(
        f"已写入 {out / 'risk.xlsx'}，图 {len(charts)} 个在 {out / 'charts'}",
        f"Written to {out / 'risk.xlsx'}, and {len(charts)} charts in {out / 'charts'}",
    )
    output().print(said.to(language), soft_wrap=True)
