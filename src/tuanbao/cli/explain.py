"""`tuanbao explain`: one bill's story (票据说明)."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Annotated

import typer

from tuanbao.cli.failures import FailedError
from tuanbao.cli.terminal import Bills, Events, HospitalLists, Lang, Members, Openings, PlanFile
from tuanbao.language import Text
from tuanbao.plan import load_plans

HELP = "说明一张票据为什么这样赔 · Explain why a bill was paid as it was"


def explain(
    plans: PlanFile,
    members: Members,
    bills: Bills,
    bill: Annotated[str, typer.Option("--bill", metavar="ID", help="票据号 · the number of the bill")],
    events: Events = None,
    openings: Openings = None,
    hospital_lists: HospitalLists = None,
    language: Lang = "zh",
) -> None:
    known = load_plans(plans)
    from tuanbao.adjudication.explaining import explain_bill
    from tuanbao.documents.results_run import read_inputs

    tables = {"events": events, "openings": openings, "hospital_lists": hospital_lists}
    given = read_inputs(known, members, bills, **tables)
    numbers = set(given.bills.table["bill_id"].to_pylist())
    if bill not in numbers:
        raise no_such(Text("票据", "bill"), bill, numbers)
    others = {name: getattr(given, name) for name in tables}
    story = explain_bill(known, given.members, given.bills, bill, **others)
    typer.echo(story.to_text(language), nl=False)


def no_such(what: Text, wanted: str, known: Collection[str]) -> FailedError:
    """A number that a table does not have, with those that look like it."""
    near = get_close_matches(wanted, list(known)[:200_000], n=3)
    zh, en = f"没有{what.zh}“{wanted}”", f"there is no {what.en} {wanted}"
    if near:
        zh, en = f"{zh}，是不是 {'、'.join(near)}？", f"{en}; is it {' or '.join(near)}?"
    return FailedError(Text(zh, en))
