"""The basic medical scheme of the person's city on one bill (基本医疗保险), whole fen, one rounding half up.

Visits share a deductible over the year, every stay has its own, childbirth has none; each fund has a ceiling a year.
What is handed in to the scheme uses up its deductible whether or not the plan ever hears of it.
"""

import numpy as np

from tuanbao.adjudication.jit import kernel
from tuanbao.pricing.model.hazards import STAYS, VISITS
from tuanbao.pricing.simulation.packing import PERCENT

USED, PAID = 0, 1
"""Columns of a person's year with the scheme: counted expense of visits, and from here on what each fund paid."""
MEMORY = PAID + 3


@kernel
def pay_by_scheme(scheme, city, resident, fund, level, inside, memory):
    """What the fund pays of a settled bill's catalogue part, and what of the rest lies under the deductible and over
    the ceiling; ``memory``, shape (MEMORY,), is the person's year so far and goes on."""
    deductible = scheme.deductible[city, fund]
    if fund == VISITS:
        below = min(max(deductible - memory[USED], 0), inside)
        memory[USED] += inside
    else:
        below = min(deductible, inside) if fund == STAYS else np.int64(0)
    percent = scheme.percent[resident, city, fund, level]
    full = (2 * (inside - below) * percent + PERCENT) // (2 * PERCENT)
    pooled = min(max(scheme.ceiling[city, fund] - memory[PAID + fund], 0), full)
    memory[PAID + fund] += pooled
    above = np.int64(0)
    if full > pooled:  # of the expense above the deductible the part on which the fund no longer paid
        above = (2 * (inside - below) * (full - pooled) + full) // (2 * full)
    return pooled, below, min(above, inside - pooled - below)
