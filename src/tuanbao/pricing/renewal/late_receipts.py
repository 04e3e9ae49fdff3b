"""Completion where no bill comes in within the month of service (首月无收单): such young ages say nothing.

The first developments are all 0, so no factor leads on from them. They are put together with the first one that is not,
by which the newest months have no development at all: these stand at the level of the months before.
"""

from dataclasses import replace

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.experience.completion import NEWEST, Completion, complete
from tuanbao.pricing.experience.triangle import Triangle


def completed(triangle: Triangle) -> Completion:
    """As `complete`, by the level and development where there are members, else by development."""
    empty = _empty(triangle)
    if not 0 < empty < len(triangle.origins) - NEWEST:
        return _complete(triangle)
    older = len(triangle.origins) - empty
    exposure = None if triangle.exposure is None else triangle.exposure[:older]
    known = replace(
        triangle,
        origins=triangle.origins[:older],
        increments=triangle.increments[:older, empty:],
        exposure=exposure,
        working_days=None,
    )
    return _with_newest(triangle, _complete(known), empty)


def _complete(triangle: Triangle) -> Completion:
    return complete(triangle, "chain_ladder" if triangle.exposure is None else "credibility")


def _empty(triangle: Triangle) -> int:
    """How many developments from the first on were always 0."""
    sums = np.nansum(triangle.increments, axis=0)
    return int(np.argmax(sums > 0)) if (sums > 0).any() else 0


def _with_newest(triangle: Triangle, found: Completion, empty: int) -> Completion:
    """The newest months join at the level of the others: per member where there are members."""
    size = np.ones(len(triangle.origins)) if triangle.exposure is None else triangle.exposure
    seen = found.ultimate / size[:-empty]
    newest = seen.mean() * size[-empty:]
    nothing = np.zeros(empty)
    error, total = found.standard_error, found.total_standard_error
    spread = newest * (seen.std(ddof=1) / seen.mean() * np.sqrt(1 + 1 / len(seen)))
    zh = f"票据都在就诊后第 {empty} 个月或更晚才收到：最近 {empty} 个月按此前各月的水平估计，未用工作日"
    en = f"no bill comes in before month {empty} after service: the newest {empty} stand at the level of those before"
    return replace(
        found,
        origins=triangle.origins,
        paid=np.append(found.paid, nothing),
        ultimate=np.append(found.ultimate, newest),
        developed=np.append(found.developed, nothing),
        expected=None if found.expected is None else np.append(found.expected, newest),
        weight=np.append(found.weight, nothing),
        standard_error=None if error is None else np.append(error, spread),
        total_standard_error=None if total is None else float(np.hypot(total, np.sqrt((spread**2).sum()))),
        exposure=triangle.exposure,
        notes=(*found.notes, Text(zh, f"{en}, without working days")),
    )
