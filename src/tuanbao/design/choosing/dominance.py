"""Options that another one beats in everything (被支配的选项): left out before solving, which changes no answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.choosing.problem import Group, Row

INFINITE = float("inf")


def worth_keeping(group: Group, rows: Sequence[Row]) -> NDArray[np.int64]:
    """Positions of the options that no other option dominates.

    An option dominates another if it costs no more, is worth no less, and is no worse in any row: taking it instead
    keeps every row that held. Of equal options the first stays.
    """
    better = [-group.cost, group.value]
    for row in rows:
        own = row.coefficients.get(group.key)
        if own is not None:
            better += [own] if row.low > -INFINITE else []
            better += [-own] if row.high < INFINITE else []
    table = np.stack(better)
    kept = np.ones(len(group), bool)
    for option in range(len(group)):
        at_least = (table >= table[:, [option]]).all(axis=0) & kept
        at_least[option] = False
        equal = (table == table[:, [option]]).all(axis=0)
        at_least &= ~equal | (np.arange(len(group)) < option)
        kept[option] = not at_least.any()
    return np.flatnonzero(kept)
