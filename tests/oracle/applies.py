"""Does a benefit, or an entry with ``when``, apply? The first test that fails gives the reason (§3, §3.1 step 1)."""

from collections.abc import Callable
from typing import Any

from .plans import Benefit, Plan, Terms
from .tables import Event, HospitalLists, Line
from .values import age


def when_holds(when: Terms | None, line: Line, lists: HospitalLists) -> bool:
    """All tests named hold for the line and the person; no ``when`` always holds."""
    if when is None:
        return True
    return all(_TESTS[test](wanted, line, lists) for test, wanted in when.items())


_TESTS: dict[str, Callable[[Any, Line, HospitalLists], bool]] = {
    "categories": lambda wanted, line, _: line.category in wanted,
    "causes": lambda wanted, line, _: line.cause in wanted,
    "levels": lambda wanted, line, _: line.level in wanted,
    "ownership": lambda wanted, line, _: line.ownership in wanted,
    "wards": lambda wanted, line, _: line.ward in wanted,
    "relations": lambda wanted, line, _: line.member.relation in wanted,
    "lists": lambda wanted, line, lists: lists.any_has(wanted, line),
    "diagnoses": lambda wanted, line, _: starts_with_any(line.diagnosis, wanted),
    "ages": lambda wanted, line, _: _age_within(wanted, line),
    "settled": lambda wanted, line, _: line.settled == wanted,
    "insured": lambda wanted, line, _: line.member.insured == wanted,
    "pre_existing": lambda wanted, line, _: line.pre_existing == wanted,
    "work": lambda wanted, line, _: line.work == wanted,
}


def _age_within(ages: tuple[int, int], line: Line) -> bool:
    birth = line.member.birth
    return birth is not None and ages[0] <= age(birth, line.on) <= ages[1]


def starts_with_any(diagnosis: str, prefixes: list[str]) -> bool:
    return any(diagnosis.startswith(prefix) for prefix in prefixes)


def reason_against_line(plan: Plan, benefit: Benefit, line: Line, lists: HospitalLists) -> str:
    """For a reimbursement, or a daily allowance for stays; "" where it applies."""
    terms, member = benefit.terms, line.member
    covered_categories = terms["covers"] if benefit.kind == "reimbursement" else ["inpatient"]
    if not plan.covers(member, line.on):
        return "not_covered"
    if "relations" in terms and member.relation not in terms["relations"]:
        return "relation"
    if line.category not in covered_categories:
        return "category"
    if "causes" in terms and line.cause not in terms["causes"]:
        return "cause"
    if not _work_fits(terms, line):
        return "work"
    if not _hospital_fits(terms.get("hospitals") or {}, line, lists):
        return "hospital"
    if "only" in terms and not starts_with_any(line.diagnosis, terms["only"]["diagnoses"]):
        return "not_listed"
    if _excluded(terms, line) or line.category in (terms.get("exclude") or {}).get("categories", ()):
        return "excluded"
    if benefit.refuses_unsettled and member.insured and not line.settled:
        return "unsettled"
    return _reason_of_time(terms, line)


def reason_against_event(plan: Plan, benefit: Benefit, event: Event) -> str:
    """For a lump sum, or a daily allowance for lost time; "" where it applies."""
    terms = benefit.terms
    if not plan.covers(event.member, event.on):
        return "not_covered"
    if "relations" in terms and event.member.relation not in terms["relations"]:
        return "relation"
    if "causes" in terms and event.cause not in terms["causes"]:
        return "cause"
    if not _work_fits(terms, event):
        return "work"
    if "modes" in terms and event.mode not in terms["modes"]:
        return "mode"
    if "only" in terms and not starts_with_any(event.diagnosis, terms["only"]["diagnoses"]):
        return "not_listed"
    if _excluded(terms, event):
        return "excluded"
    if reason := _reason_of_time(terms, event):
        return reason
    survival = terms.get("survival_days", 0)
    if survival and event.death is not None and (event.death - event.on).days < survival:
        return "survival"
    return ""


def _work_fits(terms: Terms, claim: Line | Event) -> bool:
    return {None: True, "only": claim.work, "except": not claim.work}[terms.get("work")]


def _hospital_fits(hospitals: Terms, line: Line, lists: HospitalLists) -> bool:
    if hospitals.get("emergency") == "any" and line.category == "emergency":
        return True
    return (
        ("levels" not in hospitals or line.level in hospitals["levels"])
        and ("ownership" not in hospitals or line.ownership in hospitals["ownership"])
        and ("wards" not in hospitals or line.ward in hospitals["wards"])
        and ("lists" not in hospitals or lists.any_has(hospitals["lists"], line))
        and ("except" not in hospitals or not lists.any_has(hospitals["except"], line))
    )


def _excluded(terms: Terms, claim: Line | Event) -> bool:
    exclude = terms.get("exclude") or {}
    return starts_with_any(claim.diagnosis, exclude.get("diagnoses", [])) or (
        exclude.get("pre_existing", False) and claim.pre_existing
    )


def _reason_of_time(terms: Terms, claim: Line | Event) -> str:
    waiting = terms.get("waiting", 0)
    begins = claim.member.continuous_from
    if waiting and claim.cause != "accident" and begins is not None and (claim.onset - begins).days < waiting:
        return "waiting"
    if "within" in terms and (claim.on - claim.onset).days > terms["within"]:
        return "too_late"
    return ""
