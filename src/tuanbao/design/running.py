"""A design from end to end (方案设计): needs and market, all designs, the choice, its price, reasons, law, roll-out."""

from tuanbao.design.benchmark import benchmark, market_weights
from tuanbao.design.choosing.around import at_least_cost, cheapest_keeping, frontier, sensitivities
from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates, service_candidates
from tuanbao.design.choosing.conflicts import conflict
from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.solving import Solution, solve
from tuanbao.design.choosing.valuing import scales_of
from tuanbao.design.choosing.wishes import budget_of, held_row, rows_of, without_nobody
from tuanbao.design.errors import DesignError
from tuanbao.design.explaining.reasons import ledger, reasons
from tuanbao.design.explaining.steps import all_steps
from tuanbao.design.fresh import Clock, Found, Posed, fresh, group_with_tiers, over_budget, paid_by, quoted
from tuanbao.design.inputs import Inputs, with_lapsed_choices
from tuanbao.design.needs import Needs, assess
from tuanbao.design.options.levers import levers_of
from tuanbao.design.preparing import YEARS_AHEAD, Evaluated, Setting, Telling, evaluate_blocks, refuse_early
from tuanbao.design.proposal import Around, Proposal, Side
from tuanbao.design.proposing import dropped_variants
from tuanbao.design.screening import screens_of
from tuanbao.design.sides import side_of
from tuanbao.design.trying_out import rollout_of
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.quote.running import QuoteRun

OTHER_SEED = 1000
"""Added to the seed for the bills on which designs compete: other random numbers than those of both quotes."""


def design_programme(inputs: Inputs, telling: Telling | None = None) -> Proposal:
    """The best programme under the options, with the proof, the price and the reasons.

    Raises DesignError where wishes conflict (with the smallest set of them) or levers contradict each other, PlanError
    for options and plans that cannot be read, and what the roster and the quote raise.
    """
    tell, clock = telling or Telling(), Clock()
    inputs, lapsed = with_lapsed_choices(inputs)
    tiered, group = group_with_tiers(inputs)
    levers = levers_of(tiered.plans, tiered.origin, inputs.options, inputs.findings)
    refuse_early(group, levers, inputs.options)
    tell.tell(Text("给现行方案报价", "Pricing the present programme"))
    with clock.step("present quote"):
        run = quoted(inputs, group, tell)
    with clock.step("needs"):
        needs = _needs(inputs, group, tell)
    held = inputs.options.constraints.hold_years
    ahead = held if held > 1 else YEARS_AHEAD
    other = inputs.seed + OTHER_SEED
    setting = Setting(group, run.quote, inputs.options, levers, inputs.model, other, inputs.lines, ahead)
    with clock.step("grid"):
        evaluated = evaluate_blocks(setting, tell)
    posed, notes = _posed(inputs, group, evaluated, needs)
    tell.tell(Text("选择最优组合，并用新的随机数复核", "Choosing, and pricing the choice afresh"))
    with clock.step("choice"):
        solution = _solved(posed.problem)
    found = fresh(inputs, tiered, posed, solution, tell, clock)
    with clock.step("around"):
        around = _around(posed, found, setting, tell)
    tell.tell(Text("核对法规与税务，安排试点", "Law and tax, and the roll-out"))
    with clock.step("law and roll-out"):
        now, new = _sides(inputs, group, run, posed, found)
        tried, untried = rollout_of(inputs.options, found.group, found.run)
    steps = all_steps(posed.blocks, posed.services, posed.scales, dict(found.solution.chosen))
    tiers = {own.key: own.tier for own in posed.everything}
    return Proposal(
        options=inputs.options,
        tiered=tiered,
        needs=needs,
        scales=posed.scales,
        blocks=posed.blocks,
        services=posed.services,
        problem=found.problem,
        solution=found.solution,
        present=now,
        proposed=new,
        plans=found.plans,
        money=found.money,
        reasons=tuple(reasons(steps, evaluated.uses, posed.scales, tiers)),
        ledger=ledger(steps),
        around=around,
        rollout=tried,
        lines=evaluated.lines,
        years=evaluated.years,
        seconds=clock.seconds,
        notes=(
            *lapsed,
            *group.notes,
            *evaluated.notes,
            *notes,
            *untried,
            *over_budget(found.money),
            *dropped_variants(tiered),
            *run.notes,
        ),
    )


def _needs(inputs: Inputs, group: Group, tell: Telling) -> Needs:
    tell.tell(Text("分析人员与需求", "Looking at people and needs"))
    return assess(
        group,
        inputs.model,
        answers=inputs.answers,
        bills=inputs.bills,
        events=inputs.events,
        seed=inputs.seed,
        progress=tell.advance,
    )


def _posed(inputs: Inputs, group: Group, evaluated: Evaluated, needs: Needs) -> tuple[Posed, list[Text]]:
    options = inputs.options
    services, notes = service_candidates(options.services, group.members)
    weights = {"": needs.weights()} | {tier: needs.weights(tier) for tier in needs.by_tier}
    scales = scales_of(options.value, weights, market_weights(inputs.industry, inputs.market))
    every: list[BlockCandidates | ServiceCandidates] = [*evaluated.blocks, *services]
    choices = tuple(own.group(scales) for own in every)
    screens, said = screens_of(evaluated.blocks)
    tiers = [tier.tier for tier in group.assignment.programme.tiers]
    wanted, empty = without_nobody(options.constraints, evaluated.blocks, tiers)
    problem = Problem(choices, tuple(rows_of(wanted, evaluated.blocks, services, choices, screens)))
    limit = budget_of(wanted, choices)
    if wanted.keep_value is not None:
        problem = at_least_cost(problem) or problem
    posed = Posed(evaluated.blocks, tuple(services), scales, problem, limit, options.constraints.stop_loss)
    return posed, [*notes, *said, *empty]


def _solved(problem: Problem) -> Solution:
    found = solve(problem)
    if found is None:
        raise DesignError(conflict(problem).text)
    return found


def _around(posed: Posed, found: Found, setting: Setting, tell: Telling) -> Around:
    tell.tell(Text("成本与价值前沿、敏感性", "The frontier of cost and value, other weights"))
    today = sum(float(choice.value[0]) for choice in posed.problem.groups)
    limit = posed.limit if posed.limit is not None else round(sum(float(g.cost[0]) for g in posed.problem.groups))
    held = held_row(posed.blocks, posed.services, setting.years_ahead, limit - found.money.tightened)
    return Around(
        frontier=frontier(found.problem, tell.advance),
        cheapest=cheapest_keeping(found.problem, today),
        held=solve(found.problem.with_rows(held)),
        years_ahead=setting.years_ahead,
        sensitivities=tuple(sensitivities(found.problem, found.solution.chosen, posed.scales, posed.choices)),
    )


def _sides(inputs: Inputs, group: Group, run: QuoteRun, posed: Posed, found: Found) -> tuple[Side, Side]:
    """The present and the proposed programme beside each other."""
    today = {choice.key: 0 for choice in posed.problem.groups}
    sides = []
    for chosen, own_group, own_run in ((today, group, run), (found.solution.chosen, found.group, found.run)):
        value = sum(float(choice.value[chosen[choice.key]]) for choice in posed.problem.groups)
        paid = paid_by(own_run, posed, chosen)
        market = benchmark(own_group, inputs.industry, inputs.market)
        sides.append(side_of(inputs.options, own_group, own_run, posed.services, chosen, paid, value, market))
    return sides[0], sides[1]
