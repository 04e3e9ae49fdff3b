"""Files -> plans and programmes. Every problem of a file is found before anything is refused."""

from pathlib import Path

from tuanbao.language import Text
from tuanbao.plan import source
from tuanbao.plan.checks import check
from tuanbao.plan.model import Origin, Plan
from tuanbao.plan.parts import Name
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
    plans, programmes = _load(source.read_documents(Path(path)), Path(path))
    named = [plan for _, its_plans in programmes for plan in its_plans]
    return list({plan.id: plan for plan in reversed([*plans, *named])}.values())[::-1]


def load_programme(path: str | Path) -> tuple[Programme, list[Plan]]:
    """The programme of a file and the plans that it names. Raises PlanError."""
    _, programmes = _load(source.read_documents(Path(path)), Path(path))
    if len(programmes) != 1:
        message = Text("应有一个方案体系（programme: …）", "expected one programme (programme: …)")
        raise PlanError([Problem(str(path), 1, 1, "-", "no_programme", message)])
    return programmes[0]


def load_file(path: str | Path) -> tuple[list[Plan], list[Programme]]:
    """What stands in a file. Raises PlanError with the problems of all its documents."""
    plans, programmes = _load(source.read_documents(Path(path)), Path(path))
    return plans, [programme for programme, _ in programmes]


def parse_plans(text: str, file: str = "-") -> list[Plan]:
    """The plans of a text that somebody is editing; opens no file, and so refuses a programme. Raises PlanError."""
    trees = source.parse_documents(text, Path(file))
    message = Text("此处只能写方案（plan: …）", "only a plan (plan: …) can stand here")
    others = [tree for tree in trees if _is_programme(tree)]
    if others:
        places = [tree.keys_at["programme"] for tree in others]
        raise PlanError(Problem(file, *place, "programme", "not_a_plan", message) for place in places)
    return _load(trees, Path(file))[0]


def _load(trees: list[source.Mapping], path: Path) -> tuple[list[Plan], list[tuple[Programme, list[Plan]]]]:
    """The plans of the documents; the programmes, each with the plans that it names."""
    plans: list[Plan] = []
    programmes: list[tuple[Programme, list[Plan]]] = []
    problems: list[Problem] = []
    for tree in trees:
        findings = Findings(str(path), tree)
        if _is_programme(tree):
            programmes += _programme(findings, path)
        else:
            plan = _plan(findings)
            _is_new(plan, plans, findings)
            plans += [plan] if plan else []
        problems += findings.problems
    if problems:
        raise PlanError(_once(problems))
    return plans, programmes


def _is_programme(tree: source.Mapping) -> bool:
    return "programme" in tree and "plan" not in tree


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
        for path, code, message in check(plan, _unread(tree, plan)):
            if source.holds(sound, path) or not source.holds(tree, source.as_written(sound, path)):
                findings.add(path, code, message, sound)
        plan._origin = Origin(findings.file, tree)
    return plan


def _unread(tree: source.Mapping, plan: Plan) -> set[str]:
    """The ids of benefits that stand in the file but have problems of their own."""
    benefits = tree["benefits"] if isinstance(tree.get("benefits"), source.Sequence) else ()
    return {str(benefit.get("id")) for benefit in benefits if isinstance(benefit, source.Mapping)} - {
        benefit.id for benefit in plan.benefits
    }


def _variant(name: str, plan: Plan | None, findings: Findings) -> Plan | None:
    tree, complaints = patched(findings.tree, name)
    for path, code, message in complaints:
        findings.add(path, code, message)
    inner = Findings(findings.file, tree)
    variant = _checked(tree, inner)
    places = {(problem.line, problem.column, problem.code) for problem in findings.problems}
    keys = {(problem.key, problem.code) for problem in findings.problems}
    for problem in inner.problems:
        if (problem.line, problem.column, problem.code) not in places and (problem.key, problem.code) not in keys:
            findings.problems.append(_within(problem, f"variants.{name}"))
    if complaints or variant is None or plan is None or name not in plan.variants:
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


def _programme(findings: Findings, path: Path) -> list[tuple[Programme, list[Plan]]]:
    programme, sound = read(Programme, findings.tree, findings, {"programme": "unnamed"})
    if programme is None:
        return []
    plans: list[Plan] = []
    for i, name in enumerate(programme.plans):
        try:
            loaded = _plans_of(path.parent / name)
        except PlanError as error:
            zh = f"方案文件“{name}”有 {len(error.problems)} 处问题：{error.problems[0].to('zh')}"
            en = f"the plan file {name!r} has {len(error.problems)} problem(s): {error.problems[0].to('en')}"
            findings.add(("plans", i), "plan_file", Text(zh, en), sound)
            continue
        for plan in loaded:
            if plan.id in {other.id for other in plans}:
                zh, en = f"方案“{plan.id}”在前面的文件里已有", f"the plan {plan.id!r} stands already in a file above"
                findings.add(("plans", i), "repeated_id", Text(zh, en), sound)
        plans += loaded
    follow = _what_follows(findings)
    for where, code, message in check_programme(programme, plans):
        if code not in follow:
            findings.add(where, code, message, sound)
    return [(programme, plans)]


def _what_follows(findings: Findings) -> set[str]:
    """Codes that would only repeat that a plan file or a tier could not be read."""
    file_failed = any(problem.code == "plan_file" for problem in findings.problems)
    tier_failed = any(problem.key.startswith("tiers") for problem in findings.problems)
    of_plans = {"unknown_plan", "unknown_variant"} if file_failed else set()
    of_tiers = {"unknown_tier", "tiers_leave_someone_out", "tier_out_of_reach"} if tier_failed else set()
    return of_plans | of_tiers


def _plans_of(path: Path) -> list[Plan]:
    """The plans of a file that a programme names; a programme in it is passed over, it may be the same one."""
    return _load([tree for tree in source.read_documents(path) if not _is_programme(tree)], path)[0]


def _once(problems: list[Problem]) -> list[Problem]:
    """Several findings at one key with one code are one problem: the first."""
    return list({(p.line, p.column, p.key, p.code): p for p in reversed(problems)}.values())
