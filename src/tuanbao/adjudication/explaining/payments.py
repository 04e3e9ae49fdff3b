"""What events are paid, in sentences: sum insured, percentage by grade, limits, reasons; lost time by days."""

from collections.abc import Iterable, Mapping, Sequence

from tuanbao.adjudication.events import Payment, cause_of, counted_grade, sum_insured
from tuanbao.adjudication.explaining.book import BenefitWords
from tuanbao.adjudication.explaining.model import PaymentExplanation
from tuanbao.adjudication.explaining.reasons import Happened, tell_reason
from tuanbao.adjudication.explaining.stays import Days, tell_payment
from tuanbao.adjudication.explaining.telling import Row, Telling
from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan, portion
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import DailyAllowance, LumpSum
from tuanbao.plan.wording.fixed import sum_insured as sum_insured_words
from tuanbao.plan.wording.words import any_of
from tuanbao.plan.wording.words import days as in_days
from tuanbao.vocabulary import EVENTS, MODES

NO_MORE = {
    "own": ("max_payments", Text("本年度保额只剩 {left} 元", "only {left} of the year's sum insured is left")),
    "aggregate": ("aggregate", Text("共用的保额只剩 {left} 元", "only {left} of the shared sum insured is left")),
    "minor": (
        "event",
        Text("按未成年人身故给付上限只可给付 {left} 元", "the legal cap for a minor's death allows {left}"),
    ),
}
SHARED_ACCIDENT = ("", "same_accident", "interval", "sum_used", "minor_cap")
"""Reasons of disabilities that count for their accident's grade."""


def explain_events(
    people: Mapping[str, Row], events: Iterable[Row], payments: Sequence[Payment]
) -> list[PaymentExplanation]:
    """The explanation of every payment; ``people`` by member_id, ``payments`` in the order of adjudication."""
    book = _Paid({event["event_id"]: event for event in events}, payments)
    found = []
    for payment in payments:
        person, event = people[payment.member_id], book.events[payment.event_id]
        words, telling = book.words_of(payment), Telling()
        name = EVENTS[event["event"]]
        header = Text(f"{name.zh} {event['date']}", f"{name.en[:1].upper()}{name.en[1:]}, {event['date']}")
        if isinstance(payment.benefit, DailyAllowance):
            _lost_time(telling, words, payment, person, event, book)
        else:
            _lump_sum(telling, words, payment, person, event, book)
        found.append(
            PaymentExplanation(
                payment.event_id,
                payment.member_id,
                payment.plan.id,
                words.id,
                words.title,
                payment.paid,
                payment.reason,
                tuple(telling.steps),
                telling.sentence(header),
            )
        )
    return found


class _Paid:
    """What earlier payments of the year have used, person by person and benefit by benefit."""

    def __init__(self, events: Mapping[str, Row], payments: Sequence[Payment]) -> None:
        self.events = events
        self.payments = payments
        self.days = Days()
        self.of_benefit: dict[tuple[str, str, str], int] = {}
        self.of_aggregate: dict[tuple[str, str, str], int] = {}
        self._words: dict[tuple[str, str], BenefitWords] = {}

    def words_of(self, payment: Payment) -> BenefitWords:
        key = (payment.plan.id, payment.benefit.id)
        if key not in self._words:
            self._words[key] = BenefitWords(payment.plan, payment.benefit)
        return self._words[key]

    def grades(self, payment: Payment) -> list[int]:
        """The grades of all disabilities of the payment's accident that count for its benefit."""
        case = self.events[payment.event_id]["case_id"]
        same = [
            self.events[other.event_id]
            for other in self.payments
            if (other.member_id, other.plan.id, other.benefit.id)
            == (payment.member_id, payment.plan.id, payment.benefit.id)
            and other.reason in SHARED_ACCIDENT
            and self.events[other.event_id]["event"] == "disability"
        ]
        return [e["grade"] for e in same if case and e["case_id"] == case] or [self.events[payment.event_id]["grade"]]

    def book(self, payment: Payment) -> None:
        own, shared = _keys(payment)
        self.of_benefit[own] = self.of_benefit.get(own, 0) + payment.paid
        self.of_aggregate[shared] = self.of_aggregate.get(shared, 0) + payment.paid


def _keys(payment: Payment) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    aggregate = payment.benefit.aggregate if isinstance(payment.benefit, LumpSum) else None
    person = (payment.member_id, payment.plan.id)
    return (*person, payment.benefit.id), (*person, aggregate or "")


def _lump_sum(telling: Telling, words: BenefitWords, payment: Payment, person: Row, event: Row, book: _Paid) -> None:
    benefit, reason = words.benefit, payment.reason
    if reason and reason not in SHARED_ACCIDENT:
        _refused(telling, words, payment, person, event)
        return
    _tell_sum_insured(telling, words, payment)
    if reason == "same_accident":
        zh, en = "同一事故的伤残只按最重一级给付一次，已在首项计算", "one accident is paid once, by its worst grade"
        telling.tell("reason", f"{zh}，不赔付", f"{en}; not paid", 0, *words.at("schedule"))
        return
    if benefit.schedule is not None:
        _tell_grade(telling, words, payment, book.grades(payment))
    full = portion(payment.basis, payment.share)
    telling.note("share", f"应给付 {format_yuan(full)} 元", f"{format_yuan(full)} due", full, *words.at("sum_insured"))
    if reason:
        _tell_why_nothing_is_left(telling, words, payment, full)
        return
    if payment.paid < full:
        key, sentence = NO_MORE[_what_limits(payment, person, book)]
        left = format_yuan(payment.paid)
        zh, en = sentence.zh.format(left=left), sentence.en.format(left=left)
        telling.tell("limit", zh, en, full - payment.paid, *words.at(key))
    _tell_paid(telling, words, payment)
    book.book(payment)


def _refused(telling: Telling, words: BenefitWords, payment: Payment, person: Row, event: Row) -> None:
    benefit = words.benefit
    if payment.reason == "mode":
        paid = any_of(MODES[mode] for mode in benefit.modes)
        own = MODES[event["mode"]] if event["mode"] else Text("未注明", "not given")
        zh, en = f"本责任只赔{paid.zh}，本次为{own.zh}", f"covers {paid.en} only, this is {own.en}"
        telling.tell("reason", f"{zh}，不赔付", f"{en}; not paid", 0, *words.at("modes"))
    elif payment.reason == "survival":
        days, died = benefit.survival_days, event["death_date"]
        zh = f"须生存满 {days} 天，而于 {died} 身故，不赔付"
        en = f"must be alive {days} days after, died on {died}; not paid"
        telling.tell("reason", zh, en, 0, *words.at("survival_days"))
    else:
        tell_reason(telling, words, payment.reason, person, _happened(event))


def _happened(event: Row) -> Happened:
    return Happened(
        day=event["date"],
        onset=event["onset_date"] or event["date"],
        cause=cause_of(event),
        work=bool(event["work"]),
        pre_existing=bool(event["pre_existing"]),
        diagnosis=event["diagnosis"],
    )


def _tell_sum_insured(telling: Telling, words: BenefitWords, payment: Payment) -> None:
    yuan = format_yuan(payment.basis)
    zh, en = f"保额 {yuan} 元", f"sum insured {yuan}"
    if not isinstance(words.benefit.sum_insured, int | PersonField):
        how = sum_insured_words(payment.plan, words.benefit)
        zh, en = f"{zh}（{how.zh}）", f"{en} ({how.en})"
    telling.tell("sum_insured", zh, en, payment.basis, *words.at("sum_insured"))


def _tell_grade(telling: Telling, words: BenefitWords, payment: Payment, grades: list[int]) -> None:
    """伤残 7 级，给付比例 40%; 同一事故 3 处伤残，最重的 7 级有 2 处，按 6 级，给付比例 50%."""
    worst, grade, percent = min(grades), counted_grade(grades), format_percent(payment.share)
    zh, en = f"伤残 {grade} 级", f"disability of grade {grade}"
    if len(grades) > 1:
        zh = f"同一事故 {len(grades)} 处伤残，最重 {worst} 级"
        en = f"{len(grades)} disabilities of one accident, the worst of grade {worst}"
        if grade != worst:
            zh = f"{zh}，有 {grades.count(worst)} 处，提高到 {grade} 级"
            en = f"{en} ({grades.count(worst)} times, so one grade higher: {grade})"
    if payment.share == 0:
        telling.tell("grade", f"{zh}不在给付比例表内", f"{en} is not in the scale", 0, *words.at("schedule"))
        return
    zh, en = f"{zh}，给付比例 {percent}", f"{en}, pays {percent}"
    due = portion(payment.basis, payment.share)
    if payment.paid < due:
        zh, en = f"{zh}（{format_yuan(due)} 元）", f"{en} ({format_yuan(due)})"
    telling.tell("grade", zh, en, 0, *words.at("schedule"))


def _tell_why_nothing_is_left(telling: Telling, words: BenefitWords, payment: Payment, full: int) -> None:
    keys = {"interval": "interval_days", "sum_used": "max_payments", "minor_cap": "event"}
    zh, en = {
        "interval": (
            f"距上次给付不足 {words.benefit.interval_days} 天",
            f"less than {words.benefit.interval_days} days after the last payment",
        ),
        "sum_used": ("本年度保额已用完", "the year's sum insured is used up"),
        "minor_cap": ("已达未成年人身故给付上限", "the legal cap for a minor's death is reached"),
    }[payment.reason]
    telling.tell("reason", f"{zh}，不赔付", f"{en}; not paid", full, *words.at(keys[payment.reason]))


def _what_limits(payment: Payment, person: Row, book: _Paid) -> str:
    """Whose rest the payment was cut to: the benefit's own sum, the aggregate's, or the cap for minors."""
    own, shared = _keys(payment)
    benefit = payment.benefit
    assert isinstance(benefit, LumpSum)
    if payment.basis * benefit.max_payments - book.of_benefit.get(own, 0) == payment.paid:
        return "own"
    if benefit.aggregate is not None:
        among = [b for b in payment.plan.benefits if isinstance(b, LumpSum) and b.aggregate == benefit.aggregate]
        largest = max(sum_insured(payment.plan, other, person) for other in among)
        if largest - book.of_aggregate.get(shared, 0) == payment.paid:
            return "aggregate"
    return "minor"


def _tell_paid(telling: Telling, words: BenefitWords, payment: Payment) -> None:
    yuan = format_yuan(payment.paid)
    telling.tell("paid", f"给付 {yuan} 元", f"paid {yuan}", payment.paid, *words.itself)


def _lost_time(telling: Telling, words: BenefitWords, payment: Payment, person: Row, event: Row, book: _Paid) -> None:
    if payment.reason:
        tell_reason(telling, words, payment.reason, person, _happened(event))
        return
    present = event["days"]
    telling.tell("days", f"误工 {present} 天", f"{in_days(present).en} lost", present, *words.at("of"))
    owner = (payment.member_id, payment.plan.id, words.id)
    case = ("case", *owner, event["case_id"] or "", "" if event["case_id"] else event["event_id"])
    paid_days = book.days.tell(telling, words, present, case, ("year", *owner))
    tell_payment(telling, words, paid_days, payment.basis, payment.paid)
