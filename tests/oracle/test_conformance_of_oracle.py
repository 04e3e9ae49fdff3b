"""The oracle gives the answers of the shared conformance cases."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from .adjudicator import adjudicate
from .values import fen

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
FILES = sorted(FOLDER.glob("*.yaml"))
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


@pytest.mark.skipif(not FILES, reason="the shared conformance cases are not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_gives_the_answers_of_the_case(file: Path) -> None:
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    bills = [{**case.get("defaults", {}), **bill} for bill in case["bills"]]
    result = adjudicate(case.get("plans") or [case["plan"]], case["members"], bills, case.get("events") or ())
    rows = {(row["bill_id"], row["line"], row["benefit_id"]): row for row in result.eob}
    for expected in case["expect"]:
        row = rows[expected["bill"], expected.get("line", 1), expected["benefit"]]
        assert row["reason"] == expected.get("reason", ""), expected
        for amount in AMOUNTS:
            if amount in expected:
                assert row[amount] == fen(expected[amount]), (amount, expected, row)
    assert _patient_by_bill(result.lines, case) == {bill: fen(yuan) for bill, yuan in case.get("patient", {}).items()}


def _patient_by_bill(lines: list[dict[str, Any]], case: dict[str, Any]) -> dict[str, int]:
    named = case.get("patient", {})
    return {bill: sum(line["patient"] for line in lines if line["bill_id"] == bill) for bill in named}
