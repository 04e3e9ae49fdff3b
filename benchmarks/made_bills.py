"""People and bills of any number, made for measuring: grouped by family, typed as the tables are in Parquet."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from tuanbao.plan import Plan, parse_plans
from tuanbao.vocabulary import CATEGORIES, CAUSES, OWNERSHIPS, RELATIONS, WARDS

LINES_A_PERSON = 15
FAMILY = 2
PIECE = 500_000
FIRST_DAY = np.datetime64("2026-01-01", "D")

TERMS = """
    deductible: [{per: visit, amount: 50}, {per: year, amount: 300}]
    coinsurance: [{up_to: 500, pay: 50%}, {up_to: 2000, pay: 70%}, {pay: 90%}]
    limits: [{per: visit, amount: 600}, {per: day, amount: 800}, {per: year, amount: 20000}]
"""
PLAN = f"""
plan: bench
period: {{from: 2026-01-01, to: 2026-12-31}}
benefits:
  - id: outpatient
    kind: reimbursement
    covers: [outpatient, emergency]{TERMS}
  - id: inpatient
    kind: reimbursement
    covers: [inpatient]{TERMS}
  - id: THIRD
    kind: reimbursement
    covers: [COVERS]{TERMS}
"""


def plan_text(*, waterfall: bool = False) -> str:
    """Three benefits with deductible, bands, and visit, day and year limits.

    Every line belongs to one benefit; with ``waterfall`` the third covers everything, and every line to two.
    """
    third = ("second-layer", "outpatient, emergency, inpatient, dental") if waterfall else ("dental", "dental")
    return PLAN.replace("THIRD", third[0]).replace("COVERS", third[1])


def plan(*, waterfall: bool = False) -> Plan:
    """The plan of the text."""
    return parse_plans(plan_text(waterfall=waterfall))[0]


def words(codes: np.ndarray, vocabulary: dict) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array([str(word) for word in vocabulary]))


def numbered(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Ids as text: P00000012."""
    digits = np.char.zfill(numbers.astype("U9"), 9)
    return pa.array(np.char.add(prefix, digits).tolist(), pa.string())


def members(lines: int) -> pa.Table:
    """The people who have so many lines."""
    count = max(FAMILY, lines // LINES_A_PERSON)
    number = np.arange(count)

    def day(text: str) -> pa.Array:
        return pa.array(np.full(count, np.datetime64(text, "D")))

    return pa.table(
        {
            "member_id": numbered("P", number),
            "family_id": numbered("F", number // FAMILY),
            "relation": words(number % FAMILY, RELATIONS),
            "plan": pa.array(["bench"] * count).dictionary_encode(),
            "cover_from": day("2026-01-01"),
            "cover_to": day("2026-12-31"),
            "continuous_from": day("2024-01-01"),
            "insured": pa.array(np.ones(count, bool)),
        }
    )


def bills(lines: int, seed: int = 1) -> Iterator[pa.Table]:
    """The lines, piece by piece: bills of one to three lines, some visits of two bills, one line in six inpatient."""
    people = max(FAMILY, lines // LINES_A_PERSON)
    rng = np.random.default_rng(seed)
    families = -(-people // FAMILY)
    pieces = max(1, -(-lines // PIECE))
    done = 0
    for n in range(pieces):
        first, last = families * n // pieces, families * (n + 1) // pieces
        count = lines * (n + 1) // pieces - lines * n // pieces
        yield _piece(rng, first, last, people, count, done)
        done += count


def _piece(rng: np.random.Generator, first: int, last: int, people: int, count: int, done: int) -> pa.Table:
    bill_of = np.cumsum(rng.random(count) < 0.6)
    bill_count = int(bill_of[-1]) + 1
    family, day = np.sort(rng.integers(first, last, bill_count)), rng.integers(0, 365, bill_count)
    order = np.lexsort((day, family))
    family, day = family[order], day[order]
    member = np.minimum(family * FAMILY + rng.integers(0, FAMILY, bill_count), people - 1)
    visit = np.where(rng.random(bill_count) < 0.2, np.arange(bill_count) // 2, -1)
    category = rng.choice([0, 0, 0, 0, 1, 2], bill_count)
    service = FIRST_DAY + day[bill_of]
    line = np.arange(count) - np.searchsorted(bill_of, bill_of) + 1
    in_scope, class_b, out_of_scope = (rng.integers(0, top, count) for top in (60_000, 10_000, 10_000))
    zero, ids = np.zeros(count, np.int64), numbered("B", done + np.arange(bill_count))
    return pa.table(
        {
            "bill_id": ids.take(pa.array(bill_of)),
            "line": pa.array(line),
            "visit_id": _visits(visit, done)[bill_of].tolist(),
            "member_id": numbered("P", member).take(pa.array(bill_of)).dictionary_encode(),
            "service_date": pa.array(service),
            "discharge_date": pa.array(service + 3),
            "received_date": pa.array(service + 10),
            "category": words(category[bill_of], CATEGORIES),
            "cause": words(zero, CAUSES),
            "hospital_level": pa.array(np.full(count, 3, np.int64)),
            "hospital_ownership": words(zero, OWNERSHIPS),
            "ward": words(zero, WARDS),
            "diagnosis": pa.array(np.array(["J06", "M54.5", "K29", "I10"])[rng.integers(0, 4, bill_count)][bill_of]),
            "settled": pa.array(np.ones(count, bool)),
            "total": pa.array(in_scope + class_b + out_of_scope),
            "pooled": pa.array(zero),
            "other_paid": pa.array(zero),
            "in_scope": pa.array(in_scope),
            "class_b": pa.array(class_b),
            "out_of_scope": pa.array(out_of_scope),
        }
    )


def _visits(visit: np.ndarray, done: int) -> np.ndarray:
    return np.where(visit >= 0, np.char.add("V", (visit + done).astype("U9")), "")


def write(lines: int, folder: Path, *, shuffled: bool = False) -> tuple[Path, Path]:
    """People and bills as Parquet files, as another system would write them; ``shuffled``: rows in no order."""
    people, file = folder / f"members-{lines}.parquet", folder / f"bills-{lines}.parquet"
    parquet.write_table(_plain(members(lines)), people)
    writer = None
    for piece in bills(lines):
        table = _plain(piece)
        if shuffled:
            table = table.take(pa.array(np.random.default_rng(2).permutation(len(table))))
        writer = writer or parquet.ParquetWriter(file, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return people, file


def _plain(table: pa.Table) -> pa.Table:
    fields = [pa.string() if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, fields, strict=True))))
