"""`tuanbao check`: is a plan file understood, and if not, why (检查方案)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.table import Table

from tuanbao.cli.failures import DONE, PROBLEMS, tell_problems
from tuanbao.cli.terminal import Lang, output, print_json, table
from tuanbao.language import Language, Text
from tuanbao.plan import Plan, PlanError, Programme, load_file

HELP = "检查方案文件，列出全部问题 · Check plan files and list every problem"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with what stands in it, or with what is wrong with it."""

    file: Path
    plans: Sequence[Plan] = ()
    programmes: Sequence[Programme] = ()
    error: PlanError | None = None


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="方案文件（YAML） · plan files")],
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="json 供编辑器和流水线使用 · json: for editors and CI")
    ] = "text",
    language: Lang = "zh",
) -> None:
    checked = [_check(file) for file in files]
    if format == "json":
        print_json(_as_json(checked))
    else:
        _print(checked, language)
    raise typer.Exit(PROBLEMS if any(each.error for each in checked) else DONE)


def _check(file: Path) -> Checked:
    try:
        plans, programmes = load_file(file)
    except PlanError as error:
        return Checked(file, error=error)
    return Checked(file, plans, programmes)


def _print(checked: Sequence[Checked], language: Language) -> None:
    console = output()
    good = [each for each in checked if each.error is None]
    for each in checked:
        if each.error is not None:
            tell_problems(console, each.error, language)
    if any(each.plans for each in good):
        console.print(_plans(good, language))
    if any(each.programmes for each in good):
        console.print(_programmes(good, language))
    problems = sum(len(each.error.problems) for each in checked if each.error)
    if problems:
        bad = len(checked) - len(good)
        said = Text(f"{bad} 个文件共有 {problems} 处问题。", f"{_count(problems, 'problem')} in {_count(bad, 'file')}.")
        console.print(said.to(language), style="bold red")
    if good:
        said = Text(f"{len(good)} 个文件没有问题。", f"{_count(len(good), 'file')} without a problem.")
        console.print(said.to(language), style="green")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plans(checked: Sequence[Checked], language: Language) -> Table:
    """A line for every plan."""
    headings = (
        Text("方案", "Plan"),
        Text("名称", "Name"),
        Text("保险期间", "Period"),
        Text("责任", "Benefits"),
        Text("可选方案", "Variants"),
    )
    shown = table([(heading.to(language), "text") for heading in headings])
    shown.columns[3].justify = "right"
    for plan in (plan for each in checked for plan in each.plans):
        period = f"{plan.period.first} – {plan.period.last}"
        variants = ("、" if language == "zh" else ", ").join(plan.variants)
        shown.add_row(plan.id, plan.title.to(language), period, str(len(plan.benefits)), variants)
    return shown


def _programmes(checked: Sequence[Checked], language: Language) -> Table:
    """A line for every programme."""
    headings = (
        Text("方案体系", "Programme"),
        Text("方案文件", "Plan files"),
        Text("档次", "Tiers"),
        Text("家属规则", "Dependants"),
        Text("弹性选择", "Choice"),
    )
    shown = table([(heading.to(language), "text") for heading in headings])
    for programme in (programme for each in checked for programme in each.programmes):
        choice = Text("有", "yes") if programme.choice else Text("无", "no")
        counts = [str(len(part)) for part in (programme.plans, programme.tiers, programme.dependants)]
        shown.add_row(programme.programme, *counts, choice.to(language))
    return shown


def _as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    return {
        "problems": sum(len(each.error.problems) for each in checked if each.error),
        "files": [
            {
                "file": str(each.file),
                "plans": [_plan_as_json(plan) for plan in each.plans],
                "programmes": [programme.programme for programme in each.programmes],
                "problems": [_problem_as_json(problem) for problem in each.error.problems] if each.error else [],
            }
            for each in checked
        ],
    }


def _plan_as_json(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "name": plan.title._asdict(),
        "period": {"from": plan.period.first.isoformat(), "to": plan.period.last.isoformat()},
        "benefits": [benefit.id for benefit in plan.benefits],
        "variants": list(plan.variants),
    }


def _problem_as_json(problem: Any) -> dict[str, Any]:
    places = {name: getattr(problem, name) for name in ("file", "line", "column", "key", "code")}
    return {**places, "message": problem.message._asdict()}
