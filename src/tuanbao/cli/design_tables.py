"""A design on the terminal (设计结果): the choice and what it costs first, then why, the proof, law and notes."""

from collections.abc import Sequence

from rich.console import Console

from tuanbao.cli.figures import percent, yuan
from tuanbao.cli.terminal import table
from tuanbao.design.choosing.around import Sensitivity
from tuanbao.design.law import Finding
from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal.figures.money import headline
from tuanbao.documents.proposal.figures.terms import LeverChange, changes
from tuanbao.language import Language, Text

SHOWN_NOTES = 12
SEVERITIES = {"breach": Text("违规", "breach"), "warning": Text("提醒", "warning"), "note": Text("说明", "note")}


def print_design(console: Console, found: Proposal, language: Language) -> None:
    """All parts, one below the other."""
    _needs(console, found, language)
    _market(console, found, language)
    print_sums(console, found, language)
    _changes(console, found, language)
    _ledger(console, found, language)
    _proof(console, found, language)
    _around(console, found, language)
    _law(console, found, language)
    _rollout(console, found, language)
    _notes(console, found, language)


def _heading(console: Console, text: Text, language: Language) -> None:
    console.print(text.to(language), style="bold")


def _say(console: Console, texts: Sequence[Text], language: Language) -> None:
    for text in texts:
        console.print(f"  · {text.to(language)}", soft_wrap=True)
    console.print()


def _needs(console: Console, found: Proposal, language: Language) -> None:
    _heading(console, Text("谁需要什么", "Who needs what"), language)
    _say(console, [reason.text for reason in found.needs.reasons][:8], language)


def _market(console: Console, found: Proposal, language: Language) -> None:
    _heading(console, Text("与市场相比", "Beside the market"), language)
    gaps = [position.sentence for position in found.present.benchmark.gaps][:5]
    _say(console, [found.present.benchmark.division.sentence, *gaps], language)


def print_sums(console: Console, found: Proposal, language: Language) -> None:
    """Both programmes beside each other, money of a year."""
    head = headline(found)
    columns = [Text("元/年", "Yuan a year"), Text("现行", "Present"), Text("建议", "Proposed"), Text("变化", "Change")]
    shown = table([(column.to(language), "number" if at else "text") for at, column in enumerate(columns)])
    rows = [
        (Text("保费（全部）", "Premium, whole"), head.present_premium, head.premium),
        (Text("体检、年金等服务", "Services"), head.present_services, head.services),
        (Text("企业成本", "The company pays"), head.present_company, head.company),
        (Text("员工自己付", "Employees pay"), head.present_own, head.own),
        (Text("企业税后成本", "The company, after tax"), *_after_tax(found)),
        (Text("对员工的价值", "Value to employees"), head.present_value, head.value),
    ]
    for name, before, after in rows:
        shown.add_row(name.to(language), yuan(before), yuan(after), yuan(after - before, signed=True))
    console.print(shown)


def _after_tax(found: Proposal) -> tuple[int, int]:
    return found.present.after_tax.company.net_cost, found.proposed.after_tax.company.net_cost


def _changes(console: Console, found: Proposal, language: Language) -> None:
    """What changes, for whom, and what that does; then why, one below the other."""
    columns = [Text("对谁", "For"), Text("条款", "Term"), Text("现行", "Now"), Text("建议", "Proposed")]
    columns += [Text("企业成本", "Cost"), Text("价值", "Value")]
    shown = table([(column.to(language), "number" if at > 3 else "text") for at, column in enumerate(columns)])
    for one in changes(found):
        before, after = _in_full(one)
        cells = [text.to(language) for text in (one.where, one.what, before, after)]
        shown.add_row(*cells, yuan(one.company, signed=True), yuan(one.value, signed=True))
    console.print(shown)
    _heading(console, Text("为什么这样改", "Why so"), language)
    for one in changes(found):
        console.print(f"  · {one.where.to(language)} · {one.what.to(language)}", soft_wrap=True)
        console.print(f"    {one.reason.to(language)}", style="dim", soft_wrap=True)
    console.print()


def _in_full(one: LeverChange) -> tuple[Text, Text]:
    """Before and after; in the schedule's own words where one term says it all."""
    if len(one.terms) == 1:
        return _in_short(one.terms[0].before), _in_short(one.terms[0].after)
    return one.before, one.after


def _in_short(term: Text) -> Text:
    """Bands without the line that introduces them."""
    zh, en = (([*words.split("\n", 1), ""])[1] or words for words in (term.zh, term.en))
    return Text(zh, en)


def _ledger(console: Console, found: Proposal, language: Language) -> None:
    sums = found.ledger
    left = sums.saved
    rest = Text(f"净节省 {yuan(left)} 元", f"{yuan(left)} yuan saved")
    if left < 0:
        rest = Text(f"另从预算增加 {yuan(-left)} 元", f"{yuan(-left)} yuan more from the budget")
    released, spent = yuan(sums.total_released), yuan(sums.total_spent)
    zh, en = f"收紧的条款释放 {released} 元，加强的条款用去 {spent} 元；", f"{released} yuan released, {spent} spent; "
    _say(console, [Text(zh + rest.zh, en + rest.en)], language)


def _proof(console: Console, found: Proposal, language: Language) -> None:
    _heading(console, Text("为什么说它是最好的", "Why it is the best"), language)
    head, money = headline(found), found.money
    proof = Text(
        f"理算了 {head.designs:,} 个候选方案（每个约 {head.lines:,} 行票据），全公司共有 {head.choices:,} 种组合",
        f"{head.designs:,} designs were adjudicated, some {head.lines:,} lines of bills each; {head.choices:,} choices",
    )
    bound = Text(
        f"没有任何组合的价值超过 {yuan(head.bound)} 元，所选的与之相差 {percent(head.gap, 4)}",
        f"no choice is worth more than {yuan(head.bound)} yuan; the chosen one is {percent(head.gap, 4)} from it",
    )
    fresh = Text(
        f"用另一组随机数重新理算，企业成本为 {yuan(money.fresh)} 元（±{yuan(round(money.error))}），"
        f"选择时看到的是 {yuan(money.chosen)} 元",
        f"with other random numbers the company's cost is {yuan(money.fresh)} yuan (±{yuan(round(money.error))}); "
        f"the choice saw {yuan(money.chosen)}",
    )
    _say(console, [proof, bound, fresh, *_budget(found)], language)


def _budget(found: Proposal) -> list[Text]:
    money, said = found.money, []
    if money.tightened:
        more = yuan(money.tightened)
        said.append(Text(f"因此按收紧 {more} 元的预算重新选择", f"so the choice was made again, {more} yuan tighter"))
    if money.budget is not None:
        share = percent(money.fresh / money.budget)
        said.append(
            Text(f"占预算 {yuan(money.budget)} 元的 {share}", f"{share} of the budget {yuan(money.budget)} yuan")
        )
        if money.fresh > money.budget:
            over = yuan(money.fresh - money.budget)
            said.append(Text(f"复核后仍超出预算 {over} 元", f"the fresh price is still {over} yuan over the budget"))
    return said


def _around(console: Console, found: Proposal, language: Language) -> None:
    around, said = found.around, []
    if around.cheapest is not None:
        cost = yuan(round(around.cheapest.cost))
        zh, en = (
            f"与现行方案同等价值的最省组合：企业成本 {cost} 元",
            f"as much value as today costs {cost} yuan at least",
        )
        said.append(Text(zh, en))
    years = around.years_ahead
    if around.held is None:
        zh, en = f"在这些约束下，没有组合能让保费 {years} 年不涨", f"no choice keeps the premium for {years} years"
        said.append(Text(zh, en))
    else:
        cost, value = yuan(round(around.held.cost)), yuan(round(around.held.value))
        zh = f"要让保费 {years} 年不涨：企业成本 {cost} 元，价值 {value} 元"
        said.append(Text(zh, f"to keep the premium for {years} years: cost {cost}, value {value} yuan"))
    said += [_sensitivity(each) for each in around.sensitivities]
    _say(console, said, language)


def _sensitivity(each: Sensitivity) -> Text:
    name, changed, regret = each.name, len(each.changed), percent(each.regret)
    if not changed:
        return Text(f"{name.zh}：选择不变", f"{name.en}: the same choice")
    return Text(
        f"{name.zh}：有 {changed} 处不同，沿用本方案只损失 {regret} 的价值",
        f"{name.en}: {changed} differ; keeping this choice loses {regret} of value",
    )


def _law(console: Console, found: Proposal, language: Language) -> None:
    _heading(console, Text("法规与税务", "Law and tax"), language)
    report = found.proposed.report
    said = [_finding(finding) for finding in report.findings if finding.severity != "note"]
    if not report.breaches:
        zh, en = f"核对了 {len(report.checked)} 条规则，没有违规", f"{len(report.checked)} rules checked, no breach"
        said.insert(0, Text(zh, en))
    if report.unchecked:
        zh = f"{len(report.unchecked)} 条规则缺资料未能核对，见建议书"
        said.append(Text(zh, f"{len(report.unchecked)} rules could not be checked; see the proposal"))
    _say(console, said, language)


def _finding(finding: Finding) -> Text:
    word, sentence = SEVERITIES[finding.severity], finding.sentence
    return Text(f"{word.zh}：{sentence.zh}", f"{word.en}: {sentence.en}")


def _rollout(console: Console, found: Proposal, language: Language) -> None:
    if found.rollout is not None:
        _heading(console, Text("试点与推广", "Roll-out"), language)
        _say(console, [found.rollout.summary], language)


def _notes(console: Console, found: Proposal, language: Language) -> None:
    notes = list(dict.fromkeys(note.to(language) for note in found.notes))
    console.print(Text("说明", "Notes").to(language), style="bold")
    for note in notes[:SHOWN_NOTES]:
        console.print(f"  · {note}", style="dim", soft_wrap=True)
    if len(notes) > SHOWN_NOTES:
        more = len(notes) - SHOWN_NOTES
        console.print(Text(f"  ……另 {more} 条见建议书", f"  … {more} more in the proposal").to(language), style="dim")
    console.print()
