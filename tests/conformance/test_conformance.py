"""Every case of the language, one per rule: what each benefit pays, the reason where it does not, what is left."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.conftest import fen, read_case

OWN = sorted(Path(__file__).parent.glob("*.yaml"))
SHARED = sorted((Path(__file__).parents[3] / "shared" / "conformance").glob("*.yaml"))
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


def test_there_is_a_case_for_every_rule():
    assert len(OWN) >= 40


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_case(path):
    check(path)


@pytest.mark.skipif(not SHARED, reason="the shared cases are not beside this checkout")
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_shared_case(path):
    check(path)


def check(path):
    case = read_case(path)
    result = case.adjudicate()
    rows = {(row["bill_id"], row["line"], row["benefit_id"]): row for row in result.eob.to_pylist()}
    for expected in case.tree["expect"]:
        row = rows[expected["bill"], expected.get("line", 1), expected["benefit"]]
        wanted = {name: fen(expected[name]) for name in AMOUNTS if name in expected}
        assert {name: row[name] for name in wanted} == wanted, expected
        assert row["reason"] == expected.get("reason", ""), expected
    _what_is_left(case, result)
    paid = {(row["event_id"], row["benefit_id"]): row for row in result.payments.to_pylist()}
    for expected in case.tree.get("payments", []):
        row = paid[expected["event"], expected["benefit"]]
        assert row["paid"] == fen(expected["paid"]), expected
        assert "reason" not in expected or row["reason"] == expected["reason"], expected


def _what_is_left(case, result):
    left = Counter()
    for line in result.lines.to_pylist():
        left[line["bill_id"]] += line["patient"]
    for bill, patient in case.tree.get("patient", {}).items():
        assert left[bill] == fen(patient), bill
