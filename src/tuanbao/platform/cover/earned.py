"""Premium earned by the day (已满期保费), from the lines of approved endorsements."""

from datetime import date

from tuanbao.platform.cover.models import EndorsementLine, Policy


def earned_by(policy: Policy, day: date) -> tuple[int, int]:
    """Premium and employee contributions earned by the end of a day."""
    premium = contributions = 0
    lines = EndorsementLine.objects.filter(endorsement__policy=policy, endorsement__approved_at__isnull=False)
    for first, last, whole, employee in lines.values_list("first_day", "last_day", "premium_fen", "employee_fen"):
        premium += earned_through(whole, first, last, day)
        contributions += earned_through(employee, first, last, day)
    return premium, contributions


def earned_through(amount: int, first: date, last: date, day: date) -> int:
    """How much of an amount for the days ``first`` to ``last`` is earned by the end of ``day`` (已满期).

    Every day earns the same; fen left over go to the first days (largest remainders, ties to the first).
    """
    days = (last - first).days + 1
    return first_parts(amount, days, min(max((day - first).days + 1, 0), days))


def first_parts(amount: int, parts: int, count: int) -> int:
    """The sum of the first ``count`` of so many equal parts, as `tuanbao.money.split` makes them."""
    if amount < 0:
        return -first_parts(-amount, parts, count)
    each, over = divmod(amount, parts)
    return each * count + min(count, over)
