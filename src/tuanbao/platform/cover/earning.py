"""How much of a policy's premium belongs to days that are over (满期保费)."""

from datetime import date

from tuanbao.platform.cover.intervals import ONE, minus
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.cover.premiums import Calendar, amounts
from tuanbao.platform.cover.waiting import told_of


def premium_until(policy: Policy, day: date) -> int:
    """Earned premium in fen to the end of the day, of the cover that the insurer was told."""
    calendar = Calendar(policy.starts_on, policy.ends_on, policy.premium_basis)
    after = ((day + ONE, date.max),)
    told = told_of(policy).values()
    return sum(amounts(calendar, {price: minus(days, after) for price, days in held.items()}).premium for held in told)
