"""A group's year at risk from end to end (风险分析): simulated bills, full insurance, self-funding, both compared."""

from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.pricing.costing import Progress, simulate_costs
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.group import Group
from tuanbao.pricing.independence import Independence, independence
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.quote.result import Quote
from tuanbao.pricing.quote.running import quote_group
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.pricing.scenarios import Scenario
from tuanbao.pricing.self_funding import FundingRun, FundingTerms, fund_group


@dataclass(frozen=True, slots=True)
class RiskRun:
    """The year's distribution and self-funding against full insurance, with everything that they came from."""

    group: Group
    seed: int
    costs: Costs
    quote: Quote | None
    """None: the premium of full insurance was given."""
    funding: FundingRun
    independence: Independence
    notes: tuple[Text, ...]
    """Everything that is assumed, left out or unverified."""


def risk_group(
    group: Group,
    model: ClaimModel,
    *,
    premium: int | None = None,
    quote_terms: QuoteTerms | None = None,
    terms: FundingTerms | None = None,
    years: int = 1000,
    seed: int = 2026,
    progress: Progress | None = None,
) -> RiskRun:
    """Simulates so many years of the group and compares self-funding with full insurance for ``premium`` (fen).

    Without a premium the group is quoted, under ``quote_terms``, from the same simulated years. Raises RiskError and
    what `quote_group` raises.
    """
    quote: Quote | None = None
    if premium is None:
        run = quote_group(group, model, quote_terms, years=years, seed=seed, variants=False, progress=progress)
        costs, quote, premium = run.costs, run.quote, run.quote.premium
    else:
        scenario = Scenario(group.plans, group.members)
        costs = simulate_costs({"now": scenario}, model, years=years, seed=seed, progress=progress)["now"]
    funding = fund_group(costs, premium, terms)
    beside = independence(costs, funding.total, funding.appetite.confidence)
    notes = [*funding.notes, *_outside(), *group.notes, *costs.notes, *(quote.notes if quote else ())]
    return RiskRun(group, seed, costs, quote, funding, beside, tuple(dict.fromkeys(notes)))


def _outside() -> tuple[Text, ...]:
    """What a comparison of costs does not know."""
    return (
        Text(
            "自筹如何纳税、是否合规（尤其是企业能否自己承担身故、重疾等定额给付）、国内能否买到止损保险，"
            "都不在本比较之内，请另行核实",
            "taxes, the law (above all whether an employer may bear lump sums for death or critical illness) and "
            "whether stop-loss can be bought in China are not part of this comparison: have them checked",
        ),
    )
