"""Childbirth (生育): checks before birth, the stay, the event."""

import numpy as np

from tuanbao.demo.events import events_of
from tuanbao.demo.frame import Frame, concat, days, filled, length, take
from tuanbao.demo.parameters import Parameters, illness_rows
from tuanbao.demo.visits import PRICED


def childbirths(rng: np.random.Generator, p: Parameters, people: Frame) -> tuple[Frame, Frame]:
    """Visits and events of the women who give birth in the year; one case each."""
    terms = p["childbirth"]
    person = np.flatnonzero(~np.isnat(people["due"]))
    n = len(person)
    mother = take(people, person)
    due, cesarean = days(mother["due"]), mother["cesarean"]
    checked, vaginal, surgical = illness_rows(["Z34.9", "O80.9", "O82.9"])
    delivery = np.where(cesarean, surgical, vaginal)
    stay = {
        "person": person,
        "date": np.maximum(due - rng.integers(0, 2, n), days(mother["cover_from"])),
        "days": np.where(cesarean, terms["cesarean_days"], terms["vaginal_days"]) + rng.integers(0, 3, n),
        "illness": delivery,
        "price": np.where(cesarean, terms["cesarean_cost"], terms["vaginal_cost"]).astype(float),
    }
    stay |= filled(n, category="maternity", pool=PRICED, sigma=terms["price_sigma"], case=np.arange(n))
    stay |= {"onset": stay["date"]} | filled(n, work=False, chronic=False)
    before = [_check(rng, stay, 30 * month, checked, terms["check_cost"]) for month in range(1, terms["checks"] + 1)]
    mode = np.where(cesarean, "cesarean", "")
    events = events_of(person, due, "childbirth", delivery, case=np.arange(n), mode=mode)
    return concat([stay, *before]), events


def _check(rng: np.random.Generator, stay: Frame, earlier: int, illness: int, price: float) -> Frame:
    """One antenatal check (产检) of everybody, about so many days before the birth."""
    n = length(stay)
    date = stay["date"] - earlier + rng.integers(-5, 6, n)
    return stay | {"date": date, "onset": date} | filled(n, days=0, illness=illness, price=float(price), sigma=0.5)
