"""A priced programme with its law, tax and place in the market (方案的一侧：现行或建议)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tuanbao.design.benchmark.positions import Benchmark
from tuanbao.design.choosing.candidates import ServiceCandidates
from tuanbao.design.evaluating.grid import Floats
from tuanbao.design.fresh import Paid
from tuanbao.design.law import Annuity, Case, Contract, Premiums, Service, Tax, after_tax, case_of_group, check, spread
from tuanbao.design.options.model import Options
from tuanbao.design.proposal import Side
from tuanbao.pricing.group import Group
from tuanbao.pricing.quote.running import QuoteRun


def side_of(
    options: Options,
    group: Group,
    run: QuoteRun,
    services: Sequence[ServiceCandidates],
    chosen: Mapping[str, int],
    paid: Paid,
    value: float,
    market: Benchmark,
) -> Side:
    """The side with everything that is said of it."""
    case = _case(options, group, run, services, chosen, paid.joining)
    served = round(sum(float(each.cost[chosen[each.key]]) for each in services))
    return Side(group, run, served, paid.company, paid.own, value, check(case), after_tax(case), market)


def _case(
    options: Options,
    group: Group,
    run: QuoteRun,
    services: Sequence[ServiceCandidates],
    chosen: Mapping[str, int],
    joining: Floats,
) -> Case:
    company = options.company
    known = company.contract.model_dump()
    return case_of_group(
        group,
        premiums=_premiums(group, run, joining),
        services=tuple(_services(services, chosen)),
        annuity=_annuity(services, chosen),
        payroll=company.payroll,
        on_roll=company.on_roll,
        tax=Tax(enterprise=company.enterprise, contributions=company.contributions),
        contract=Contract(**known),
    )


def _premiums(group: Group, run: QuoteRun, joining: Floats) -> Premiums:
    """Premiums by person and benefit, in the order of the roster, as far as people like each join."""
    quote = run.quote
    place = {member: i for i, member in enumerate(quote.people.member_id)}
    order = [place[member] for member in group.members["member_id"].to_pylist()]
    cost = {(each.plan, each.benefit): each.expected for each in quote.benefits}
    return spread(
        group.plans,
        group.members["plan"].to_pylist(),
        group.members["relation"].to_pylist(),
        [round(int(quote.premiums.employer[i]) * float(joining[i])) for i in order],
        [round(int(quote.premiums.employee[i]) * float(joining[i])) for i in order],
        cost,
    )


def _services(services: Sequence[ServiceCandidates], chosen: Mapping[str, int]) -> list[Service]:
    found = []
    for own in services:
        per_head = own.service.per_head
        if per_head is not None and per_head[own.option[chosen[own.key]]]:
            found.append(Service(own.service.theme, per_head[own.option[chosen[own.key]]], (own.tier,), own.heads))
    return found


def _annuity(services: Sequence[ServiceCandidates], chosen: Mapping[str, int]) -> Annuity | None:
    """The annuity of all tiers at its largest share; tiers that have another are said by their own service."""
    shares: dict[str, Fraction] = {
        own.tier: own.service.of_pay[own.option[chosen[own.key]]]
        for own in services
        if own.service.theme == "annuity" and own.service.of_pay is not None
    }
    paid = {tier: share for tier, share in shares.items() if share}
    return Annuity(max(paid.values()), tiers=tuple(paid)) if paid else None
