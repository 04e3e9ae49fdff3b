"""The levers that are tried where nobody names any (常用调整): percentages, deductibles, limits, sums insured."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.plan import DailyAllowance, LumpSum, Plan, Reimbursement
from tuanbao.plan.clauses import clauses
from tuanbao.plan.moving import coinsurance_as_written, moved, percentages, pool_paths
from tuanbao.reference.design import design_default

Step = tuple[Text, dict[str, Any]]
"""Words and patch."""
Usual = tuple[str, Text, list[Step]]
"""Key, name and settings of a lever, the present terms left out."""


def usual_levers(plan: Plan) -> Iterator[Usual]:
    """Of every benefit that has amounts or percentages of its own; steps from reference/design.yaml."""
    taken: set[str] = set()
    for benefit in plan.benefits:
        for key, name, steps in _of_benefit(plan, benefit, taken):
            if steps:
                yield key, name, steps


def _of_benefit(plan: Plan, benefit: Any, taken: set[str]) -> Iterator[Usual]:
    title = benefit.title
    if isinstance(benefit, Reimbursement):
        yield _coinsurance(plan, benefit)
        yield _deductible(plan, benefit, taken)
        yield from _limits(plan, benefit, taken)
    elif isinstance(benefit, LumpSum):
        if isinstance(benefit.sum_insured, int):
            name = Text(f"{title.zh}保额", f"{title.en}: sum insured")
            yield _sum_insured(plan, benefit, name, taken)
    elif isinstance(benefit, DailyAllowance) and isinstance(benefit.amount, int):
        name = Text(f"{title.zh}日额", f"{title.en}: amount a day")
        yield f"{benefit.id}.amount", name, _multiples([f"{benefit.id}.amount"], benefit.amount, "allowance", unit=10)


def _coinsurance(plan: Plan, benefit: Reimbursement) -> Usual:
    written, path = coinsurance_as_written(plan, benefit.id), f"{benefit.id}.coinsurance"
    found = {}
    for points in _steps("coinsurance"):
        new = moved(written, points)
        if percentages(new) != percentages(written):
            found[percentages(new)] = {"set": {path: new}}
    name = Text(f"{benefit.title.zh}赔付比例", f"{benefit.title.en}: percentage paid")
    return path, name, [(Text(words, words), patch) for words, patch in found.items()]


def _deductible(plan: Plan, benefit: Reimbursement, taken: set[str]) -> Usual:
    path = f"{benefit.id}.deductible"
    name = Text(f"{benefit.title.zh}免赔额", f"{benefit.title.en}: deductible")
    if not benefit.deductible:
        steps = [
            (_yuan(yuan * 100), {"set": {path: [{"per": "year", "amount": yuan}]}}) for yuan in _steps("new_deductible")
        ]
        return path, name, steps
    entry, paths = benefit.deductible[0], clauses(benefit, "deductible")
    own = pool_paths(plan, "deductible", entry) if entry.pool else paths[:1]
    if not isinstance(entry.amount, int) or any("[" in each for each in own) or taken & set(own):
        return path, name, []
    taken.update(own)
    return path, name, _multiples([f"{each}.amount" for each in own], entry.amount, "deductible")


def _limits(plan: Plan, benefit: Reimbursement, taken: set[str]) -> Iterator[Usual]:
    for path, limit in zip(clauses(benefit, "limits"), benefit.limits, strict=True):
        paths = pool_paths(plan, "limits", limit) if limit.pool else [path]
        named = isinstance(limit.amount, int) and limit.per == "year" and not any("[" in each for each in paths)
        if named and not taken & set(paths):
            taken.update(paths)
            name = Text(f"{benefit.title.zh}限额", f"{benefit.title.en}: limit")
            yield path, name, _multiples([f"{each}.amount" for each in paths], limit.amount, "limit")


def _sum_insured(plan: Plan, benefit: LumpSum, name: Text, taken: set[str]) -> Usual:
    """Sums of one aggregate move together."""
    alike = [
        other.id
        for other in plan.benefits
        if isinstance(other, LumpSum)
        and isinstance(other.sum_insured, int)
        and (other.id == benefit.id or (benefit.aggregate and other.aggregate == benefit.aggregate))
        and other.sum_insured == benefit.sum_insured
    ]
    if benefit.id in taken:
        return benefit.id, name, []
    taken.update(alike)
    paths = [f"{each}.sum_insured" for each in alike]
    return f"{benefit.id}.sum_insured", name, _multiples(paths, benefit.sum_insured, "sum_insured")


def _multiples(paths: list[str], fen: Any, step: str, unit: int | None = None) -> list[Step]:
    """The present amount times each step, in round yuan, without repetition and without the present one."""
    round_to = unit or int(_usual()["round_to"])
    amounts = [int(Decimal(fen) / 100 * Decimal(str(factor)) / round_to) * round_to for factor in _steps(step)]
    kept = [yuan for yuan in dict.fromkeys(amounts) if yuan > 0 and yuan * 100 != fen]
    return [(_yuan(yuan * 100), {"set": dict.fromkeys(paths, yuan)}) for yuan in kept]


def _yuan(fen: int) -> Text:
    text = format_yuan(fen).removesuffix(".00")
    return Text(f"{text} 元", f"{text} yuan")


def _usual() -> Any:
    return design_default("usual_levers").value


def _steps(name: str) -> list[Any]:
    return list(_usual()[name])
