"""What a quote must say beside its numbers (提示): assumptions, gaps, fallbacks."""

from collections.abc import Iterator, Sequence

from tuanbao.language import Text
from tuanbao.money import format_yuan, parse_percent
from tuanbao.plan import Programme
from tuanbao.pricing.quote.people import UNKNOWN, People
from tuanbao.pricing.quote.result import BenefitCost, CompositeRate, ListRate
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.reference.loadings import loading
from tuanbao.roster.people import plans_of


def about_terms(terms: QuoteTerms) -> Iterator[Text]:
    """What the terms left to the reference data."""
    assumed = [(field, origin) for field, origin in terms.assumed() if origin.confidence == "low"]
    if assumed:
        names = ", ".join(field for field, _ in assumed)
        yield Text(
            f"报价条件未写明：{names}；所取参考值未经证实，请写明自己的数字",
            f"the terms do not say: {names}; the reference values taken are unconfirmed, so state your own",
        )
    if terms.group_size:
        entry = loading("group_size")
        yield Text(
            f"人数系数取自一份产品的费率表（{entry.date}），其他产品可能不同",
            f"the factors of group size are from the filed rates of one product ({entry.date}); others may differ",
        )


def about_people(people: People, programme: Programme) -> Iterator[Text]:
    """Tiers and plans of nobody, ages that are not known."""
    tiers = [tier.tier for tier in programme.tiers if tier.tier not in people.tier]
    if tiers:
        names = ", ".join(tiers)
        yield Text(f"以下档次没有人：{names}", f"nobody is in these tiers: {names}")
    held = {name for written in set(people.plan) for name in plans_of(written)}
    offered = dict.fromkeys(name for part in programme.tiers for name in part.plan)
    offered |= dict.fromkeys(name for rule in programme.dependants for name in rule.plan)
    empty = [name for name in offered if name not in held]
    if empty:
        names = ", ".join(empty)
        yield Text(f"以下方案没有人参加，不报价：{names}", f"nobody has these plans, so they have no price: {names}")
    unknown = int((people.age == UNKNOWN).sum())
    if unknown:
        yield Text(
            f"{unknown} 人年龄不详，单列费率", f"the age of {unknown} people is not known; they have a rate apart"
        )


def about_benefits(benefits: Sequence[BenefitCost], held: frozenset[str]) -> Iterator[Text]:
    """Benefits without a cost in any simulated year, and those whose line of insurance is not known."""
    silent = [cost for cost in benefits if cost.expected == 0]
    unheld = [f"{cost.plan}/{cost.benefit}" for cost in silent if cost.plan not in held]
    unpaid = [f"{cost.plan}/{cost.benefit}" for cost in silent if cost.plan in held]
    if unheld:
        names = ", ".join(unheld)
        yield Text(f"没有人参加，不计成本：{names}", f"of plans that nobody has, without cost: {names}")
    if unpaid:
        names = ", ".join(unpaid)
        yield Text(
            f"模拟的各年中从未赔付，成本按 0 计，但不等于没有风险：{names}",
            f"never paid in any simulated year, so counted with no cost, which does not mean no risk: {names}",
        )


def about_rates(rates: Sequence[ListRate]) -> Iterator[Text]:
    """Rates without a cost, and those that the simulation does not pin down."""
    free = [rate for rate in rates if rate.expected == 0]
    if free:
        zh, en = (
            "；".join(r.rating_class.title.zh for r in free[:5]),
            "; ".join(r.rating_class.title.en for r in free[:5]),
        )
        yield Text(
            f"{len(free)} 个费率档在模拟中从未赔付，费率只含固定费用：{zh}",
            f"{len(free)} classes had no payment in the simulation; their rate is fixed expenses only: {en}",
        )
    most = parse_percent(loading("uncertain_rate").value)
    unsure = [r for r in rates if r.standard_error is not None and r.standard_error > most * r.expected > 0]
    if unsure:
        worst = max(unsure, key=lambda rate: (rate.standard_error or 0) / rate.expected)
        error = (worst.standard_error or 0) / worst.expected
        yield Text(
            f"{len(unsure)} 个费率档的模拟误差超过 {float(most):.0%}，"
            f"最大 {error:.0%}（{worst.rating_class.title.zh}）；增加模拟年数或合并年龄段可减小",
            f"{len(unsure)} classes have a simulation error above {float(most):.0%}, at most {error:.0%}"
            f" ({worst.rating_class.title.en}); more simulated years or wider age bands make it smaller",
        )
    if any(rate.standard_error is None for rate in rates):
        yield Text(
            "模拟未按费率档分组，各档误差未知",
            "the simulation was not grouped by rating class, so the errors of single rates are not known",
        )


def about_composite(rates: Sequence[CompositeRate], total: int, list_total: int) -> Iterator[Text]:
    """What rounding of composite rates does to the total."""
    gap = format_yuan(total - list_total)
    yield Text(
        f"综合费率合计与各人费率合计相差 {gap} 元，因基准费率先取整再乘系数",
        f"composite rates add up to {gap} yuan more than list rates, as the base is rounded before the factors",
    )
    empty = [rate for rate in rates if rate.families == 0]
    if empty:
        yield Text(
            f"{len(empty)} 个综合费率目前没有对应的家庭",
            f"{len(empty)} composite rates are for compositions that no family has today",
        )
