"""费用补偿 in sentences: what counts, deductible, percentages, patient cap, limits, and what is paid."""

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.cost_sharing import BORNE, CAPPED, COUNTED, CREDITED, CUT, FACTOR, IN_BAND, IN_CASE
from tuanbao.adjudication.explaining.book import BenefitWords, Book
from tuanbao.adjudication.explaining.telling import COMPONENT_COLUMNS, OpenLine, Telling, spaced
from tuanbao.adjudication.explaining.tracing import Notes
from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan

COMPONENT_NAMES = (
    Text("起付线以下的自付", "in-catalogue share below the scheme's deductible"),
    Text("医保内自付", "in-catalogue share"),
    Text("封顶线以上的自付", "in-catalogue share above the scheme's ceiling"),
    Text("乙类先行自付", "first-pay share of class B items"),
    Text("医保外自费", "out-of-catalogue expense"),
)
Amounts = tuple[int, int, int, int, int]
"""Eligible, deductible, coinsurance, over_limit, paid."""
EARLIER, OTHERS = 1, 2
"""Bits of a deductible's credit."""


class Terms:
    """One benefit on one line: its words, its amounts and the steps of its trace."""

    __slots__ = ("amounts", "book", "line", "notes", "telling", "words")

    def __init__(self, book: Book, number: int, line: OpenLine, amounts: Amounts, notes: Notes) -> None:
        self.book = book
        self.words: BenefitWords = book.benefits[number]
        self.line = line
        self.amounts = amounts
        self.notes = notes
        self.telling: Telling = line.begin()


def explain_reimbursement(terms: Terms) -> Telling:
    """The steps from the bill to what is paid; takes what was paid off what remains of the line."""
    eligible, _, _, over_limit, paid = terms.amounts
    counted, borne, capped, cut, in_bands = [0] * 5, [], [], [], []
    case, factor, credits = -1, False, []
    for _, step, what, amount in terms.notes:
        if step == COUNTED:
            counted[what] = amount
        elif step == BORNE:
            borne.append((what, amount))
        elif step == IN_BAND:
            in_bands.append((what, amount))
        elif step == CUT:
            cut.append((what, amount))
        elif step == CAPPED:
            capped.append((what, amount))
        elif step == IN_CASE:
            case = what
        elif step == FACTOR:
            factor = True
        elif step == CREDITED:
            credits.append((what, amount))
    _not_counted(terms, counted)
    _credited(terms, credits)
    clause, place = terms.words.at("expenses")
    yuan = format_yuan(eligible)
    terms.telling.note("eligible", f"可赔费用 {yuan} 元", f"eligible expense {yuan}", eligible, clause, place)
    _deductible(terms, borne)
    by_percentage = paid + over_limit - sum(amount for _, amount in capped)
    if in_bands:
        _percentage(terms, in_bands, by_percentage, case, factor)
    _cap(terms, capped)
    _limits(terms, cut)
    company = _company(terms, over_limit - sum(amount for _, amount in cut))
    _paid(terms, bool(in_bands) and not (capped or cut or company))
    _take(terms, counted, paid + company)
    return terms.telling


def explain_nothing_eligible(terms: Terms) -> Telling:
    """Nothing of the line is left to this benefit, or nothing of it counts."""
    _not_counted(terms, [0] * 5)
    _credited(terms, [(what, amount) for _, step, what, amount in terms.notes if step == CREDITED])
    clause, place = terms.words.at("expenses")
    zh, en = "没有可赔的费用，不赔付", "no eligible expense, not paid"
    if not any(terms.line.remaining):
        zh, en = "没有剩余的个人费用，不赔付", "nothing is left for the person to pay, not paid"
    terms.telling.tell("reason", zh, en, 0, clause, place)
    return terms.telling


def _not_counted(terms: Terms, counted: list[int]) -> None:
    shares = terms.words.benefit.expenses.shares
    for k, left in enumerate(terms.line.remaining):
        if left == counted[k]:
            continue
        name, share = COMPONENT_NAMES[k], shares[k]
        clause, place = terms.words.at(f"expenses.{COMPONENT_COLUMNS[k]}")
        yuan = format_yuan(left)
        zh, en = f"{name.zh} {yuan} 元不在赔付范围", f"{name.en} {yuan} does not count"
        if share:
            percent, part = format_percent(share), format_yuan(counted[k])
            zh = f"{name.zh} {yuan} 元按 {percent} 计入 {part} 元"
            en = f"{percent} of {name.en} {yuan} counts: {part}"
        terms.telling.tell("not_counted", zh, en, left - counted[k], clause, place)


def _credited(terms: Terms, credits: list[tuple[int, int]]) -> None:
    for number, amount in credits:
        entry, yuan = terms.book.entry(number), format_yuan(amount)
        flags = terms.book.entry_rows[number][a.E_CREDIT]
        earlier = flags & EARLIER and terms.line.earlier
        others = flags & OTHERS and terms.line.bill["other_paid"]
        who = Text("其他途径支付的", "paid by others")
        if earlier:
            who = Text("前面责任已赔", "paid by earlier benefits")
            if others:
                who = Text("前面责任已赔和其他途径支付的", "paid by earlier benefits and others")
        zh, en = f"{who.zh} {yuan} 元计入{entry.label.zh}", f"{yuan} {who.en} counts towards the {entry.label.en}"
        terms.telling.tell("credit", zh, en, amount, entry.clause, entry.place)


def _deductible(terms: Terms, borne: list[tuple[int, int]]) -> None:
    for number, amount in borne:
        entry, yuan = terms.book.entry(number), format_yuan(amount)
        zh, en = f"{spaced(entry.label.zh)}{yuan} 元", f"{entry.label.en} {yuan}"
        terms.telling.tell("deductible", zh, en, amount, entry.clause, entry.place)


def _percentage(terms: Terms, in_bands: list[tuple[int, int]], pay: int, case: int, factor: bool) -> None:
    """70% 赔付 385.00 元; 其中 450.00 元按 70%、100.00 元按 90%，共赔付 405.00 元."""
    telling, words, yuan = terms.telling, terms.words, format_yuan(pay)
    when = _case(terms, case)
    several = len(in_bands) > 1
    said_zh, said_en = [], []
    for number, part in in_bands:
        band, expense = terms.book.bands[number], format_yuan(part)
        zh, en = f"{expense} 元按 {band.percent}", f"{expense} at {band.percent}"
        telling.note("band", zh, en, part, band.clause, band.place)
        said_zh.append(zh if several else band.percent)
        said_en.append(en if several else band.percent)
    zh = f"{'其中 ' if several else ''}{'、'.join(said_zh)}{when.zh}"
    en = f"{' + '.join(said_en)}{when.en}"
    if factor:
        clause, place = words.at("unsettled")
        percent = format_percent(words.benefit.unsettled)
        reduced = Text(f"未经医保结算再乘 {percent}", f"times {percent} as it was not settled through basic insurance")
        telling.note("factor", *reduced, 0, clause, place)
        zh, en = f"{zh}，{reduced.zh}", f"{en}, {reduced.en}"
    together = several or factor
    zh = f"{zh}，{'共' if several else ''}赔付 {yuan} 元" if together else f"{spaced(zh)}赔付 {yuan} 元"
    en = f"{en}, pays {yuan}" if factor else f"{en} {'pay' if several else 'pays'} {yuan}"
    telling.tell("percentage", zh, en, pay, *words.at("coinsurance"))


def _case(terms: Terms, case: int) -> Text:
    if case < 0:
        return Text("", "")
    when, clause, place = terms.words.cases[case]
    terms.telling.note("case", when.zh, when.en, 0, clause, place)
    return Text(f"（{when.zh}）", f" ({when.en})")


def _cap(terms: Terms, capped: list[tuple[int, int]]) -> None:
    for number, amount in capped:
        entry, yuan = terms.book.entry(number), format_yuan(amount)
        most = format_yuan(terms.book.amount(number, terms.line.own))
        zh = f"{spaced(entry.label.zh)}{most} 元已到，另赔 {yuan} 元"
        en = f"{entry.label.en} of {most} reached, {yuan} more is paid"
        terms.telling.tell("cap", zh, en, amount, entry.clause, entry.place)


def _limits(terms: Terms, cut: list[tuple[int, int]]) -> None:
    for number, amount in cut:
        entry, yuan = terms.book.entry(number), format_yuan(amount)
        most = terms.book.amount(number, terms.line.own)
        if entry.source.count is None:
            size = Text(f"{format_yuan(most)} 元", format_yuan(most))
        else:
            size = Text(f"{most} 次", f"{most} bill" if most == 1 else f"{most} bills")
        zh = f"{spaced(entry.label.zh)}{size.zh}已用完，超出 {yuan} 元"
        en = f"{entry.label.en} of {size.en} used up, {yuan} over it"
        terms.telling.tell("limit", zh, en, amount, entry.clause, entry.place)


def _company(terms: Terms, amount: int) -> int:
    """What the company-wide limit took afterwards."""
    if amount:
        entry, yuan = terms.words.company_limit, format_yuan(amount)
        most = format_yuan(entry.amount)
        zh = f"{entry.label.zh} {most} 元已用完，超出 {yuan} 元"
        en = f"{entry.label.en} of {most} used up, {yuan} over it"
        terms.telling.tell("company", zh, en, amount, entry.clause, entry.place)
    return amount


def _paid(terms: Terms, said: bool) -> None:
    """``said``: the percentage has said it already."""
    paid = terms.amounts[-1]
    yuan = format_yuan(paid)
    terms.telling.note("paid", f"赔付 {yuan} 元", f"paid {yuan}", paid, *terms.words.itself)
    if not said:
        terms.telling.add(f"赔付 {yuan} 元", f"paid {yuan}")


def _take(terms: Terms, counted: list[int], paid: int) -> None:
    """What was paid comes off the components in their order, from each at most what was counted of it."""
    line, words = terms.line, terms.words
    if paid:
        line.earlier.append((words.title, *words.itself, paid))
    for k in range(5):
        part = min(paid, counted[k])
        line.remaining[k] -= part
        paid -= part
