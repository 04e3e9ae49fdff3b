"""The draws for one occurrence: when, where, how dear, and what the bill is made of. Kernels.

Each draw of an occurrence has its number; which are used does not change the others.
"""

from math import exp, sqrt

import numpy as np

from tuanbao.adjudication.jit import kernel
from tuanbao.pricing.simulation.randomness import geometric, normal, share, uniform

(
    DAY,
    AMOUNT,
    LEVEL,
    PRIVATE,
    WARD,
    SETTLED,
    WHOLE,
    OUTSIDE,
    OUTSIDE_SHARE,
    CLASS_B,
    CLASS_B_SHARE,
    HANDED_IN,
    PRE_EXISTING,
    WORK,
    DIAGNOSIS,
    STAY,
    GRADE,
    MODE,
    LOST_DAYS,
) = (np.uint64(n) for n in range(19))
LARGEST = 1e9
"""Fen: no bill is above ten million yuan, so that products in whole fen cannot overflow."""


@kernel
def chosen(cumulative, u):
    """The first place whose cumulative chance reaches u; the last place where rounding kept all below it."""
    place = 0
    while place < len(cumulative) - 1 and u > cumulative[place]:
        place += 1
    return place


@kernel
def happens(chance, state, draw):
    """Certain things need no draw."""
    if chance <= 0.0:
        return False
    return chance >= 1.0 or uniform(state, draw) < chance


@kernel
def day_of(kinds, calendar, stream, state):
    """The day, by the stream's months and evenly within a month; -1 where the plan year does not have the month."""
    u = uniform(state, DAY)
    months = kinds.months[stream]
    month = chosen(months, u)
    before = months[month - 1] if month > 0 else 0.0
    width = months[month] - before
    begin, length = calendar.starts[month], calendar.starts[month + 1] - calendar.starts[month]
    if length == 0:
        return np.int64(-1)
    within = (u - before) / width if width > 0.0 else 0.0
    return calendar.day[begin + min(int(within * length), length - 1)]


@kernel
def place_of(kinds, stream, state):
    """Level, private (0 or 1) and ward."""
    level = chosen(kinds.level[stream], uniform(state, LEVEL))
    private = 1 if happens(kinds.private[stream], state, PRIVATE) else 0
    return level, private, chosen(kinds.ward[stream, private], uniform(state, WARD))


@kernel
def amount_of(kinds, stream, scale, level, ward, z):
    """Fen of the bill: lognormal, with mean scale * price of the level * price of the ward; at least one fen."""
    sigma = kinds.sigma[stream]
    amount = scale * kinds.level_price[level] * kinds.ward_price[ward] * exp(sigma * z - 0.5 * sigma * sigma)
    return np.int64(min(max(amount, 1.0), LARGEST) + 0.5)


@kernel
def stay_of(kinds, stream, z, state):
    """Days of the stay, at least one, dearer stays being longer; 0 for a visit."""
    mean = kinds.days[stream]
    if mean <= 0.0:
        return 0
    sigma, rho = kinds.days_sigma[stream], kinds.days_with_amount[stream]
    own = rho * z + sqrt(1.0 - rho * rho) * normal(uniform(state, STAY))
    return max(1, int(mean * exp(sigma * own - 0.5 * sigma * sigma) + 0.5))


@kernel
def outside_of(kinds, stream, total, state):
    """Fen out of scope (自费)."""
    if happens(kinds.outside_whole[stream], state, WHOLE):
        return total
    if not happens(kinds.outside_chance[stream], state, OUTSIDE):
        return np.int64(0)
    part = share(kinds.outside_share[stream], uniform(state, OUTSIDE_SHARE))
    return np.int64(total * part + 0.5)


@kernel
def class_b_of(kinds, stream, listed, state):
    """First-pay share of class B items (乙类先行自付) of the part in the catalogue, fen."""
    if listed == 0 or not happens(kinds.class_b_chance[stream], state, CLASS_B):
        return np.int64(0)
    return np.int64(listed * share(kinds.class_b_share[stream], uniform(state, CLASS_B_SHARE)) + 0.5)


@kernel
def diagnosis_of(kinds, stream, state):
    return kinds.diagnosis[stream, chosen(kinds.diagnosis_chance[stream], uniform(state, DIAGNOSIS))]


@kernel
def at_work(kinds, people, person, stream, state):
    """A work injury: employees' accidents only."""
    if not kinds.accident[stream] or not people.employee[person]:
        return False
    return happens(kinds.work[stream], state, WORK)


@kernel
def grade_of(kinds, stream, state):
    return 1 + chosen(kinds.grade[stream], uniform(state, GRADE))


@kernel
def mode_of(kinds, stream, state):
    return kinds.mode[stream, chosen(kinds.mode_chance[stream], uniform(state, MODE))]


@kernel
def lost_days_of(kinds, stream, state):
    return geometric(kinds.lost_days[stream], uniform(state, LOST_DAYS))
