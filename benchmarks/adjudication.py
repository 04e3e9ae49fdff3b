"""How fast the adjudication is: uv run python benchmarks/adjudication.py [--lines 10000000] [--part NAME ...]

Prints lines/s, the ratio to a memory copy of the same arrays, peak memory, and the same rule said in pandas and SQL.
Every figure is the median of several runs, with the fastest and slowest beside it; see docs/benchmarks.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent))

import made_bills
from tuanbao.adjudication.applicability import settle
from tuanbao.adjudication.cost_sharing import share_costs
from tuanbao.adjudication.intake import read_bills, take_in
from tuanbao.adjudication.ordering import arrange
from tuanbao.roster import BILLS, check_bills, read_table, write_table

RUNS = 7


def timed(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Seconds of each run, after one that does not count."""
    work()
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return found


def shown(name: str, count: float, seconds: list[float], unit: str = "lines/s") -> None:
    rates = sorted(count / second for second in seconds)
    median = statistics.median(rates)
    print(f"{name:<58} {median:>16,.0f} {unit}   ({rates[0]:,.0f} to {rates[-1]:,.0f})", flush=True)


def kernel(lines: int = 500_000) -> None:
    """Warm, one core, full explanation columns; as many lines as two batches of a run have."""
    table = pa.concat_tables(list(made_bills.bills(lines))).unify_dictionaries().combine_chunks()
    for waterfall in (False, True):
        plan = made_bills.plan(waterfall=waterfall)
        intake = take_in(plan, made_bills.members(lines))
        program, people = intake.compiled.program, intake.population.people
        batch = arrange(intake.compiled, intake.population, read_bills(table).table)
        reasons, bits = settle(program, people, batch.lines)
        rows, _ = share_costs(program, people, batch.lines, reasons, bits, all_rows=False)
        name = f"{len(rows.line) / lines:.0f} row(s) a line"
        copied = timed(lambda rows=rows, batch=batch: [np.copy(x) for x in (*rows, *batch.lines)])
        first = timed(lambda a=(program, people, batch.lines): settle(*a))
        second = timed(
            lambda a=(program, people, batch.lines, reasons, bits): share_costs(*a, all_rows=False),
        )
        shown(f"kernel, {name}", lines, second)
        shown(f"  applicability and conditions before it, {name}", lines, first)
        ratio = statistics.median(second) / statistics.median(copied)
        print(f"  a memory copy of the same arrays is {ratio:.1f} times as fast as the kernel")


def files(lines: int, folder: Path, *, shuffled: bool = False) -> None:
    """Parquet file to Parquet file, in a process of its own, so that its peak memory is its own."""
    people, bills = made_bills.write(lines, folder, shuffled=shuffled)
    found = [_in_a_process(people, bills, folder / "out") for _ in range(3)]
    order = "rows in no order" if shuffled else "grouped by family"
    shown(f"Parquet to Parquet, {lines:,} lines, {order}", lines, [run["seconds"] for run in found])
    print(f"  peak memory {max(run['peak'] for run in found) / 2**30:.2f} GiB, {found[0]['rows']:,} rows written")


def _in_a_process(people: Path, bills: Path, out: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--one-run", str(people), str(bills), str(out)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(answer)
    return result


def one_run(people: Path, bills: Path, out: Path) -> None:
    """One run over files; the measure is the whole call, reading and writing included."""
    import resource

    from tuanbao.adjudication.files import adjudicate_files

    started = time.perf_counter()
    report = adjudicate_files([made_bills.plan()], people, bills, out, format="parquet", rows="applied")
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "rows": report.rows, "peak": peak}))


FIRST_CALL = """
import time
started = time.perf_counter()
import tuanbao, pyarrow as pa
{imported}
loaded = time.perf_counter()
{call}
print(loaded - started, time.perf_counter() - loaded)
"""


def first_call() -> None:
    """A fresh process with a warm cache: what the first adjudication takes beyond loading the program."""
    imported = "import tuanbao.adjudication\nfrom datetime import date\nfrom tuanbao.plan import parse_plans"
    call = f"""
plan = parse_plans({made_bills.plan_text()!r})[0]
day = [date(2026, 3, 1)]
members = pa.table({{"member_id": ["A"], "family_id": ["A"], "relation": ["employee"], "cover_from": day}})
bills = pa.table({{"bill_id": ["b"], "member_id": ["A"], "service_date": day, "category": ["outpatient"],
                  "total": [60000], "in_scope": [60000]}})
assert tuanbao.adjudicate(plan, members, bills).lines["paid"][0].as_py() > 0
"""
    code = FIRST_CALL.format(imported=imported, call=call)
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", code]
    found = [subprocess.run(command, check=True, capture_output=True, text=True, env=usual) for _ in range(6)]
    loads, calls = zip(*(map(float, run.stdout.split()) for run in found[1:]), strict=True)
    print(f"first call in a fresh process, warm cache: {statistics.median(calls):.3f} s")
    print(f"  and {statistics.median(loads):.3f} s before it to load the program")


def one_person() -> None:
    """One person's year with its explanation."""
    from tuanbao import adjudicate_one

    plan = made_bills.plan()
    member = {"member_id": "A", "family_id": "A", "relation": "employee", "cover_from": "2026-01-01"}
    bills = [
        {"bill_id": f"b{n:02}", "member_id": "A", "service_date": f"2026-{1 + n % 12:02}-10", "category": "outpatient",
         "total": 50_000 + n, "in_scope": 50_000 + n}
        for n in range(20)
    ]  # fmt: skip
    seconds = timed(lambda: adjudicate_one(plan, member, bills), runs=200)
    times = sorted(seconds)
    print(f"one person's year of 20 bills with its explanation: {statistics.median(times) * 1000:.2f} ms", end="")
    print(f" ({times[0] * 1000:.2f} to {times[-1] * 1000:.2f})")


def excel(folder: Path, rows: int = 100_000) -> None:
    """Bills from an Excel workbook, read, normalised and checked."""
    people, table = made_bills.members(rows), pa.concat_tables(list(made_bills.bills(rows)))
    path = folder / "bills.xlsx"
    write_table(read_bills(table).table, BILLS, path)
    seconds = timed(lambda: check_bills(read_table(path, BILLS), people), runs=3)
    print(f"{rows:,} rows of Excel, read and checked: {statistics.median(seconds):.2f} s ({min(seconds):.2f} at best)")


def against_others() -> None:
    """The same rule in pandas groupby-apply and in DuckDB SQL, and what the leading open claims system does."""
    import rivals

    rivals.compare(shown, timed)
    print("openIMIS 1.11, a claim of 5 lines with persistence (measured elsewhere): 7.5 to 14.8 claims/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000, help="lines of the file to file run")
    parser.add_argument(
        "--part", action="append", help="kernel, files, shuffled, first-call, one-person, excel, others"
    )
    parser.add_argument("--one-run", nargs=3, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one_run:
        one_run(*given.one_run)
        return
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, Callable[[], None]] = {
            "kernel": kernel,
            "first-call": first_call,
            "one-person": one_person,
            "excel": lambda: excel(Path(folder)),
            "others": against_others,
            "files": lambda: files(given.lines, Path(folder)),
            "shuffled": lambda: files(max(1, given.lines // 5), Path(folder), shuffled=True),
        }
        for name, part in parts.items():
            if not given.part or name in given.part:
                part()


if __name__ == "__main__":
    main()
