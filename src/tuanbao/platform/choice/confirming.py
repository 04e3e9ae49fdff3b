"""The confirmation of an election as a PDF (选择确认书)."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.utils import timezone

from tuanbao.documents import typesetting
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.platform.choice.checking import WAIVERS
from tuanbao.platform.choice.models import Election, ElectionLine
from tuanbao.platform.choice.paying import deductions
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.vocabulary import RELATIONS

TITLE = Text("保障选择确认书", "Confirmation of your choice of cover")
HEAD = (
    Text("被保险人", "Person"),
    Text("方案", "Plan"),
    Text("一年保费", "Price a year"),
    Text("企业承担", "Employer"),
    Text("个人承担", "You"),
)
NOTE = Text(
    "保障以保险公司承保和保险条款为准。标“待审核”的部分在材料或健康告知通过后生效。",
    "Cover is as the insurer accepts it and by the terms of the policy. What is marked as waiting holds once accepted.",
)


def confirmation_pdf(election: Election, language: Language) -> bytes:
    source = files(__package__).joinpath("confirmation.typ").read_text("utf-8")
    return typesetting.pdf(source, data=document(election, language))


def document(election: Election, language: Language) -> dict[str, Any]:
    lines = list(election.lines.select_related("person", "evidence"))
    total = (sum(line.price_fen for line in lines), sum(line.employer_fen for line in lines))
    return {
        "language": language,
        "title": TITLE.to(language),
        "company": election.company.title.to(language),
        "note": NOTE.to(language),
        "facts": [[name.to(language), value] for name, value in _facts(election, language)],
        "head": [each.to(language) for each in HEAD],
        "rows": [_row(election, line, language) for line in lines],
        "total": [Text("合计", "Total").to(language), "", *map(format_yuan, (*total, total[0] - total[1]))],
        "payment": [[name.to(language), value] for name, value in _payment(election, total[0] - total[1], language)],
    }


def _facts(election: Election, language: Language) -> Iterator[tuple[Text, str]]:
    yield Text("员工", "Employee"), f"{election.employee.name} {election.employee.number}"
    yield Text("确认号", "Number"), str(election.pk)
    yield Text("提交时间", "Sent"), timezone.localtime(election.made_at).strftime("%Y-%m-%d %H:%M")
    yield Text("生效日期", "Effective from"), str(election.effective_from)
    yield Text("保障至", "Until"), str(election.programme.effective_to)


def _row(election: Election, line: ElectionLine, language: Language) -> list[str]:
    who = f"{line.person.name} · {RELATIONS[line.person.relation].to(language)}"
    if line.waived:
        reason = WAIVERS.get(line.waiver_reason, Text("", "")).to(language)
        return [who, Text(f"不投保：{reason}", f"no cover: {reason}").to(language), "", "", ""]
    plan = load_version(election.programme).title(line.plan_id, line.variant).to(language)
    evidence = getattr(line, "evidence", None)
    if evidence is not None and evidence.accepted is not True:
        plan += Text("（待审核）", " (waiting)").to(language)
    return [who, plan, format_yuan(line.price_fen), format_yuan(line.employer_fen), format_yuan(line.employee_fen)]


def _payment(election: Election, employee: int, language: Language) -> Iterator[tuple[Text, str]]:
    year = (election.programme.effective_from, election.programme.effective_to)
    day = timezone.localtime(election.made_at).date()
    taken = deductions(election.payroll_fen, election.effective_from, year, day, election.company.pay_day)
    by_points = format_yuan(employee - election.payroll_fen)
    yield Text("积分抵扣（一年）", "Paid by points (a year)"), f"{election.points} = {by_points}"
    yield Text("从工资扣（一年）", "From pay (a year)"), format_yuan(election.payroll_fen)
    if taken.total:
        times, each = len(taken.amounts), format_yuan(taken.each)
        said = Text(f"（分 {times} 次，每次不超过 {each}）", f" ({times} times, at most {each} each)")
        yield Text("本年度", "This year"), format_yuan(taken.total) + said.to(language)
        yield Text("首次扣款", "First time"), str(taken.first_pay_day)
