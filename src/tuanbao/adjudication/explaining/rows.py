"""Rows and trace of lines -> explanations, benefit by benefit (理赔说明). Nothing is computed here that is not said."""

from collections.abc import Collection, Sequence

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.explaining.book import BenefitWords, Book
from tuanbao.adjudication.explaining.model import Explanation
from tuanbao.adjudication.explaining.reasons import Happened, tell_reason
from tuanbao.adjudication.explaining.reimbursement import (
    Amounts,
    Terms,
    explain_nothing_eligible,
    explain_reimbursement,
)
from tuanbao.adjudication.explaining.stays import Stays
from tuanbao.adjudication.explaining.telling import OpenLine, Row, Telling
from tuanbao.adjudication.explaining.tracing import Traced, by_row
from tuanbao.adjudication.ordering import HospitalLists
from tuanbao.language import Text
from tuanbao.vocabulary import REASONS

REASON_WORDS = list(REASONS)
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


def explain_lines(
    book: Book,
    lists: HospitalLists | None,
    people: Sequence[Row],
    bills: Sequence[Row],
    traced: Traced,
    wanted: Collection[int] | None = None,
) -> list[Explanation]:
    """The explanation of every row; ``wanted`` are the lines to speak of, all where it is left out.

    ``people`` and ``bills`` are the normalised rows in the order of the arrays of ``traced``, whose rows a
    company-wide limit may have cut; only those of wanted lines are looked at.
    """
    rows = traced.rows
    columns = (rows.line, rows.benefit, rows.reason, *(getattr(rows, name) for name in AMOUNTS))
    numbers = zip(*(column.tolist() for column in columns), by_row(traced.trace, len(rows.line)), strict=True)
    member_of, own = traced.lines.member.tolist(), traced.people.amounts
    stays, reasons, found = Stays(book, traced, bills), _Reasons(lists), []
    line: OpenLine | None = None
    for i, number, code, eligible, deductible, coinsurance, over_limit, paid, notes in numbers:
        reason, is_stay = REASON_WORDS[code], not code and book.rows[number][a.B_KIND] == a.ALLOWANCE
        if wanted is not None and i not in wanted:
            if is_stay:
                stays.pass_over(number, i, notes)
            continue
        if line is None or line.position != i:
            line = OpenLine(i, bills[i], people[member_of[i]], own[member_of[i]].tolist())
        amounts, header = (eligible, deductible, coinsurance, over_limit, paid), line.header
        if is_stay:
            telling, header = stays.explain(number, line, paid, notes)
        elif not reason:
            telling = explain_reimbursement(Terms(book, number, line, amounts, notes))
        elif reason == "no_eligible_expense":
            telling = explain_nothing_eligible(Terms(book, number, line, amounts, notes))
        else:
            telling = reasons.telling(book.benefits[number], reason, line)
        found.append(_explanation(line, book.benefits[number], amounts, reason, telling, header))
    return found


class _Reasons:
    """Why benefits do not apply; what one word decides, as the kind of care does, is told once and kept."""

    def __init__(self, lists: HospitalLists | None) -> None:
        self.lists = lists
        self.told: dict[tuple[BenefitWords, str], Telling] = {}

    def telling(self, words: BenefitWords, reason: str, line: OpenLine) -> Telling:
        key = (words, line.bill["category"])
        if reason == "category" and key in self.told:
            return self.told[key]
        telling = Telling()
        tell_reason(telling, words, reason, line.person, happened(line.bill), self.lists)
        if reason == "category":
            self.told[key] = telling
        return telling


def happened(bill: Row) -> Happened:
    return Happened(
        day=bill["service_date"],
        onset=bill["onset_date"],
        cause=bill["cause"],
        work=bill["work"],
        pre_existing=bill["pre_existing"],
        diagnosis=bill["diagnosis"],
        bill=bill,
    )


def _explanation(
    line: OpenLine, words: BenefitWords, amounts: Amounts, reason: str, telling: Telling, header: Text
) -> Explanation:
    eligible, deductible, coinsurance, over_limit, paid = amounts
    return Explanation(
        line.bill["bill_id"],
        line.bill["line"],
        line.person["member_id"],
        words.plan.id,
        words.id,
        words.title,
        eligible,
        deductible,
        coinsurance,
        over_limit,
        paid,
        reason,
        tuple(telling.steps),
        telling.sentence(header),
    )
