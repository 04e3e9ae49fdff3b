"""Rows of an adjudication -> sums by benefit and by person-year. A kernel."""

from typing import Any

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.jit import kernel


@kernel
def add_up(rows: a.Rows, member: Any, by_benefit: Any, by_person_year: Any) -> None:
    """Adds what rows paid to ``by_benefit`` (benefits,) and ``by_person_year`` (population,); ``member`` (lines,)."""
    for r in range(len(rows.benefit)):
        paid = rows.paid[r]
        if paid > 0:
            by_benefit[rows.benefit[r]] += paid
            by_person_year[member[rows.line[r]]] += paid


@kernel
def add_users(rows: a.Rows, member: Any, users: Any, seen: Any) -> None:
    """Counts the person-years that each benefit pays, ``users`` (benefits,); ``seen`` (benefits, population) is 0."""
    for r in range(len(rows.benefit)):
        if rows.paid[r] > 0 and seen[rows.benefit[r], member[rows.line[r]]] == 0:
            seen[rows.benefit[r], member[rows.line[r]]] = 1
            users[rows.benefit[r]] += 1
