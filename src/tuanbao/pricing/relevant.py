"""Leaving out of the simulation what no plan would pay and nothing depends on: the sums are the same without it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.events import DEATHS
from tuanbao.adjudication.intake import Intake
from tuanbao.pricing.lump_sums import paid_kinds
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.vocabulary import CATEGORIES, EVENTS


def relevant(hazards: Hazards, intakes: Iterable[Intake]) -> Hazards:
    """The hazards with a rate of 0 in streams that cannot matter to any scenario.

    A stream matters where a benefit covers its category, where its bills use up the basic scheme's deductible, where an
    event of its kind is paid, and where it is a death, after which nothing happens. The numbers of the other streams do
    not depend on it (simulation/randomness.py).
    """
    streams, intakes = hazards.streams, list(intakes)
    covered = np.zeros(len(CATEGORIES), bool)
    paid = np.zeros(len(EVENTS), bool)
    for intake in intakes:
        masks = intake.compiled.program.rules[:, a.R_CATEGORIES]
        covered |= (np.bitwise_or.reduce(masks, initial=0) >> np.arange(len(CATEGORIES)) & 1).astype(bool)
        paid |= paid_kinds(intake.plans.values())
    fatal = np.array([kind in DEATHS for kind in EVENTS])
    of_event = (streams.event >= 0) & (paid | fatal)[streams.event]
    matters = of_event | (streams.billed & (covered[streams.category] | streams.pooled))
    return replace(hazards, rate=hazards.rate * matters)
