"""What falls due of a line of an endorsement, and under which heading of a bill (账单规则)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuanbao.language import Text
from tuanbao.platform.money.spreading import due_dates, due_through, left_of
from tuanbao.platform.months import end_of

KINDS: Mapping[str, Text] = {
    "instalment": Text("分期保费", "instalments"),
    "joiners": Text("新增人员", "joiners"),
    "leavers": Text("减少人员", "leavers"),
    "corrections": Text("变更与更正", "changes and corrections"),
}
_BY_REASON = {"start": "instalment", "joiner": "joiners", "life_event": "joiners", "leaver": "leavers"}


@dataclass(frozen=True, slots=True)
class Terms:
    """When a policy is paid."""

    starts_on: date
    ends_on: date
    instalments: int

    @property
    def dates(self) -> tuple[date, ...]:
        return due_dates(self.starts_on, self.ends_on, self.instalments)

    def due_day(self, month: date) -> date:
        """By when a bill is paid: the month's due date, else its first day."""
        first = month.replace(day=1)
        return next((day for day in self.dates if first <= day <= end_of(month)), first)

    def due_in_all(self, premium: int, known_on: date, month: date) -> int:
        """How much of a line's premium is due by the end of a month; what is known late shares the dates left."""
        return due_through(premium, left_of(self.dates, known_on), end_of(month))


def kind_of(reason: str, billed_before: bool) -> str:
    """What was on a bill before is an instalment from then on."""
    return "instalment" if billed_before else _BY_REASON.get(reason, "corrections")
