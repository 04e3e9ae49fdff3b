"""Files in, files out: batches of complete families through the kernels, two at a time, written in order."""

import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.company_pool import Claims, apply_cuts, claims, cuts
from tuanbao.adjudication.engine import RowsWanted, adjudicate_bills, adjudicate_events
from tuanbao.adjudication.grouping import NotGroupedError, Pieces, Source
from tuanbao.adjudication.intake import Intake, RefusedRowsError, named_plans, plan_needs, read_events, take_in
from tuanbao.adjudication.ordering import Batch, encode
from tuanbao.adjudication.results import Totals, eob_table, lines_table, payments_table
from tuanbao.adjudication.writing import TableWriter
from tuanbao.language import Text
from tuanbao.plan.model import Plan
from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, Reading, RowError, check_bills, read_table
from tuanbao.roster.pieces import count_rows, read_pieces

BATCH_ROWS = 250_000
"""Lines in memory at a time, for each worker."""
WORKERS = 2

Progress = Callable[[int, int | None], None]
"""Called with the lines done and the lines in all, where that is known."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    lines: int
    rows: int
    seconds: float
    summary: pa.Table
    errors: tuple[RowError, ...]
    files: tuple[Path, ...]
    notes: tuple[Text, ...]


class _Done(NamedTuple):
    """One batch's tables."""

    lines: int
    explained: a.Rows | None
    eob: pa.Table | None
    by_line: pa.Table | None
    errors: list[RowError]
    claims: dict[int, Claims]


def adjudicate_files(
    plans: Iterable[Plan],
    members: Path,
    bills: Path,
    out: Path,
    *,
    events: Path | None = None,
    openings: Path | None = None,
    hospital_lists: Path | None = None,
    format: Literal["csv", "parquet"] = "csv",
    rows: RowsWanted = "all",
    skip_bad_rows: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Adjudicate the files and write eob, lines, payments and summary into the folder ``out``.

    Nothing is written there unless all went well: with bad rows and not ``skip_bad_rows``, RefusedRowsError lists all
    of them. Raises TableError where a file cannot be used at all.
    """
    started = time.perf_counter()
    intake = _read_people(plans, members, openings, hospital_lists)
    happened = None if events is None else read_events(read_table(events, EVENTS), intake)
    errors = [*intake.errors, *(happened.errors if happened else [])]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".adjudicating-", dir=out) as scratch:
        run = _Run(intake, bills, Path(scratch), format, rows, skip_bad_rows, progress)
        run.bills(errors)
        if run.errors and not skip_bad_rows:
            raise RefusedRowsError(run.errors)
        payments = list(adjudicate_events(intake, happened.table)) if happened else []
        run.totals.add_payments(payments)
        run.write_whole("payments", payments_table(payments))
        run.write_whole("summary", run.totals.table())
        files = tuple(Path(shutil.move(path, out / path.name)) for path in run.files)
    seconds = time.perf_counter() - started
    notes = _notes(intake, openings is not None)
    return Report(run.lines, run.rows_written, seconds, run.totals.table(), tuple(run.errors), files, notes)


def _read_people(plans: Iterable[Plan], members: Path, openings: Path | None, lists: Path | None) -> Intake:
    plans = list(plans)
    needs = (plan_needs(plan) for plan in named_plans(plans).values())
    amounts = frozenset(amount for need in needs for amount in need.amounts)
    return take_in(
        plans,
        read_table(members, MEMBERS, amounts=amounts),
        None if openings is None else read_table(openings, OPENINGS),
        None if lists is None else read_table(lists, HOSPITAL_LISTS),
    )


def _notes(intake: Intake, has_openings: bool) -> tuple[Text, ...]:
    if not intake.compiled.lifetime or has_openings:
        return ()
    zh = "方案有终身限额，但没有提供以前年度已赔金额（--openings），按从未赔过计算"
    en = "the plans have lifetime limits, and no amounts of earlier years were given (--openings): counted from 0"
    return (Text(zh, en),)


@dataclass(slots=True)
class _Run:
    """The state of one run over the bills: what is done, written and wrong so far."""

    intake: Intake
    path: Path
    scratch: Path
    format: Literal["csv", "parquet"]
    wanted: RowsWanted
    skip_bad_rows: bool
    progress: Progress | None
    totals: Totals = field(init=False)
    lines: int = 0
    rows_written: int = 0
    errors: list[RowError] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.totals = Totals(self.intake.compiled)

    def bills(self, errors: list[RowError]) -> None:
        """Adjudicate the bills' file; a file that is not grouped by family is parted first."""
        total = count_rows(self.path)
        source = Source(lambda: read_pieces(self.path, BILLS, BATCH_ROWS), self.intake.population)
        try:
            self._pass(source.grouped, errors, total)
        except NotGroupedError:
            parted = source.parted(self.scratch, BATCH_ROWS, total or BATCH_ROWS)
            self._pass(parted, errors, total)

    def _pass(self, batches: Pieces, errors: list[RowError], total: int | None) -> None:
        self.totals, self.lines, self.rows_written = Totals(self.intake.compiled), 0, 0
        self.errors = list(errors)
        cut = self._company_cuts(batches)
        names = {name: self.scratch / f"{name}.{self.format}" for name in ("eob", "lines")}
        with ExitStack() as stack:
            eob, by_line = (stack.enter_context(TableWriter(path)) for path in names.values())
            writing = stack.enter_context(ThreadPoolExecutor(1))
            written: deque[Future[None]] = deque()
            for done in _in_order(lambda item: self._batch(*item), zip(batches(), cut, strict=False)):
                self.errors += done.errors
                self.lines += done.lines
                if done.eob is not None and done.explained is not None:
                    self.totals.add(done.explained)
                    self.rows_written += len(done.eob)
                    written += (writing.submit(eob.write, done.eob), writing.submit(by_line.write, done.by_line))
                    while len(written) > 2 * WORKERS:
                        written.popleft().result()
                if self.progress:
                    self.progress(self.lines, total)
            for future in written:
                future.result()
        self.files = list(names.values())

    def _company_cuts(self, batches: Pieces) -> Iterator[dict[int, Any]]:
        """For every batch, what company-wide limits take off its claims; this needs a pass over all bills first."""
        limits = self.intake.compiled.company_limits
        made: list[dict[int, Claims]] = []
        if limits:
            made = [done.claims for done in _in_order(self._claims, batches())]
        taken = {benefit: cuts(limit, [each[benefit] for each in made]) for benefit, limit in limits.items()}
        yield from ({benefit: taken[benefit][n] for benefit in limits} for n in range(len(made)))
        while True:
            yield {}

    def _checked(self, reading: Reading) -> Reading:
        """Checked against the people whom the batch names."""
        member = np.sort(self.intake.population.index.of(encode(reading.table["member_id"]).dictionary))
        return check_bills(reading, self.intake.population.table.take(pa.array(member[member >= 0])))

    def _claims(self, reading: Reading) -> _Done:
        checked = self._checked(reading)
        batch, explained = adjudicate_bills(self.intake, checked.table, all_rows=False)
        found = {benefit: claims(explained, batch, benefit) for benefit in self.intake.compiled.company_limits}
        return _Done(0, None, None, None, [], {n: Claims(claim.row, claim.table) for n, claim in found.items()})

    def _batch(self, reading: Reading, cut: dict[int, Any]) -> _Done:
        checked = self._checked(reading)
        if checked.errors and not self.skip_bad_rows:
            return _Done(len(reading.rows), None, None, None, checked.errors, {})
        batch, explained = adjudicate_bills(self.intake, checked.table, all_rows=self.wanted == "all")
        for benefit, taken in cut.items():
            apply_cuts(explained, claims(explained, batch, benefit).row, taken)
        eob, by_line = self._tables(batch, explained)
        return _Done(len(reading.rows), explained, eob, by_line, checked.errors, {})

    def _tables(self, batch: Batch, explained: a.Rows) -> tuple[pa.Table, pa.Table]:
        return eob_table(explained, batch, self.intake.compiled), lines_table(explained, batch)

    def write_whole(self, name: str, table: pa.Table) -> None:
        path = self.scratch / f"{name}.{self.format}"
        with TableWriter(path) as writer:
            writer.write(table)
        self.files.append(path)


def _in_order(work: Callable[[Any], _Done], items: Iterable[Any]) -> Iterator[_Done]:
    """Work on the next items while the results of earlier ones are used, in their order."""
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: deque[Future[_Done]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > WORKERS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
