"""The main job end to end on a made-up company: plan, people, bills and events in; what is paid and why out (演示)."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tuanbao.adjudication.explaining import Explanation
from tuanbao.adjudication.files import Report, adjudicate_files
from tuanbao.demo.answers import write_answers
from tuanbao.demo.choosing import telling_bill, telling_families
from tuanbao.demo.company import make_company
from tuanbao.demo.write import write_company
from tuanbao.design.inputs import Inputs
from tuanbao.design.needs import read_answers, standard_questionnaire
from tuanbao.design.options.loading import load_options
from tuanbao.design.preparing import Telling
from tuanbao.design.proposal import Proposal
from tuanbao.design.running import design_programme
from tuanbao.documents.proposal.files import write_proposal_files
from tuanbao.documents.results import write_results
from tuanbao.documents.results_run import FamilyYear, Run, explained_family, make_run, read_inputs
from tuanbao.documents.schedule import write_pdf
from tuanbao.documents.statement import write_statement
from tuanbao.language import Language, Text
from tuanbao.plan import Plan, load_plans, load_programme
from tuanbao.plan.wording import schedule
from tuanbao.pricing.group import read_people
from tuanbao.pricing.model import load_model
from tuanbao.roster import BILLS, EVENTS, read_table

PLAN, PROGRAMME, DESIGN = "acme-tech.yaml", "programme.yaml", "design.yaml"
COMPANY = Text("示例科技有限公司（演示）", "Example Technology Co. (demo)")
MADE_UP = Text("演示数据：人和票据都是编造的", "Demo data: people and bills are made up")
ROWS_IN_WORDS = 1000
"""So many rows of the explanation are said in words in the workbook."""
QUOTE_YEARS, LINES = 200, 150_000
"""Of the design: enough for a demo."""
Tell = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo did."""

    folder: Path
    plans: Sequence[Plan]
    run: Run
    report: Report
    inputs: dict[str, Path]
    """plans, programme, members, bills, events, premiums, design, answers."""
    documents: list[tuple[Path, Text]]
    """The files that people read, and what each is."""
    bill: list[Explanation]
    """The explanation of one bill that shows how a plan pays."""
    design: Proposal | None
    """Next year's programme, where it was asked for."""


def plan_file() -> Path:
    """The plan of the demo: in the package where it was installed, in examples/ in a checkout."""
    return _example("plans", PLAN)


def programme_file() -> Path:
    """The programme of the demo, which names the plan as its neighbour ``plans/``."""
    return _example("programmes", PROGRAMME)


def design_file() -> Path:
    """The options of the demo's design."""
    return _example("design", DESIGN)


def _example(folder: str, name: str) -> Path:
    installed = Path(__file__).with_name(name)
    return installed if installed.exists() else Path(__file__).parents[3] / "examples" / folder / PLAN


def run_demo(
    folder: Path, *, people: int, seed: int, language: Language, design: bool = True, tell: Tell = lambda text: None
) -> Demo:
    """Write a company's files into ``folder``/input, adjudicate them, and write the results into ``folder``.

    ``design``: also design next year's programme, into ``folder``/design. ``tell`` is called with what is being done.
    Raises ValueError for fewer than 20 people.
    """
    tell(Text("编造一家公司", "Making up a company"))
    inputs = _write_inputs(folder / "input", people, seed, language)
    plans = load_plans(inputs["plans"])
    tell(
        Text(
            "理算（第一次运行要先编译，可能需要半分钟）", "Adjudicating (the first run compiles, perhaps half a minute)"
        )
    )
    tables = inputs["members"], inputs["bills"]
    report = adjudicate_files(plans, *tables, folder, events=inputs["events"])
    run = make_run(plans, read_inputs(plans, *tables, events=inputs["events"]))
    tell(Text("写工作簿和对账单", "Writing the workbook and the statements"))
    families = telling_families(run)
    explained = {family: explained_family(run, family) for family in families}
    documents = [_results(folder, run, language), *_statements(folder, run, explained, language)]
    documents.append(_schedule(folder, plans, language))
    bill = telling_bill([row for one in explained.values() for row in one.explanations])
    found = _designed(inputs, seed, tell) if design else None
    if found is not None:
        tell(Text("写建议书", "Writing the proposal"))
        documents += write_proposal_files(folder / "design", found, language, COMPANY.to(language), MADE_UP)
    return Demo(folder, plans, run, report, inputs, documents, bill, found)


def _designed(inputs: dict[str, Path], seed: int, tell: Tell) -> Proposal:
    """The design that `tuanbao design` makes of these files, with fewer simulated years."""
    tell(Text("为明年设计方案：理算全部组合，选出最优", "Designing next year's programme: every combination, the best"))
    programme, plans = load_programme(inputs["programme"])
    options, findings = load_options(inputs["design"])
    given = Inputs(
        members=read_people(inputs["members"], plans),
        programme=programme,
        plans=tuple(plans),
        model=load_model(),
        options=options,
        findings=findings,
        on=plans[0].period.last,
        industry=options.company.industry or "all",
        answers=read_answers(inputs["answers"], standard_questionnaire()),
        bills=read_table(inputs["bills"], BILLS),
        events=read_table(inputs["events"], EVENTS),
        years=QUOTE_YEARS,
        lines=LINES,
        seed=seed,
    )
    return design_programme(given, Telling(tell))


def _write_inputs(folder: Path, people: int, seed: int, language: Language) -> dict[str, Path]:
    """What a company would hand in: Excel with Chinese headings, or CSV with English ones."""
    company = make_company(seed, people)
    members, bills, events, premiums = write_company(company, folder, "xlsx" if language == "zh" else "csv")
    shutil.copyfile(plan_file(), folder / PLAN)
    # The two stand side by side here, in a folder each among the examples.
    programme = programme_file().read_text("utf-8").replace("../plans/", "")
    (folder / PROGRAMME).write_text(programme, "utf-8")
    shutil.copyfile(design_file(), folder / DESIGN)
    write_answers(folder / "answers.xlsx", company.members, seed, language)
    inputs = {"plans": folder / PLAN, "programme": folder / PROGRAMME, "members": members}
    inputs |= {"design": folder / DESIGN, "answers": folder / "answers.xlsx"}
    return inputs | {"bills": bills, "events": events, "premiums": premiums}


def _results(folder: Path, run: Run, language: Language) -> tuple[Path, Text]:
    rows = list(islice(_explanations(run), ROWS_IN_WORDS))
    write_results(folder / "results.xlsx", run, rows, note=MADE_UP, language=language)
    return folder / "results.xlsx", Text("给理赔人员的结果工作簿", "the results, for the claims desk")


def _explanations(run: Run) -> Iterator[Explanation]:
    """In the order of the eob, family by family, without benefits for other kinds of care."""
    for family in sorted(set(run.members["family_id"].to_pylist())):
        yield from (row for row in explained_family(run, family).explanations if row.reason != "category")


def _statements(
    folder: Path, run: Run, explained: dict[str, FamilyYear], language: Language
) -> Iterator[tuple[Path, Text]]:
    for family, one in explained.items():
        path = folder / f"statement-{family}.pdf"
        company = COMPANY.to(language)
        write_statement(path, run, family, one, company=company, note=MADE_UP, language=language)
        name = run.people[family]["name"]
        yield path, Text(f"给员工{name}的理赔对账单", f"the claims statement of {name}")


def _schedule(folder: Path, plans: Sequence[Plan], language: Language) -> tuple[Path, Text]:
    write_pdf(folder / "schedule.pdf", [schedule(plan) for plan in plans], language)
    return folder / "schedule.pdf", Text("保险责任表", "the schedule of benefits")
