"""How fast design is: uv run python benchmarks/design.py [--people 2000] [--part NAME ...]

Parts: `grid` adjudicates 1,000 joint designs over 100,000 lines of bills; `programme` is the whole design of a company
of three tiers with 500 joint combinations each; `choice` is the exact choice among them. Medians where runs repeat.
"""

import argparse
import statistics
import time
from datetime import date

import numpy as np
import pyarrow as pa

from tuanbao.demo.company import make_company
from tuanbao.demo.run import programme_file
from tuanbao.design.choosing.problem import cost_row
from tuanbao.design.choosing.solving import solve
from tuanbao.design.evaluating.burden import lost_pay
from tuanbao.design.evaluating.grid import evaluate
from tuanbao.design.evaluating.illnesses import draw
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.inputs import Inputs
from tuanbao.design.options.blocks import blocks_of
from tuanbao.design.options.designs import Designs
from tuanbao.design.options.levers import levers_of
from tuanbao.design.options.loading import parse_options
from tuanbao.design.preparing import Telling
from tuanbao.design.proposal import Proposal
from tuanbao.design.running import design_programme
from tuanbao.language import Text
from tuanbao.plan import load_programme
from tuanbao.pricing.group import group_of
from tuanbao.pricing.model import load_model
from tuanbao.reference.needs import parameter
from tuanbao.roster import MEMBERS, Reading, normalise

ON = date(2026, 12, 31)
RUNS = 3
LEVERS = """
  - {lever: a, plan: acme-tech-staff, path: outpatient.coinsurance, values: [50%, 60%, 80%, 90%]}
  - {lever: b, plan: acme-tech-staff, path: inpatient.coinsurance, values: [70%, 80%, 90%, 100%]}
  - {lever: c, plan: acme-tech-staff, path: outpatient.limits.physio.amount, values: [1000, 2000, 5000, 8000]}
"""
"""125 joint designs of bills."""
DEDUCTIBLES = """
  - lever: d
    plan: acme-tech-staff
    settings:
      - {set: {outpatient.deductible: [{per: year, amount: 100}]}}
      - {set: {outpatient.deductible: [{per: year, amount: 200}]}}
      - {set: {outpatient.deductible: [{per: year, amount: 300}]}}
      - {set: {outpatient.deductible: [{per: year, amount: 500}]}}
      - {set: {outpatient.deductible: [{per: visit, amount: 20}]}}
      - {set: {outpatient.deductible: [{per: visit, amount: 50}]}}
      - {set: {outpatient.deductible: [{per: visit, amount: 50}, {per: year, amount: 200}]}}
"""
"""Eight ways to bear the first of a bill: 1,000 joint designs with the levers above."""
SUMS = "  - {lever: e, plan: acme-tech-staff, path: critical-illness.sum_insured, values: [200000, 400000, 500000]}\n"
"""Four sums insured: 500 joint designs with the 125 above."""
TIERS = """
tiers:
  - {tier: executive, when: {grade: [M3, M4]}, plan: acme-tech-staff}
  - {tier: manager, when: {grade: [P7, P8]}, plan: acme-tech-staff}
constraints: {growth: 5%, order: [executive, manager, staff], ratio: 3}
"""


def people(employees: int) -> Reading:
    """The demo's technology company with so many employees in force on the last day, and their families."""
    made = make_company(1, round(employees * 1.08)).members
    return normalise(made, MEMBERS)


def grid() -> None:
    """1,000 joint designs over 100,000 lines, two threads."""
    programme, plans = load_programme(programme_file())
    options, findings = parse_options(f"design: bench\nlevers:{LEVERS}{DEDUCTIBLES}", "-")
    group = group_of(people(500), programme, plans, ON)
    levers = levers_of(plans, {plan.id: plan.id for plan in plans}, options, findings)
    block = next(own for own in blocks_of(group.members, plans, levers) if own.employees)
    illnesses = draw(group.members, load_model(), group.period, 225_000, 1)
    lost, _ = lost_pay(illnesses, group.members, parameter("lost_pay"))
    designs = Designs(block)
    ready = Ready.of(designs, illnesses, block.members, lost)
    evaluate(ready, (0,), 0.05)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        found = evaluate(ready, range(len(designs.levers)), 0.05)
        seconds.append(time.perf_counter() - began)
    took = statistics.median(seconds)
    rate = len(found) * found.lines / took / 1e6
    print(f"grid: {len(found):,} joint designs over {found.lines:,} lines in {took:.1f} s ({min(seconds):.1f} to"
          f" {max(seconds):.1f}): {rate:.1f} million lines/s")  # fmt: skip


def programme(employees: int) -> Proposal:
    """The whole design, documents left out."""
    present, plans = load_programme(programme_file())
    options, findings = parse_options(f"design: bench\nlevers:{LEVERS}{SUMS}{TIERS}", "-")
    given = Inputs(people(employees), present, tuple(plans), load_model(), options, findings, on=ON, industry="hitech")
    began = time.perf_counter()
    found = design_programme(given, Telling())
    took = time.perf_counter() - began
    sizes = ", ".join(f"{own.key} {len(own.offers.grid)}" for own in found.blocks)
    employed = sum(row == "employee" for row in found.present.group.members["relation"].to_pylist())
    print(f"programme: {employed:,} employees, {len(found.present.group.members):,} people, {found.designs:,} joint"
          f" designs ({sizes}) over {found.lines:,} lines in {took:.1f} s")  # fmt: skip
    for step, own in found.seconds.items():
        print(f"  {step}: {own:.1f} s")
    return found


def choice(found: Proposal) -> None:
    """The exact choice under twelve budgets around the present cost."""
    groups, cost = found.problem.groups, sum(float(group.cost[0]) for group in found.problem.groups)
    seconds, gaps = [], []
    for budget in np.linspace(0.85, 1.4, 12) * cost:
        solution = solve(found.problem.with_rows(cost_row(groups, "growth", Text("预算", "budget"), float(budget))))
        if solution is not None:
            seconds.append(solution.seconds)
            gaps.append(solution.gap)
    median = statistics.median(seconds)
    print(f"choice: {found.choices:,} choices, {len(seconds)} budgets: median {median:.2f} s, slowest"
          f" {max(seconds):.2f} s, largest gap {max(gaps):.1e}")  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=2000)
    arguments.add_argument("--part", action="append", choices=["grid", "programme"])
    given = arguments.parse_args()
    print(f"pyarrow {pa.__version__}, numpy {np.__version__}")
    parts = given.part or ["grid", "programme"]
    if "grid" in parts:
        grid()
    if "programme" in parts:
        choice(programme(given.people))


if __name__ == "__main__":
    main()
