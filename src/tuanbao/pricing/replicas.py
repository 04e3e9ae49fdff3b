"""The same people several times over, under ids of their own: a small company's years go through in one batch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.population import Population, texts

PERSONAL = ("name", "id_type", "id_number")
"""Columns that no plan asks for and that need not be checked again."""
DIGITS = 6


def copied_ids(ids: pa.Array, copies: int) -> pa.Array:
    """Every id once for each copy, the copies behind one another: "000001-E1"; as text they rise with the copy."""
    prefix = pa.array([f"{copy:0{DIGITS}d}-" for copy in range(copies)]).take(np.repeat(np.arange(copies), len(ids)))
    again = ids.take(np.tile(np.arange(len(ids)), copies))
    return pc.binary_join_element_wise(prefix, again.cast(pa.string()), "")


def replicated(members: pa.Table, copies: int) -> pa.Table:
    """The normalised people's table so many times, with ids of people and families that name the copy."""
    table = members.drop_columns([name for name in PERSONAL if name in members.column_names])
    whole = table.take(np.tile(np.arange(len(table)), copies))
    for name in ("member_id", "family_id"):
        ids = copied_ids(table[name].combine_chunks(), copies)
        whole = whole.set_column(whole.column_names.index(name), name, ids)
    return whole


@dataclass(frozen=True, slots=True)
class Origin:
    """Which of the people and which copy each person of a replicated population is; arrays of shape (people,)."""

    person: Any
    """int64, position in the people's own order."""
    copy: Any

    @staticmethod
    def of(population: Population, member_id: list[str]) -> "Origin":
        place = {name: position for position, name in enumerate(member_id)}
        ids = texts(population.table["member_id"].combine_chunks())
        person = np.array([place[name[DIGITS + 1 :]] for name in ids], np.int64)
        return Origin(person, np.array([int(name[:DIGITS]) for name in ids], np.int64))
