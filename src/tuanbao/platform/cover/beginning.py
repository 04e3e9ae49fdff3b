"""When the cover of somebody who joins begins (生效日规则)."""

from collections.abc import Mapping
from datetime import date

from tuanbao.language import Text
from tuanbao.platform.cover.intervals import ONE

EFFECTIVE_RULES: Mapping[str, Text] = {
    "as_noticed": Text("入职当日", "on the day of joining"),
    "next_day": Text("入职次日零时", "the day after joining"),
    "first_of_month": Text("入职当月或次月一日", "on the first of a month, never before joining"),
}


def first_day(rule: str, joined_on: date) -> date:
    """Cover never begins before the person belongs to the group: insurable interest must be there at inception."""
    if rule == "next_day":
        return joined_on + ONE
    if rule == "first_of_month" and joined_on.day > 1:
        return date(joined_on.year + joined_on.month // 12, joined_on.month % 12 + 1, 1)
    return joined_on


def too_late(asked: date, earliest: date, window: int) -> Text:
    """Said where cover begins later than it should have because the insurer was told too late."""
    return Text(
        f"应自 {asked} 起保，但通知已超过 {window} 天追溯期，最早自 {earliest} 起保",
        f"cover was due from {asked}, but the insurer may be told at most {window} days later: it begins on {earliest}",
    )
