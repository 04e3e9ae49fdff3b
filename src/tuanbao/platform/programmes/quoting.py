"""A quote of a version with today's people (报价): the engine's, and what a page shows of it."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuanbao.language import Language, Text
from tuanbao.platform.programmes.loaded import Loaded

if TYPE_CHECKING:
    from tuanbao.pricing.group import Group
    from tuanbao.pricing.quote.result import Total
    from tuanbao.pricing.quote.running import QuoteRun
    from tuanbao.roster import Reading

# The engine's pricing is imported within: it brings numba and scipy, which pages do not need.
Advance = Callable[[int, int], object]


def amounts_of(loaded: Loaded) -> frozenset[str]:
    """The columns of amounts that the plans take from people's own rows."""
    from tuanbao.adjudication.intake import named_plans, plan_needs

    needs = [plan_needs(plan) for plan in named_plans(list(loaded.plans.values())).values()]
    return frozenset(amount for need in needs for amount in need.amounts)


def group_for(loaded: Loaded, members: "Reading", day: date) -> "Group":
    """The people under the programme, for the whole plan year, whenever they began."""
    from tuanbao.pricing.group import group_of

    return group_of(members, loaded.programme, list(loaded.plans.values()), day)


def quoted(loaded: Loaded, members: "Reading", day: date, years: int, seed: int, progress: Advance) -> "QuoteRun":
    from tuanbao.pricing.model import load_model
    from tuanbao.pricing.quote.running import quote_group

    return quote_group(group_for(loaded, members, day), load_model(), years=years, seed=seed, progress=progress)


def quote_summary(run: "QuoteRun") -> dict[str, Any]:
    """What the pages show; fen a year."""
    from tuanbao.documents.quote_figures import headline, per_holder, plan_title, whole_price_error

    quote, figures = run.quote, headline(run)
    return {
        "people": figures.people,
        "employees": figures.employees,
        "premium": figures.premium,
        "per_employee": figures.per_employee,
        "per_person": figures.per_person,
        "expected": round(figures.expected),
        "error": round(whole_price_error(quote)),
        "low": round(figures.spread.low),
        "high": round(figures.spread.high),
        "years": quote.years,
        "tiers": [_total(total) for total in quote.tiers],
        "tier_employees": [_of_employees(run, total) for total in quote.tiers],
        "relations": [_total(total) for total in quote.relations],
        "benefits": [
            {
                "plan": plan_title(run, cost.plan)._asdict(),
                "title": cost.title._asdict(),
                "expected": round(cost.expected),
                "error": round(cost.standard_error),
                "premium": cost.premium,
            }
            for cost in quote.benefits
        ],
        "variants": [
            {"title": each.title._asdict(), "people": each.people, "each": per_holder(each)} for each in run.variants
        ],
        "steps": [
            {"label": step.cause.name._asdict(), "amount": step.amount, "total": step.total}
            for step in quote.explain().steps
        ],
        "notes": [note._asdict() for note in (*run.notes, *quote.notes)],
    }


def _total(total: "Total") -> dict[str, Any]:
    return {
        "key": total.key,
        "title": total.title._asdict(),
        "people": total.people,
        "premium": total.premium,
        "per_head": round(total.premium / max(1, total.people)),
        "employer": total.employer,
        "employee": total.employee,
        "error": None if total.standard_error is None else round(total.standard_error),
    }


def _of_employees(run: "QuoteRun", total: "Total") -> dict[str, Any]:
    """A tier without the families."""
    people, money = run.quote.people, run.quote.premiums
    own = [i for i, tier in enumerate(people.tier) if tier == total.key and int(people.relation[i]) == 0]
    premium = sum(int(money.premium[i]) for i in own)
    return {
        "key": total.key,
        "people": len(own),
        "premium": premium,
        "per_head": round(premium / max(1, len(own))),
        "employer": sum(int(money.employer[i]) for i in own),
    }


def write_quote_files(folder: Path, run: "QuoteRun", language: Language) -> Mapping[str, Text]:
    """The workbook, and the schedule of benefits that it is a price of; what each is by name."""
    from tuanbao.documents.quote import write_quote
    from tuanbao.documents.schedule import write_pdf
    from tuanbao.plan.wording import schedule
    from tuanbao.pricing.model import load_model

    write_quote(folder / "quote.xlsx", run, load_model(), language=language)
    write_pdf(folder / "schedule.pdf", [schedule(plan) for plan in run.group.plans], language)
    return {
        "quote.xlsx": Text("报价工作簿：费率、人员、每一步的理由", "workbook of the quote: rates, people, every step"),
        "schedule.pdf": Text("保险责任表", "schedule of benefits"),
    }
