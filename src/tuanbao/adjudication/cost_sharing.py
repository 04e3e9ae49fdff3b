"""Second pass over the lines: deductible, coinsurance, patient cap and limits, benefit by benefit (理算).

All counters of a family live in one buffer that is cleared when the family begins; nothing survives the call. Money is
int64 fen, every product is exact and rounded once, half up.
"""

from typing import NamedTuple

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.applicability import NO_ELIGIBLE_EXPENSE
from tuanbao.adjudication.compiling import COMMON
from tuanbao.adjudication.jit import kernel

UNLIMITED = np.int64(a.UNLIMITED)
FAST = np.int64(10**9)
"""Below ten million yuan the common denominators cannot overflow."""

# Steps of a trace, rows (row of the explanation, step, what, amount).
COUNTED, CREDITED, BORNE, IN_BAND, IN_CASE, FACTOR, CAPPED, CUT, DAYS = range(9)
TRACE_COLUMNS = 4


def share_costs(
    program: a.Program,
    people: a.People,
    lines: a.Lines,
    reasons: a.Bytes,
    bits: a.Ints,
    *,
    all_rows: bool,
    trace: a.Ints | None = None,
) -> tuple[a.Rows, int]:
    """The explanation of all lines; with ``all_rows`` also the rows of benefits that did not apply.

    Returns the rows, and how many rows of ``trace`` (shape (room, 4), empty: none) were written.
    """
    rows = _empty_rows(people, lines, reasons, all_rows)
    counters = np.zeros(_largest_family(program, lines), np.int64)
    stamps = np.full(program.credit_pools, -1, np.int64)
    scratch = _Scratch(*(np.zeros(size, np.int64) for size in (a.KEYS, a.KEYS, 5, 5)))
    used, traced = _share_costs(program, people, lines, reasons, bits, rows, all_rows, counters, stamps, scratch, trace)
    return a.Rows(*(column[:used] for column in rows[:-1]), rows.line_paid), traced


class _Scratch(NamedTuple):
    """What the kernel works with on one line; kernels allocate nothing."""

    bases: a.Ints
    """Where the counters of each key begin for this family."""
    at: a.Ints
    """Where the counters of the line's own groups begin."""
    remaining: a.Ints
    counted: a.Ints


def _empty_rows(people: a.People, lines: a.Lines, reasons: a.Bytes, all_rows: bool) -> a.Rows:
    chain_lengths = np.diff(people.chain_starts)
    room = int(chain_lengths[people.chain[lines.member]].sum())
    if not all_rows:
        unused = len(lines.member) * reasons.shape[1] - room
        room = int(reasons.size - np.count_nonzero(reasons)) - unused
    money = [np.empty(room, np.int64) for _ in range(5)]
    paid = np.zeros(len(lines.member), np.int64)
    return a.Rows(np.empty(room, np.int32), np.empty(room, np.int16), *money, np.empty(room, np.uint8), paid)


def _largest_family(program: a.Program, lines: a.Lines) -> int:
    return int((program.widths @ lines.groups).max(initial=0)) if lines.groups.size else 0


@kernel
def _share_costs(program, people, lines, reasons, bits, rows, all_rows, counters, stamps, scratch, trace):  # type: ignore[no-untyped-def]
    chain, chain_starts, chains, amounts = people.chain, people.chain_starts, people.chains, people.amounts
    benefits, entries, cases, bands = program.benefits, program.entries, program.cases, program.bands
    below, between, above = lines.in_scope_below, lines.in_scope, lines.in_scope_above
    class_b, out_of_scope, other_paid = lines.class_b, lines.out_of_scope, lines.other_paid
    member_of, bill_of, settled, stay_days, starts = lines.member, lines.bill, lines.settled, lines.days, lines.families
    insured, family_of, widths, ordinals = people.insured, people.family, program.widths, lines.ordinals
    at, remaining, counted = scratch.at, scratch.remaining, scratch.counted
    row_line, row_benefit, row_reason, line_paid = rows.line, rows.benefit, rows.reason, rows.line_paid
    row_eligible, row_deductible, row_coinsurance = rows.eligible, rows.deductible, rows.coinsurance
    row_over_limit, row_paid = rows.over_limit, rows.paid
    row, traced, family, first = 0, 0, 0, 0
    for i in range(len(member_of)):  # from 0, so that the compiler knows that i is not negative
        member, held = member_of[i], bits[i]
        if i == starts[family]:
            first = _first_of_family(family_of, member)
            _clear(widths, lines.groups, family, scratch.bases, counters)
            _open(people.openings, people.opening_starts, family_of, first, widths, scratch.bases, counters)
            family += 1
        _address(widths, ordinals, i, member - first, scratch.bases, at)
        remaining[0], remaining[1], remaining[2] = below[i], between[i], above[i]
        remaining[3], remaining[4] = class_b[i], out_of_scope[i]
        earlier = np.int64(0)
        chain_start = chain_starts[chain[member]]
        for position in range(chain_starts[chain[member] + 1] - chain_start):
            number, reason = chains[chain_start + position], reasons[i, position]
            eligible = deductible = coinsurance = over_limit = paid = np.int64(0)
            if reason == 0:
                terms = benefits[number]
                if terms[a.B_KIND] == a.ALLOWANCE:
                    paid, traced = _allowance(terms, amounts, member, stay_days[i], at, counters, trace, traced, row)
                else:
                    eligible = _count(terms, remaining, counted)
                    if terms[a.B_CREDITS]:
                        traced = _credit(
                            entries, terms, held, i, earlier, other_paid[i], at, counters, stamps, trace, traced, row
                        )
                    if eligible == 0:
                        reason = NO_ELIGIBLE_EXPENSE
                    else:
                        unsettled = insured[member] == 1 and settled[i] == 0
                        deductible, coinsurance, over_limit, paid, traced = _reimburse(
                            entries,
                            cases,
                            bands,
                            terms,
                            amounts,
                            held,
                            member,
                            bill_of[i],
                            unsettled,
                            eligible,
                            counted,
                            at,
                            counters,
                            trace,
                            traced,
                            row,
                        )
                        earlier += paid
                        _take(remaining, counted, paid)
            if reason == 0 or all_rows:
                row_line[row], row_benefit[row], row_reason[row] = i, number, reason
                row_eligible[row], row_deductible[row], row_coinsurance[row] = eligible, deductible, coinsurance
                row_over_limit[row], row_paid[row] = over_limit, paid
                row += 1
        line_paid[i] = earlier
    return row, traced


@kernel
def _reimburse(  # type: ignore[no-untyped-def]
    entries,
    cases,
    bands,
    terms,
    amounts,
    held,
    member,
    bill,
    unsettled,
    eligible,
    counted,
    at,
    counters,
    trace,
    traced,
    row,
):
    """What one benefit pays of one line's eligible expense: deductible, coinsurance, over_limit, paid."""
    if trace is not None:
        for k in range(5):
            traced = _note(trace, traced, row, COUNTED, k, counted[k])
    deductible = np.int64(0)
    if terms[a.B_DEDUCTIBLES] < terms[a.B_CAPS]:
        deductible, traced = _bear(entries, terms, amounts, held, member, eligible, at, counters, trace, traced, row)
    expense = eligible - deductible
    pay, traced = _coinsure(cases, bands, terms, held, expense, unsettled, at, counters, trace, traced, row)
    coinsurance = expense - pay
    if terms[a.B_CAPS] < terms[a.B_LIMITS]:
        borne = deductible + coinsurance
        excess, traced = _cap(entries, terms, amounts, held, member, borne, at, counters, trace, traced, row)
        pay += excess
        off = min(excess, coinsurance)
        coinsurance -= off
        deductible -= excess - off
    paid = pay
    if terms[a.B_LIMITS] < terms[a.B_END]:
        paid, traced = _limit(entries, terms, amounts, held, member, bill, pay, at, counters, trace, traced, row)
    return deductible, coinsurance, pay - paid, paid, traced


@kernel
def _first_of_family(family_of, member):  # type: ignore[no-untyped-def]
    while member > 0 and family_of[member - 1] == family_of[member]:
        member -= 1
    return member


@kernel
def _clear(widths, groups, family, bases, counters):  # type: ignore[no-untyped-def]
    """Give the family's groups their counters, all at zero."""
    total = np.int64(0)
    for key in range(a.KEYS):
        bases[key] = total
        total += widths[key] * groups[key, family]
    for c in range(total):
        counters[c] = 0


@kernel
def _open(openings, opening_starts, family_of, first, widths, bases, counters):  # type: ignore[no-untyped-def]
    """Lifetime counters begin with what earlier years paid."""
    if len(openings) == 0:
        return
    member = first
    while member < len(family_of) and family_of[member] == family_of[first]:
        for o in range(opening_starts[member], opening_starts[member + 1]):
            key = openings[o, 0]
            group = member - first if key == a.PERSON else 0
            counters[bases[key] + group * widths[key] + openings[o, 1]] += openings[o, 2]
        member += 1


@kernel
def _address(widths, ordinals, i, person, bases, at):  # type: ignore[no-untyped-def]
    """Where the counters of the line's groups begin, for every key that the program uses."""
    at[a.PERSON] = bases[a.PERSON] + person * widths[a.PERSON]
    at[a.FAMILY] = bases[a.FAMILY]
    for key in range(a.VISIT, a.KEYS):
        if widths[key] > 0:
            at[key] = bases[key] + ordinals[key - a.VISIT, i] * widths[key]


@kernel
def _note(trace, traced, row, step, what, amount):  # type: ignore[no-untyped-def]
    """One step of the story, where somebody wants to read it."""
    if traced >= trace.shape[0]:
        return traced
    trace[traced, 0], trace[traced, 1], trace[traced, 2], trace[traced, 3] = row, step, what, amount
    return traced + 1


@kernel
def _portion(amount, numerator, denominator):  # type: ignore[no-untyped-def]
    """amount x numerator / denominator, half up, without overflow: the whole part is multiplied apart."""
    whole = amount // denominator
    rest = amount - whole * denominator
    return whole * numerator + (2 * rest * numerator + denominator) // (2 * denominator)


@kernel
def _count(terms, remaining, counted):  # type: ignore[no-untyped-def]
    """Eligible expense: the sum of what counts of each component."""
    eligible = np.int64(0)
    for k in range(5):
        amount = remaining[k]
        numerator = terms[a.B_SHARES + k]
        if numerator == 0:
            amount = np.int64(0)
        elif terms[a.B_PARTIAL]:
            amount = _portion(amount, numerator, terms[a.B_SHARE_DENOMINATORS + k])
        counted[k] = amount
        eligible += amount
    return eligible


@kernel
def _take(remaining, counted, paid):  # type: ignore[no-untyped-def]
    """What was paid comes off the components in their order, from each at most what was counted of it."""
    for k in range(5):
        part = min(paid, counted[k])
        remaining[k] -= part
        paid -= part


@kernel
def _active(entry, held):  # type: ignore[no-untyped-def]
    """Does the entry's `when` hold for the line?"""
    condition = entry[a.E_CONDITION]
    return condition < 0 or (held[condition >> 6] >> (condition & 63)) & 1 == 1


@kernel
def _repeats(entries, entry, held):  # type: ignore[no-untyped-def]
    """Has an earlier entry of this benefit advanced the same counter already?"""
    twin = entry[a.E_TWIN]
    while twin >= 0:
        if _active(entries[twin], held):
            return True
        twin = entries[twin, a.E_TWIN]
    return False


@kernel
def _counter(entry, at):  # type: ignore[no-untyped-def]
    return at[entry[a.E_KEY]] + entry[a.E_SLOT]


@kernel
def _room(entry, amounts, member, at, counters):  # type: ignore[no-untyped-def]
    """What the entry's amount still leaves of its counter."""
    amount = entry[a.E_AMOUNT]
    if entry[a.E_FIELD] >= 0:
        amount = amounts[member, entry[a.E_FIELD]]
    return max(np.int64(0), amount - counters[_counter(entry, at)])


@kernel
def _advance(entries, first, end, held, amount, at, counters):  # type: ignore[no-untyped-def]
    for e in range(first, end):
        entry = entries[e]
        if not entry[a.E_COUNT] and _active(entry, held) and not _repeats(entries, entry, held):
            counters[_counter(entry, at)] += amount


@kernel
def _credit(entries, terms, held, i, earlier, other_paid, at, counters, stamps, trace, traced, row):  # type: ignore[no-untyped-def]
    """What others paid counts towards yearly deductibles that take credits, once a line for each counter."""
    for e in range(terms[a.B_YEARLY], terms[a.B_CAPS]):
        entry = entries[e]
        credit = entry[a.E_CREDIT]
        if credit == 0 or not _active(entry, held) or stamps[entry[a.E_CREDIT_POOL]] == i:
            continue
        stamps[entry[a.E_CREDIT_POOL]] = i
        amount = (earlier if credit & 1 else 0) + (other_paid if credit & 2 else 0)
        counters[_counter(entry, at)] += amount
        if trace is not None and amount > 0:
            traced = _note(trace, traced, row, CREDITED, e, amount)
    return traced


@kernel
def _bear(entries, terms, amounts, held, member, eligible, at, counters, trace, traced, row):  # type: ignore[no-untyped-def]
    """The deductible: visit, day and case one after the other, the yearly ones together."""
    left = eligible
    for e in range(terms[a.B_DEDUCTIBLES], terms[a.B_YEARLY]):
        entry = entries[e]
        if _active(entry, held):
            borne = min(left, _room(entry, amounts, member, at, counters))
            counters[_counter(entry, at)] += borne
            left -= borne
            if trace is not None and borne > 0:
                traced = _note(trace, traced, row, BORNE, e, borne)
    borne, binding = left, -1
    for e in range(terms[a.B_YEARLY], terms[a.B_CAPS]):
        entry = entries[e]
        if _active(entry, held):
            room = _room(entry, amounts, member, at, counters)
            if binding < 0 or room < borne:
                binding = e
            borne = min(borne, room)
    if binding < 0:
        return eligible - left, traced
    _advance(entries, terms[a.B_YEARLY], terms[a.B_CAPS], held, borne, at, counters)
    if trace is not None and borne > 0:
        traced = _note(trace, traced, row, BORNE, binding, borne)
    return eligible - left + borne, traced


@kernel
def _coinsure(cases, bands, terms, held, expense, unsettled, at, counters, trace, traced, row):  # type: ignore[no-untyped-def]
    """What the percentages pay of the expense after deductible."""
    first, end, factor = terms[a.B_BANDS], terms[a.B_BANDS_END], unsettled and terms[a.B_UNSETTLED] >= 0
    for c in range(terms[a.B_CASES], terms[a.B_CASES_END]):
        condition = cases[c, a.CASE_CONDITION]
        if (held[condition >> 6] >> (condition & 63)) & 1 == 1:
            first, end = cases[c, a.CASE_BANDS], cases[c, a.CASE_BANDS_END]
            factor = factor and not cases[c, a.CASE_NAMES_SETTLED]
            if trace is not None:
                traced = _note(trace, traced, row, IN_CASE, c - terms[a.B_CASES], 0)
            break
    accumulated = np.int64(0)
    if terms[a.B_ACCUMULATED] >= 0:
        slot = at[a.PERSON] + terms[a.B_ACCUMULATED]
        accumulated = counters[slot]
        counters[slot] = accumulated + expense
    denominator = terms[a.B_DENOMINATOR]
    whole, rest, left = np.int64(0), np.int64(0), expense
    for b in range(first, end):
        part = left
        if b + 1 < end:
            part = min(left, max(np.int64(0), bands[b, a.BAND_UP_TO] - accumulated))
        if part > 0:
            if trace is not None:
                traced = _note(trace, traced, row, IN_BAND, b, part)
            if expense > FAST or denominator != COMMON:
                whole += part // denominator * bands[b, a.BAND_PAY]
                part_rest = part % denominator
            else:
                part_rest = part
            rest += part_rest * bands[b, a.BAND_PAY]
            accumulated += part
            left -= part
    if factor:
        if trace is not None:
            traced = _note(trace, traced, row, FACTOR, 0, 0)
        return _times_factor(whole, rest, denominator, terms), traced
    if denominator == COMMON:
        return whole + (rest + COMMON // 2) // COMMON, traced
    return whole + (2 * rest + denominator) // (2 * denominator), traced


@kernel
def _times_factor(whole, rest, denominator, terms):  # type: ignore[no-untyped-def]
    """(whole + rest / denominator) x the factor for unsettled bills, rounded once, without overflow."""
    numerator, factor_denominator = terms[a.B_UNSETTLED], terms[a.B_UNSETTLED_DENOMINATOR]
    whole += rest // denominator
    rest %= denominator
    paid = whole // factor_denominator * numerator
    over = whole % factor_denominator * numerator
    paid += over // factor_denominator
    over %= factor_denominator
    both = denominator * factor_denominator
    return paid + (2 * (over * denominator + rest * numerator) + both) // (2 * both)


@kernel
def _cap(entries, terms, amounts, held, member, borne, at, counters, trace, traced, row):  # type: ignore[no-untyped-def]
    """What of the person's own share goes beyond the smallest patient cap; every cap advances by what stays."""
    room, binding = borne, -1
    for e in range(terms[a.B_CAPS], terms[a.B_LIMITS]):
        entry = entries[e]
        if _active(entry, held):
            own = _room(entry, amounts, member, at, counters)
            if own < room:
                room, binding = own, e
    _advance(entries, terms[a.B_CAPS], terms[a.B_LIMITS], held, room, at, counters)
    if trace is not None and binding >= 0:
        traced = _note(trace, traced, row, CAPPED, binding, borne - room)
    return borne - room, traced


@kernel
def _limit(entries, terms, amounts, held, member, bill, pay, at, counters, trace, traced, row):  # type: ignore[no-untyped-def]
    """What the limits leave of the payment; their counters advance by it."""
    paid = pay
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = entries[e]
        if not _active(entry, held):
            continue
        room = (
            _bill_room(entry, bill, at, counters) if entry[a.E_COUNT] else _room(entry, amounts, member, at, counters)
        )
        if trace is not None and room < paid:
            traced = _note(trace, traced, row, CUT, e, paid - room)
        paid = min(paid, room)
    if paid > 0:
        _advance(entries, terms[a.B_LIMITS], terms[a.B_END], held, paid, at, counters)
        if terms[a.B_COUNTS]:
            _count_bill(entries, terms, held, bill, at, counters)
    return paid, traced


@kernel
def _bill_room(entry, bill, at, counters):  # type: ignore[no-untyped-def]
    """A limit on the number of bills leaves all or nothing; a bill that was counted stays so."""
    counter = _counter(entry, at)
    counted = counters[counter + 1] == bill + 1
    return UNLIMITED if counted or counters[counter] < entry[a.E_AMOUNT] else np.int64(0)


@kernel
def _count_bill(entries, terms, held, bill, at, counters):  # type: ignore[no-untyped-def]
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = entries[e]
        counter = _counter(entry, at)
        if entry[a.E_COUNT] and _active(entry, held) and counters[counter + 1] != bill + 1:
            counters[counter] += 1
            counters[counter + 1] = bill + 1


@kernel
def _allowance(terms, amounts, member, stay_days, at, counters, trace, traced, row):  # type: ignore[no-untyped-def]
    """The daily allowance of a stay, on the first of its lines to which the benefit applies."""
    seen = at[a.STAY] + terms[a.B_STAY_SLOT]
    if counters[seen]:
        return np.int64(0), traced
    counters[seen] = 1
    days = min(max(np.int64(0), stay_days - terms[a.B_ELIMINATION]), terms[a.B_MAX_STAY])
    if terms[a.B_CASE_SLOT] >= 0:
        days = min(days, max(np.int64(0), terms[a.B_MAX_CASE] - counters[at[a.CASE] + terms[a.B_CASE_SLOT]]))
    if terms[a.B_YEAR_SLOT] >= 0:
        days = min(days, max(np.int64(0), terms[a.B_MAX_YEAR] - counters[at[a.PERSON] + terms[a.B_YEAR_SLOT]]))
    if terms[a.B_CASE_SLOT] >= 0:
        counters[at[a.CASE] + terms[a.B_CASE_SLOT]] += days
    if terms[a.B_YEAR_SLOT] >= 0:
        counters[at[a.PERSON] + terms[a.B_YEAR_SLOT]] += days
    amount = terms[a.B_AMOUNT]
    if terms[a.B_FIELD] >= 0:
        amount = amounts[member, terms[a.B_FIELD]]
    if trace is not None:
        traced = _note(trace, traced, row, DAYS, days, stay_days)
    return days * amount, traced
