"""Hypothesis strategies for whole cases: plans, people, bills, events, openings and lists of hospitals as plain dicts.

Everything in a case is JSON-like: amounts and dates are strings ("123.45", "2026-03-01"); truth values, levels, lines,
grades and days are what they are.
"""

import json
import re
from typing import Any

from hypothesis import strategies as st

from . import random_people, random_plans
from .choices import Choices, Drawn, Seeded

Case = dict[str, list[dict[str, Any]]]


def case_of_seed(seed: int) -> Case:
    """The case that a number stands for; the same on every machine."""
    return _case(Seeded(seed), plans=3, benefits=5, families=3, people=4, lines=25, events=8)


def cases() -> st.SearchStrategy[Case]:
    """Fast, full-size cases from one number each; they do not shrink (use ``small_cases`` to find a small one)."""
    return st.integers(0, 2**48).map(case_of_seed)


@st.composite
def small_cases(draw: st.DrawFn) -> Case:
    """Smaller cases, every choice of them drawn, so that a failing one becomes as simple as it can."""
    return _case(Drawn(draw), plans=2, benefits=2, families=2, people=2, lines=5, events=3)


def _case(choose: Choices, plans: int, benefits: int, families: int, people: int, lines: int, events: int) -> Case:
    names = [f"plan-{letter}" for letter in "abc"[: choose.integer(1, plans)]]
    documents = [random_plans.plan(choose, name, benefits) for name in names]
    members = random_people.members(choose, names, families, people)
    return {
        "plans": documents,
        "members": members,
        "bills": random_people.bills(choose, members, lines),
        "events": random_people.events(choose, members, documents, events),
        "openings": random_people.openings(choose, members, documents),
        "hospital_lists": random_people.hospital_lists(choose),
    }


_PLAIN = re.compile(r"\d+(\.\d+)?%?|\d{4}-\d\d-\d\d|\d+\.\.\d+|(?!(yes|no|on|off|true|false|null)$)[A-Za-z][\w-]+")


def write_plan_yaml(plan: dict[str, Any]) -> str:
    """The plan as a file that one can read and keep: a line for each key of a benefit."""
    period = _flow(plan["period"])
    parts = [f"plan: {_flow(plan['plan'])}", f"period: {period}", "benefits:"]
    for benefit in plan["benefits"]:
        written = [f"{key}: {_flow(value)}" for key, value in benefit.items()]
        parts += [
            f"  {'- ' if first else '  '}{text}" for first, text in zip([True] + [False] * 99, written, strict=False)
        ]
    return "\n".join(parts) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else json.dumps(value)
