"""`tuanbao renew`: last year's bills and premiums in, next year's premium and its reasons out (续保)."""

from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuanbao.cli.failures import WrongUsageError
from tuanbao.cli.pricing_options import Model, Programme, Roster, Seed, Years
from tuanbao.cli.progress import progress_bar
from tuanbao.cli.renewal_options import (
    Cap,
    Credibility,
    Current,
    Deficit,
    NewPlans,
    NoHold,
    Out,
    Outstanding,
    Permissible,
    Premiums,
    RefundShare,
    RefundTarget,
    Trend,
    UseResponse,
    Valuation,
)
from tuanbao.cli.terminal import Bills, Events, HospitalLists, Lang, Openings, output
from tuanbao.language import Language, Text

if TYPE_CHECKING:
    from tuanbao.pricing.model import ClaimModel
    from tuanbao.pricing.renewal import Assumptions, RefundTerms
    from tuanbao.pricing.renewal.running import RenewalRun, Terms

HELP = "由过去的票据和保费测算续保保费 · Renew a group from its past bills and premiums, with reasons"


def renew(
    roster: Roster,
    plans: Programme,
    bills: Bills,
    premiums: Premiums,
    valuation: Valuation,
    events: Events = None,
    openings: Openings = None,
    hospital_lists: HospitalLists = None,
    new_plans: NewPlans = None,
    trend: Trend = None,
    permissible: Permissible = None,
    credibility: Credibility = None,
    refund_share: RefundShare = None,
    refund_k: RefundTarget = None,
    deficit: Deficit = None,
    cap: Cap = None,
    current: Current = None,
    outstanding: Outstanding = None,
    use_response: UseResponse = False,
    no_hold: NoHold = False,
    years: Years = 1000,
    seed: Seed = 2026,
    model: Model = None,
    out: Out = None,
    language: Lang = "zh",
) -> None:
    given: dict[str, Any] = {
        "trend": _rate(trend, "--trend"),
        "permissible": _share(permissible, "--permissible"),
        "credibility": _share(credibility, "--credibility"),
        "cap": _share(cap, "--cap"),
        "current": _yuan(current, "--current"),
        "outstanding": _yuan(outstanding, "--outstanding"),
        "refund": (_share(refund_share, "--refund-share"), _share(refund_k, "--refund-k")),
        "deficit": _yuan(deficit, "--deficit"),
        "hold": not no_hold,
        "seed": seed,
    }
    files = {"events": events, "openings": openings, "hospital_lists": hospital_lists}
    options = {"years": years, "seed": seed, "use_responds": use_response}
    from tuanbao.pricing.model import load_model

    claims = load_model(model)
    notes, assumed = _assumptions(given)
    run = _run(roster, (plans, new_plans), (bills, premiums), files, valuation, claims, assumed, options, language)
    from tuanbao.cli.renewal_tables import print_renewal

    run = _noted(run, notes)
    print_renewal(output(), run, language)
    if out is not None:
        _write(out, run, claims, language)


def _run(
    roster: Path,
    plans: tuple[Path, Path | None],
    past: tuple[Path, Path],
    files: dict[str, Path | None],
    valuation: datetime,
    claims: "ClaimModel",
    assumed: "Assumptions",
    options: dict[str, Any],
    language: Language,
) -> "RenewalRun":
    with progress_bar(Text("读取人员、票据和保费", "Reading people, bills and premiums"), language) as progress:
        from tuanbao.pricing.group import read_people
        from tuanbao.pricing.renewal.running import renew_group
        from tuanbao.roster import BILLS, PREMIUMS, read_table

        old = _terms(plans[0])
        new = _terms(plans[1]) if plans[1] else None
        members = read_people(roster, [*old.plans, *(new.plans if new else ())])
        tables = members, read_table(past[0], BILLS), read_table(past[1], PREMIUMS)
        progress.step(Text("理算过去的票据，模拟下一年", "Adjudicating past bills, simulating next year"))

        def advance(done: int, of: int) -> None:
            if progress.advance:
                progress.advance(done, of)
            if done == of:
                progress.step(Text("测算续保保费", "Working out the premium"))

        options = {**options, "assumptions": assumed, "progress": advance, **_read(files)}
        return renew_group(*tables, old, new, valuation=valuation.date(), model=claims, **options)


def _terms(file: Path) -> "Terms":
    from tuanbao.pricing.group import load_plans_or_programme
    from tuanbao.pricing.renewal.running import Terms

    programme, plans = load_plans_or_programme(file)
    return Terms(programme, tuple(plans))


def _read(files: dict[str, Path | None]) -> dict[str, Any]:
    from tuanbao.roster import LAYOUTS, read_table

    return {name: read_table(path, LAYOUTS[name]) if path else None for name, path in files.items()}


def _assumptions(given: dict[str, Any]) -> tuple[tuple[Text, ...], "Assumptions"]:
    """What was given on the command line; what is usual stands in for half of the terms of a refund, which is said."""
    from tuanbao.pricing.renewal import Assumptions, Reserves, TrendAssumption

    refund, notes = _refund(*given["refund"])
    rate, outstanding = given["trend"], given["outstanding"]
    if given["deficit"] is not None and refund is None:
        raise WrongUsageError(
            Text("--deficit 要与 --refund-share 或 --refund-k 同用", "--deficit goes with --refund-share or --refund-k")
        )
    if outstanding is not None:
        notes += (
            Text(
                "没有给出期初准备金和期内为以前年度支付的赔款，均按 0 计",
                "reserves of the beginning and payments for earlier years were not given: they count as 0",
            ),
        )
    return notes, Assumptions(
        trend=None if rate is None else TrendAssumption(rate),
        permissible=given["permissible"],
        credibility=given["credibility"],
        current=given["current"],
        reserves=None if outstanding is None else Reserves(outstanding=outstanding),
        refund=refund,
        deficit=given["deficit"] or 0,
        cap=None if given["cap"] is None else float(given["cap"]),
        hold=given["hold"],
        seed=given["seed"],
    )


def _refund(share: Fraction | None, target: Fraction | None) -> tuple["RefundTerms | None", tuple[Text, ...]]:
    if share is None and target is None:
        return None, ()
    from tuanbao.pricing.renewal import RefundTerms
    from tuanbao.pricing.renewal.refund import usual_refund_terms

    usual, note = usual_refund_terms()
    months = usual.pay_after_months
    terms = RefundTerms(usual.share if share is None else share, usual.target if target is None else target,
                        pay_after_months=months)  # fmt: skip
    said = Text(
        f"退费假定在年度结束 {months} 个月后支付", f"the refund is assumed payable {months} months after the year"
    )
    return terms, (said, *(() if share is not None and target is not None else (note,)))


def _noted(run: "RenewalRun", notes: tuple[Text, ...]) -> "RenewalRun":
    from dataclasses import replace

    return replace(run, renewal=replace(run.renewal, notes=(*run.renewal.notes, *notes)))


def _share(text: str | None, option: str) -> Fraction | None:
    """An exact percentage from 0 to 1."""
    if text is None:
        return None
    from tuanbao.money import parse_percent

    try:
        share = parse_percent(text)
    except ValueError:
        raise _not_a_percentage(text, option) from None
    if not 0 <= share <= 1:
        zh, en = f"{option} 应在 0 至 100% 之间，不能是 {text}", f"{option} must be from 0 to 100%, not {text}"
        raise WrongUsageError(Text(zh, en))
    return share


def _rate(text: str | None, option: str) -> float | None:
    """A yearly change, which may be below 0."""
    if text is None:
        return None
    from tuanbao.money import parse_percent

    try:
        size = float(parse_percent(text.strip().removeprefix("-").removeprefix("+")))
    except ValueError:
        raise _not_a_percentage(text, option) from None
    rate = -size if text.strip().startswith("-") else size
    if not -1 < rate <= 1:
        zh, en = f"{option} 应大于 -100%、不超过 100%，不能是 {text}", f"{option} must be above -100% and at most 100%"
        raise WrongUsageError(Text(zh, f"{en}, not {text}"))
    return rate


def _not_a_percentage(text: str, option: str) -> WrongUsageError:
    return WrongUsageError(
        Text(
            f"{option} 应是百分比，如 6% 或 0.06，不能是 {text}", f"{option} is a percentage, as 6% or 0.06, not {text}"
        )
    )


def _yuan(text: str | None, option: str) -> int | None:
    """Fen of an amount in yuan that is not negative."""
    if text is None:
        return None
    from tuanbao.money import parse_yuan

    try:
        fen = parse_yuan(text)
    except ValueError:
        fen = -1
    if fen < 0:
        zh, en = (
            f"{option} 应是不为负的金额（元），不能是 {text}",
            f"{option} is an amount in yuan, not below 0; not {text}",
        )
        raise WrongUsageError(Text(zh, en))
    return fen


def _write(out: Path, run: "RenewalRun", claims: "ClaimModel", language: Language) -> None:
    from tuanbao.documents.renewal import write_renewal
    from tuanbao.documents.renewal_charts import write_charts

    out.mkdir(parents=True, exist_ok=True)
    write_renewal(out / "renewal.xlsx", run, claims, language=language)
    charts = len(write_charts(out / "charts", run.renewal, language)) // 2
    said = Text(
        f"已写入 {out / 'renewal.xlsx'}；{charts} 张图在 {out / 'charts'}（SVG 和 PNG）",
        f"Written to {out / 'renewal.xlsx'}; {charts} charts in {out / 'charts'} (SVG and PNG)",
    )
    output().print(said.to(language), soft_wrap=True)
