"""Pieces of a bills' file -> batches of complete families, in order, with memory for a batch and not for the file.

A file that is already grouped by family streams through. Any other is first parted by family into temporary files.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from tuanbao.adjudication.ordering import look_up
from tuanbao.adjudication.population import Population
from tuanbao.roster import BILLS, Reading, RowError

ROW = "__row"
"""The column that carries row numbers through temporary files."""
Pieces = Callable[[], Iterator[Reading]]


class NotGroupedError(Exception):
    """A family comes back after others: the file is not grouped by family."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bills that can be read as often as wanted."""

    pieces: Pieces
    population: Population

    def grouped(self) -> Iterator[Reading]:
        """Batches as they stand in the file, uncopied; a family that two pieces share is a small batch of its own.

        Raises NotGroupedError as soon as a family comes back. A file of one piece need not be grouped.
        """
        pieces = self.pieces()
        first = next(pieces)
        second = next(pieces, None)
        if second is None:
            yield first
            return
        carried, last = replace(_slice(first, 0, 0), errors=[]), -1
        for piece in chain((first, second), pieces):
            family = self._family(piece)
            self._check_order(family, last)
            head = int(np.searchsorted(family, last, side="right"))
            carried = _joined(carried, replace(_slice(piece, 0, head), errors=[]))
            if head < len(family):
                last = int(family[-1])
                tail = int(np.searchsorted(family, last))
                yield carried
                yield _slice(piece, head, tail)
                carried = replace(_slice(piece, tail, len(family)), errors=[])
            else:
                carried = replace(carried, errors=[*carried.errors, *piece.errors])
        yield carried

    def _check_order(self, family: Any, last: int) -> None:
        if len(family) and (family[0] < last or (family[1:] < family[:-1]).any()):
            raise NotGroupedError

    def _family(self, piece: Reading) -> Any:
        member = look_up(piece.table["member_id"], self.population.index)
        return np.where(member < 0, -1, self.population.people.family[member]) if len(member) else member

    def parted(self, scratch: Path, batch_rows: int, total: int) -> Pieces:
        """Write the lines of every range of families to a temporary file; batches are these files."""
        parts = max(1, -(-total // batch_rows))
        families = int(self.population.people.family.max(initial=0)) + 1
        errors: list[RowError] = []
        writers = _Writers(scratch)
        for piece in self.pieces():
            errors += piece.errors
            part = np.maximum(self._family(piece), 0).astype(np.int64) * parts // families
            order = np.argsort(part, kind="stable")
            table = _plain(piece.table.append_column(ROW, pa.array(piece.rows))).take(pa.array(order))
            edges = np.searchsorted(part[order], np.arange(parts + 1))
            for number in range(parts):
                writers.write(number, table.slice(edges[number], edges[number + 1] - edges[number]))
        writers.close()
        return lambda: writers.readings(errors)


class _Writers:
    """One temporary Arrow file for each part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[int, Path] = {}
        self.open: dict[int, Any] = {}

    def write(self, number: int, table: pa.Table) -> None:
        if number not in self.open:
            self.paths[number] = self.folder / f"part-{number:06d}.arrow"
            self.open[number] = ipc.new_file(str(self.paths[number]), table.schema)
        self.open[number].write_table(table)

    def close(self) -> None:
        for writer in self.open.values():
            writer.close()

    def readings(self, errors: list[RowError]) -> Iterator[Reading]:
        """What was written, a reading for each part; the errors of the file go with the first."""
        for number, path in sorted(self.paths.items()):
            with pa.memory_map(str(path)) as source:
                table = ipc.open_file(source).read_all().combine_chunks()
            rows = table[ROW].combine_chunks().to_numpy()
            yield Reading(BILLS, table.drop_columns([ROW]), rows, errors if number == min(self.paths) else [])


def _plain(table: pa.Table) -> pa.Table:
    """Text dictionaries differ from piece to piece; closed vocabularies do not and stay."""
    for i, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) and field.type.index_type != pa.int8():
            table = table.set_column(i, field.name, table[field.name].cast(pa.string()))
    return table


def _slice(piece: Reading, start: int, end: int) -> Reading:
    return replace(piece, table=piece.table.slice(start, end - start), rows=piece.rows[start:end])


def _joined(before: Reading, piece: Reading) -> Reading:
    if len(before.rows) == 0:
        return piece
    table = pa.concat_tables([_plain(before.table), _plain(piece.table)]).combine_chunks()
    return replace(piece, table=table, rows=np.concatenate([before.rows, piece.rows]))
