"""`tuanbao statement`: the claims statement of a person and the family (理赔对账单)."""

from pathlib import Path
from typing import Annotated

import typer

from tuanbao.cli.explain import no_such
from tuanbao.cli.failures import WrongUsageError
from tuanbao.cli.terminal import (
    Bills,
    Events,
    HospitalLists,
    Lang,
    Members,
    Openings,
    PlanFile,
    for_writing,
    tell_written,
)
from tuanbao.language import Text
from tuanbao.plan import load_plans

HELP = "给员工的理赔对账单（PDF） · The claims statement for an employee (PDF)"


def statement(
    plans: PlanFile,
    members: Members,
    bills: Bills,
    person: Annotated[str, typer.Option("--person", metavar="ID", help="人员编号 · the member's number")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.pdf", help="写入文件 · the file to write")],
    events: Events = None,
    openings: Openings = None,
    hospital_lists: HospitalLists = None,
    company: Annotated[str | None, typer.Option("--company", help="页眉的公司名 · stands above every page")] = None,
    language: Lang = "zh",
) -> None:
    if out.suffix.lower() != ".pdf":
        raise WrongUsageError(Text("对账单是 PDF 文件，文件名应以 .pdf 结尾", "a statement is a PDF file, *.pdf"))
    known = load_plans(plans)
    from tuanbao.documents.results_run import explained_family, make_run, read_inputs
    from tuanbao.documents.statement import write_statement

    tables = {"events": events, "openings": openings, "hospital_lists": hospital_lists}
    given = read_inputs(known, members, bills, **tables)
    run = make_run(known, given)
    if person not in run.people:
        raise no_such(Text("人员", "member"), person, run.people)
    family = run.people[person]["family_id"]
    write_statement(for_writing(out), run, family, explained_family(run, family), company=company, language=language)
    tell_written(out, language)
