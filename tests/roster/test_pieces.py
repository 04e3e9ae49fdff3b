"""A large file read piece by piece says what it says when it is read at once."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tuanbao.demo import make_company, write_company
from tuanbao.roster import BILLS, pieces, read_table


@pytest.fixture(params=["csv", "parquet"])
def bills(request, tmp_path):
    return write_company(make_company(people=100), tmp_path, request.param)[1]


def plain(table):
    fields = [pa.string() if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, fields, strict=True)))).combine_chunks()


def read_in_pieces(path, monkeypatch, rows=200):
    monkeypatch.setattr(pieces, "SMALL", 0)
    return list(pieces.read_pieces(path, BILLS, rows))


def test_pieces_together_are_the_table(bills, monkeypatch):
    whole, parts = read_table(bills, BILLS), read_in_pieces(bills, monkeypatch)
    assert len(parts) > 3
    assert plain(pa.concat_tables([plain(part.table) for part in parts])).equals(plain(whole.table))
    assert np.array_equal(np.concatenate([part.rows for part in parts]), whole.rows)


def test_row_errors_keep_their_row_numbers(tmp_path, monkeypatch):
    path = write_company(make_company(people=100), tmp_path, "csv")[1]
    lines = path.read_text().splitlines()
    lines[500] = lines[500].replace("2026-", "2026-19", 1)
    lines[700] += ",one cell too many"
    lines[900] = lines[900].split(",", 1)[0]
    path.write_text("\n".join(lines) + "\n")
    whole, parts = read_table(path, BILLS), read_in_pieces(path, monkeypatch)
    told = [(error.row, error.code) for part in parts for error in part.errors]
    assert sorted(told) == sorted((error.row, error.code) for error in whole.errors)
    assert {row for row, _ in told} == {501, 701, 901}
    assert pc.sum(pa.array(np.concatenate([part.rows for part in parts]))) == pc.sum(pa.array(whole.rows))
