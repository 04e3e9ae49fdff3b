"""What a plan must satisfy beyond its parts: checks that look across benefits."""

from collections.abc import Collection, Iterator
from typing import Any

from tuanbao.language import Text
from tuanbao.plan.clauses import ENTRY_LISTS
from tuanbao.plan.model import DailyAllowance, Limit, LumpSum, Plan, Reimbursement, ShareOfBenefit
from tuanbao.plan.source import Path_
from tuanbao.reference import disability_schedules

Complaint = tuple[Path_, str, Text]
"""Where, which code, what."""

POOL_KEYS = ("per", "amount", "count", "shared", "credit")


def check(plan: Plan, unread: Collection[str] = ()) -> Iterator[Complaint]:
    """Everything wrong with a plan that its parts alone do not show.

    ``unread`` are ids of benefits of the file that are missing in the plan because they have problems of their own.
    """
    yield from _identifiers_are_unique(plan)
    yield from _pools_agree(plan)
    yield from _company_limit_is_last(plan)
    yield from _sums_refer_to_sums(plan, unread)
    for i, benefit in enumerate(plan.benefits):
        if isinstance(benefit, LumpSum):
            yield from _grades_have_a_schedule(benefit, ("benefits", i))
        if isinstance(benefit, DailyAllowance):
            yield from _lost_time_has_no_hospital(benefit, ("benefits", i))


def _identifiers_are_unique(plan: Plan) -> Iterator[Complaint]:
    yield from _repeated([benefit.id for benefit in plan.benefits], ("benefits",))
    for i, benefit in enumerate(plan.benefits):
        for key in ENTRY_LISTS if isinstance(benefit, Reimbursement) else ():
            yield from _repeated([entry.id for entry in getattr(benefit, key)], ("benefits", i, key))


def _repeated(names: list[str | None], path: Path_) -> Iterator[Complaint]:
    for i, name in enumerate(names):
        if name is not None and name in names[:i]:
            yield (*path, i, "id"), "repeated_id", Text(f"“{name}”已经用过", f"the id {name!r} stands already above")


def _pools_agree(plan: Plan) -> Iterator[Complaint]:
    """Entries that name one pool have one counter, and so agree in all that the counter depends on."""
    for key in ENTRY_LISTS:
        first: dict[str, Any] = {}
        for path, entry in _entries(plan, key):
            pool = entry.pool
            if pool is None:
                continue
            known = first.setdefault(pool, entry)
            for term in POOL_KEYS:
                ours, theirs = getattr(entry, term, None), getattr(known, term, None)
                if _terms(ours) != _terms(theirs):
                    zh = f"共用池“{pool}”的各处应一致，此处 {term} 与前面不同"
                    en = f"pool {pool!r}: {term} differs from its entry above"
                    yield (*path, term), "pool_disagrees", Text(zh, en)


def _terms(value: Any) -> Any:
    return set(value) if isinstance(value, tuple) else value


def _entries(plan: Plan, key: str) -> Iterator[tuple[Path_, Any]]:
    for i, benefit in enumerate(plan.benefits):
        if isinstance(benefit, Reimbursement):
            for j, entry in enumerate(getattr(benefit, key)):
                yield ("benefits", i, key, j), entry


def _company_limit_is_last(plan: Plan) -> Iterator[Complaint]:
    last = max((i for i, benefit in enumerate(plan.benefits) if isinstance(benefit, Reimbursement)), default=-1)
    found = [(path, entry) for path, entry in _entries(plan, "limits") if _is_company(entry)]
    for n, (path, _) in enumerate(found):
        if path[1] != last or n > 0:
            zh = "公共保额（shared: company）只能在最后一项费用补偿责任上写一次"
            en = "a company-wide limit (shared: company) stands once, on the last reimbursement benefit"
            yield (*path, "shared"), "company_limit_place", Text(zh, en)


def _is_company(entry: Limit) -> bool:
    return entry.shared == "company"


def _sums_refer_to_sums(plan: Plan, unread: Collection[str]) -> Iterator[Complaint]:
    sums = {benefit.id: benefit for benefit in plan.benefits if isinstance(benefit, LumpSum)}
    for i, benefit in enumerate(plan.benefits):
        if isinstance(benefit, LumpSum) and isinstance(benefit.sum_insured, ShareOfBenefit):
            target = sums.get(benefit.sum_insured.of)
            known = target is not None or benefit.sum_insured.of in unread
            if not known or (target and isinstance(target.sum_insured, ShareOfBenefit)):
                zh = f"“{benefit.sum_insured.of}”应是本方案中另一项自有保额的定额给付责任"
                en = f"{benefit.sum_insured.of!r} must be another lump-sum benefit of this plan with a sum of its own"
                yield ("benefits", i, "sum_insured", "of"), "unknown_benefit", Text(zh, en)


def _grades_have_a_schedule(benefit: LumpSum, path: Path_) -> Iterator[Complaint]:
    names = ", ".join(disability_schedules())
    if (benefit.event == "disability") != (benefit.schedule is not None):
        zh = f"伤残责任应有给付比例表（schedule，如 {names}），其他责任没有"
        en = f"a disability benefit needs a schedule (as {names}); other benefits have none"
        yield (*path, "schedule"), "schedule_and_event", Text(zh, en)
    if isinstance(benefit.schedule, str) and benefit.schedule not in disability_schedules():
        zh = f"没有“{benefit.schedule}”这个比例表，可用：{names}"
        en = f"there is no schedule {benefit.schedule!r}; known: {names}"
        yield (*path, "schedule"), "unknown_schedule", Text(zh, en)


def _lost_time_has_no_hospital(benefit: DailyAllowance, path: Path_) -> Iterator[Complaint]:
    if benefit.of == "lost_time" and benefit.hospitals.model_fields_set:
        zh, en = "误工津贴没有医院，不能写 hospitals", "lost time has no hospital: hospitals cannot stand here"
        yield (*path, "hospitals"), "hospitals_of_lost_time", Text(zh, en)
