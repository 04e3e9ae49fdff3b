"""Files -> plans and programmes. Every problem of a file is found before anything is refused."""

from pathlib import Path

from tuanbao.language import Text
from tuanbao.plan import source
from tuanbao.plan.checks import check
from tuanbao.plan.model import Name, Origin, Plan
from tuanbao.plan.problems import PlanError, Problem
from tuanbao.plan.programme import Programme
from tuanbao.plan.programme_checks import check_programme
from tuanbao.plan.reading import Findings, read
from tuanbao.plan.variants import patched

_STAND_INS = {"plan": "unnamed", "period": {"from": "2000-01-01", "to": "2000-12-31"}}
"""What lets the rest of a plan be checked where its id or period cannot be read."""


def load_plan(path: str | Path) -> Plan:
    """The one plan of a file. Raises PlanError with all problems, also where the file holds several plans."""
    plans = load_plans(path)
    if len(plans) != 1:
        names = ", ".join(plan.id for plan in plans)
        zh, en = f"文件中有 {len(plans)} 个方案：{names}", f"the file holds {len(plans)} plans: {names}"
        message = Text(zh, f"{en}; use load_plans")
        raise PlanError([Problem(str(path), 1, 1, "-", "several_plans", message)])
    return plans[0]


def load_plans(path: str | Path) -> list[Plan]:
    """All plans of a file (YAML documents); those that a programme names, where it is one. Raises PlanError."""
    plans, programmes = load_file(path)
    named = [plan for programme in programmes for plan in programme_plans(programme, Path(path))]
    return [*plans, *(plan for plan in named if plan.id not in {other.id for other in plans})]


def load_programme(path: str | Path) -> tuple[Programme, list[Plan]]:
    """The programme of a file and the plans that it names. Raises PlanError."""
    _, programmes = load_file(path)
    if len(programmes) != 1:
        message = Text("应有一个方案体系（programme: …）", "expected one programme (programme: …)")
        raise PlanError([Problem(str(path), 1, 1, "-", "no_programme", message)])
    return programmes[0], programme_plans(programmes[0], Path(path))


def parse_plans(text: str, file: str = "-") -> list[Plan]:
    """As load_plans, of a text that somebody is editing."""
    plans, _ = _load(source.parse_documents(text, Path(file)), Path(file))
    return plans


def load_file(path: str | Path) -> tuple[list[Plan], list[Programme]]:
    """What stands in a file. Raises PlanError with the problems of all its documents."""
    return _load(source.read_documents(Path(path)), Path(path))


def programme_plans(programme: Programme, path: Path) -> list[Plan]:
    """The plans of the files that a programme names, relative to its own file."""
    return [plan for name in programme.plans for plan in load_plans(path.parent / name)]


def _load(trees: list[source.Mapping], path: Path) -> tuple[list[Plan], list[Programme]]:
    plans: list[Plan] = []
    programmes: list[Programme] = []
    problems: list[Problem] = []
    for tree in trees:
        findings = Findings(str(path), tree)
        if "programme" in tree and "plan" not in tree:
            programme = _programme(findings, path)
            programmes += [programme] if programme else []
        else:
            plan = _plan(findings)
            _is_new(plan, plans, findings)
            plans += [plan] if plan else []
        problems += findings.problems
    if problems:
        raise PlanError(_once(problems))
    return plans, programmes


def _plan(findings: Findings) -> Plan | None:
    plan = _checked(findings.tree, findings)
    written = findings.tree.get("variants")
    variants = {name: _variant(name, plan, findings) for name in written} if isinstance(written, source.Mapping) else {}
    if plan is not None:
        plan._variant_plans.update({name: variant for name, variant in variants.items() if variant})
    return plan


def _checked(tree: source.Mapping, findings: Findings) -> Plan | None:
    plan, sound = read(Plan, tree, findings, _STAND_INS)
    if plan is not None:
        for path, code, message in check(plan):
            findings.add(path, code, message, sound)
        plan._origin = Origin(findings.file, tree)
    return plan


def _variant(name: str, plan: Plan | None, findings: Findings) -> Plan | None:
    tree, complaints = patched(findings.tree, name)
    for path, code, message in complaints:
        findings.add(path, code, message)
    if complaints:
        return None
    inner = Findings(findings.file, tree)
    variant = _checked(tree, inner)
    known = {(problem.line, problem.column, problem.code) for problem in findings.problems}
    for problem in inner.problems:
        if (problem.line, problem.column, problem.code) not in known:
            findings.problems.append(_within(problem, f"variants.{name}"))
    if variant is None or plan is None or name not in plan.variants:
        return None
    title = plan.variants[name].name or Name(zh=name, en=name)
    both = Name(zh=f"{plan.title.zh}（{title.to('zh')}）", en=f"{plan.title.en} ({title.to('en')})")
    renamed = variant.model_copy(update={"plan": f"{plan.id}:{name}", "name": both})
    renamed._origin = variant._origin
    return renamed


def _within(problem: Problem, key: str) -> Problem:
    return Problem(problem.file, problem.line, problem.column, f"{key} → {problem.key}", problem.code, problem.message)


def _is_new(plan: Plan | None, plans: list[Plan], findings: Findings) -> None:
    if plan is not None and plan.id in {other.id for other in plans}:
        message = Text(f"方案“{plan.id}”在文件里已有", f"the plan {plan.id!r} stands already in this file")
        findings.add(("plan",), "repeated_id", message)


def _programme(findings: Findings, path: Path) -> Programme | None:
    programme, sound = read(Programme, findings.tree, findings, {"programme": "unnamed"})
    if programme is None:
        return None
    plans: list[Plan] = []
    for i, name in enumerate(programme.plans):
        try:
            plans += load_plans(path.parent / name)
        except PlanError as error:
            zh = f"方案文件“{name}”有 {len(error.problems)} 处问题：{error.problems[0].to('zh')}"
            en = f"the plan file {name!r} has {len(error.problems)} problem(s): {error.problems[0].to('en')}"
            findings.add(("plans", i), "plan_file", Text(zh, en), sound)
    for where, code, message in check_programme(programme, plans):
        findings.add(where, code, message, sound)
    return programme


def _once(problems: list[Problem]) -> list[Problem]:
    """Several findings at one place with one code are one problem."""
    return list({(p.file, p.line, p.column, p.code): p for p in reversed(problems)}.values())
