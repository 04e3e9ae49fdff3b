"""Second pass over the lines: deductible, coinsurance, patient cap and limits, benefit by benefit (理算).

All counters of a family live in one buffer that is cleared when the family begins; nothing survives the call. Money is
int64 fen, every product is exact and rounded once, half up. Places in arrays are unsigned: a signed one costs a test
for counting from the end at every access.
"""

from typing import Any, NamedTuple

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

place = np.uint64
NEXT = place(1)
FIRST_ORDINAL = place(a.VISIT)


class _State(NamedTuple):
    """What the kernel works with; kernels allocate nothing."""

    counters: a.Ints
    stamps: a.Ints
    """The line at which each counter last took a credit."""
    bases: a.Ints
    """Where the counters of each key begin for this family."""
    at: a.Ints
    """Where the counters of the line's own groups begin."""
    remaining: a.Ints
    """What is still unpaid of the line's five components."""
    counted: a.Ints
    """What the benefit counted of each."""
    noted: a.Ints
    """Rows of the trace written so far, shape (1,)."""


class _Here(NamedTuple):
    """Where the kernel stands: one benefit on one line."""

    line: int
    member: int
    bill: int
    row: int
    held: a.Ints
    """The bits of the conditions that hold for the line."""
    unsettled: bool
    """An insured person's bill that was not settled."""


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

    ``trace``, shape (room, 4), takes the steps of every row as far as it has room. Returns the rows and the number of
    steps; more steps than room means that the trace is cut short.
    """
    rows = _empty_rows(people, lines, reasons, all_rows)
    state = _State(
        counters=np.zeros(_largest_family(program, lines), np.int64),
        stamps=np.full(program.credit_pools, -1, np.int64),
        bases=np.zeros(a.KEYS, np.int64),
        at=np.zeros(a.KEYS, np.int64),
        remaining=np.zeros(5, np.int64),
        counted=np.zeros(5, np.int64),
        noted=np.zeros(1, np.int64),
    )
    used = _share_costs(program, people, lines, reasons, bits, rows, all_rows, state, trace)
    written: dict[str, Any] = {name: getattr(rows, name)[:used] for name in a.Rows._fields if name != "line_paid"}
    return rows._replace(**written), int(state.noted[0])


def _empty_rows(people: a.People, lines: a.Lines, reasons: a.Bytes, all_rows: bool) -> a.Rows:
    lengths = np.diff(people.chain_starts)
    several = len(np.unique(lengths)) > 1
    room = int(lengths[people.chain[lines.member]].sum()) if several else reasons.size
    if not all_rows:
        unused = len(lines.member) * reasons.shape[1] - room
        room = int(reasons.size - np.count_nonzero(reasons)) - unused
    return a.Rows(
        line=np.empty(room, np.int32),
        benefit=np.empty(room, np.int16),
        eligible=np.empty(room, np.int64),
        deductible=np.empty(room, np.int64),
        coinsurance=np.empty(room, np.int64),
        over_limit=np.empty(room, np.int64),
        paid=np.empty(room, np.int64),
        reason=np.empty(room, np.uint8),
        line_paid=np.zeros(len(lines.member), np.int64),
    )


def _largest_family(program: a.Program, lines: a.Lines) -> int:
    return int((program.widths @ lines.groups).max(initial=0)) if lines.groups.size else 0


@kernel
def _share_costs(program, people, lines, reasons, bits, rows, all_rows, state, trace):
    row, family, first = place(0), place(0), place(0)
    for i in range(len(lines.member)):
        member = place(lines.member[i])
        if i == lines.families[family]:
            first = _begin_family(program, people, lines, family, member, state)
            family += NEXT
        _address(program, lines.ordinals, i, member - first, state)
        remaining = state.remaining
        remaining[0], remaining[1], remaining[2] = lines.in_scope_below[i], lines.in_scope[i], lines.in_scope_above[i]
        remaining[3], remaining[4] = lines.class_b[i], lines.out_of_scope[i]
        unsettled = people.insured[member] == 1 and lines.settled[i] == 0
        earlier = np.int64(0)
        chain = place(people.chain[member])
        start = place(people.chain_starts[chain])
        for position in range(place(people.chain_starts[chain + NEXT]) - start):
            number, reason = people.chains[start + position], reasons[i, position]
            eligible = deductible = coinsurance = over_limit = paid = np.int64(0)
            if reason == 0:
                terms = program.benefits[place(number)]
                here = _Here(i, member, lines.bill[i], row, bits[i], unsettled)
                if terms[a.B_KIND] == a.ALLOWANCE:
                    paid = _allowance(terms, people.amounts, member, lines.days[i], here, state, trace)
                else:
                    eligible = _count(terms, state)
                    if terms[a.B_CREDITS]:
                        _credit(program.entries, terms, earlier, lines.other_paid[i], here, state, trace)
                    if eligible == 0:
                        reason = NO_ELIGIBLE_EXPENSE
                    else:
                        deductible, coinsurance, over_limit, paid = _reimburse(
                            program, people.amounts, terms, eligible, here, state, trace
                        )
                        earlier += paid
                        _take(state, paid)
            if reason == 0 or all_rows:
                rows.line[row], rows.benefit[row], rows.reason[row] = i, number, reason
                rows.eligible[row], rows.deductible[row], rows.coinsurance[row] = eligible, deductible, coinsurance
                rows.over_limit[row], rows.paid[row] = over_limit, paid
                row += NEXT
        rows.line_paid[i] = earlier
    return row


@kernel
def _begin_family(program, people, lines, family, member, state):
    """Clear the counters; lifetime counters begin with what earlier years paid. Returns the family's first person."""
    first = member
    while first > 0 and people.family[first - NEXT] == people.family[member]:
        first -= NEXT
    total = np.int64(0)
    for key in range(a.KEYS):
        state.bases[key] = total
        total += program.widths[key] * lines.groups[key, family]
    for c in range(total):
        state.counters[place(c)] = 0
    if len(people.openings) > 0:
        person = first
        while person < len(people.family) and people.family[person] == people.family[member]:
            for o in range(people.opening_starts[person], people.opening_starts[person + NEXT]):
                key = people.openings[o, 0]
                group = np.int64(person - first) if key == a.PERSON else 0
                counter = state.bases[key] + group * program.widths[key] + people.openings[o, 1]
                state.counters[place(counter)] += people.openings[o, 2]
            person += NEXT
    return first


@kernel
def _address(program, ordinals, i, person, state):
    """Where the counters of the line's groups begin, for every key that the program uses."""
    state.at[a.PERSON] = state.bases[a.PERSON] + np.int64(person) * program.widths[a.PERSON]
    state.at[a.FAMILY] = state.bases[a.FAMILY]
    for k in range(len(program.keys)):
        key = place(program.keys[k])
        state.at[key] = state.bases[key] + ordinals[key - FIRST_ORDINAL, i] * program.widths[key]


@kernel
def _note(trace, state, row, step, what, amount):
    """One step of the story, where somebody wants to read it."""
    n = place(state.noted[0])
    state.noted[0] += 1
    if n < len(trace):
        trace[n, 0], trace[n, 1], trace[n, 2], trace[n, 3] = row, step, what, amount


@kernel
def _reimburse(program, amounts, terms, eligible, here, state, trace):
    """What one benefit pays of a line's eligible expense: deductible, coinsurance, over_limit, paid."""
    entries = program.entries
    if trace is not None:
        for k in range(5):
            _note(trace, state, here.row, COUNTED, k, state.counted[k])
    if terms[a.B_PLAIN]:
        deductible = _bear_plain(entries, terms, eligible, here, state, trace)
    else:
        deductible = _bear(entries, terms, amounts, eligible, here, state, trace)
    expense = eligible - deductible
    pay = _coinsure(program.cases, program.bands, terms, expense, here, state, trace)
    coinsurance = expense - pay
    if terms[a.B_PLAIN]:
        paid = _limit_plain(entries, terms, pay, here, state, trace)
        return deductible, coinsurance, pay - paid, paid
    excess = _cap(entries, terms, amounts, deductible + coinsurance, here, state, trace)
    pay += excess
    off = min(excess, coinsurance)
    coinsurance -= off
    deductible -= excess - off
    paid = _limit(entries, terms, amounts, pay, here, state, trace)
    return deductible, coinsurance, pay - paid, paid


@kernel
def _portion(amount, numerator, denominator):
    """amount x numerator / denominator, half up, without overflow: the whole part is multiplied apart."""
    whole = amount // denominator
    rest = amount - whole * denominator
    return whole * numerator + (2 * rest * numerator + denominator) // (2 * denominator)


@kernel
def _count(terms, state):
    """Eligible expense: the sum of what counts of each component."""
    eligible = np.int64(0)
    for k in range(5):
        amount = state.remaining[k]
        numerator = terms[a.B_SHARES + k]
        if numerator == 0:
            amount = np.int64(0)
        elif terms[a.B_PARTIAL]:
            amount = _portion(amount, numerator, terms[a.B_SHARE_DENOMINATORS + k])
        state.counted[k] = amount
        eligible += amount
    return eligible


@kernel
def _take(state, paid):
    """What was paid comes off the components in their order, from each at most what was counted of it."""
    for k in range(5):
        part = min(paid, state.counted[k])
        state.remaining[k] -= part
        paid -= part


@kernel
def _counter(entry, state):
    return place(state.at[place(entry[a.E_KEY])] + entry[a.E_SLOT])


@kernel
def _active(entry, here):
    """Does the entry's `when` hold for the line?"""
    condition = entry[a.E_CONDITION]
    return condition < 0 or (here.held[condition >> 6] >> (condition & 63)) & 1 == 1


@kernel
def _repeats(entries, entry, here):
    """Has an earlier entry of this benefit advanced the same counter already?"""
    twin = entry[a.E_TWIN]
    while twin >= 0:
        if _active(entries[twin], here):
            return True
        twin = entries[twin, a.E_TWIN]
    return False


@kernel
def _room(entry, amounts, here, state):
    """What the entry's amount still leaves of its counter."""
    amount = entry[a.E_AMOUNT]
    if entry[a.E_FIELD] >= 0:
        amount = amounts[here.member, entry[a.E_FIELD]]
    return max(np.int64(0), amount - state.counters[_counter(entry, state)])


@kernel
def _advance(entries, first, end, amount, here, state):
    for e in range(first, end):
        entry = entries[place(e)]
        if not entry[a.E_COUNT] and _active(entry, here) and not _repeats(entries, entry, here):
            state.counters[_counter(entry, state)] += amount


@kernel
def _credit(entries, terms, earlier, other_paid, here, state, trace):
    """What others paid counts towards yearly deductibles that take credits, once a line for each counter."""
    for e in range(terms[a.B_YEARLY], terms[a.B_CAPS]):
        entry = entries[place(e)]
        credit, pool = entry[a.E_CREDIT], entry[a.E_CREDIT_POOL]
        if credit == 0 or not _active(entry, here) or state.stamps[pool] == here.line:
            continue
        state.stamps[pool] = here.line
        amount = (earlier if credit & 1 else 0) + (other_paid if credit & 2 else 0)
        state.counters[_counter(entry, state)] += amount
        if trace is not None and amount > 0:
            _note(trace, state, here.row, CREDITED, e, amount)


@kernel
def _bear(entries, terms, amounts, eligible, here, state, trace):
    """The deductible: visit, day and case one after the other, the yearly ones together."""
    left = eligible
    for e in range(terms[a.B_DEDUCTIBLES], terms[a.B_YEARLY]):
        entry = entries[place(e)]
        if _active(entry, here):
            borne = min(left, _room(entry, amounts, here, state))
            state.counters[_counter(entry, state)] += borne
            left -= borne
            if trace is not None and borne > 0:
                _note(trace, state, here.row, BORNE, e, borne)
    borne, binding = left, -1
    for e in range(terms[a.B_YEARLY], terms[a.B_CAPS]):
        entry = entries[place(e)]
        if _active(entry, here):
            room = _room(entry, amounts, here, state)
            if binding < 0 or room < borne:
                binding = e
            borne = min(borne, room)
    if binding < 0:
        return eligible - left
    _advance(entries, terms[a.B_YEARLY], terms[a.B_CAPS], borne, here, state)
    if trace is not None and borne > 0:
        _note(trace, state, here.row, BORNE, binding, borne)
    return eligible - left + borne


@kernel
def _bear_plain(entries, terms, eligible, here, state, trace):
    """As _bear, where no entry has more than a period and an amount and at most one is yearly."""
    left = eligible
    for e in range(terms[a.B_DEDUCTIBLES], terms[a.B_CAPS]):
        entry = entries[place(e)]
        counter = _counter(entry, state)
        borne = min(left, entry[a.E_AMOUNT] - state.counters[counter])
        state.counters[counter] += borne
        left -= borne
        if trace is not None and borne > 0:
            _note(trace, state, here.row, BORNE, e, borne)
    return eligible - left


@kernel
def _coinsure(cases, bands, terms, expense, here, state, trace):
    """What the percentages pay of the expense after deductible."""
    first, end, factor = terms[a.B_BANDS], terms[a.B_BANDS_END], here.unsettled and terms[a.B_UNSETTLED] >= 0
    for c in range(terms[a.B_CASES], terms[a.B_CASES_END]):
        condition = cases[c, a.CASE_CONDITION]
        if (here.held[condition >> 6] >> (condition & 63)) & 1 == 1:
            first, end = cases[c, a.CASE_BANDS], cases[c, a.CASE_BANDS_END]
            factor = factor and not cases[c, a.CASE_NAMES_SETTLED]
            if trace is not None:
                _note(trace, state, here.row, IN_CASE, c - terms[a.B_CASES], 0)
            break
    accumulated = np.int64(0)
    if terms[a.B_ACCUMULATED] >= 0:
        slot = place(state.at[a.PERSON] + terms[a.B_ACCUMULATED])
        accumulated = state.counters[slot]
        state.counters[slot] = accumulated + expense
    denominator = terms[a.B_DENOMINATOR]
    large = expense > FAST or denominator != COMMON
    whole, rest, left = np.int64(0), np.int64(0), expense
    for b in range(first, end):
        band = bands[place(b)]
        part = min(left, max(np.int64(0), band[a.BAND_UP_TO] - accumulated))
        if part > 0:
            if trace is not None:
                _note(trace, state, here.row, IN_BAND, b, part)
            accumulated += part
            left -= part
            if large:
                whole += part // denominator * band[a.BAND_PAY]
                part %= denominator
            rest += part * band[a.BAND_PAY]
    if factor:
        if trace is not None:
            _note(trace, state, here.row, FACTOR, 0, 0)
        return _times_factor(whole, rest, denominator, terms)
    if denominator == COMMON:
        return whole + np.int64((place(rest) + place(COMMON // 2)) // place(COMMON))
    return whole + (2 * rest + denominator) // (2 * denominator)


@kernel
def _times_factor(whole, rest, denominator, terms):
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
def _cap(entries, terms, amounts, borne, here, state, trace):
    """What of the person's own share goes beyond the smallest patient cap; every cap advances by what stays."""
    room, binding = borne, -1
    for e in range(terms[a.B_CAPS], terms[a.B_LIMITS]):
        entry = entries[place(e)]
        if _active(entry, here):
            own = _room(entry, amounts, here, state)
            if own < room:
                room, binding = own, e
    _advance(entries, terms[a.B_CAPS], terms[a.B_LIMITS], room, here, state)
    if trace is not None and binding >= 0:
        _note(trace, state, here.row, CAPPED, binding, borne - room)
    return borne - room


@kernel
def _limit(entries, terms, amounts, pay, here, state, trace):
    """What the limits leave of the payment; their counters advance by it."""
    paid = pay
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = entries[place(e)]
        if _active(entry, here):
            room = _bill_room(entry, here, state) if entry[a.E_COUNT] else _room(entry, amounts, here, state)
            if trace is not None and room < paid:
                _note(trace, state, here.row, CUT, e, paid - room)
            paid = min(paid, room)
    if paid > 0:
        _advance(entries, terms[a.B_LIMITS], terms[a.B_END], paid, here, state)
        if terms[a.B_COUNTS]:
            _count_bill(entries, terms, here, state)
    return paid


@kernel
def _limit_plain(entries, terms, pay, here, state, trace):
    """As _limit, where no entry has more than a period and an amount."""
    paid = pay
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = entries[place(e)]
        room = entry[a.E_AMOUNT] - state.counters[_counter(entry, state)]
        if trace is not None and room < paid:
            _note(trace, state, here.row, CUT, e, paid - room)
        paid = min(paid, room)
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        state.counters[_counter(entries[place(e)], state)] += paid
    return paid


@kernel
def _bill_room(entry, here, state):
    """A limit on the number of bills leaves all or nothing; a bill that was counted stays so."""
    counter = _counter(entry, state)
    counted = state.counters[counter + NEXT] == here.bill + 1
    return UNLIMITED if counted or state.counters[counter] < entry[a.E_AMOUNT] else np.int64(0)


@kernel
def _count_bill(entries, terms, here, state):
    for e in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = entries[place(e)]
        counter = _counter(entry, state)
        if entry[a.E_COUNT] and _active(entry, here) and state.counters[counter + NEXT] != here.bill + 1:
            state.counters[counter] += 1
            state.counters[counter + NEXT] = here.bill + 1


@kernel
def _allowance(terms, amounts, member, stay_days, here, state, trace):
    """The daily allowance of a stay, on the first of its lines to which the benefit applies."""
    counters, at = state.counters, state.at
    seen = place(at[a.STAY] + terms[a.B_STAY_SLOT])
    if counters[seen]:
        return np.int64(0)
    counters[seen] = 1
    days = min(max(np.int64(0), stay_days - terms[a.B_ELIMINATION]), terms[a.B_MAX_STAY])
    if terms[a.B_CASE_SLOT] >= 0:
        of_case = place(at[a.CASE] + terms[a.B_CASE_SLOT])
        days = min(days, max(np.int64(0), terms[a.B_MAX_CASE] - counters[of_case]))
    if terms[a.B_YEAR_SLOT] >= 0:
        of_year = place(at[a.PERSON] + terms[a.B_YEAR_SLOT])
        days = min(days, max(np.int64(0), terms[a.B_MAX_YEAR] - counters[of_year]))
        counters[of_year] += days
    if terms[a.B_CASE_SLOT] >= 0:
        counters[place(at[a.CASE] + terms[a.B_CASE_SLOT])] += days
    amount = terms[a.B_AMOUNT]
    if terms[a.B_FIELD] >= 0:
        amount = amounts[member, terms[a.B_FIELD]]
    if trace is not None:
        _note(trace, state, here.row, DAYS, days, stay_days)
    return days * amount
