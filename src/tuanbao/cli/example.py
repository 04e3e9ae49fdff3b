"""`tuanbao example`: the main job end to end on the files of a made-up company (示例)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyarrow.compute as pc
import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from tuanbao.cli.summary import summary_table
from tuanbao.cli.terminal import Lang, messages, output, table
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan

if TYPE_CHECKING:
    from tuanbao.demo.run import Demo

HELP = "用编造的公司的文件演示全过程 · The whole job on the files of a made-up company"
OUT = Path("example-out")
BAR = 50
PAYERS = (
    ("pooled", Text("医保统筹", "Basic insurance"), "blue"),
    ("other_paid", Text("其他支付", "Others"), "bright_black"),
    ("paid", Text("本方案", "This plan"), "green"),
    ("patient", Text("个人", "The people"), "yellow"),
)


def example(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="结果目录 · the folder for everything")
    ] = Path("example-out"),
    people: Annotated[int, typer.Option("--people", min=20, max=50_000, help="员工人数 · employees")] = 500,
    seed: Annotated[int, typer.Option("--seed", min=0, help="随机种子 · seed of the made-up data")] = 2026,
    no_design: Annotated[
        bool, typer.Option("--no-design", help="不设计明年的方案，快些 · do not design next year's programme; quicker")
    ] = False,
    language: Lang = "zh",
) -> None:
    console = output()
    told = Text(
        f"团保示例：一家 {people} 名员工的科技公司。人和票据都是编造的，与任何真人无关。",
        f"tuanbao example: a technology company of {people} employees. People and bills are made up; nobody is real.",
    )
    console.print(told.to(language), style="bold")
    done = _run(out, people, seed, language, design=not no_design)
    _print_company(console, done, language)
    console.print(summary_table(done.report.summary, done.plans, language, console.width))
    _print_payers(console, done, language)
    _print_bill(console, done, language)
    _print_design(console, done, language)
    _print_files(console, done, language)


def _run(out: Path, people: int, seed: int, language: Language, *, design: bool) -> "Demo":
    """The run itself, with a spinner on a terminal that says what is being done."""
    console = messages()
    with console.status(Text("准备", "Getting ready").to(language)) as status:
        from tuanbao.demo.run import run_demo

        def tell(text: Text) -> None:
            status.update(f"{text.to(language)} …")
            if not console.is_terminal:
                console.print(f"{text.to(language)} …", style="dim")

        return run_demo(out, people=people, seed=seed, language=language, design=design, tell=tell)


def _print_company(console: Console, done: "Demo", language: Language) -> None:
    relations = {row["values"]: row["counts"] for row in pc.value_counts(done.run.members["relation"]).to_pylist()}
    bills = len(pc.unique(done.run.bills["bill_id"]))
    events = len(done.run.events) if done.run.events is not None else 0
    people, lines = len(done.run.members), len(done.run.bills)
    staff, spouses, children = (relations.get(name, 0) for name in ("employee", "spouse", "child"))
    said = Text(
        f"{people:,} 人（员工 {staff:,}、配偶 {spouses:,}、子女 {children:,}），{bills:,} 张票据共 {lines:,} 行，"
        f"{events} 件重疾、意外等事件；理算用时 {done.report.seconds:.1f} 秒。",
        f"{people:,} people ({staff:,} employees, {spouses:,} spouses, {children:,} children), {bills:,} bills of "
        f"{lines:,} lines, {events} events such as critical illness; adjudicated in {done.report.seconds:.1f} s.",
    )
    console.print(said.to(language))
    console.print()


def _print_payers(console: Console, done: "Demo", language: Language) -> None:
    """Who paid the medical bills, as a bar and as figures."""
    lines = done.run.result.lines
    sums = {name: pc.sum(lines[name]).as_py() for name, _, _ in PAYERS}
    whole = max(sum(sums.values()), 1)
    console.print(Text("医疗费由谁承担", "Who paid the medical bills").to(language), style="bold")
    bar = Line("  ")
    for name, _, colour in PAYERS:
        bar.append("█" * round(BAR * sums[name] / whole), style=colour)
    console.print(bar)
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_column(justify="right")
    for name, label, colour in PAYERS:
        if sums[name]:
            title = Line.assemble(("  ■ ", colour), label.to(language))
            grid.add_row(title, _yuan(sums[name], language), f"{100 * sums[name] / whole:.1f}%")
    grid.add_row(Text("    合计", "    Together").to(language), _yuan(whole, language), "", style="bold")
    console.print(grid)
    console.print()


def _yuan(fen: int, language: Language) -> str:
    return Text(f"{format_yuan(fen)} 元", f"{format_yuan(fen)} yuan").to(language)


def _print_bill(console: Console, done: "Demo", language: Language) -> None:
    """Why one bill was paid as it was."""
    if not done.bill:
        return
    first = done.bill[0]
    person = done.run.people[first.member_id]
    total = sum(
        row["total"] for row in done.run.bills.filter(pc.equal(done.run.bills["bill_id"], first.bill_id)).to_pylist()
    )
    paid = sum(row.paid for row in done.bill)
    title = Text(
        f"票据 {first.bill_id}（{person['name']}）{format_yuan(total)} 元，为什么赔了 {format_yuan(paid)} 元？",
        f"Bill {first.bill_id} ({person['name']}) of {format_yuan(total)} yuan: why was {format_yuan(paid)} paid?",
    )
    said = [Line.assemble((f"{row.title.to(language)}  ", "cyan"), row.sentence.to(language)) for row in done.bill]
    console.print(Panel(Group(*said), title=Line(title.to(language)), title_align="left", border_style="dim"))
    console.print()


def _print_design(console: Console, done: "Demo", language: Language) -> None:
    """What was chosen for next year, and the proof in a line."""
    if done.design is None:
        return
    from tuanbao.cli.design_tables import print_sums

    title = Text("明年的方案：在企业成本增长不超过 5% 的前提下", "Next year's programme, at a cost up by 5 % at most")
    console.print(title.to(language), style="bold")
    print_sums(console, done.design, language)


def _print_files(console: Console, done: "Demo", language: Language) -> None:
    folder = done.inputs["plans"].parent
    headings = Text("文件", "File").to(language), Text("内容", "What it is").to(language)
    shown = table([(heading, "text") for heading in headings])
    shown.add_row(f"{folder}/", Text("方案和输入表格", "the plan and the tables that went in").to(language))
    for path, what in done.documents:
        shown.add_row(str(path), what.to(language))
    eob = done.report.files[0]
    others = ", ".join(path.name for path in done.report.files[1:])
    every = Text(f"每行票据、每项责任的赔付明细；另有 {others}", f"what each benefit pays of each line; also {others}")
    shown.add_row(str(eob), every.to(language))
    console.print(shown)
    console.print(Text("接下来可以试：", "Try next:").to(language), style="bold")
    inputs = done.inputs
    tables = f"-m {inputs['members']} -b {inputs['bills']}"
    bill = done.bill[0].bill_id if done.bill else "ID"
    lang = "" if language == "zh" else " --lang en"
    priced = f"{inputs['members']} {inputs['programme']}"
    past = f"-b {inputs['bills']} -e {inputs['events']} -p {inputs['premiums']}"
    for command in (
        f"tuanbao explain {inputs['plans']} {tables} --bill {bill}{lang}",
        f"tuanbao quote {priced} --on 2026-12-31 -o {done.folder / 'quote'}{lang}",
        f"tuanbao renew {priced} {past} --valuation 2026-10-31 -o {done.folder / 'renewal'}{lang}",
        f"tuanbao design {inputs['members']} -p {inputs['programme']} --options {inputs['design']} "
        f"--survey {inputs['answers']} --on 2026-12-31 --budget 1,200,000 -o {done.folder / 'proposal'}{lang}",
        f"tuanbao risk {priced} --on 2026-12-31 -o {done.folder / 'risk'}{lang}",
        f"tuanbao schedule {inputs['plans']}{lang}",
        f"tuanbao template -o my-tables.xlsx{lang}",
    ):
        console.print(f"  uv run {command}", style="cyan", soft_wrap=True)
