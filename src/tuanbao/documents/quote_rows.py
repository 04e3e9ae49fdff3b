"""What stands in the rows of the quote's workbook (报价工作簿的内容)."""

from collections.abc import Iterator
from typing import Any

from tuanbao.documents import quote_words as words
from tuanbao.documents.quote_figures import per_holder, plan_title, variant_price_error
from tuanbao.language import Language, Text
from tuanbao.pricing.quote.people import UNKNOWN
from tuanbao.pricing.quote.rates import band_name, group_title
from tuanbao.pricing.quote.result import Quote, Total
from tuanbao.pricing.quote.running import QuoteRun
from tuanbao.pricing.quote.terms import LINES
from tuanbao.pricing.quote.waterfall import Explanation
from tuanbao.vocabulary import RELATIONS, SEXES

Row = dict[str, Any]


def step_rows(explanation: Explanation, language: Language) -> list[Row]:
    """A price step by step, and the price itself."""
    rows: list[Row] = [
        {
            "step": step.cause.name.to(language),
            "factor": step.factor,
            "amount": step.amount,
            "running": step.total,
            "reason": step.cause.reason.to(language),
            "source": step.cause.source or None,
            "confidence": words.CONFIDENCES[step.cause.confidence].to(language) if step.cause.confidence else None,
        }
        for step in explanation.steps
    ]
    empty = dict.fromkeys(("factor", "reason", "source", "confidence"))
    price = explanation.price
    return [*rows, {**empty, "step": words.PREMIUM.to(language), "amount": price, "running": price}]


def rate_rows(run: QuoteRun, language: Language) -> list[Row]:
    """The list rates."""
    return [
        {
            "plan": " + ".join(plan_title(run, name).to(language) for name in rate.rating_class.plan.split(";")),
            "relation": RELATIONS[rate.rating_class.relation].to(language),
            "ages": band_name(rate.rating_class.ages).to(language),
            "sex": SEXES[rate.rating_class.sex].to(language) if rate.rating_class.sex else None,
            "occupation": rate.rating_class.occupation,
            "people": rate.people,
            "expected": round(rate.expected),
            "error": _fen(rate.standard_error),
            "error_share": _share(rate.standard_error, rate.expected),
            "rate": rate.price,
        }
        for rate in run.quote.rates
    ]


def composite_rows(quote: Quote, language: Language) -> list[Row]:
    """The composite rates."""
    return [
        {
            "tier": rate.tier,
            "family": rate.title.to(language),
            "factor": rate.factor,
            "families": rate.families,
            "rate": rate.price,
        }
        for rate in quote.composite
    ]


def person_rows(run: QuoteRun, language: Language) -> Iterator[Row]:
    """Everybody: the rate, what is billed, who pays."""
    quote, people = run.quote, run.quote.people
    names = dict(zip(*(run.group.members[name].to_pylist() for name in ("member_id", "name")), strict=True))
    columns = quote.premiums
    for i, member in enumerate(people.member_id):
        rate = quote.rates[int(columns.rating_class[i])]
        yield {
            "member_id": member,
            "name": names.get(member),
            "relation": RELATIONS[people.relation_of(i)].to(language),
            "tier": people.tier[i],
            "age": None if people.age[i] == UNKNOWN else int(people.age[i]),
            "class": rate.rating_class.title.to(language),
            "expected": round(rate.expected),
            "charged": (words.YES if columns.charged[i] else words.NO).to(language),
            "list_price": int(columns.list_price[i]),
            "premium": int(columns.premium[i]),
            "employer": int(columns.employer[i]),
            "employee": int(columns.employee[i]),
        }


def benefit_rows(run: QuoteRun, language: Language) -> list[Row]:
    """Expected cost and premium of every benefit."""
    return [
        {
            "plan": plan_title(run, cost.plan).to(language),
            "benefit": cost.title.to(language),
            "line": LINES[cost.line].to(language),
            "paid_per_year": round(cost.paid_per_year, 2),
            "expected": round(cost.expected),
            "error": round(cost.standard_error),
            "error_share": _share(cost.standard_error, cost.expected),
            "premium": cost.premium,
        }
        for cost in run.quote.benefits
    ]


def variant_rows(run: QuoteRun, language: Language) -> list[Row]:
    """What each variant costs or releases."""
    return [
        {
            "variant": variant.title.to(language),
            "people": variant.people,
            "claims_change": round(variant.comparison.expected),
            "error": round(variant.comparison.standard_error),
            "error_apart": round(variant.comparison.unpaired_error),
            "premium_change": variant.comparison.price,
            "premium_error": round(variant_price_error(variant)),
            "each": per_holder(variant),
        }
        for variant in run.variants
    ]


def variant_class_rows(run: QuoteRun, language: Language) -> list[Row]:
    """The same by class of people, of those whom the variant changes."""
    return [
        {
            "variant": variant.title.to(language),
            "class": group_title(each.group).to(language),
            "people": each.people,
            "claims_change": round(each.expected),
            "error": round(each.standard_error),
            "error_apart": round(each.unpaired_error),
            "premium_change": each.price,
            "premium_error": round(each.price_error),
        }
        for variant in run.variants
        for each in variant.comparison.groups
        if round(each.expected) or round(each.standard_error)
    ]


def use_rows(run: QuoteRun, language: Language) -> list[Row]:
    """How use would answer; empty where nobody asked."""
    return [
        {
            "variant": variant.title.to(language),
            "care": words.CARES[change.care].to(language),
            "share_before": change.before,
            "share_after": change.after,
            "factor": change.response.factor,
            "claims_change": change.amount,
            "low": round(min(change.range)),
            "high": round(max(change.range)),
        }
        for variant in run.variants
        for change in variant.use
    ]


def class_explanations(run: QuoteRun) -> Iterator[tuple[Text, Total, Explanation]]:
    """Every tier, relation and age band with the explanation of its premium."""
    quote = run.quote
    for total in quote.tiers:
        yield words.BY_TIER, total, quote.explain_tier(total.key)
    for total in quote.relations:
        yield words.BY_RELATION, total, quote.explain_relation(total.key)
    for total in quote.age_bands:
        yield words.BY_AGE, total, quote.explain_age_band(total.key)


def class_rows(run: QuoteRun, language: Language) -> list[Row]:
    """A row for every class: its people, the amounts of the steps (by ``step n``), its premium and who pays it."""
    return [
        {
            "kind": kind.to(language),
            "class": total.title.to(language),
            "people": total.people,
            "error": _fen(total.standard_error),
            **{f"step {at}": step.amount for at, step in enumerate(explanation.steps)},
            "premium": total.premium,
            "each": round(total.premium / total.people),
            "employer": total.employer,
            "employee": total.employee,
        }
        for kind, total, explanation in class_explanations(run)
    ]


def finding_rows(quote: Quote, language: Language) -> list[Row]:
    """Prices beside the market's."""
    return [
        {
            "verdict": words.VERDICTS[finding.verdict].to(language),
            "finding": finding.text.to(language),
            "low": round(finding.band.low) if finding.band else None,
            "high": round(finding.band.high) if finding.band else None,
            "year": finding.band.year if finding.band else None,
            "confidence": words.CONFIDENCES[finding.band.confidence].to(language) if finding.band else None,
            "source": finding.band.source if finding.band else None,
        }
        for finding in quote.findings
    ]


def _fen(value: float | None) -> int | None:
    return None if value is None else round(value)


def _share(error: float | None, expected: float) -> float | None:
    return error / expected if error is not None and expected else None
