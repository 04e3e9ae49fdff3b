"""The simulated tables go straight into the adjudication and into files, and come back without an error."""

from pathlib import Path

import pyarrow as pa
import pytest

from tests.pricing.simulation.made_hazards import hazards, members
from tuanbao.adjudication import adjudicate
from tuanbao.plan import load_plans
from tuanbao.pricing.simulation import Simulated, SimulationError, simulate_bills
from tuanbao.pricing.simulation.tables import bill_ids
from tuanbao.roster import BILLS, EVENTS, normalise, read_table, write_table

PLANS = Path(__file__).parents[3] / "examples" / "plans" / "acme-tech.yaml"
MADE = hazards(150)


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    return simulate_bills(members(MADE, "acme-tech-staff"), lambda roster, year: MADE, 2, seed=1)


def test_the_tables_are_what_normalising_would_make_of_them(simulated: Simulated) -> None:
    for table, layout in ((simulated.bills, BILLS), (simulated.events, EVENTS)):
        reading = normalise(table, layout)
        assert not reading.errors
        assert len(table) > 10
        assert reading.table.schema == table.schema
        assert reading.table.equals(table.combine_chunks())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_files_of_them_are_adjudicated_without_a_bad_row(simulated: Simulated, tmp_path: Path, kind: str) -> None:
    bills, events = next(simulated.years())
    write_table(bills, BILLS, tmp_path / f"bills.{kind}")
    write_table(events, EVENTS, tmp_path / f"events.{kind}")
    plan, people = load_plans(PLANS), members(MADE, "acme-tech-staff")
    direct = adjudicate(plan, people, bills, events)
    again = [read_table(tmp_path / f"{name}.{kind}", layout) for name, layout in (("bills", BILLS), ("events", EVENTS))]
    from_files = adjudicate(plan, people, *again)
    assert not direct.errors
    assert not from_files.errors
    assert from_files.summary.equals(direct.summary)
    assert sum(direct.summary["paid"].to_pylist()) > 0


def test_ids_are_unique_over_the_years_and_rise(simulated: Simulated) -> None:
    for table, name in ((simulated.bills, "bill_id"), (simulated.events, "event_id")):
        ids = table[name].to_pylist()
        assert len(set(ids)) == len(ids)
        assert ids == sorted(ids)
    years = list(simulated.years())
    assert sum(len(bills) for bills, _ in years) == len(simulated.bills)
    assert len(years) == 2
    assert {name[:6] for name in years[1][0]["bill_id"].to_pylist()} == {"S00002"}


def test_bill_numbers_are_written_out() -> None:
    assert bill_ids(3, 998, 4).to_pylist() == [f"S00003-{n:09d}" for n in (998, 999, 1000, 1001)]
    assert len(bill_ids(1, 0, 0)) == 0


def test_nobody_and_no_years_are_refused() -> None:
    people = members(MADE, "acme-tech-staff")
    with pytest.raises(SimulationError, match="from 1"):
        simulate_bills(people, lambda roster, year: MADE, 0, seed=1)
    with pytest.raises(SimulationError, match="empty"):
        simulate_bills(people.slice(0, 0), lambda roster, year: MADE, seed=1)
    assert isinstance(people, pa.Table)
