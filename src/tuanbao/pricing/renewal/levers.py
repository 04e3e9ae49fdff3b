"""Levers (可调整的条款): terms that can be tightened step by step, from the mildest change to the strictest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.plan import Plan, Reimbursement
from tuanbao.plan.clauses import clauses
from tuanbao.plan.moving import coinsurance_as_written, moved, percentages, pool_paths
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.terms import Change

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lever:
    """A later step never pays more than an earlier one."""

    name: Text
    now: str
    """The terms as they are, in yuan or percent; empty where there are none."""
    steps: tuple[tuple[Change, ...], ...]


def lever(plan: str, name: Text, now: str, steps: Iterable[Settings]) -> Lever:
    """A lever of one plan, its steps as ``set`` of a variant says them."""
    return Lever(name, now, tuple((Change(plan, step),) for step in steps))


def together(levers: Sequence[Lever]) -> Lever:
    """All levers turned at once, step by step; one that has come to its end stays there."""
    length = max(len(each.steps) for each in levers)
    steps = [
        tuple(change for each in levers for change in each.steps[min(number, len(each.steps) - 1)])
        for number in range(length)
    ]
    zh, en = "、".join(each.name.zh for each in levers), "; ".join(each.name.en for each in levers)
    return Lever(Text(f"一起调整：{zh}", f"together: {en}"), "", tuple(steps))


@cache
def _usual() -> dict[str, Any]:
    text = files(__package__).joinpath("levers.yaml").read_text("utf-8")
    usual: dict[str, Any] = yaml.safe_load(text)
    return usual


def least_share() -> float:
    """The share of all claims that a benefit must pay so that tightening it is worth a try."""
    return float(_usual()["least_share"])


def usual_levers(plan: Plan) -> list[Lever]:
    """Deductible up, reimbursement percentage down, limits down, for every reimbursement of a plan."""
    benefits = [benefit for benefit in plan.benefits if isinstance(benefit, Reimbursement)]
    return [found for benefit in benefits for found in _of_benefit(plan, benefit) if found.steps]


def of_plans(plans: Sequence[Plan]) -> list[Lever]:
    """The usual levers of several plans and their variants."""
    whole = [each for plan in plans for each in (plan, *plan._variant_plans.values())]
    return [found for plan in whole for found in usual_levers(plan)]


def levers_from_file(path: str | Path) -> list[Lever]:
    """A YAML list of {plan, name: {zh, en}, path, values} or {plan, name, steps: [{path: value, …}, …]}.

    Raises RenewalError with everything that is wrong.
    """
    try:
        entries = yaml.safe_load(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RenewalError(Text(f"无法读取“{path}”：{error}", f"{path} cannot be read: {error}")) from None
    if not isinstance(entries, list) or not entries:
        raise RenewalError(Text(f"“{path}”应是一个列表（- plan: …）", f"{path} must be a list (- plan: …)"))
    problems = [_wrong_entry(number, entry) for number, entry in enumerate(entries, 1) if not _is_lever(entry)]
    if problems:
        raise RenewalError(*problems)
    return [_read(entry) for entry in entries]


def _is_lever(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("plan"), str):
        return False
    if isinstance(entry.get("path"), str):
        return isinstance(entry.get("values"), list) and bool(entry["values"])
    steps = entry.get("steps")
    return isinstance(steps, list) and bool(steps) and all(isinstance(step, dict) and step for step in steps)


def _wrong_entry(number: int, entry: Any) -> Text:
    zh = f"第 {number} 项应有 plan，以及 path 和 values，或 steps：{str(entry)[:60]}"
    return Text(zh, f"entry {number} needs plan, and path with values, or steps: {str(entry)[:60]}")


def _read(entry: dict[str, Any]) -> Lever:
    path = entry.get("path")
    steps = tuple({path: value} for value in entry["values"]) if path else tuple(entry["steps"])
    name = entry.get("name") or path or ", ".join(steps[0])
    both = (
        Text(name.get("zh") or name["en"], name.get("en") or name["zh"]) if isinstance(name, dict) else Text(name, name)
    )
    return lever(entry["plan"], both, str(entry.get("now", "")), steps)


def _of_benefit(plan: Plan, benefit: Reimbursement) -> Iterator[Lever]:
    title = benefit.title
    if benefit.deductible:
        yield from _amounts(plan, benefit, "deductible", Text(f"{title.zh}免赔额", f"{title.en}: deductible"))
    else:
        name = Text(f"{title.zh}每年免赔额（新增）", f"{title.en}: a yearly deductible (new)")
        new = _usual()["deductible"]["new"]
        steps = tuple({f"{benefit.id}.deductible": [{"per": "year", "amount": yuan}]} for yuan in new)
        yield lever(plan.id, name, "", steps)
    yield from _coinsurance(plan, benefit)
    yield from _amounts(plan, benefit, "limits", Text(f"{title.zh}限额", f"{title.en}: limit"))


def _amounts(plan: Plan, benefit: Reimbursement, key: str, name: Text) -> Iterator[Lever]:
    """One lever for each entry that a path can name and that is an amount; those of one pool move together."""
    kind = "deductible" if key == "deductible" else "limit"
    for path, entry in zip(clauses(benefit, key), getattr(benefit, key), strict=True):
        paths = pool_paths(plan, key, entry) if entry.pool else [path]
        if not isinstance(entry.amount, int) or not entry.amount or paths[0] != path or any("[" in p for p in paths):
            continue
        ladder = _ladder(Decimal(entry.amount) / 100, _usual()[kind], up=kind == "deductible")
        steps = tuple({f"{each}.amount": value for each in paths} for value in ladder)
        period = path.rpartition(".")[2]
        both = Text(f"{name.zh}（{period}）", f"{name.en} ({period})")
        yield lever(plan.id, both, format_yuan(entry.amount), steps)


def _ladder(now: Decimal, by: Mapping[str, Any], *, up: bool) -> list[int]:
    """Amounts in whole yuan that leave ``now`` step by step, without repetition."""
    unit = by["round_to"]
    share = Decimal(str(by["step_share"])) * (1 if up else -1)
    amounts = [int(now * (1 + share * step) / unit) * unit for step in range(1, by["steps"] + 1)]
    beyond = [amount for amount in amounts if (amount > now if up else 0 < amount < now)]
    return list(dict.fromkeys(beyond))


def _coinsurance(plan: Plan, benefit: Reimbursement) -> Iterator[Lever]:
    """Every percentage of the benefit goes down by the same points; none goes below 0."""
    written = coinsurance_as_written(plan, benefit.id)
    by = _usual()["coinsurance"]
    name = Text(f"{benefit.title.zh}赔付比例", f"{benefit.title.en}: reimbursement percentage")
    steps = [{f"{benefit.id}.coinsurance": moved(written, -by["points"] * step)} for step in range(1, by["steps"] + 1)]
    yield lever(plan.id, name, percentages(written), steps)
