"""What a bad year leaves to people (坏年景的负担): the mean of the worst person-years, pay that is lost included."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.design.evaluating.illnesses import Illnesses
from tuanbao.design.needs.burden import months_lost
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.reference.needs import yuan_parameter


def worst_mean(values: Any, share: float) -> float:
    """Mean of the worst ``share`` of ``values`` (n,), TVaR (尾部均值); the value at the edge counts in part.

    Less than one value: the largest.
    """
    size = max(1.0, len(values) * share)
    whole = int(size + 1e-9)
    counted = min(whole + 1, len(values))
    top = np.sort(np.partition(values, len(values) - counted)[-counted:])[::-1].astype(np.float64)
    edge = size - whole if size - whole > 1e-9 and len(top) > whole else 0.0
    rest = float(top[whole]) * edge if edge else 0.0
    return (float(top[:whole].sum()) + rest) / (whole + edge)


def lost_pay(illnesses: Illnesses, members: pa.Table, months: Mapping[str, int]) -> tuple[Any, list[Text]]:
    """(years * people,) fen of pay that families lose by events, and what had to be assumed.

    ``months`` of pay by kind of event, a disability by its grade. Employees only: nobody knows what others earn.
    """
    events = illnesses.made.events
    monthly, notes = _monthly_pay(illnesses.hazards.member_id, members)
    months_of, _ = months_lost(events, illnesses.hazards, months)
    fen = monthly[events.member % illnesses.people] * months_of
    found = np.zeros(illnesses.years * illnesses.people)
    np.maximum.at(found, events.member, fen)  # one loss of a year's worst event, not a death's on top of an illness's
    return np.rint(found).astype(np.int64), notes


def _monthly_pay(names: tuple[str, ...], members: pa.Table) -> tuple[Any, list[Text]]:
    """(people,) fen a month of employees; the usual pay (reference/needs.yaml) where the roster does not say."""
    usual = yuan_parameter("monthly_pay")
    rows = members.select([c for c in ("member_id", "relation", "salary") if c in members.column_names]).to_pylist()
    pay = {row["member_id"]: row.get("salary") for row in rows if row["relation"] == "employee"}
    unknown = sum(1 for salary in pay.values() if not salary)
    found = [(pay[name] or usual) if name in pay else 0 for name in names]
    return np.array(found, np.float64), [_assumed(unknown, usual)] if unknown else []


def _assumed(people: int, usual: int) -> Text:
    yuan = format_yuan(usual).removesuffix(".00")
    return Text(
        f"{people} 名员工没有月薪，收入损失按每月 {yuan} 元估计（假设）；补上月薪可更准确",
        f"{people} employees have no salary: lost pay is reckoned at {yuan} yuan a month (assumed); add the salaries",
    )
