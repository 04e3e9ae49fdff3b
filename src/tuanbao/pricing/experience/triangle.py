"""Run-off triangles (流量三角形): payments by month of occurrence and months until they were known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Origins (发生期) by development (进展期), made by the functions ``from_…`` below, which check them.

    Origins follow each other without a gap and are known up to one common valuation (评估时点): row i up to
    ``valuation - i`` or the last column.
    """

    origins: tuple[str, ...]
    """Labels; where they are months they read 2026-03."""
    increments: Floats
    """(origins, developments): fen (or any money) that became known in each period, NaN where not yet known."""
    exposure: Floats | None = None
    """(origins,): members, all above 0."""
    working_days: Floats | None = None
    """(origins + developments - 1,): working days of each calendar month from the first origin on (工作日)."""
    notes: tuple[Text, ...] = ()

    @property
    def ages(self) -> Ints:
        """(origins,): last known development, counted from 0."""
        return np.asarray((~np.isnan(self.increments)).sum(axis=1) - 1, dtype=np.int64)

    @property
    def cumulative(self) -> Floats:
        """(origins, developments), NaN where not yet known."""
        return np.cumsum(self.increments, axis=1)

    @property
    def latest(self) -> Floats:
        """(origins,): all that is known of each origin."""
        return np.asarray(np.nansum(self.increments, axis=1), dtype=np.float64)

    def as_of(self, valuation: int | str) -> Triangle:
        """What was known at the end of an earlier origin, named by position or label."""
        last = self.origins.index(valuation) if isinstance(valuation, str) else valuation
        if not 0 <= last < len(self.origins):
            raise ValueError(f"the valuation must be one of {len(self.origins)} origins")
        rows, columns = last + 1, min(self.increments.shape[1], last + 1)
        origin, development = np.indices((rows, columns))
        known = np.where(origin + development <= last, self.increments[:rows, :columns], np.nan)
        return replace(
            self,
            origins=self.origins[:rows],
            increments=known,
            exposure=None if self.exposure is None else self.exposure[:rows],
            working_days=None if self.working_days is None else self.working_days[: rows + columns - 1],
        )


def from_incremental(
    increments: ArrayLike,
    origins: Sequence[str] | None = None,
    exposure: ArrayLike | None = None,
    working_days: ArrayLike | None = None,
) -> Triangle:
    """From payments of each period, shape (origins, developments), NaN where not yet known.

    Raises ExperienceError for holes, missing origins, uneven ages and exposure that is not above 0.
    """
    cells = np.array(increments, dtype=np.float64)
    if cells.ndim != 2 or 0 in cells.shape:
        raise ExperienceError(
            Text(
                "三角形应为两维表：行是发生期，列是进展期。",
                "A triangle is a table of two dimensions: origins by developments.",
            )
        )
    labels = tuple(origins) if origins is not None else tuple(str(i + 1) for i in range(len(cells)))
    _check_origins(labels, len(cells))
    cells, unseen = _without_unseen(cells)
    notes = unseen + _check_cells(labels, cells)
    members = _positive(exposure, len(cells), Text("人数", "members"), labels)
    days = _positive(working_days, len(cells) + cells.shape[1] - 1, Text("工作日", "working days"), None)
    return Triangle(labels, cells, members, days, notes)


def from_cumulative(
    cumulative: ArrayLike,
    origins: Sequence[str] | None = None,
    exposure: ArrayLike | None = None,
    working_days: ArrayLike | None = None,
) -> Triangle:
    """From running totals, shape (origins, developments), NaN where not yet known. Errors as ``from_incremental``."""
    totals = np.array(cumulative, dtype=np.float64)
    return from_incremental(np.diff(totals, axis=-1, prepend=0.0), origins, exposure, working_days)


def from_payments(
    occurrence_month: ArrayLike,
    development_month: ArrayLike,
    amount: ArrayLike,
    valuation: str,
    exposure: ArrayLike | None = None,
    working_days: ArrayLike | None = None,
) -> Triangle:
    """From single payments, arrays of shape (payments,), to a triangle from the first month until the valuation month.

    ``occurrence_month`` is datetime64[M] or "2026-03", ``development_month`` months from occurrence until the bill
    was received, ``amount`` fen. What was received after the valuation month is left out, and said. ``exposure``:
    members of each month. Raises ExperienceError for developments below 0 and where nothing is left.
    """
    month = np.asarray(occurrence_month, dtype="datetime64[M]").astype(np.int64)
    development = np.asarray(development_month, dtype=np.int64)
    fen = np.asarray(amount, dtype=np.int64)
    last = int(np.datetime64(valuation, "M").astype(np.int64))
    if (development < 0).any():
        raise ExperienceError(
            Text(
                f"有 {int((development < 0).sum())} 笔账单的收单日期早于就诊日期，请先更正。",
                f"{int((development < 0).sum())} bills were received before their date of service; correct them first.",
            )
        )
    known = month + development <= last
    if not known.any():
        raise ExperienceError(
            Text(
                f"到 {valuation} 为止没有任何赔付，无法分析经验。",
                f"Nothing was paid up to {valuation}: no experience to analyse.",
            )
        )
    month, development, fen = month[known], development[known], fen[known]
    first = int(month.min())
    size = last - first + 1
    sums = np.zeros((size, int(development.max()) + 1))
    np.add.at(sums, (month - first, development), fen)
    origin, column = np.indices(sums.shape)
    labels = [str(np.datetime64(first + i, "M")) for i in range(size)]
    triangle = from_incremental(np.where(origin + column < size, sums, np.nan), labels, exposure, working_days)
    return replace(triangle, notes=triangle.notes + _left_out(int((~known).sum()), labels, month - first))


def from_bills(
    service_date: Any, received_date: Any, amount: ArrayLike, valuation: str, exposure: ArrayLike | None = None
) -> Triangle:
    """As ``from_payments``, from columns of dates of a bill table (pa.ChunkedArray or numpy datetime64[D])."""
    served, received = (np.asarray(dates).astype("datetime64[M]") for dates in (service_date, received_date))
    if np.isnat(served).any() or np.isnat(received).any():
        raise ExperienceError(
            Text("有账单缺少就诊日期或收单日期。", "Some bills lack a date of service or a date of receipt.")
        )
    development = (received - served).astype(np.int64)
    return from_payments(served, development, amount, valuation, exposure)


def with_working_days(triangle: Triangle) -> Triangle:
    """The same with the working days of mainland China; origins must be months such as 2026-03, else ExperienceError.

    Years without a published calendar take the mean of those with one, and a note says so.
    """
    from tuanbao.reference.working_days import announced_years, working_days

    try:
        years = {int(np.datetime64(f"{label}-01", "Y").astype(np.int64)) + 1970 for label in triangle.origins}
    except ValueError:
        raise ExperienceError(
            Text("只有按月的三角形才能用工作日。", "Working days need a triangle of months such as 2026-03.")
        ) from None
    days = working_days(triangle.origins[0], sum(triangle.increments.shape) - 1)
    missing = sorted(years - set(announced_years()))
    note = Text(
        f"{'、'.join(map(str, missing))} 年没有放假安排数据，按其他年份的平均工作日处理。",
        f"No calendar of holidays for {', '.join(map(str, missing))}: mean working days of other years are used.",
    )
    return replace(triangle, working_days=days, notes=triangle.notes + ((note,) if missing else ()))


def weekdays(first_month: str, months: int, holidays: Sequence[str] = (), worked: Sequence[str] = ()) -> Floats:
    """(months,): Monday to Friday without holidays, with make-up working days (调休上班日), dates as 2026-02-17."""
    edges = np.datetime64(first_month, "M") + np.arange(months + 1)
    days = edges.astype("datetime64[D]")
    made_up = np.array(worked, dtype="datetime64[D]").astype("datetime64[M]")
    extra = (made_up[:, None] == edges[None, :-1]).sum(axis=0)
    counted = np.busday_count(days[:-1], days[1:], holidays=np.array(holidays, dtype="datetime64[D]"))
    return np.asarray(counted + extra, dtype=np.float64)


def _check_origins(labels: tuple[str, ...], rows: int) -> None:
    if len(labels) != rows:
        raise ExperienceError(
            Text(f"有 {rows} 行，却有 {len(labels)} 个发生期名称。", f"{rows} rows but {len(labels)} names of origins.")
        )
    try:
        months = np.array(labels, dtype="datetime64[M]").astype(np.int64)
    except ValueError:
        return  # not months; nothing to say about gaps
    if "-" not in labels[0]:
        return  # years or plain numbers
    gaps = np.flatnonzero(np.diff(months) != 1)
    if gaps.size:
        before, after = labels[gaps[0]], labels[gaps[0] + 1]
        raise ExperienceError(
            Text(
                f"发生月不连续：{before} 之后是 {after}。请补上缺少的月份（没有赔付的月份填 0）。",
                f"Months of occurrence are missing: {after} follows {before}. Add them, with 0 where nothing was paid.",
            )
        )


def _without_unseen(cells: Floats) -> tuple[Floats, tuple[Text, ...]]:
    """Last developments that no origin has reached are left out, with a note."""
    seen = ~np.isnan(cells).all(axis=0)
    width = int(np.flatnonzero(seen)[-1]) + 1 if seen.any() else cells.shape[1]
    if width == cells.shape[1]:
        return cells, ()
    note = Text(
        f"还没有任何发生期到达第 {width} 个以后的进展期，之后的进展未计入。",
        f"No origin has passed development {width} yet; what follows after it is not included.",
    )
    return cells[:, :width], (note,)


def _check_cells(labels: tuple[str, ...], cells: Floats) -> tuple[Text, ...]:
    """Errors for infinite cells, holes and rows that end too early; a note for negative cells."""
    if np.isinf(cells).any():
        raise ExperienceError(Text("三角形中有无穷大的数。", "The triangle holds an infinite number."))
    known = ~np.isnan(cells)
    ages = known.sum(axis=1) - 1
    rows = np.arange(len(cells))
    expected = np.minimum((ages + rows).max() - rows, cells.shape[1] - 1)
    whole = known == (np.arange(cells.shape[1]) <= expected[:, None])
    if not whole.all() or ages.min() < 0:
        row = int(np.flatnonzero(~whole.all(axis=1) | (ages < 0))[0])
        column = int(np.flatnonzero(~whole[row])[0]) + 1 if not whole[row].all() else 1
        raise ExperienceError(
            Text(
                f"发生期 {labels[row]} 的第 {column} 个进展期缺数或多数：每一行应一直填到同一评估时点，没有赔付填 0。",
                f"Origin {labels[row]} lacks development {column}, or has one too many: every row must be filled up to "
                "the same valuation, with 0 where nothing was paid.",
            )
        )
    negative = int((cells < 0).sum())
    if not negative:
        return ()
    return (
        Text(
            f"有 {negative} 个负数（退款或冲销），照原样使用。",
            f"{negative} cells are negative (refunds or corrections); they are used as they are.",
        ),
    )


def _positive(values: ArrayLike | None, size: int, name: Text, labels: tuple[str, ...] | None) -> Floats | None:
    if values is None:
        return None
    array = np.array(values, dtype=np.float64)
    if labels is None and array.ndim == 1:
        array = array[:size]
    if array.shape != (size,):
        raise ExperienceError(
            Text(
                f"{name.zh}应有 {size} 个数，实有 {array.size} 个。",
                f"{size} numbers of {name.en} are needed, not {array.size}.",
            )
        )
    bad = np.flatnonzero(~(np.isfinite(array) & (array > 0)))
    if bad.size:
        where = labels[bad[0]] if labels else str(bad[0] + 1)
        raise ExperienceError(
            Text(f"{where} 的{name.zh}必须大于 0。", f"The number of {name.en} of {where} must be above 0.")
        )
    return array


def _left_out(late: int, labels: list[str], seen: Ints) -> tuple[Text, ...]:
    notes = []
    if late:
        notes.append(
            Text(
                f"评估月之后才收到的 {late} 笔未计入。",
                f"{late} payments received after the valuation month are left out.",
            )
        )
    empty = [label for i, label in enumerate(labels) if i not in set(seen.tolist())]
    if empty:
        names = "、".join(empty[:6]) + ("…" if len(empty) > 6 else "")
        notes.append(
            Text(
                f"这些月份没有任何赔付，按 0 处理：{names}。如属漏交数据，请补上。",
                f"No payments at all in {names.replace('、', ', ')}: taken as 0. If data are missing, add them.",
            )
        )
    return tuple(notes)
