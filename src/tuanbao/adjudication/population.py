"""The people's table -> arrays sorted by family, once a run."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled

NEVER_ENDS = 2**31 - 1


class MemberIndex:
    """member_id -> position in the people's arrays.

    Batches of one file share their dictionary of ids: what it came to is kept for the last few of them.
    """

    def __init__(self, ids: list[str]) -> None:
        self.positions = {member: i for i, member in enumerate(ids)}
        self._recent: deque[tuple[pa.Array, Any]] = deque(maxlen=16)

    def __getitem__(self, member: str) -> int:
        return self.positions[member]

    def of(self, ids: pa.Array) -> Any:
        """The positions of some ids, -1 where unknown."""
        for known, positions in tuple(self._recent):
            if _is_same(known, ids):
                return positions
        positions = np.array([self.positions.get(member, -1) for member in texts(ids)], np.int32)
        self._recent.append((ids, positions))
        return positions


def texts(ids: pa.Array) -> list[str]:
    """The texts of an array; by way of numpy, which makes them twenty times as fast as one by one."""
    found: list[str] = ids.cast(pa.string()).to_numpy(zero_copy_only=False).tolist()
    return found


def _is_same(one: pa.Array, other: pa.Array) -> bool:
    """Are these the same piece of memory? (The one that is kept cannot have been replaced there.)"""
    if len(one) != len(other) or one.offset != other.offset or one.type != other.type:
        return False
    addresses = [[buffer and buffer.address for buffer in array.buffers()] for array in (one, other)]
    return addresses[0] == addresses[1]


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a run."""

    people: a.People
    index: MemberIndex
    table: pa.Table
    """The normalised people's table in the order of ``people``."""
    chains: tuple[tuple[str, ...], ...]
    """The plan ids of every chain."""


def frozen(values: Any, dtype: Any) -> Any:
    """A contiguous read-only array: Arrow's buffers go in uncopied, and the kernels are compiled for one type only."""
    array = np.ascontiguousarray(values, dtype)
    view = array.view()
    view.flags.writeable = False
    return view


def chain_of(plan: str) -> tuple[str, ...]:
    """The plan ids of a person's ``plan``: "a;b" -> ("a", "b")."""
    return tuple(part.strip() for part in plan.replace("；", ";").split(";") if part.strip())


def build_population(compiled: Compiled, members: pa.Table, openings: pa.Table | None = None) -> Population:
    """Arrays of the normalised, checked people's table; ``openings`` are what lifetime limits paid in earlier years."""
    members = members.take(pc.sort_indices(members, sort_keys=[("family_id", "ascending")]))
    index = MemberIndex(texts(members["member_id"].combine_chunks()))
    plans = members["plan"].combine_chunks().dictionary_encode()
    chains = tuple(chain_of(plan) for plan in plans.dictionary.to_pylist())
    benefits = [[b for plan in chain for b in compiled.plan_benefits[plan]] for chain in chains]
    starts = np.cumsum([0, *(len(chain) for chain in benefits)])
    opening_rows, opening_starts = _openings(compiled, index, chains, plans.indices.to_numpy(), openings)
    ages_from, ages_to = _age_spans(members["birth_date"], compiled.ages)
    cover_from = _days(members["cover_from"])
    people = a.People(
        family=frozen(_ordinals(members["family_id"]), np.int32),
        relation=frozen(_codes(members["relation"]), np.uint8),
        insured=frozen(_booleans(members["insured"]), np.uint8),
        cover_from=frozen(cover_from, np.int32),
        cover_to=frozen(_days(members["cover_to"], NEVER_ENDS), np.int32),
        continuous_from=frozen(_days(members["continuous_from"]), np.int32),
        chain=frozen(plans.indices.to_numpy(), np.int32),
        amounts=_amounts(members, compiled.fields),
        ages_from=ages_from,
        ages_to=ages_to,
        chains=frozen([b for chain in benefits for b in chain], np.int32),
        chain_starts=frozen(starts, np.int32),
        openings=opening_rows,
        opening_starts=opening_starts,
    )
    return Population(people, index, members, chains)


def _ordinals(column: pa.ChunkedArray) -> Any:
    """Sorted text -> 0, 0, 1, 1, 1, 2, …"""
    return column.combine_chunks().dictionary_encode().indices.to_numpy()


def _codes(column: pa.ChunkedArray) -> Any:
    """The codes of a normalised enumeration."""
    return column.combine_chunks().indices.to_numpy()


def _booleans(column: pa.ChunkedArray) -> Any:
    return column.combine_chunks().cast(pa.uint8()).to_numpy()


def _days(column: pa.ChunkedArray, empty: int = 0) -> Any:
    return column.combine_chunks().cast(pa.int32()).fill_null(empty).to_numpy()


def _amounts(members: pa.Table, fields: Sequence[str]) -> a.Ints:
    columns = [members[name].combine_chunks().fill_null(0).to_numpy() for name in fields]
    table = np.stack(columns, axis=1) if columns else np.empty((len(members), 0), np.int64)
    return frozen(table, np.int64)  # type: ignore[no-any-return]


def _age_spans(birth_date: pa.ChunkedArray, ages: Sequence[tuple[int, int]]) -> tuple[a.Small, a.Small]:
    """For every person and age test, the first day on which it holds and the first on which it no longer does."""
    births = _days(birth_date, NEVER_ENDS).astype("datetime64[D]")
    span = [(birthday(births, youngest), birthday(births, oldest + 1)) for youngest, oldest in ages]
    shape = (len(births), len(ages))
    first = np.stack([days for days, _ in span], axis=1) if ages else np.empty(shape, np.int32)
    last = np.stack([days for _, days in span], axis=1) if ages else np.empty(shape, np.int32)
    return frozen(first, np.int32), frozen(last, np.int32)


def birthday(births: Any, years: int) -> Any:
    """The day on which that many years are completed; who was born on 29 February completes them on 1 March."""
    months = births.astype("datetime64[M]")
    day_of_month = (births - months.astype("datetime64[D]")).astype(np.int64)
    return ((months + 12 * years).astype("datetime64[D]") + day_of_month).astype(np.int64)


def _openings(
    compiled: Compiled,
    index: MemberIndex,
    chains: Sequence[tuple[str, ...]],
    chain: Any,
    openings: pa.Table | None,
) -> tuple[a.Ints, a.Small]:
    """What each person's lifetime counters begin with: rows (key, slot, fen), and where each person's rows begin."""
    rows: list[tuple[int, int, int, int]] = []
    for opening in openings.to_pylist() if openings is not None else ():
        member = index.positions.get(opening["member_id"])
        if member is None:
            continue
        for plan in chains[chain[member]]:
            for number in compiled.plan_benefits[plan]:
                if compiled.benefits[number].id == opening["benefit_id"]:
                    rows += [(member, *counter, opening["paid"]) for counter in compiled.lifetime.get(number, ())]
    rows.sort()
    table = np.array(rows, np.int64).reshape(len(rows), 4)
    starts = np.searchsorted(table[:, 0], np.arange(len(index.positions) + 1))
    return frozen(table[:, 1:], np.int64), frozen(starts, np.int32)
