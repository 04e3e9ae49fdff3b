"""First pass over the lines: does each benefit apply, and which conditions hold? The second pass sees bits only."""

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.jit import kernel
from tuanbao.vocabulary import CATEGORIES, CAUSES, REASONS

_CODES = {word: code for code, word in enumerate(REASONS)}
NOT_COVERED, RELATION, CATEGORY, CAUSE = (_CODES[w] for w in ("not_covered", "relation", "category", "cause"))
WORK, HOSPITAL, NOT_LISTED, EXCLUDED = (_CODES[w] for w in ("work", "hospital", "not_listed", "excluded"))
UNSETTLED, WAITING, TOO_LATE = (_CODES[w] for w in ("unsettled", "waiting", "too_late"))
NO_ELIGIBLE_EXPENSE = _CODES["no_eligible_expense"]
EMERGENCY = list(CATEGORIES).index("emergency")
ACCIDENT = list(CAUSES).index("accident")


def settle(program: a.Program, people: a.People, lines: a.Lines) -> tuple[a.Bytes, a.Ints]:
    """Reasons, shape (lines x longest chain,) in chain order, and condition bits, shape (lines x words,)."""
    longest = int(np.diff(people.chain_starts).max(initial=0))
    words = (len(program.conditions) + 63) // 64
    reasons = np.zeros((len(lines.member), longest), np.uint8)
    bits = np.zeros((len(lines.member), words), np.int64)
    _settle(program, people, lines, reasons, bits)
    return reasons, bits


@kernel
def _settle(program, people, lines, reasons, bits):
    for i in range(len(lines.member)):
        member = lines.member[i]
        chain = people.chain[member]
        start = people.chain_starts[chain]
        for position in range(people.chain_starts[chain + 1] - start):
            rules = program.rules[people.chains[start + position]]
            reason = _reason(rules, people, lines, i, member)
            reasons[i, position] = reason
            if reason == 0:
                for c in range(rules[a.R_CONDITIONS_FROM], rules[a.R_CONDITIONS_TO]):
                    number = program.benefit_conditions[c]
                    if _holds(program.conditions[number], people, lines, i, member):
                        bits[i, number >> 6] |= np.int64(1) << (number & 63)


@kernel
def _reason(rules, people, lines, i, member):
    """The first test that fails, in the order that the language fixes; 0 where all hold."""
    day, onset = lines.service[i], lines.onset[i]
    if not people.cover_from[member] <= day <= people.cover_to[member]:
        return NOT_COVERED
    if not rules[a.R_FIRST_DAY] <= day <= rules[a.R_LAST_DAY]:
        return NOT_COVERED
    if not rules[a.R_RELATIONS] >> people.relation[member] & 1:
        return RELATION
    if not rules[a.R_CATEGORIES] >> lines.category[i] & 1:
        return CATEGORY
    if not rules[a.R_CAUSES] >> lines.cause[i] & 1:
        return CAUSE
    if rules[a.R_WORK] >= 0 and rules[a.R_WORK] != lines.work[i]:
        return WORK
    if not (rules[a.R_EMERGENCY_ANY] and lines.category[i] == EMERGENCY) and not _hospital(rules, lines, i):
        return HOSPITAL
    if rules[a.R_ONLY] >= 0 and not lines.diagnosis_hits[lines.diagnosis[i], rules[a.R_ONLY]]:
        return NOT_LISTED
    if rules[a.R_EXCLUDED] >= 0 and lines.diagnosis_hits[lines.diagnosis[i], rules[a.R_EXCLUDED]]:
        return EXCLUDED
    if rules[a.R_NOT_CATEGORIES] >> lines.category[i] & 1 or (rules[a.R_NOT_PRE_EXISTING] and lines.pre_existing[i]):
        return EXCLUDED
    if rules[a.R_REFUSE_UNSETTLED] and people.insured[member] and not lines.settled[i]:
        return UNSETTLED
    waited = onset - people.continuous_from[member]
    if rules[a.R_WAITING] > 0 and lines.cause[i] != ACCIDENT and waited < rules[a.R_WAITING]:
        return WAITING
    if rules[a.R_WITHIN] >= 0 and day - onset > rules[a.R_WITHIN]:
        return TOO_LATE
    return 0


@kernel
def _hospital(rules, lines, i):
    if not rules[a.R_LEVELS] >> lines.level[i] & 1 or not rules[a.R_OWNERSHIPS] >> lines.ownership[i] & 1:
        return False
    if not rules[a.R_WARDS] >> lines.ward[i] & 1:
        return False
    if rules[a.R_LISTS] >= 0 and not lines.list_hits[i, rules[a.R_LISTS]]:
        return False
    return rules[a.R_NOT_LISTS] < 0 or not lines.list_hits[i, rules[a.R_NOT_LISTS]]


@kernel
def _holds(tests, people, lines, i, member):
    """Do all tests of a `when` hold for the line and the person?"""
    if not tests[a.C_CATEGORIES] >> lines.category[i] & 1 or not tests[a.C_CAUSES] >> lines.cause[i] & 1:
        return False
    if not tests[a.C_LEVELS] >> lines.level[i] & 1 or not tests[a.C_OWNERSHIPS] >> lines.ownership[i] & 1:
        return False
    if not tests[a.C_WARDS] >> lines.ward[i] & 1 or not tests[a.C_RELATIONS] >> people.relation[member] & 1:
        return False
    if tests[a.C_LISTS] >= 0 and not lines.list_hits[i, tests[a.C_LISTS]]:
        return False
    if tests[a.C_DIAGNOSES] >= 0 and not lines.diagnosis_hits[lines.diagnosis[i], tests[a.C_DIAGNOSES]]:
        return False
    age = tests[a.C_AGES]
    if age >= 0 and not people.ages_from[member, age] <= lines.service[i] < people.ages_to[member, age]:
        return False
    if tests[a.C_SETTLED] >= 0 and tests[a.C_SETTLED] != lines.settled[i]:
        return False
    if tests[a.C_INSURED] >= 0 and tests[a.C_INSURED] != people.insured[member]:
        return False
    if tests[a.C_PRE_EXISTING] >= 0 and tests[a.C_PRE_EXISTING] != lines.pre_existing[i]:
        return False
    return tests[a.C_WORK] < 0 or tests[a.C_WORK] == lines.work[i]
