"""What stands in the rows of the results workbook: the run's tables with names, dates and words (理算结果)."""

from collections.abc import Sequence

from tuanbao.adjudication.explaining import Explanation
from tuanbao.adjudication.results import AMOUNTS
from tuanbao.documents.results_figures import Figures
from tuanbao.documents.results_run import Row, Run
from tuanbao.language import Language
from tuanbao.roster import LAYOUTS
from tuanbao.vocabulary import CATEGORIES, EVENTS, PAYMENT_REASONS


def benefit_rows(run: Run, language: Language) -> list[Row]:
    """The summary by benefit."""
    order = {plan_id: at for at, plan_id in enumerate(run.plan)}
    rows = sorted(run.result.summary.to_pylist(), key=lambda row: order[row["plan"]])
    return [{**row, "row_paid": row["paid"], **_titles(run, row["plan"], row["benefit_id"], language)} for row in rows]


def _titles(run: Run, plan_id: str, benefit_id: str, language: Language) -> Row:
    plan = run.plan[plan_id]
    return {"plan": plan.title.to(language), "benefit": plan.benefit(benefit_id).title.to(language)}


def category_rows(found: Figures, language: Language) -> list[Row]:
    rows = found.by_category.to_pylist()
    return [{**row, "category": CATEGORIES[row["category"]].to(language)} for row in rows]


def person_rows(run: Run, found: Figures, language: Language) -> list[Row]:
    """The people for whom most was paid."""
    return [{**row, **run.person(row["member_id"], language)} for row in found.by_person.to_pylist()]


def payment_rows(run: Run, language: Language) -> list[Row]:
    """Lump sums and lost time, event by event."""
    happened = {row["event_id"]: row for row in run.events.to_pylist()} if run.events is not None else {}
    rows = []
    for row in run.result.payments.to_pylist():
        event = happened.get(row["event_id"], {})
        kind = EVENTS[event["event"]].to(language) if event else None
        said = {"event_date": event.get("date"), "event": kind, "reason": PAYMENT_REASONS[row["reason"]].to(language)}
        titles = _titles(run, row["plan"], row["benefit_id"], language)
        rows.append({**row, "row_paid": row["paid"], **run.person(row["member_id"], language), **titles, **said})
    return rows


def explanation_rows(run: Run, explanations: Sequence[Explanation], language: Language) -> list[Row]:
    """Rows of the explanation with their sentences."""
    names = ("bill_id", "line", "service_date", "category")
    facts = {(row["bill_id"], row["line"]): row for row in run.bills.select(names).to_pylist()}
    rows = []
    for each in explanations:
        bill = facts[each.bill_id, each.line]
        rows.append(
            {
                "bill_id": each.bill_id,
                "line": each.line,
                "date": bill["service_date"],
                **run.person(each.member_id, language),
                "category": CATEGORIES[bill["category"]].to(language),
                "benefit": each.title.to(language),
                **{name: getattr(each, name) for name in AMOUNTS},
                "row_paid": each.paid,
                "reason": PAYMENT_REASONS[each.reason].to(language),
                "sentence": each.sentence.to(language),
            }
        )
    return rows


def error_rows(run: Run, language: Language) -> list[Row]:
    """What was wrong with the rows that were left out."""
    rows = []
    for error in run.result.errors:
        layout = LAYOUTS[error.table]
        column = layout[error.column].header.to(language) if error.column in layout else error.column
        place = {"table": layout.title.to(language), "row": error.row, "column": column}
        rows.append({**place, "value": error.value, "error": error.reason.to(language)})
    return rows
