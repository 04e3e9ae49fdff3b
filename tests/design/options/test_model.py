"""The options of the demo as they are read, and what stands where a file says nothing."""

from fractions import Fraction

from tests.design.making import ROOT
from tuanbao.design.options.loading import load_options, parse_options
from tuanbao.reference.design import design_default, design_factor
from tuanbao.reference.needs import parameter


def test_defaults_are_those_of_the_reference() -> None:
    options, _ = parse_options("design: bare\n")
    value = options.value
    assert value.bad_year.worst == design_factor("worst_share") == Fraction(1, 20)
    assert value.bad_year.counts == design_factor("bad_year_counts")
    assert (value.needs, value.market) == (design_factor("needs_share"), design_factor("market_share"))
    assert value.lost_pay == parameter("lost_pay")
    assert options.most_usual == design_default("most_designs").value
    assert options.most_written == design_default("most_written_designs").value
    assert float(options.pilot.change) == design_default("pilot_change").value
    assert options.usual_levers
    assert not options.levers
    services, _ = parse_options("services: [{service: gym, theme: checkup, per_head: [1]}]\n")
    assert services.services[0].worth == design_factor("service_worth")


def test_the_options_of_the_demo_are_read() -> None:
    options, findings = load_options(ROOT / "examples" / "design" / "acme-tech.yaml")
    assert not findings.problems
    assert options.constraints.growth == Fraction(1, 20)
    assert [tier.tier for tier in options.tiers] == ["manager"]
    assert [lever.lever for lever in options.levers][:2] == ["outpatient-share", "physio"]
    [spouse] = options.payers
    assert spouse.joining == (Fraction(2, 5), Fraction(7, 10))
    assert options.services[0].per_head == (500_00, 800_00, 1000_00)
    assert options.value.bad_year.counts == 2


def test_a_path_with_values_is_as_many_settings() -> None:
    short, _ = parse_options("levers: [{lever: a, plan: p, path: x.amount, values: [1, 2]}]\n")
    long, _ = parse_options("levers: [{lever: a, plan: p, settings: [{set: {x.amount: 1}}, {set: {x.amount: 2}}]}]\n")
    assert short.levers[0].patches == long.levers[0].patches


def test_a_lever_of_a_plan_holds_for_every_plan_that_began_from_it() -> None:
    lever = "{{lever: {}, plan: {}, path: x, values: [1]}}"
    options, _ = parse_options(f"levers: [{lever.format('a', 'p')}, {lever.format('b', 'q')}]\n")
    found = options.levers_of({"p": "p", "p-chiefs": "p", "q": "q"})
    assert [(plan, lever.lever) for plan, lever in found] == [("p", "a"), ("p-chiefs", "a"), ("q", "b")]
