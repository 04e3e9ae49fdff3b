"""A bill's story as text for a terminal, in Chinese or English."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tuanbao.adjudication.explaining.model import Explanation, Step
from tuanbao.adjudication.explaining.telling import CATEGORY_NAMES, spaced
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.plan.wording.words import all_of, money
from tuanbao.roster import BILLS
from tuanbao.vocabulary import CAUSES, LEVELS, OWNERSHIPS, WARDS

if TYPE_CHECKING:
    from tuanbao.adjudication.explaining.story import BillStory, Counted, LineStory

PARTS = (
    "pooled",
    "other_paid",
    "in_scope",
    "in_scope_below",
    "in_scope_above",
    "class_b",
    "out_of_scope",
    "account_paid",
)


def story_text(story: "BillStory", language: Language) -> str:
    """Everything, with the clause of every step and its place in the file."""
    return "\n".join(text.to(language) for text in _lines(story)) + "\n"


def _lines(story: "BillStory") -> Iterator[Text]:
    yield from _heading(story)
    for line in story.lines:
        yield Text("", "")
        yield from _line(line, several=len(story.lines) > 1)
    if len(story.lines) > 1:
        paid, patient = format_yuan(story.paid), format_yuan(story.patient)
        zh, en = f"合计：赔付 {paid} 元，个人承担 {patient} 元", f"Together: paid {paid} yuan, borne {patient} yuan"
        yield Text("", "")
        yield Text(zh, en)
    if story.counted:
        yield Text("", "")
        yield Text("在此之前已用的额度：", "Used before this bill:")
        for counted in story.counted:
            yield from _counted(counted)
    if story.payments:
        yield Text("", "")
        yield Text("同一事故的定额给付：", "Payments for events of the same case:")
        for payment in story.payments:
            yield Text(f"  {payment.title.zh}  {payment.sentence.zh}", f"  {payment.title.en}  {payment.sentence.en}")
    if story.errors:
        number = len(story.errors)
        yield Text("", "")
        zh, en = (
            f"注意：另有 {number} 处行错误，这些行没有计入。",
            f"Note: {number} row errors; those rows are left out.",
        )
        yield Text(zh, en)


def _heading(story: "BillStory") -> Iterator[Text]:
    row, person = story.lines[0].row, story.person
    dates = str(row["service_date"])
    if row["discharge_date"] is not None:
        dates = f"{dates} – {row['discharge_date']}"
    level, owner, ward = LEVELS[row["hospital_level"]], OWNERSHIPS[row["hospital_ownership"]], WARDS[row["ward"]]
    cause, diagnosis = CAUSES[row["cause"]], f" {row['diagnosis']}" if row["diagnosis"] else ""
    hospital = f" {row['hospital']}" if row["hospital"] else ""
    name = f"{person['name']}（{person['member_id']}）" if person.get("name") else person["member_id"]
    name_en = f"{person['name']} ({person['member_id']})" if person.get("name") else person["member_id"]
    yield Text(f"票据 {story.bill_id}  {name}  {dates}", f"Bill {story.bill_id}  {name_en}  {dates}")
    settled = Text("经医保结算", "settled") if row["settled"] else Text("未经医保结算", "not settled")
    yield Text(
        f"{level.zh}{owner.zh}医院{ward.zh}{hospital}  {cause.zh}{diagnosis}  {settled.zh}",
        f"{level.en} {owner.en} hospital, {ward.en}{hospital}  {cause.en}{diagnosis}  {settled.en}",
    )
    plans = all_of(story.plans)
    yield Text(f"方案：{plans.zh}", f"Plan: {plans.en}")


def _line(line: "LineStory", *, several: bool) -> Iterator[Text]:
    row = line.row
    number = Text(f"第 {row['line']} 条  ", f"Line {row['line']}  ") if several else Text("", "")
    category, total = CATEGORY_NAMES[row["category"]], money(row["total"])
    parts = [
        Text(f"{BILLS[name].header.zh} {format_yuan(row[name])}", f"{BILLS[name].header.en} {format_yuan(row[name])}")
        for name in PARTS
        if row[name]
    ]
    yield Text(
        f"{number.zh}{category.zh} {total.zh}（{'，'.join(part.zh for part in parts)}）",
        f"{number.en}{category.en} {total.en} ({', '.join(part.en for part in parts)})",
    )
    for explanation in line.explanations:
        yield from _explanation(explanation)
    paid, patient = format_yuan(line.paid), format_yuan(line.patient)
    yield Text(f"  赔付 {paid} 元，个人承担 {patient} 元", f"  Paid {paid} yuan, borne {patient} yuan")


def _explanation(explanation: Explanation) -> Iterator[Text]:
    title, sentence = explanation.title, explanation.sentence
    yield Text(f"  {title.zh}", f"  {title.en}")
    yield Text(f"    {sentence.zh}", f"    {sentence.en}")
    bands = sum(step.kind == "band" for step in explanation.steps)
    for step in explanation.steps:
        if step.kind != "band" or bands > 1:
            yield _step(step)


def _step(step: Step) -> Text:
    place = f" {step.place}" if step.place else ""
    return Text(f"      · {step.text.zh}  [{step.clause}{place}]", f"      · {step.text.en}  [{step.clause}{place}]")


def _counted(counted: "Counted") -> Iterator[Text]:
    place = f" {counted.place}" if counted.place else ""
    most = Text("", "") if counted.amount is None else _size(counted.amount, counted.unit)
    name = Text(spaced(counted.name.zh) + most.zh, f"{counted.name.en} {most.en}")
    clause = f"[{counted.clause}{place}]"
    yield Text(f"  {name.zh.strip()}  {clause}", f"  {name.en.strip()}  {clause}")
    for use in counted.earlier:
        size = _size(use.amount, counted.unit)
        yield Text(
            f"    {use.date}  票据 {use.bill_id}（{use.member_id}）  {size.zh}",
            f"    {use.date}  bill {use.bill_id} ({use.member_id})  {size.en}",
        )
    if counted.by_others:
        size = _size(counted.by_others, counted.unit)
        yield Text(f"    此前收到的所有票据共用 {size.zh}", f"    all bills that came in before: {size.en}")


def _size(amount: int, unit: str) -> Text:
    if unit == "bills":
        return Text(f"{amount} 次", f"{amount} bill" if amount == 1 else f"{amount} bills")
    return Text(f"{format_yuan(amount)} 元", f"{format_yuan(amount)} yuan")
