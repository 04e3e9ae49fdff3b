"""The name of every clause (条款) of a plan: the path by which variants patch it and explanations cite it."""

from typing import Any

from tuanbao.plan.model import DailyAllowance, Deductible, Limit, LumpSum, PatientCap, Reimbursement

ENTRY_LISTS = ("deductible", "patient_cap", "limits")
Entry = Deductible | PatientCap | Limit
PLAIN_KEYS = ("shared", "pool", "when", "id")


def is_plain(entry: dict[str, Any]) -> bool:
    """An entry that its period alone can name: it has no shared, pool, when and id."""
    return not any(key in entry for key in PLAIN_KEYS)


def entry_names(entries: list[dict[str, Any]]) -> list[str]:
    """The name of each entry of one list, as written in the file: its id, its period, or period and position."""
    names = []
    for i, entry in enumerate(entries):
        period = str(entry.get("per"))
        alone = sum(is_plain(other) and other.get("per") == period for other in entries) == 1
        names.append(str(entry["id"]) if "id" in entry else period if is_plain(entry) and alone else f"{period}[{i}]")
    return names


def clauses(benefit: Reimbursement | DailyAllowance | LumpSum, key: str) -> list[str]:
    """The paths of the entries of ``deductible``, ``patient_cap`` or ``limits``: "outpatient.limits.day"."""
    entries: tuple[Entry, ...] = getattr(benefit, key)
    written = [_as_written(entry) for entry in entries]
    return [f"{benefit.id}.{key}.{name}" for name in entry_names(written)]


def _as_written(entry: Entry) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in entry.model_fields_set}
