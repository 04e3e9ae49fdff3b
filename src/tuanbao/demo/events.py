"""The frame of events (事件): lump sums are paid on them."""

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.demo.frame import NO_DAY, Array, Frame, filled


def events_of(
    person: Array,
    date: Array,
    event: str,
    illness: Array,
    *,
    case: Array,
    mode: ArrayLike = "",
    grade: ArrayLike = 0,
    lost_days: ArrayLike = 0,
    work: ArrayLike = False,
    cause: str = "illness",
    death: ArrayLike = NO_DAY,
) -> Frame:
    """One row an event; 0 and an empty word stand for nothing."""
    columns = {"person": person, "date": date, "illness": illness, "case": case}
    words = filled(
        len(person), event=event, mode=mode, cause=cause, work=work, grade=grade, days=lost_days, death=death
    )
    return columns | words


def no_events() -> Frame:
    nobody = np.empty(0, dtype=np.int64)
    return events_of(nobody, nobody, "", nobody, case=nobody)
