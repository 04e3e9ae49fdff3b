"""A few normalised people -> arrays sorted by family, as build_population makes them."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled, days
from tuanbao.adjudication.direct.cells import Row
from tuanbao.adjudication.population import NEVER_ENDS, birthday, chain_of, frozen
from tuanbao.vocabulary import RELATIONS

RELATION_CODES = {word: code for code, word in enumerate(RELATIONS)}


def arrange_people(
    compiled: Compiled, rows: Sequence[Row], openings: Sequence[Row] = ()
) -> tuple[list[Row], a.People, list[tuple[str, ...]]]:
    """The people in the order of adjudication, their arrays, and the plans of every chain."""
    rows = sorted(rows, key=lambda row: str(row["family_id"]))
    families = {family: i for i, family in enumerate(dict.fromkeys(row["family_id"] for row in rows))}
    chain_numbers = {plan: i for i, plan in enumerate(dict.fromkeys(row["plan"] for row in rows))}
    chains = [chain_of(plan) for plan in chain_numbers]
    benefits = [[b for plan in chain for b in compiled.plan_benefits[plan]] for chain in chains]
    chain = [chain_numbers[row["plan"]] for row in rows]
    index = {row["member_id"]: i for i, row in enumerate(rows)}
    opening_rows, opening_starts = _opened(compiled, index, rows, openings)
    ages_from, ages_to = _ages(compiled, rows)
    amounts = np.array([[row[name] or 0 for name in compiled.fields] for row in rows], np.int64)
    return (
        rows,
        a.People(
            family=frozen([families[row["family_id"]] for row in rows], np.int32),
            relation=frozen([RELATION_CODES[row["relation"]] for row in rows], np.uint8),
            insured=frozen([row["insured"] for row in rows], np.uint8),
            cover_from=frozen([days(row["cover_from"]) for row in rows], np.int32),
            cover_to=frozen([_end(row["cover_to"]) for row in rows], np.int32),
            continuous_from=frozen([days(row["continuous_from"]) for row in rows], np.int32),
            chain=frozen(chain, np.int32),
            amounts=frozen(amounts.reshape(len(rows), len(compiled.fields)), np.int64),
            ages_from=ages_from,
            ages_to=ages_to,
            chains=frozen([b for chain in benefits for b in chain], np.int32),
            chain_starts=frozen(np.cumsum([0, *map(len, benefits)]), np.int32),
            openings=opening_rows,
            opening_starts=opening_starts,
        ),
        chains,
    )


def _end(day: date | None) -> int:
    return NEVER_ENDS if day is None else days(day)


def _ages(compiled: Compiled, rows: Sequence[Row]) -> tuple[a.Small, a.Small]:
    """First and last day of every age test; a birth date that is not known lies beyond all of them."""
    if not compiled.ages:
        nothing = frozen(np.empty((len(rows), 0)), np.int32)
        return nothing, nothing
    births = np.array([_end(row["birth_date"]) for row in rows], "datetime64[D]")
    spans = [(birthday(births, youngest), birthday(births, oldest + 1)) for youngest, oldest in compiled.ages]
    first, last = (np.stack([span[k] for span in spans], axis=1) for k in (0, 1))
    return frozen(first, np.int32), frozen(last, np.int32)


def _opened(
    compiled: Compiled, index: Mapping[str, int], rows: Sequence[Row], openings: Sequence[Row]
) -> tuple[a.Ints, a.Small]:
    """What each person's lifetime counters begin with: rows (key, slot, fen), and where each person's rows begin."""
    found: list[tuple[int, int, int, int]] = []
    for opening in openings:
        member = index[opening["member_id"]]
        for plan in chain_of(rows[member]["plan"]):
            for number in compiled.plan_benefits[plan]:
                if compiled.benefits[number].id == opening["benefit_id"]:
                    found += [(member, *counter, opening["paid"]) for counter in compiled.lifetime.get(number, ())]
    found.sort()
    starts = [sum(row[0] < member for row in found) for member in range(len(rows) + 1)]
    return frozen(np.array(found).reshape(len(found), 4)[:, 1:], np.int64), frozen(starts, np.int32)
