"""`tuanbao schedule`: the schedule of benefits of a plan file (保险责任表)."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from tuanbao.cli.failures import FailedError, WrongUsageError
from tuanbao.cli.terminal import Lang, for_writing, output, tell_written
from tuanbao.language import Language, Text
from tuanbao.plan import load_file, load_programme
from tuanbao.plan.wording import Schedule, programme_schedule
from tuanbao.plan.wording import schedule as plan_schedule

HELP = "打印保险责任表 · Print the schedule of benefits"
WIDEST = 100
SUFFIXES = {".txt": "text", ".md": "markdown", ".xlsx": "excel", ".pdf": "pdf"}


def schedule(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="方案文件 · the plan file")],
    plan: Annotated[str | None, typer.Option("--plan", help="只要这个方案 · only this plan")] = None,
    format: Annotated[
        Literal["text", "markdown", "excel", "pdf"] | None,
        typer.Option("--format", help="格式；不写时看 OUT 的后缀 · left out: by the suffix of OUT"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="OUT", help="写入文件 · write to a file")] = None,
    language: Lang = "zh",
) -> None:
    form = format or _format_of(out)
    schedules = _schedules(file, plan)
    if form in ("excel", "pdf"):
        if out is None:
            raise WrongUsageError(Text(f"{form} 要写入文件，请加 -o OUT", f"{form} goes into a file: add -o OUT"))
        _write(form, out, schedules, language)
    else:
        written = _text(form, schedules, language, min(output().width, WIDEST))
        if out is None:
            typer.echo(written, nl=False)
            return
        for_writing(out).write_text(written, "utf-8")
    tell_written(out, language)


def _format_of(out: Path | None) -> str:
    if out is None:
        return "text"
    form = SUFFIXES.get(out.suffix.lower())
    if form is None:
        known = "、".join(SUFFIXES), ", ".join(SUFFIXES)
        zh = f"不知道“{out.name}”是什么格式，后缀可以是 {known[0]}，或用 --format 说明"
        en = f"which format is {out.name} to have? Its suffix can be {known[1]}, or add --format"
        raise WrongUsageError(Text(zh, en))
    return form


def _schedules(file: Path, name: str | None) -> list[Schedule]:
    """The schedules of the plans of a file; a programme comes with the plans that it names."""
    plans, programmes = load_file(file)
    made = []
    if programmes:
        programme, named = load_programme(file) if len(programmes) == 1 else (programmes[0], plans)
        made.append(programme_schedule(programme, named))
        plans = [*plans, *(plan for plan in named if plan.id not in {other.id for other in plans})]
    if name is None:
        return [*made, *map(plan_schedule, plans)]
    known = {each.id: each for plan in plans for each in (plan, *map(plan.variant, plan.variants))}
    if name not in known:
        listed = "、".join(known), ", ".join(known)
        zh, en = f"文件里没有方案“{name}”，有：{listed[0]}", f"the file has no plan {name}; it has {listed[1]}"
        raise FailedError(Text(zh, en))
    return [plan_schedule(known[name])]


def _text(form: str, schedules: list[Schedule], language: Language, width: int) -> str:
    from tuanbao.documents.schedule import to_markdown, to_text

    if form == "markdown":
        return "\n".join(to_markdown(each, language) for each in schedules)
    return "\n\n".join(to_text(each, language, width) for each in schedules)


def _write(form: str, out: Path, schedules: list[Schedule], language: Language) -> None:
    from tuanbao.documents.schedule import write_excel, write_pdf

    write = write_excel if form == "excel" else write_pdf
    write(for_writing(out), schedules, language)
