"""Files in, files out: batch by batch the same answer as all at once, and nothing written where a row is wrong."""

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from tests import support
from tests.adjudication.random_cases import enterable, plans_of_case
from tests.oracle.strategies import case_of_seed
from tuanbao.adjudication import RefusedRowsError, adjudicate, files
from tuanbao.adjudication.files import adjudicate_files
from tuanbao.adjudication.intake import plan_needs
from tuanbao.demo import make_company, write_company
from tuanbao.plan import parse_plans
from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, pieces, read_table, write_table

PLANS = "examples/plans/acme-tech.yaml"


@pytest.fixture(scope="module")
def company():
    return make_company(people=80)


@pytest.fixture
def small_batches(monkeypatch):
    """Batches of some families, also of files that would fit into one."""
    monkeypatch.setattr(files, "BATCH_ROWS", 100)
    monkeypatch.setattr(pieces, "SMALL", 0)
    monkeypatch.setattr(pieces, "BYTES_A_ROW", 160)


def company_plans(request, pool):
    """The demo's plans; with ``pool`` a company-wide amount stands on the family plan's last reimbursement benefit."""
    text = (request.config.rootpath / PLANS).read_text()
    if pool:
        last = "limits: [{per: year, amount: 50000, pool: medical}]"
        assert last in text
        text = text.replace(last, "limits: [{per: year, amount: 1500, shared: company}]")
    return parse_plans(text)


def in_order(table, *keys):
    names = [field.name for field in table.schema]
    fields = [(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    plain = table.cast(pa.schema(fields))
    return plain.sort_by([(key, "ascending") for key in keys]).select(names).combine_chunks().to_pylist()


def write_inputs(company, folder, suffix, *, grouped):
    people, bills, events, _ = write_company(company, folder, suffix)
    if suffix == "parquet":
        table = parquet.read_table(bills)
        order = [("family_id", "ascending"), ("service_date", "ascending")] if grouped else [("bill_id", "descending")]
        parquet.write_table(table.sort_by(order), bills, row_group_size=70)
    return people, bills, events


@pytest.mark.parametrize("grouped", [True, False], ids=["grouped by family", "in no order"])
@pytest.mark.parametrize("rows", ["all", "applied"])
def test_batches_give_the_same_answer_as_all_at_once(company, tmp_path, request, small_batches, grouped, rows):
    plans = company_plans(request, pool=False)
    people, bills, events = write_inputs(company, tmp_path, "parquet", grouped=grouped)
    report = adjudicate_files(plans, people, bills, tmp_path / "out", events=events, format="parquet", rows=rows)
    whole = adjudicate(plans, company.members, company.bills, company.events, rows=rows)
    eob = parquet.read_table(tmp_path / "out" / "eob.parquet")
    assert in_order(eob, "bill_id", "line", "benefit_id") == in_order(whole.eob, "bill_id", "line", "benefit_id")
    by_line = parquet.read_table(tmp_path / "out" / "lines.parquet")
    assert in_order(by_line, "bill_id", "line") == in_order(whole.lines, "bill_id", "line")
    assert parquet.read_table(tmp_path / "out" / "payments.parquet").to_pylist() == whole.payments.to_pylist()
    assert report.summary.to_pylist() == whole.summary.to_pylist()
    assert (report.lines, report.rows) == (len(company.bills), len(whole.eob))


def test_a_company_wide_amount_is_used_up_over_all_batches(company, tmp_path, request, small_batches):
    plans = company_plans(request, pool=True)
    assert any(limit.shared == "company" for plan in plans for b in plan.benefits for limit in getattr(b, "limits", ()))
    people, bills, _ = write_inputs(company, tmp_path, "parquet", grouped=True)
    report = adjudicate_files(plans, people, bills, tmp_path / "out", format="parquet")
    whole = adjudicate(plans, company.members, company.bills)
    eob = parquet.read_table(tmp_path / "out" / "eob.parquet")
    assert in_order(eob, "bill_id", "line", "benefit_id") == in_order(whole.eob, "bill_id", "line", "benefit_id")
    assert report.summary.to_pylist() == whole.summary.to_pylist()
    family = [row for row in whole.summary.to_pylist() if row["plan"] == "acme-tech-family"]
    assert next(row for row in family if row["benefit_id"] == "inpatient")["paid"] == 150_000


def test_text_files_carry_yuan_and_parquet_carries_fen(company, tmp_path, request, small_batches):
    plans = company_plans(request, pool=False)
    people, bills, events = write_inputs(company, tmp_path, "csv", grouped=False)
    adjudicate_files(plans, people, bills, tmp_path / "out", events=events, format="csv", rows="applied")
    adjudicate_files(plans, people, bills, tmp_path / "out", events=events, format="parquet", rows="applied")
    yuan = csv.read_csv(
        tmp_path / "out" / "lines.csv", convert_options=csv.ConvertOptions(column_types={"paid": pa.decimal128(18, 2)})
    )
    fen = parquet.read_table(tmp_path / "out" / "lines.parquet")
    assert [int(amount * 100) for amount in yuan["paid"].to_pylist()] == fen["paid"].to_pylist()
    text = (tmp_path / "out" / "lines.csv").read_text().splitlines()
    assert text[0] == '"bill_id","line","member_id","total","pooled","other_paid","paid","patient"'


def test_bad_rows_are_all_listed_and_nothing_is_written(company, tmp_path, request, small_batches):
    plans = company_plans(request, pool=False)
    people, bills, _ = write_inputs(company, tmp_path, "csv", grouped=False)
    lines = bills.read_text().splitlines()
    heading = lines[0].split(",")
    for row in (10, 300):
        cells = lines[row].split(",")
        cells[heading.index("total")] = "1.00"
        lines[row] = ",".join(cells)
    bills.write_text("\n".join(lines) + "\n")
    out = tmp_path / "out"
    with pytest.raises(RefusedRowsError) as refused:
        adjudicate_files(plans, people, bills, out)
    assert {error.row for error in refused.value.errors} == {11, 301}
    assert list(out.iterdir()) == []
    report = adjudicate_files(plans, people, bills, out, skip_bad_rows=True)
    assert {error.row for error in report.errors} == {11, 301}
    assert (out / "eob.csv").exists()


def test_progress_is_told_and_ends_at_the_number_of_lines(company, tmp_path, request, small_batches):
    people, bills, _ = write_inputs(company, tmp_path, "parquet", grouped=True)
    told = []
    plans = company_plans(request, pool=False)
    adjudicate_files(plans, people, bills, tmp_path / "out", progress=lambda done, total: told.append((done, total)))
    assert len(told) > 3
    assert told[-1] == (len(company.bills), len(company.bills))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize("seed", range(40))
def test_random_cases_agree_between_files_and_tables(tmp_path, small_batches, monkeypatch, seed):
    monkeypatch.setattr(files, "BATCH_ROWS", 6)
    case = enterable(case_of_seed(seed))
    plans = plans_of_case(case)
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    readings = {
        "members": (support.people(case["members"], amounts), MEMBERS),
        "bills": (support.bills(case["bills"]), BILLS),
        "events": (support.events(case["events"]), EVENTS),
        "openings": (support.openings(case["openings"]), OPENINGS),
        "hospital_lists": (support.hospital_lists(case["hospital_lists"]), HOSPITAL_LISTS),
    }
    paths = {name: tmp_path / f"{name}.parquet" for name in readings}
    for name, (reading, layout) in readings.items():
        write_table(reading.table, layout, paths[name])
    report = adjudicate_files(
        plans, paths["members"], paths["bills"], tmp_path / "out", events=paths["events"],
        openings=paths["openings"], hospital_lists=paths["hospital_lists"], format="parquet",
    )  # fmt: skip
    tables = {name: read_table(path, readings[name][1], amounts=amounts if name == "members" else frozenset())
              for name, path in paths.items()}  # fmt: skip
    whole = adjudicate(plans, **tables)
    eob = parquet.read_table(tmp_path / "out" / "eob.parquet")
    assert sorted(map(repr, eob.to_pylist())) == sorted(map(repr, whole.eob.to_pylist()))
    assert report.summary.to_pylist() == whole.summary.to_pylist()
