"""The terms that every kind of benefit may have: whom it covers, when it begins, what it leaves out."""

from collections.abc import Iterator

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.plan.model import DailyAllowance, LumpSum, Reimbursement
from tuanbao.plan.wording.conditions import PEOPLE
from tuanbao.plan.wording.diagnoses import diagnoses
from tuanbao.plan.wording.structure import Row
from tuanbao.plan.wording.words import all_of, any_of, days, say

Benefit = Reimbursement | DailyAllowance | LumpSum


def row(benefit: Benefit, key: str, zh: str, en: str, value: Text) -> Row:
    return Row(Text(zh, en), value, f"{benefit.id}.{key}")


def who(benefit: Benefit) -> Iterator[Row]:
    """保障对象、原因、工伤, where the plan narrows them."""
    if benefit.relations is not None:
        people = all_of(PEOPLE[word] for word in benefit.relations)
        yield row(benefit, "relations", "保障对象", "Who is covered", people)
    causes = vocabulary.CAUSES if benefit.causes is None else benefit.causes
    if benefit.causes is not None or isinstance(benefit, Reimbursement):
        yield row(benefit, "causes", "原因", "Cause", any_of(vocabulary.CAUSES[word] for word in causes))
    if benefit.work is not None:
        work = Text("只赔工伤", "work injuries only") if benefit.work == "only" else Text("不赔", "not covered")
        yield row(benefit, "work", "工伤", "Work injuries", work)


def since_when(benefit: Benefit) -> Iterator[Row]:
    """等待期 and 就诊期限."""
    if benefit.waiting or _may_be_illness(benefit):
        yield row(benefit, "waiting", "等待期", "Waiting period", _waiting(benefit.waiting))
    if benefit.within is not None:
        zh, en = "须在发病或事故之日起 {days}内发生", "must happen within {days} of the onset or accident"
        if isinstance(benefit, Reimbursement):
            zh, en = "须在发病或事故之日起 {days}内就诊", "treatment within {days} of the onset or accident"
        yield row(benefit, "within", "期限", "Time limit", say(zh, en, days=days(benefit.within)))


def _may_be_illness(benefit: Benefit) -> bool:
    """Waiting periods and pre-existing conditions are no question where only accidents are paid."""
    accidental = isinstance(benefit, LumpSum) and benefit.event in ("accidental_death", "transport_death")
    return not accidental and (benefit.causes is None or "illness" in benefit.causes)


def _waiting(number: int) -> Text:
    if number == 0:
        return Text("无等待期", "no waiting period")
    zh = "{days}：从您开始连续参保之日算起，其间发生的疾病不赔；意外没有等待期"
    en = "{days} from the day on which your unbroken cover began: illness beginning in it is not paid; accidents are"
    return say(zh, en, days=days(number))


def left_out(benefit: Benefit) -> Iterator[Row]:
    """只赔的疾病、除外责任、既往症, and the note."""
    if benefit.only is not None:
        yield row(benefit, "only", "只赔这些疾病", "Only these illnesses", diagnoses(benefit.only.diagnoses))
    if benefit.exclude.diagnoses:
        excluded = diagnoses(benefit.exclude.diagnoses)
        yield row(benefit, "exclude.diagnoses", "不赔的疾病和项目", "Illnesses not covered", excluded)
    if benefit.exclude.categories:
        kinds = all_of(vocabulary.CATEGORIES[word] for word in benefit.exclude.categories)
        yield row(benefit, "exclude.categories", "不赔的就诊类型", "Care not covered", kinds)
    if benefit.exclude.pre_existing or _may_be_illness(benefit):
        known = Text("不赔", "not covered") if benefit.exclude.pre_existing else Text("可赔", "covered")
        yield row(benefit, "exclude.pre_existing", "既往症", "Pre-existing conditions", known)
    if benefit.note is not None:
        yield row(benefit, "note", "说明", "Note", benefit.note.text)
