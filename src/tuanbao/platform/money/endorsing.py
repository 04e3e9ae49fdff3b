"""What an approved endorsement posts (批单入账)."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils import timezone

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.platform.choice.points import NO_POINTS, fen_per_point
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.money.ledger import Entry, Posted, entry, netted
from tuanbao.platform.money.models import Transaction
from tuanbao.platform.money.points import after_the_year
from tuanbao.platform.money.posting import post
from tuanbao.platform.programmes.loaded import approved


class Line(NamedTuple):
    """What the ledger needs of a line of an endorsement; refunds are negative throughout."""

    employee: int
    premium_fen: int
    employee_fen: int
    points: int
    points_fen: int

    @property
    def payroll_fen(self) -> int:
        return self.employee_fen - self.points_fen


def entries_of(policy: int, lines: Iterable[Line]) -> tuple[Entry, ...]:
    """The premium is owed and not yet earned; the employee's part is due by payroll or paid by points."""
    return netted(each for line in lines for each in _entries(policy, line))


def _entries(policy: int, line: Line) -> Iterator[Entry]:
    yield entry("premium_not_due", -line.premium_fen, policy=policy)
    yield entry("prepaid_premium", line.premium_fen, policy=policy)
    yield entry("deferred_contributions", -line.employee_fen, policy=policy)
    yield entry("employee_receivable", line.payroll_fen, person=line.employee)
    yield entry("points_cost", line.points_fen, person=line.employee)
    yield entry("points_held", line.points, person=line.employee)
    yield entry("points_used", -line.points)


def on_approved(sender: Any, endorsement: Endorsement, **_: Any) -> None:
    """Follows the signal of the approval, within its transaction."""
    post_endorsement(endorsement)


def post_endorsement(endorsement: Endorsement) -> Transaction | None:
    """Posts an approved endorsement once, however often it is called; None where it has nothing to post."""
    policy = endorsement.policy
    value = point_fen(policy)
    lines = endorsement.lines.select_related("person")
    entries = entries_of(policy.pk, (line_of(line, value) for line in lines))
    if not entries:
        return None
    number = endorsement.number
    late = known_on(endorsement) > policy.ends_on
    posted = Posted(
        f"endorsement:{endorsement.pk}",
        max(known_on(endorsement), policy.starts_on),
        "endorsement",
        Text(f"保单 {policy.number} 第 {number} 号批单", f"policy {policy.number}, endorsement {number}"),
        tuple(each for each in entries if not late or each.unit != "POINT"),
    )
    if late:
        points = (each for each in entries if each.unit == "POINT")
        after_the_year(endorsement.company, posted, policy.ends_on, points)
    return post(endorsement.company, posted, endorsement.approved_by)


def line_of(line: EndorsementLine, value: Fraction) -> Line:
    employee = line.person.employee_id or line.person_id
    return Line(employee, line.premium_fen, line.employee_fen, line.points, portion(line.points, value))


def known_on(endorsement: Endorsement) -> date:
    """The day of approval; money follows from then on."""
    if endorsement.approved_at is None:
        raise ValueError("an endorsement is posted once it is approved")
    return timezone.localtime(endorsement.approved_at).date()


def point_fen(policy: Policy) -> Fraction:
    """What a point is worth in the policy's period (积分价值)."""
    found = [each for each in approved(policy.company_id) if each.within(policy.starts_on, policy.ends_on)]
    latest = max(found, key=lambda each: each.version.number, default=None)
    return fen_per_point(latest.loaded.programme) if latest else NO_POINTS
