"""The change in terms that would hold the premium (保费不涨所需的条款调整), found by adjudicating again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.claims import Claims, Paid, pay
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.levers import Lever, least_share, of_plans, together
from tuanbao.pricing.renewal.terms import Change, changed


@dataclass(frozen=True, slots=True)
class Candidate:
    """One lever, turned as far as needed, and whom it touches; fen."""

    lever: Lever
    changes: tuple[Change, ...]
    """The terms that were tried: of the mildest step that reaches the target, or of the strictest one."""
    holds: bool
    """Do these terms reach the target?"""
    before: int
    after: int
    """Paid for the same claims under the terms as they are and as they would be, of every person up to the threshold
    of pooling, where there is one."""
    touched: int
    """How many people would have got less."""
    claimants: int
    """How many got something before."""
    people: int
    most: int
    """The largest loss of one person."""

    @property
    def factor(self) -> Fraction:
        return Fraction(self.after, self.before)

    @property
    def touched_share(self) -> Fraction:
        """Share of all people who would have got less."""
        return Fraction(self.touched, self.people)

    @property
    def terms(self) -> str:
        """The changed terms, by their path in the plan."""
        return "; ".join(f"{path} → {_shown(value)}" for change in self.changes for path, value in change.set.items())

    def sentence(self) -> Text:
        """What to change and what it does, in one sentence."""
        terms = self.terms
        now = Text(f"（现为 {self.lever.now}）", f" (now {self.lever.now})") if self.lever.now else Text("", "")
        saved, few = f"{float(1 - self.factor):.1%}", f"{float(self.touched_share):.1%}"
        zh = "足以保持保费" if self.holds else "仍不足以保持保费"
        en = "holds the premium" if self.holds else "does not yet hold the premium"
        return Text(
            f"{self.lever.name.zh}{now.zh}：{terms}，赔款减少 {saved}，{zh}；{few} 的人少得",
            f"{self.lever.name.en}{now.en}: {terms} saves {saved} of claims and {en}; {few} of the people get less",
        )


def holding_terms(
    plans: Sequence[Plan],
    claims: Claims,
    target: Fraction,
    levers: Sequence[Lever] | None = None,
    now: Paid | None = None,
    threshold: int | None = None,
) -> list[Candidate]:
    """For each lever the mildest step whose claims are at most ``target`` times today's, best candidates first.

    ``plans`` are those under which the claims are adjudicated now, ``claims`` the bills at the prices of the year that
    is priced. Without ``levers`` the usual ones are tried, on benefits that paid enough to matter. The steps of a lever
    never pay more than the one before, so bisection finds the step. Where none holds alone, all are tried together.
    Candidates that hold come first, fewest people touched first. ``now``: what ``plans`` pay, where that is known.
    ``threshold``: fen a person above which payments are pooled, and neither claims nor savings count.
    Raises RenewalError where nothing was paid, PlanError where a lever leads nowhere.
    """
    now = now or pay(plans, claims)
    if now.total <= 0:
        zh, en = "这些票据在现行方案下没有赔款，谈不上调整条款", "these bills were paid nothing: no terms to tighten"
        raise RenewalError(Text(zh, en))
    given = list(levers) if levers is not None else _worth_trying(plans, now)
    limit = target, threshold
    tried = [_try(plans, claims, now, lever, limit) for lever in given]
    if len(given) > 1 and not any(each.holds for each in tried):
        tried.append(_try(plans, claims, now, together(given), limit))
    return sorted(tried, key=lambda each: (not each.holds, each.touched if each.holds else each.after, each.after))


def _worth_trying(plans: Sequence[Plan], now: Paid) -> list[Lever]:
    paid = dict(zip(now.benefits, now.by_benefit, strict=True))
    enough = least_share() * now.total
    heavy = {key for key, fen in paid.items() if fen >= enough}

    def turns(lever: Lever) -> bool:
        return any((change.plan, path.partition(".")[0]) in heavy for change in lever.steps[0] for path in change.set)

    return [lever for lever in of_plans(plans) if turns(lever)]


def _try(
    plans: Sequence[Plan], claims: Claims, now: Paid, lever: Lever, limit: tuple[Fraction, int | None]
) -> Candidate:
    results: dict[int, Paid] = {}
    target, threshold = limit
    before = now.kept(threshold).total

    def reaches(step: int) -> bool:
        results[step] = pay(changed(plans, lever.steps[step]), claims)
        return results[step].kept(threshold).total <= target * before

    last = len(lever.steps) - 1
    holds = reaches(last)
    step = first_that(reaches, last) if holds else last
    then = results[step]
    less = now.by_person - then.by_person
    return Candidate(
        *(lever, lever.steps[step], holds, before, then.kept(threshold).total),
        *(int((less > 0).sum()), int((now.by_person > 0).sum()), len(less), int(np.max(less, initial=0))),
    )


def _shown(value: Any) -> str:
    """Terms as one reads them: [{up_to: 500, pay: 0%}, {pay: 50%}] -> "up_to 500, pay 0% / pay 50%"."""
    if isinstance(value, list | tuple):
        return " / ".join(map(_shown, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items())
    return str(value)


def first_that(holds: Callable[[int], bool], last: int) -> int:
    """The first of 0 … last of which ``holds`` is true; it is known to be true of the last, and to stay true."""
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high
