"""How fast a renewal is: uv run python benchmarks/renewal.py [--lines 1000000] [--part NAME ...]

A year of bills of as many people as have about so many lines is simulated and handed over as tables, as `tuanbao renew`
has them after reading its files. Parts: ``past`` (checks and adjudication of the past year alone), ``renew`` (that and
everything up to the premium and its three years, with the claim-cost model's costs at hand), ``hold`` (the same with
the search for terms that would hold the premium), ``group`` (the same with so many simulated years of the model,
--years, for the people of both years). Every figure is one warm run after one that does not count.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from tuanbao.plan import Plan, load_plans
from tuanbao.pricing.costing import simulate_costs
from tuanbao.pricing.model import load_model
from tuanbao.pricing.renewal import Assumptions, ModelView, past_year, renew
from tuanbao.pricing.renewal.running import Terms, renew_group
from tuanbao.pricing.scenarios import Scenario
from tuanbao.pricing.simulation.bills import simulate_bills
from tuanbao.roster import BILLS, MEMBERS, PREMIUMS, Reading, normalise

PLAN = Path(__file__).parents[1] / "examples/plans/acme-tech.yaml"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LINES_A_PERSON = 4.7
VALUATION = date(2026, 12, 31)


class Company:
    """People with a year of bills, and premiums."""

    def __init__(self, lines: int, plans: list[Plan]) -> None:
        count = max(50, round(lines / LINES_A_PERSON))
        self.plans = plans
        self.members = normalise(_people(count, plans[0].id), MEMBERS)
        bills = simulate_bills(self.members, load_model(), seed=1, year=YEAR).bills
        self.bills = normalise(_received(bills.slice(0, lines)), BILLS)
        row = {"from": [YEAR[0]], "to": [YEAR[1]], "members": [count], "premium": [count * 60_000]}
        self.premiums = normalise(pa.table(row), PREMIUMS)

    @property
    def tables(self) -> tuple[Reading, Reading, Reading]:
        return self.members, self.bills, self.premiums


def _people(count: int, plan: str) -> pa.Table:
    rng = np.random.default_rng(3)
    names = pa.array([f"P{i:08d}" for i in range(count)])
    born = np.datetime64("2026-01-01") - rng.integers(22 * 365, 58 * 365, count)

    def day(text: str) -> pa.Array:
        return pa.array(np.full(count, np.datetime64(text, "D")))

    return pa.table(
        {
            "member_id": names, "family_id": names, "relation": ["employee"] * count, "birth_date": pa.array(born),
            "sex": np.where(rng.random(count) < 0.5, "male", "female").tolist(), "plan": [plan] * count,
            "cover_from": day("2026-01-01"), "cover_to": day("2026-12-31"), "continuous_from": day("2025-01-01"),
            "salary": pa.array(np.full(count, 1_500_000)),
        }
    )  # fmt: skip


def _received(bills: pa.Table) -> pa.Table:
    """Bills come in some weeks after the day of service."""
    wait = np.random.default_rng(4).gamma(1.5, 25.0, len(bills)).astype(np.int64)
    served = bills["service_date"].combine_chunks().cast(pa.int32()).to_numpy() + wait
    column = pa.array(served.astype("datetime64[D]"))
    at = bills.column_names.index("received_date") if "received_date" in bills.column_names else None
    return bills.append_column("received_date", column) if at is None else bills.set_column(at, "received_date", column)


def shown(name: str, work: Callable[[], object], lines: int) -> None:
    work()
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{name:<64} {seconds:>7.2f} s   ({lines / seconds:,.0f} lines/s)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=1, help="simulated years of the part group")
    parser.add_argument("--part", action="append", choices=["past", "renew", "hold", "group"])
    given = parser.parse_args()
    plans = load_plans(PLAN)
    company = Company(given.lines, plans)
    people, lines = len(company.members.table), len(company.bills.table)
    print(f"{people:,} people, {lines:,} lines of bills", file=sys.stderr)
    scenario = Scenario(tuple(plans), company.members.table)
    costs = simulate_costs({"now": scenario}, load_model(), years=2, seed=1)["now"]
    view = ModelView(costs, costs)

    def past() -> object:
        return past_year(plans, *company.tables, valuation=VALUATION)

    def whole(hold: bool) -> Callable[[], object]:
        return lambda: renew(past_year(plans, *company.tables, valuation=VALUATION), plans, _given(view, hold))

    def group() -> object:
        return renew_group(
            *company.tables, Terms(None, tuple(plans)), valuation=VALUATION, model=load_model(), years=given.years
        )

    parts: dict[str, tuple[str, Callable[[], object]]] = {
        "past": ("the past year: checks, adjudication, months", past),
        "renew": ("from tables to the premium and its three years", whole(False)),
        "hold": ("the same, and terms that would hold the premium", whole(True)),
        "group": (f"the same, and the model's {given.years} year(s) of both groups", group),
    }
    for name, (title, work) in parts.items():
        if not given.part or name in given.part:
            shown(title, work, lines)


def _given(view: ModelView, hold: bool) -> Assumptions:
    return Assumptions(model=view, hold=hold)


if __name__ == "__main__":
    main()
