"""Rosters of departments for tests: people of random age, sex and grade."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from tests.support import people


def roster(sizes: Sequence[int], seed: int = 7, column: str | None = "department", **more: Sequence[str]) -> pa.Table:
    """So many employees in departments D00, D01, …"""
    rng = np.random.default_rng(seed)
    rows = []
    for number, size in enumerate(sizes):
        for i in range(size):
            row = {
                "member_id": f"E{number:02}-{i:03}",
                "relation": "employee",
                "birth_date": date(1970, 1, 1) + timedelta(days=int(rng.integers(0, 11_000))),
                "sex": ("male", "female")[int(rng.integers(0, 2))],
                "grade": f"P{int(rng.integers(5, 9))}",
                "cover_from": date(2026, 1, 1),
            }
            row |= {column: f"D{number:02}"} if column else {}
            rows.append(row | {name: values[number] for name, values in more.items()})
    return people(rows).table
