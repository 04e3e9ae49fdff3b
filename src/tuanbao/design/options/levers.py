"""Levers ready to be turned (可调整的条款): checked one setting at a time, the present terms among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tuanbao.design.options.model import LeverTerms, Options
from tuanbao.design.options.usual import usual_levers
from tuanbao.language import Text
from tuanbao.plan import Plan, PlanError
from tuanbao.plan.moving import percentages
from tuanbao.plan.patching import Patch, patched_plans
from tuanbao.plan.problems import Problem
from tuanbao.plan.reading import Findings
from tuanbao.plan.source import Path_


@dataclass(frozen=True, slots=True)
class Turn:
    """One setting of a lever (一档)."""

    name: Text
    patch: Mapping[str, Any]
    """Empty: the terms as they are."""

    @property
    def now(self) -> bool:
        return not self.patch


@dataclass(frozen=True, slots=True)
class Lever:
    """One term of one plan, or several that move together; ``turns[0]`` is the present one."""

    key: str
    plan: str
    name: Text
    turns: tuple[Turn, ...]
    origin: str = ""
    """Key of the lever as the options write it; levers of one origin on one plan turn together everywhere."""
    benefits: frozenset[str] = field(default_factory=frozenset)
    """Ids of the benefits that it touches."""


NOW = Turn(Text("现行", "as now"), {})


def levers_of(plans: Sequence[Plan], origin: Mapping[str, str], options: Options, findings: Findings) -> list[Lever]:
    """All levers of all plans: those of the options, and the usual ones for plans that have none.

    Raises PlanError with every setting that its plan refuses, at its place in the options.
    """
    unknown = [i for i, lever in enumerate(options.levers) if lever.plan not in {*origin, *origin.values()}]
    for i in unknown:
        known = ", ".join(origin)
        zh, en = f"没有这个方案；可以是：{known}", f"there is no such plan; the plans are: {known}"
        findings.add(("levers", i, "plan"), "unknown_plan", Text(zh, en))
    own = [_written(plan, lever, i, findings) for plan, lever, i in _pairs(plans, origin, options)]
    _refuse_moved_twice(_pairs(plans, origin, options), findings)
    if findings.problems:
        raise PlanError(findings.problems)
    with_own = {lever.plan for lever in own}
    rest = [plan for plan in plans if plan.id not in with_own] if options.usual_levers else []
    return [*own, *(Lever(*each) for plan in rest for each in _usual(plan))]


def _pairs(
    plans: Sequence[Plan], origin: Mapping[str, str], options: Options
) -> Iterator[tuple[Plan, LeverTerms, int]]:
    for i, lever in enumerate(options.levers):
        for plan in plans:
            if lever.plan in (plan.id, origin[plan.id]):
                yield plan, lever, i


def _refuse_moved_twice(pairs: Iterable[tuple[Plan, LeverTerms, int]], findings: Findings) -> None:
    """A term that two levers of a plan set: a combination of them would silently keep only the later one."""
    first: dict[tuple[str, str], str] = {}
    for plan, lever, i in pairs:
        for path in dict.fromkeys(path for _, patch in lever.patches for path in patch.get("set", {})):
            other = first.setdefault((plan.id, path), lever.lever)
            if other != lever.lever:
                zh = f"“{path}”已由“{other}”调整；请合在一处写成它的各档"
                en = f"{path!r} is moved by the lever {other!r} already; make both one lever with more settings"
                _add_once(findings, ("levers", i), "moved_twice", Text(zh, en))


def _written(plan: Plan, lever: LeverTerms, at: int, findings: Findings) -> Lever:
    turns, path = [NOW], ("levers", at)
    sound = True
    for number, (name, patch) in enumerate(lever.patches):
        if not patch:
            continue
        place = (*path, "settings", number) if lever.settings is not None else (*path, "values", number)
        refused = _refused(plan, patch)
        for code, message in refused:
            _add_once(findings, place, code, message)
        sound = sound and not refused
        if not refused:
            turns.append(Turn(name.text if name else _in_words(patch), patch))
    if len(turns) == 1 and sound:
        message = Text("除现行条款外至少要有一档", "expected at least one setting besides the present terms")
        findings.add(path, "no_setting", message)
    title = lever.name.text if lever.name else Text(lever.path or lever.lever, lever.path or lever.lever)
    touched = frozenset(name for turn in turns for name in touched_by(turn.patch))
    return Lever(f"{plan.id}/{lever.lever}", plan.id, title, tuple(turns), lever.lever, touched)


def _add_once(findings: Findings, place: Path_, code: str, message: Text) -> None:
    """A problem, unless it is said already: plans that began from one plan refuse the same."""
    said = len(findings.problems)
    findings.add(place, code, message)
    if findings.problems[-1] in findings.problems[:said]:
        findings.problems.pop()


def _refused(plan: Plan, patch: Patch) -> list[tuple[str, Text]]:
    """What the plan has against a patch."""
    try:
        patched_plans(plan, [patch])
    except PlanError as error:
        return [_with_place(problem) for problem in error.problems]
    return []


def _with_place(problem: Problem) -> tuple[str, Text]:
    """Code and sentence, with the place in the patched plan; the patch's own name says nothing to users."""
    key, message = problem.key.removeprefix("variants.p0").lstrip("→. "), problem.message
    return problem.code, Text(f"{key}：{message.zh}", f"{key}: {message.en}") if key else message


def touched_by(patch: Patch) -> set[str]:
    """Ids of the benefits that a patch changes, adds or removes."""
    added = {str(benefit.get("id")) for benefit in patch.get("add", ())}
    return {path.partition(".")[0] for path in patch.get("set", {})} | added | set(patch.get("remove", ()))


def _in_words(patch: Patch) -> Text:
    """Short words for a setting without a name: its values, or what it adds and removes."""
    values = [_shown(path, value) for path, value in patch.get("set", {}).items()]
    values += [f"+{benefit.get('id')}" for benefit in patch.get("add", ())]
    values += [f"−{name}" for name in patch.get("remove", ())]
    text = ", ".join(dict.fromkeys(values))
    return Text(text, text)


def _shown(path: str, value: Any) -> str:
    if path.endswith("coinsurance"):
        return percentages(value)
    if isinstance(value, list):
        return " / ".join(_shown(path, item) for item in value)
    if isinstance(value, Mapping):
        return " ".join(f"{_shown(path, item)}" for key, item in value.items() if key != "per")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _usual(plan: Plan) -> Iterator[tuple[Any, ...]]:
    for key, name, steps in usual_levers(plan):
        turns = tuple(Turn(title, patch) for title, patch in steps)
        touched = frozenset(found for turn in turns for found in touched_by(turn.patch))
        yield f"{plan.id}/{key}", plan.id, name, (NOW, *turns), key, touched
