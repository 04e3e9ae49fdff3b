"""The arrays that the kernels read: what stands in which column. Money is int64 fen, days count from 1970-01-01.

A *program* is all plans of a run; benefits (reimbursement, and daily allowances of stays) are numbered through all of
its plans, in plan order. A person's *chain* is the list of benefits of all plans that the person has, in paying order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Bytes = NDArray[np.uint8]

# Which group a counter belongs to. The first two need no ordinal of the line: a person and a family are one group each.
PERSON, FAMILY, VISIT, FAMILY_VISIT, DAY, FAMILY_DAY, CASE, FAMILY_CASE, STAY = range(9)
KEYS = 9
ORDINALS = KEYS - 2
"""Rows of the table of group ordinals: keys from VISIT on."""

# Columns of Program.rules, the tests that settle whether a benefit applies to a line. Masks have a bit per code.
(
    R_RELATIONS,
    R_CATEGORIES,
    R_CAUSES,
    R_WORK,  # -1 either, 0 except, 1 only
    R_LEVELS,
    R_OWNERSHIPS,
    R_WARDS,
    R_LISTS,  # number of a set of hospital lists of which one must hold, or -1
    R_NOT_LISTS,  # number of a set of hospital lists of which none may hold, or -1
    R_EMERGENCY_ANY,
    R_ONLY,  # number of a set of diagnosis prefixes, or -1
    R_EXCLUDED,  # the same
    R_NOT_CATEGORIES,
    R_NOT_PRE_EXISTING,
    R_REFUSE_UNSETTLED,
    R_WAITING,
    R_WITHIN,  # -1: no end
    R_FIRST_DAY,
    R_LAST_DAY,
    R_CONDITIONS_FROM,  # the benefit's conditions in Program.benefit_conditions
    R_CONDITIONS_TO,
) = range(21)
RULE_COLUMNS = 21

# Columns of Program.conditions, the tests of a `when`. -1: no such test.
(
    C_CATEGORIES,
    C_CAUSES,
    C_LEVELS,
    C_OWNERSHIPS,
    C_WARDS,
    C_RELATIONS,
    C_LISTS,
    C_DIAGNOSES,
    C_AGES,
    C_SETTLED,
    C_INSURED,
    C_PRE_EXISTING,
    C_WORK,
) = range(13)
CONDITION_COLUMNS = 13

# Columns of Program.benefits, the terms that say what is paid.
(
    B_KIND,
    B_DEDUCTIBLES,  # first of the visit, day and case deductibles in Program.entries; then follow
    B_YEARLY,  # the yearly deductibles,
    B_CAPS,  # the patient caps,
    B_LIMITS,  # the limits,
    B_END,  # up to here
    B_ACCUMULATED,  # person's slot of the accumulated expense, or -1 where no band needs it
    B_CASES,
    B_CASES_END,
    B_BANDS,
    B_BANDS_END,
    B_DENOMINATOR,  # of the percentages of all its bands
    B_UNSETTLED,  # numerator of the factor for unsettled bills, or -1
    B_UNSETTLED_DENOMINATOR,
    B_PARTIAL,  # 1 where a component counts in part, so that shares must be multiplied
    B_SHARES,  # five numerators
) = range(16)
B_SHARE_DENOMINATORS = B_SHARES + 5
B_CREDITS = B_SHARE_DENOMINATORS + 5  # 1 where a yearly deductible carries a credit
B_COUNTS = B_CREDITS + 1  # 1 where a limit counts bills
B_PLAIN = (
    B_COUNTS + 1
)  # 1 where every entry is a period and an amount, there is no cap, and one yearly deductible at most
# Daily allowances use the columns from B_AMOUNT on.
B_AMOUNT, B_FIELD, B_ELIMINATION, B_MAX_STAY, B_MAX_CASE, B_MAX_YEAR, B_STAY_SLOT, B_CASE_SLOT, B_YEAR_SLOT = range(
    B_PLAIN + 1, B_PLAIN + 10
)
BENEFIT_COLUMNS = B_YEAR_SLOT + 1
REIMBURSEMENT, ALLOWANCE = 0, 1

# Columns of Program.entries: deductibles, patient caps and limits.
(
    E_AMOUNT,  # fen, or bills where E_COUNT
    E_FIELD,  # column of the person's own amounts, or -1
    E_KEY,
    E_SLOT,
    E_CONDITION,  # or -1
    E_TWIN,  # an earlier entry of the same benefit with the same counter, or -1
    E_COUNT,
    E_CREDIT,  # bits: 1 earlier benefits, 2 other_paid
    E_CREDIT_POOL,  # number of the counter among those that take credits, or -1
) = range(9)
ENTRY_COLUMNS = 9

CASE_CONDITION, CASE_BANDS, CASE_BANDS_END, CASE_NAMES_SETTLED = range(4)
BAND_UP_TO, BAND_PAY = range(2)
UNLIMITED = np.iinfo(np.int64).max


class Program(NamedTuple):
    """All plans of a run as arrays; see the column names of this module."""

    rules: Ints
    conditions: Ints
    benefit_conditions: Ints
    benefits: Ints
    entries: Ints
    cases: Ints
    bands: Ints
    widths: Ints
    """Counters per group of each key, shape (KEYS,)."""
    keys: Ints
    """The keys from VISIT on that have counters."""
    credit_pools: int


class People(NamedTuple):
    """The insured, sorted by family; arrays of shape (people,)."""

    family: Small
    relation: Bytes
    insured: Bytes
    cover_from: Small
    cover_to: Small
    continuous_from: Small
    chain: Small
    amounts: Ints
    """Amounts of {field: …}, shape (people, fields)."""
    ages_from: Small
    """First day on which the age test holds, shape (people, age tests)."""
    ages_to: Small
    """First day on which it no longer holds."""
    chains: Small
    """Benefits of all chains, one after the other."""
    chain_starts: Small
    openings: Ints
    """Rows (key, slot, fen) with which a person's lifetime counters begin."""
    opening_starts: Small


class Lines(NamedTuple):
    """Lines of bills in the order of adjudication; arrays of shape (lines,)."""

    member: Small
    bill: Small
    """Ordinal of the bill in this batch."""
    service: Small
    onset: Small
    category: Bytes
    cause: Bytes
    level: Bytes
    ownership: Bytes
    ward: Bytes
    settled: Bytes
    work: Bytes
    pre_existing: Bytes
    diagnosis: Small
    diagnosis_hits: Bytes
    """Which sets of prefixes a diagnosis meets, shape (distinct diagnoses, sets)."""
    list_hits: Bytes
    """Which sets of hospital lists the line's hospital stands in that day, shape (lines, sets) or (0, 0)."""
    in_scope_below: Ints
    in_scope: Ints
    """Between the scheme's deductible and its ceiling."""
    in_scope_above: Ints
    class_b: Ints
    out_of_scope: Ints
    other_paid: Ints
    days: Small
    """Days of the stay."""
    ordinals: Small
    """Group of the line in its family for each key from VISIT on, shape (ORDINALS, lines); unused rows undefined."""
    families: Small
    """First line of every family, and the number of lines, shape (families + 1,)."""
    groups: Small
    """Number of groups of every family for each key, shape (KEYS, families)."""


class Rows(NamedTuple):
    """The explanation (EOB) as arrays of shape (rows,), and what was paid for every line."""

    line: Small
    benefit: NDArray[np.int16]
    eligible: Ints
    deductible: Ints
    coinsurance: Ints
    over_limit: Ints
    paid: Ints
    reason: Bytes
    line_paid: Ints
    """By reimbursement benefits, shape (lines,)."""
