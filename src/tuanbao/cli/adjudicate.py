"""`tuanbao adjudicate`: files in, what is paid and why out (理算)."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tuanbao.cli.failures import SHOWN_ROWS, tell_rows
from tuanbao.cli.progress import progress_bar
from tuanbao.cli.summary import summary_table
from tuanbao.cli.terminal import Bills, Events, HospitalLists, Lang, Members, Openings, PlanFile, messages, output
from tuanbao.language import Language, Text
from tuanbao.plan import Plan, load_plans

WORKING = Text("理算中", "Adjudicating")
HELP = "按方案理算票据，写出赔付明细 · Adjudicate bills and write what is paid and why"


def adjudicate(
    plans: PlanFile,
    members: Members,
    bills: Bills,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="结果目录 · the folder for the results")],
    events: Events = None,
    openings: Openings = None,
    hospital_lists: HospitalLists = None,
    format: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="结果格式 · format of results")] = "csv",
    rows: Annotated[
        Literal["all", "applied"],
        typer.Option("--rows", help="applied：只写适用的责任 · only benefits that applied"),
    ] = "all",
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="跳过有错的行，其余照算 · leave bad rows out and go on")
    ] = False,
    language: Lang = "zh",
) -> None:
    known = load_plans(plans)
    from tuanbao.adjudication import RefusedRowsError
    from tuanbao.adjudication.files import adjudicate_files

    options: dict[str, Any] = {"events": events, "openings": openings, "hospital_lists": hospital_lists}
    options |= {"format": format, "rows": rows, "skip_bad_rows": skip_bad_rows}
    try:
        with progress_bar(WORKING, language) as progress:
            report = adjudicate_files(known, members, bills, out, **options, progress=progress.advance)
    except RefusedRowsError as refused:
        _tell_refused(refused.errors, out, language)
        raise typer.Exit(1) from None
    _print_report(report, known, out, language)


def _print_report(report: Any, plans: list[Plan], out: Path, language: Language) -> None:
    console = output()
    console.print(summary_table(report.summary, plans, language, console.width))
    done = Text(
        f"{report.lines:,} 行票据，{report.rows:,} 行赔付明细，用时 {report.seconds:.1f} 秒。",
        f"{report.lines:,} lines of bills, {report.rows:,} rows of explanation, {report.seconds:.1f} s.",
    )
    console.print(done.to(language))
    for note in report.notes:
        console.print(note.to(language), style="yellow", soft_wrap=True)
    if report.errors:
        skipped = _write_errors(report.errors, out)
        said = Text(
            f"跳过了 {len(report.errors)} 处有错的内容，清单：{skipped}",
            f"{len(report.errors)} errors, whose rows were left out; they are listed in {skipped}",
        )
        console.print(said.to(language), style="yellow", soft_wrap=True)
    console.print(Text("结果文件：", "Results:").to(language), ", ".join(map(str, report.files)), soft_wrap=True)


def _tell_refused(errors: Any, out: Path, language: Language) -> None:
    """The first wrong rows, all of them in a workbook, and what to do."""
    console = messages()
    workbook = _write_errors(errors, out)
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    zh, en = f"共有 {len(errors)} 处错误，没有理算", f"{count}, nothing was adjudicated"
    if len(errors) > SHOWN_ROWS:
        zh, en = f"{zh}；下面是前 {SHOWN_ROWS} 处", f"{en}; the first {SHOWN_ROWS}"
    head = Text(f"{zh}：", f"{en}:")
    console.print(head.to(language), style="bold red")
    tell_rows(console, errors, language)
    todo = Text(
        f"全部错误已写入 {workbook}\n请改好后再运行；或加 --skip-bad-rows，跳过这些行，其余照算。",
        f"All of them are in {workbook}\n"
        "Correct them and run again, or add --skip-bad-rows to go on without these rows.",
    )
    console.print(todo.to(language), soft_wrap=True)


def _write_errors(errors: Any, out: Path) -> Path:
    from tuanbao.roster import write_error_workbook

    out.mkdir(parents=True, exist_ok=True)
    write_error_workbook(errors, out / "errors.xlsx")
    return out / "errors.xlsx"
