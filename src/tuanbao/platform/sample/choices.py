"""What the demo's employees choose (演示选择): some each day of a window, by chance; the rest get the default."""

import random
from datetime import date, timedelta

from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.electing import ChoiceError, submit
from tuanbao.platform.choice.evidence import rules
from tuanbao.platform.choice.options import Menu
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import situation
from tuanbao.platform.people.models import Person

VARIANTS = (("", 0.62), ("plus", 0.26), ("lite", 0.12))
"""What an employee takes, with what chance: the demo's assumption."""
FAMILY = 0.7
"""Chance that somebody of the family is covered."""


def choose_in_window(opens: date, through: date, share: float, seed: int) -> int:
    """So large a share of those who may choose does it, spread over the days; gives how many did."""
    rng = random.Random(seed)
    days = (through - opens).days + 1
    made = 0
    for person in Person.objects.filter(relation="employee", left_on=None).order_by("number"):
        if rng.random() >= share:
            continue
        with clock.clock_at(opens + timedelta(days=int(days * rng.random() ** 1.5))):
            made += _choose(person, rng)
    return made


def _choose(person: Person, rng: random.Random) -> bool:
    now = situation(read_book(person.company_id), person, clock.today())
    annual = next((each for each in now.choosing.occasions if each.source == "annual"), None)
    if annual is None:
        return False
    picks = _picks(now.desk(annual).menu, rng)
    answers = {each.person: {question.id: False for question in rules().questions} for each in picks}
    own = person.memberships.first()
    key = f"demo-{person.number}-{annual.code}"
    try:
        submit(person, annual.code, picks, key, user=own.user if own else None, answers=answers)
    except ChoiceError:
        return False
    return True


def _picks(menu: Menu, rng: random.Random) -> list[Pick]:
    picks: list[Pick] = []
    for seat in menu.seats:
        for plan, options in seat.plans.items():
            if seat.optional and rng.random() >= FAMILY:
                picks.append(Pick(seat.member.key, plan, waived=True, reason="other_cover"))
                continue
            held = {option.variant for option in options}
            words = [(name, weight) for name, weight in VARIANTS if name in held]
            variant = rng.choices([name for name, _ in words], [weight for _, weight in words])[0]
            picks.append(Pick(seat.member.key, plan, "" if seat.optional else variant))
    return picks
