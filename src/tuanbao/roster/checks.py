"""What must hold between the cells, rows and tables that have come in, beyond each cell by itself (校验).

Each check takes a reading and gives it back without the rows that break a rule, with their errors added.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.roster.convert import single
from tuanbao.roster.errors import Fault, faults
from tuanbao.roster.layouts import BILLS
from tuanbao.roster.reading import Reading
from tuanbao.vocabulary import EVENTS

Positions = npt.NDArray[np.intp]

_OF_THE_LINE = {"bill_id", "line", "category"}
WHOLE_BILL = tuple(c.name for c in BILLS.columns if c.kind != "money" and c.name not in _OF_THE_LINE)
"""What belongs to the whole bill and is the same on all its lines."""


def check_bills(bills: Reading, members: Any) -> Reading:
    """Bills against the rules of §2 and against the table of people (票据校验)."""
    return bills.rejecting(
        [
            *_money_identities(bills),
            *order_of_dates(bills, "discharge_date", "service_date", "discharge_before_service", later=False),
            *order_of_dates(bills, "onset_date", "service_date", "onset_after_service", later=True),
            *_line_numbers(bills),
            *_lines_of_one_bill(bills),
            *_unknown_members(bills, members),
            *_other_families(bills, members),
        ]
    )


def check_events(events: Reading, members: Any) -> Reading:
    """Events: who, which grade, how many days (事件校验)."""
    return events.rejecting(
        [
            *repeated(events, ("event_id",), "duplicate_event"),
            *_unknown_members(events, members),
            *_needed(events, "grade", "disability", "grade_missing"),
            *_needed(events, "days", "lost_time", "days_missing"),
            *_outside(events, "grade", 1, 10, "grade_range"),
            *_outside(events, "days", 1, None, "days_range"),
            *order_of_dates(events, "onset_date", "date", "onset_after_event", later=True),
        ]
    )


def check_openings(openings: Reading, members: Any) -> Reading:
    """Opening amounts: one for each person and benefit (期初已赔校验)."""
    return openings.rejecting(
        [*repeated(openings, ("member_id", "benefit_id"), "duplicate_opening"), *_unknown_members(openings, members)]
    )


def check_hospital_lists(lists: Reading) -> Reading:
    """Lists of hospitals: no period that ends before it begins (医院名单校验)."""
    return lists.rejecting(order_of_dates(lists, "to", "from", "to_before_from", later=False, detail="from_date"))


def check_premiums(premiums: Reading) -> Reading:
    """Premiums: somebody is covered, for at least a day, and no premium stands twice (保费校验)."""
    return premiums.rejecting(
        [
            *order_of_dates(premiums, "to", "from", "to_before_from", later=False, detail="from_date"),
            *_outside(premiums, "members", 1, None, "members_range"),
            *repeated(premiums, ("from", "to", "plan", "members", "premium"), "duplicate_premium"),
        ]
    )


def column(reading: Reading, name: str) -> Any:
    return single(reading.table.column(name))


def true_positions(mask: Any) -> Positions:
    """Where an Arrow mask is true; null is not true."""
    return np.flatnonzero(np.asarray(pc.fill_null(mask, False)))


def value_at(reading: Reading, name: str) -> Callable[[int], object]:
    """A cell as a message shows it: money in yuan, words in both languages."""
    values, layout_column = column(reading, name), reading.layout[name]

    def value(position: int) -> object:
        found = values[position].as_py()
        if found is None:
            return None
        if layout_column.kind == "money":
            return format_yuan(found, grouping=False)
        return layout_column.names[str(found).lower()] if layout_column.names else found

    return value


def _money_identities(bills: Reading) -> list[Fault]:
    """total = its five parts; what lies below and above the scheme is not more than what is in scope."""

    def fen(name: str) -> Any:
        return np.asarray(column(bills, name))

    total, parts = fen("total"), sum(fen(name) for name in BILLS["total"].sum_of)
    outside, in_scope = fen("in_scope_below") + fen("in_scope_above"), fen("in_scope")
    return [
        *faults(
            np.flatnonzero(total != parts),
            BILLS["total"],
            "total_differs",
            lambda i: _yuan(total[i]),
            lambda i: {
                "total": _yuan(total[i]),
                "parts": _yuan(parts[i]),
                "difference": _yuan(abs(total[i] - parts[i])),
            },
        ),
        *faults(
            np.flatnonzero(outside > in_scope),
            BILLS["in_scope"],
            "more_than_in_scope",
            lambda i: _yuan(in_scope[i]),
            lambda i: {
                "parts": _yuan(outside[i]),
                "in_scope": _yuan(in_scope[i]),
                "difference": _yuan(outside[i] - in_scope[i]),
            },
        ),
    ]


def _yuan(fen: Any) -> str:
    return format_yuan(int(fen), grouping=False)


def order_of_dates(
    reading: Reading, name: str, reference: str, code: str, *, later: bool, detail: str | None = None
) -> list[Fault]:
    """Rows whose date is later than the reference (or, not `later`, earlier)."""
    dates, others = column(reading, name), column(reading, reference)
    if dates.null_count == len(dates) or dates is others:
        return []
    wrong = pc.greater(dates, others) if later else pc.less(dates, others)
    return faults(
        true_positions(wrong),
        reading.layout[name],
        code,
        lambda i: dates[i].as_py(),
        lambda i: {detail or reference: others[i].as_py()},
    )


def _line_numbers(bills: Reading) -> list[Fault]:
    lines = np.asarray(column(bills, "line"))
    return faults(np.flatnonzero(lines < 1), BILLS["line"], "line_not_positive", lines.__getitem__)


def _lines_of_one_bill(bills: Reading) -> list[Fault]:
    """No line stands twice, and all lines of a bill agree in what belongs to the whole bill."""
    together = _lines_together(column(bills, "bill_id"))
    if together is not None and _agree(bills, together):
        return []
    codes = group_codes([column(bills, "bill_id")])
    several = np.flatnonzero(np.bincount(codes)[codes] > 1) if len(codes) else codes
    if len(several) == 0:
        return []
    first = np.zeros(codes.max() + 1, np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    heads = first[codes[several]]
    found = repeated(bills, ("bill_id", "line"), "duplicate_line")
    for name in WHOLE_BILL:
        differs = _differ(column(bills, name), several, heads)
        found += _lines_differ(bills, name, several[differs], heads[differs])
    return found


def _lines_together(ids: Any) -> Any:
    """For every row after the first, does it go on with the bill before it? None unless the ids rise.

    Where they rise, as in most exports, no bill stands in two places, and looking at neighbours is enough.
    """
    if not pa.types.is_string(ids.type) or len(ids) < 2 or not pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py():
        return None
    return np.asarray(pc.equal(ids[:-1], ids[1:]))


def _agree(bills: Reading, together: Any) -> bool:
    """Do neighbouring lines of one bill count up and agree in what belongs to the whole bill?"""
    line = np.asarray(column(bills, "line"))
    if (together & (line[1:] <= line[:-1])).any():
        return False
    return not any((together & _unlike(column(bills, name))).any() for name in WHOLE_BILL)


def _unlike(values: Any) -> Any:
    """For every row after the first, does it differ from the one before?"""
    codes = values.indices if pa.types.is_dictionary(values.type) else values
    if codes.null_count == len(codes):
        return False
    if codes.null_count == 0 and not pa.types.is_string(codes.type):
        plain = np.asarray(codes)
        return plain[1:] != plain[:-1]
    unequal = np.asarray(pc.fill_null(pc.not_equal(codes[1:], codes[:-1]), False))
    empty = np.asarray(codes.is_null())
    return unequal | (empty[1:] != empty[:-1])


def _lines_differ(bills: Reading, name: str, places: Positions, heads: Positions) -> list[Fault]:
    """Faults where a line says something else than the first line of its bill."""
    value, head_of = value_at(bills, name), dict(zip(places.tolist(), heads.tolist(), strict=True))
    return faults(
        places,
        BILLS[name],
        "lines_differ",
        value,
        lambda i: {"row": bills.rows[head_of[i]], "first": _or_empty(value(head_of[i]))},
    )


def _or_empty(value: object) -> object:
    return Text("（空）", "(empty)") if value is None else value


def _differ(values: Any, left: Positions, right: Positions) -> Any:
    codes = values.indices if pa.types.is_dictionary(values.type) else values
    if codes.null_count == len(codes):
        return np.zeros(len(left), bool)
    one, other = codes.take(pa.array(left)), codes.take(pa.array(right))
    unequal = np.asarray(pc.fill_null(pc.not_equal(one, other), False))
    return unequal | (np.asarray(one.is_null()) != np.asarray(other.is_null()))


def group_codes(keys: list[Any]) -> Any:
    """One number for every distinct combination of the keys' values; empty counts as a value."""
    codes: Any = None
    for key in keys:
        encoded = key if pa.types.is_dictionary(key.type) else key.dictionary_encode()
        numbers = np.asarray(pc.fill_null(encoded.indices, len(encoded.dictionary))).astype(np.int64)
        codes = numbers if codes is None else codes * (int(numbers.max(initial=0)) + 1) + numbers
    return codes


def repeated(reading: Reading, names: tuple[str, ...], code: str) -> list[Fault]:
    """Rows that repeat an earlier row in these columns."""
    codes = group_codes([column(reading, name) for name in names])
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero(codes[order[1:]] == codes[order[:-1]]) + 1
    if len(same) == 0:
        return []
    starts = np.arange(len(order))
    starts[same] = 0
    earlier = dict(zip(order[same].tolist(), order[np.maximum.accumulate(starts)[same]].tolist(), strict=True))
    values = {name: column(reading, name) for name in names}
    return faults(
        np.array(sorted(earlier), np.intp),
        reading.layout[names[-1]] if len(names) == 1 else reading.layout[names[0]],
        code,
        value_at(reading, names[0]),
        lambda i: {"row": reading.rows[earlier[i]], **{name: values[name][i].as_py() for name in names}},
    )


def _unknown_members(reading: Reading, members: Any) -> list[Fault]:
    unknown = true_positions(pc.is_null(_places_of_members(reading, members)))
    return faults(unknown, reading.layout["member_id"], "unknown_member", value_at(reading, "member_id"))


def _places_of_members(reading: Reading, members: Any) -> Any:
    """For every row the row of its person in the table of people; null where there is none."""
    ids, known = column(reading, "member_id"), _decoded(single(members.column("member_id")))
    if pa.types.is_dictionary(ids.type):
        return pc.index_in(ids.dictionary, value_set=known).take(ids.indices)
    return pc.index_in(ids, value_set=known)


def _decoded(array: Any) -> Any:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _other_families(bills: Reading, members: Any) -> list[Fault]:
    families = column(bills, "family_id")
    if families.null_count == len(families):
        return []
    right = _decoded(single(members.column("family_id"))).take(_places_of_members(bills, members))
    return faults(
        true_positions(pc.not_equal(_decoded(families), right)),
        BILLS["family_id"],
        "family_differs",
        value_at(bills, "family_id"),
        lambda i: {"family_id": right[i].as_py()},
    )


def _needed(events: Reading, name: str, event: str, code: str) -> list[Fault]:
    """An event of this kind needs a value in this column."""
    kinds = column(events, "event").indices
    missing = pc.and_(pc.equal(kinds, list(EVENTS).index(event)), pc.is_null(column(events, name)))
    return faults(true_positions(missing), events.layout[name], code, lambda i: None)


def _outside(events: Reading, name: str, lowest: int, highest: int | None, code: str) -> list[Fault]:
    values = column(events, name)
    wrong = pc.less(values, lowest)
    if highest is not None:
        wrong = pc.or_(wrong, pc.greater(values, highest))
    return faults(true_positions(wrong), events.layout[name], code, value_at(events, name))
