"""The field's words that a schedule uses, explained to an employee (名词解释)."""

from collections.abc import Iterable, Iterator

from tuanbao.language import Text
from tuanbao.plan.wording.structure import Schedule, Section

Explained = tuple[Text, Text]

TERMS: tuple[Explained, ...] = (
    (
        Text("免赔额", "Deductible"),
        Text("先由您自己承担的部分；超过它的费用才开始赔。", "What you bear first; only expense above it is paid."),
    ),
    (
        Text("赔付比例", "Percentage paid"),
        Text(
            "扣除免赔额以后，保险赔的比例；剩下的由您承担。",
            "The share of the expense after deductible that is paid; the rest is yours.",
        ),
    ),
    (
        Text("限额", "Limit"),
        Text("保险最多赔这么多，用完后不再赔。", "The most that is paid; once used up, nothing more is."),
    ),
    (
        Text("自付封顶", "Out-of-pocket cap"),
        Text(
            "您自己最多承担的可赔费用；超过后全额赔付。",
            "The most eligible expense that you bear; beyond it all is paid.",
        ),
    ),
    (
        Text("公共保额", "Company-wide pool"),
        Text("全体参保人员共用的一笔额度，用完为止。", "One amount for everyone insured, until it is used up."),
    ),
    (
        Text("保额", "Sum insured"),
        Text("发生约定的事件时给付的金额，与实际花费无关。", "What is paid when the event happens, whatever it cost."),
    ),
    (
        Text("等待期", "Waiting period"),
        Text(
            "参保后最初的一段时间，其间发生的疾病不赔；意外没有等待期。",
            "The first days of your cover: an illness that begins then is not paid.",
        ),
    ),
    (
        Text("免赔天数", "Elimination days"),
        Text("津贴不给付的最初几天。", "The first days, for which no allowance is paid."),
    ),
    (
        Text("每次就诊", "Per-visit"),
        Text("一次门诊，或从入院到出院的一次住院。", "One outpatient visit, or one stay from admission to discharge."),
    ),
    (
        Text("每次事故", "Per-case"),
        Text("同一次意外，或同一个疾病过程中的全部账单。", "All bills of one accident, or of one course of illness."),
    ),
    (
        Text("医保内自付", "In-catalogue share"),
        Text(
            "医保目录内的费用，医保报销后由个人负担的部分。",
            "Of items in the scheme's catalogue, what the scheme leaves to the person.",
        ),
    ),
    (
        Text("乙类先行自付", "Class B items"),
        Text(
            "乙类药品和项目，在医保报销之前须由个人先负担的部分。",
            "Of class B items, what the person pays before the scheme's share is worked out.",
        ),
    ),
    (
        Text("医保外自费", "Out-of-catalogue"),
        Text("医保目录以外、医保不报销的费用。", "Expense outside the scheme's catalogue."),
    ),
    (
        Text("起付线", "Scheme's deductible"),
        Text(
            "医保起付线：医保开始报销前由个人负担的金额。",
            "What the person bears before basic medical insurance begins to pay.",
        ),
    ),
    (
        Text("封顶线", "Scheme's ceiling"),
        Text("医保封顶线：医保一年最多报销到的金额。", "Up to where basic medical insurance pays in a year."),
    ),
    (
        Text("未经医保结算", "Not settled"),
        Text("就诊时没有用医保卡或医保码结算。", "The bill was not paid through basic medical insurance."),
    ),
    (
        Text("既往症", "Pre-existing conditions"),
        Text("参保前已经患有的疾病。", "Illnesses that one had before the cover began."),
    ),
)


def glossary(schedules: Iterable[Schedule]) -> tuple[Explained, ...]:
    """The terms that these schedules use, in the order in which they are best read."""
    said = "\n".join(text for schedule in schedules for text in _said(schedule))
    return tuple(term for term in TERMS if term[0].zh in said)


def _said(schedule: Schedule) -> Iterator[str]:
    sections: list[Section] = [*schedule.sections]
    for option in schedule.options:
        sections += option.added
        yield from (f"{change.before.zh}\n{change.after.zh}" for change in option.changes)
    for section in sections:
        yield from (f"{row.label.zh}\n{row.value.zh}" for row in section.rows)
