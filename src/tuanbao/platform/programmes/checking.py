"""The texts of a draft, checked (方案校验): every problem with its text, line and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.plan import PlanError, parse_plans
from tuanbao.plan.model import Plan
from tuanbao.platform.programmes.loaded import Loaded, load_texts

PROGRAMME = "programme"
"""The part that is the programme itself; plans are parts under keys of their own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. Lines and columns count from 1."""

    part: str
    line: int
    column: int
    key: str
    message: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """``loaded`` is None where there are problems; ``plans`` are those that can be read all the same, by part."""

    loaded: Loaded | None
    plans: Mapping[str, Plan]
    findings: tuple[Finding, ...]


def check(programme: str, plans: Mapping[str, str]) -> Checked:
    """A programme's text with the texts of its plans, one plan each, by part."""
    read: dict[str, Plan] = {}
    findings: list[Finding] = []
    for part, text in plans.items():
        plan, found = _plan(part, text, {each.id for each in read.values()})
        findings += found
        if plan is not None:
            read[part] = plan
    loaded, found = _programme(programme, tuple(plans.values()), sound=not findings)
    findings = [*found, *findings]
    return Checked(None if findings else loaded, read, tuple(findings))


def _plan(part: str, text: str, others: set[str]) -> tuple[Plan | None, list[Finding]]:
    try:
        found = parse_plans(text)
    except PlanError as error:
        return None, _findings(part, error)
    if len(found) != 1:
        message = Text("此处只写一个方案；请删去 --- 以下的部分，另加方案", "one plan a text: add the others as plans")
        return found[0], [Finding(part, 1, 1, "plan", message)]
    if found[0].id in others:
        zh, en = f"方案编号“{found[0].id}”已用于另一个方案", f"another plan is called {found[0].id!r} already"
        line = next((i for i, words in enumerate(text.splitlines(), 1) if words.startswith("plan:")), 1)
        return found[0], [Finding(part, line, 1, "plan", Text(zh, en))]
    return found[0], []


def _programme(text: str, plans: tuple[str, ...], *, sound: bool) -> tuple[Loaded | None, list[Finding]]:
    if not any(line.startswith("plans:") for line in text.splitlines()):
        message = Text("缺少 plans: […]（内容由系统填写）", "plans: […] is missing; what stands in it is filled in")
        return None, [Finding(PROGRAMME, 1, 1, "plans", message)]
    try:
        return load_texts(text, plans), []
    except PlanError as error:
        told = {"plan_file"} if not sound else set()  # problems of plans stand with the plans
        return None, _findings(PROGRAMME, error, told)


def _findings(part: str, error: PlanError, told: set[str] = frozenset()) -> list[Finding]:  # type: ignore[assignment]
    return [
        Finding(part, each.line, each.column, each.key, each.message)
        for each in error.problems
        if each.code not in told
    ]


_PARTING = re.compile(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)


def split_documents(text: str) -> list[str]:
    """The YAML documents of a file as texts of their own, with their comments."""
    parts = [part.strip() for part in _PARTING.split(text)]
    return [part + "\n" for part in parts if any(line and not line.startswith("#") for line in part.splitlines())]


def is_programme(text: str) -> bool:
    return re.search(r"^programme:", text, re.MULTILINE) is not None


def id_in(text: str, key: str) -> str | None:
    """What stands after `plan:` or `programme:`, also in a text with problems."""
    found = re.search(rf"^{key}:[ \t]*[\"']?([\w-]+)", text, re.MULTILINE)
    return found.group(1) if found else None
