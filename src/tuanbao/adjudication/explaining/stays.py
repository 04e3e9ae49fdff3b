"""住院津贴 in sentences: days of the stay, elimination days, what stay, case and year still allow."""

from collections.abc import Sequence

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.explaining.book import BenefitWords, Book
from tuanbao.adjudication.explaining.telling import OpenLine, Row, Telling
from tuanbao.adjudication.explaining.tracing import Notes, Traced
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.plan.wording.words import days as in_days


class Days:
    """Paid days counted towards the limits of daily allowances, as they are told one after the other."""

    def __init__(self) -> None:
        self.used: dict[tuple[object, ...], int] = {}

    def tell(
        self, telling: Telling, words: BenefitWords, present: int, case: tuple[object, ...], year: tuple[object, ...]
    ) -> int:
        """From the days that there are to those that are paid."""
        benefit, most = words.benefit, words.benefit.max_days
        left = present
        if benefit.elimination_days:
            off = min(left, benefit.elimination_days)
            zh, en = f"前 {off} 天不给付", f"the first {in_days(off).en} not paid"
            telling.tell("elimination", zh, en, off, *words.at("elimination_days"))
            left -= off
        one = Text("每次住院", "a stay") if benefit.of == "stay" else Text("每次误工", "each lost time")
        left = _at_most(telling, words, "stay", one, most.stay, 0, left)
        left = _at_most(telling, words, "case", Text("每次事故", "a case"), most.case, self.used.get(case, 0), left)
        left = _at_most(telling, words, "year", Text("每年", "a year"), most.year, self.used.get(year, 0), left)
        for key in (case, year):
            self.used[key] = self.used.get(key, 0) + left
        return left


def _at_most(
    telling: Telling, words: BenefitWords, key: str, per: Text, most: int | None, used: int, present: int
) -> int:
    if most is None or most - used >= present:
        return present
    over = present - (most - used)
    zh, en = f"{per.zh}最多 {most} 天", f"at most {in_days(most).en} {per.en}"
    if used:
        zh, en = f"{zh}、已用 {used} 天", f"{en} of which {used} are used"
    telling.tell("max_days", f"{zh}，超出 {over} 天", f"{en}: {over} over it", over, *words.at(f"max_days.{key}"))
    return most - used


def tell_payment(telling: Telling, words: BenefitWords, paid_days: int, daily: int, paid: int) -> None:
    """给付 10 天 × 100.00 元 = 1,000.00 元."""
    clause, place = words.at("amount")
    number = in_days(paid_days)
    telling.note("paid_days", f"给付 {number.zh}", f"{number.en} paid", paid_days, clause, place)
    zh, en = f"给付 {format_yuan(paid)} 元", f"paid {format_yuan(paid)}"
    if paid_days:
        zh = f"给付 {number.zh} × {format_yuan(daily)} 元 = {format_yuan(paid)} 元"
        en = f"{number.en} at {format_yuan(daily)} a day, paid {format_yuan(paid)}"
    telling.tell("paid", zh, en, paid, clause, place)


class Stays:
    """Which stays have been told, and on which line."""

    def __init__(self, book: Book, traced: Traced, bills: Sequence[Row]) -> None:
        self.book = book
        self.bills = bills
        self.ordinals = traced.lines.ordinals
        self.members: list[int] = traced.lines.member.tolist()
        self.family = traced.people.family
        self.first: dict[tuple[int, int, int], int] = {}
        """The line on which each stay was told, by benefit, family and ordinal of the stay."""
        self.days = Days()

    def pass_over(self, number: int, line: int, notes: Notes) -> None:
        """Count a row that nobody asks for."""
        if notes:
            self._count(number, line, notes, Telling())

    def explain(self, number: int, line: OpenLine, paid: int, notes: Notes) -> tuple[Telling, Text]:
        """The steps and the beginning of the sentence of a row of a daily allowance that applies."""
        words, telling, row = self.book.benefits[number], Telling(), self.book.rows[number]
        if not notes:
            _told_already(telling, words, self.bills[self.first[self._stay(number, line.position)]])
            return telling, line.header
        present = notes[0][3]
        paid_days = self._count(number, line.position, notes, telling)
        daily = row[a.B_AMOUNT] if row[a.B_FIELD] < 0 else line.own[row[a.B_FIELD]]
        tell_payment(telling, words, paid_days, daily, paid)
        return telling, Text(f"住院 {present} 天", f"Inpatient, {in_days(present).en}")

    def _count(self, number: int, line: int, notes: Notes, telling: Telling) -> int:
        """From the days in hospital, which the trace notes, to those that are paid."""
        words, row, present = self.book.benefits[number], self.book.rows[number], notes[0][3]
        stay = self._stay(number, line)
        self.first[stay] = line
        case = 0 if row[a.B_CASE_SLOT] < 0 else int(self.ordinals[a.CASE - a.VISIT, line])
        telling.note("days", f"住院 {present} 天", f"{in_days(present).en} in hospital", present, *words.at("of"))
        return self.days.tell(telling, words, present, ("case", *stay[:2], case), (number, self.members[line]))

    def _stay(self, number: int, line: int) -> tuple[int, int, int]:
        return number, int(self.family[self.members[line]]), int(self.ordinals[a.STAY - a.VISIT, line])


def _told_already(telling: Telling, words: BenefitWords, bill: Row) -> None:
    zh = f"本次住院的津贴已在票据 {bill['bill_id']} 第 {bill['line']} 条明细计算，这里不再给付"
    en = f"the allowance for this stay stands on bill {bill['bill_id']}, line {bill['line']}, not paid again"
    telling.tell("stay_told", zh, en, 0, *words.at("of"))
    telling.note("paid", "给付 0.00 元", "paid 0.00", 0, *words.at("amount"))
