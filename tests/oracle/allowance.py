"""住院津贴、误工津贴: a fixed amount per day (§3.2)."""

from collections import defaultdict
from typing import Any

from .plans import Benefit, Plan, amount_for, read_amount
from .tables import Event, Line


class Days:
    """Paid days by benefit and person, and the stays that have been paid."""

    def __init__(self) -> None:
        self.stays: set[tuple[Any, ...]] = set()
        self.paid: dict[tuple[Any, ...], int] = defaultdict(int)


def is_for_stays(benefit: Benefit) -> bool:
    return benefit.kind == "daily_allowance" and benefit.terms.get("of", "stay") == "stay"


def is_for_lost_time(benefit: Benefit) -> bool:
    return benefit.kind == "daily_allowance" and not is_for_stays(benefit)


def pay_stay(plan: Plan, benefit: Benefit, line: Line, days: Days) -> int:
    """What a line pays to which the benefit applies: the stay's days on its first such line, 0 on its later ones."""
    stay = plan.id, benefit.id, line.member.id, line.stay
    if stay in days.stays:
        return 0
    days.stays.add(stay)
    length = max(1, (line.discharge - line.on).days) if line.discharge else 1
    return _pay(plan, benefit, line, length, days)


def pay_lost_time(plan: Plan, benefit: Benefit, event: Event, days: Days) -> int:
    return _pay(plan, benefit, event, event.days or 0, days)


def _pay(plan: Plan, benefit: Benefit, claim: Line | Event, length: int, days: Days) -> int:
    most = benefit.terms.get("max_days") or {}
    of_year = plan.id, benefit.id, claim.member.id
    of_case = (*of_year, claim.case)
    payable: int = length - benefit.terms.get("elimination_days", 0)
    if "stay" in most:
        payable = min(payable, most["stay"])
    if "case" in most:
        payable = min(payable, most["case"] - days.paid[of_case])
    if "year" in most:
        payable = min(payable, most["year"] - days.paid[of_year])
    payable = max(0, payable)
    days.paid[of_case] += payable
    days.paid[of_year] += payable
    return payable * amount_for(read_amount(benefit.terms["amount"]), claim.member)
