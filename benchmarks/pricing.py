"""How fast pricing is: uv run python benchmarks/pricing.py [--people 10000] [--years 1000] [--part NAME ...]

Prints simulated lines a second with their tables, the time and the error of a quote, what common random numbers do for
a price difference. Figures are medians with the fastest and slowest beside them.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).parent))

from tuanbao.demo.company import make_company
from tuanbao.plan import load_plans
from tuanbao.pricing.costing import Scenario, simulate_costs
from tuanbao.pricing.costs import Costs, difference
from tuanbao.pricing.model import hazards_of, load_model
from tuanbao.pricing.simulation.packing import pack
from tuanbao.pricing.simulation.tables import Shared, bill_table
from tuanbao.pricing.simulation.year import simulate_years
from tuanbao.roster import MEMBERS, normalise

PLANS = Path(__file__).parents[1] / "examples" / "plans" / "acme-tech.yaml"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
THREADS = 2
RUNS = 5


def roster(people: int) -> pa.Table:
    """So many people of the demo's technology company: whole families, the last cut short."""
    return company(people).slice(0, people)


def company(employees: int) -> pa.Table:
    """The demo's technology company with so many employees and their families."""
    return normalise(make_company(1, max(20, employees)).members, MEMBERS).table


def generator(people: int) -> None:
    """Lines of simulated bills a second, tables of the plan language included, two years at a time."""
    hazards = hazards_of(roster(people), load_model(), YEAR)
    packed, shared = pack(hazards), Shared(pa.array(hazards.member_id), hazards.streams)

    def year(number: int) -> int:
        return len(bill_table(simulate_years(packed, 1, [number]).bills, shared))

    year(0)
    for threads in (1, THREADS):
        rates, processor = [], []
        for _ in range(RUNS):
            started, used = time.perf_counter(), time.process_time()
            with ThreadPoolExecutor(threads) as pool:
                lines = sum(pool.map(year, range(20)))
            rates.append(lines / (time.perf_counter() - started))
            processor.append((time.process_time() - used) / lines)
        middle, spread = statistics.median(rates), f"{min(rates):,.0f} to {max(rates):,.0f}"
        print(f"simulated bills as tables, {threads} thread(s): {middle:,.0f} lines/s ({spread})", end="")
        print(f", {statistics.median(processor) * 1e9:.0f} ns of processor time a line", flush=True)


def quotes(people: int, years: int) -> None:
    """So many people, and a company of so many employees with their families."""
    warm(roster(people))
    for members in (roster(people), company(people)):
        quote(members, years)


def quote(members: pa.Table, years: int) -> None:
    """A quote's simulation, from the roster to the costs, and how sure its mean is."""
    people = len(members)
    started, used = time.perf_counter(), time.process_time()
    costs = simulate_costs({"quote": Scenario(load_plans(PLANS), members)}, load_model(), years=years, seed=1)["quote"]
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    print(f"quote for {people:,} people, {years:,} simulated years: {seconds:.1f} s", end="")
    print(f" ({processor:.1f} s of processor time over {THREADS} threads)")
    print(f"  {costs.mean() / 100 / people:,.2f} yuan a person, standard error {relative_error(costs):.2%} of it")
    medical = [place for place, (_, benefit) in enumerate(costs.benefits) if benefit in ("outpatient", "inpatient")]
    reimbursed = costs.by_year[:, :, medical].sum(axis=(1, 2))
    print(f"  of it medical {reimbursed.mean() / costs.mean():.0%}", end="")
    print(f", whose own error is {reimbursed.std(ddof=1) / years**0.5 / reimbursed.mean():.2%}", flush=True)


def differences(people: int, years: int) -> None:
    """What a variant saves: the error of the difference beside the errors of the two prices."""
    plans, members = load_plans(PLANS), roster(people)
    warm(members)
    names = ("acme-tech-staff", "acme-tech-staff:lite", "acme-tech-staff:plus")
    scenarios = {name: Scenario(plans, with_plan(members, name)) for name in names}
    started = time.perf_counter()
    found = simulate_costs(scenarios, load_model(), years=years, seed=1)
    print(f"three variants for {people:,} people, {years:,} years: {time.perf_counter() - started:.1f} s")
    for name in names[1:]:
        gap = difference(found[name], found[names[0]])
        times = gap.error_if_independent / gap.error
        print(f"  {name} against the plan: {gap.mean / 100:+,.0f} yuan a year, error {gap.error / 100:,.0f}", end="")
        print(f"; each price's own {gap.error_of_one / 100:,.0f} and {gap.error_of_other / 100:,.0f}", end="")
        print(f"; simulated apart it would be {times:.0f} times as large", flush=True)


def warm(members: pa.Table) -> None:
    """The first run compiles."""
    simulate_costs({"quote": Scenario(load_plans(PLANS), members)}, load_model(), years=2, seed=1)


def with_plan(members: pa.Table, plan: str) -> pa.Table:
    """The staff in this plan or variant, families as they are."""
    staff = pc.equal(members["plan"].cast(pa.string()), "acme-tech-staff")
    chosen = pc.if_else(staff, plan, members["plan"].cast(pa.string()))
    return members.set_column(members.column_names.index("plan"), "plan", chosen)


def relative_error(costs: Costs) -> float:
    return costs.standard_error() / costs.mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=1_000)
    parser.add_argument("--part", action="append", help="generator, quote, differences")
    given = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "generator": lambda: generator(given.people),
        "quote": lambda: quotes(given.people, given.years),
        "differences": lambda: differences(given.people, given.years),
    }
    for name, part in parts.items():
        if not given.part or name in given.part:
            part()


if __name__ == "__main__":
    main()
