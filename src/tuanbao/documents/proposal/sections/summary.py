"""The first page (一页摘要): what is to be decided, the figures, what changes, and what to know before deciding."""

from collections.abc import Iterator

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import Block, Page, Section, bullets, cards, lead, paragraph, percent, sub
from tuanbao.documents.proposal.words import DECISION, NET_ALL

MOST_NAMED = 3
"""Changes that the first page names on each side."""


def summary(page: Page) -> Section:
    """Decision, cards, released and spent, proof and caveats."""
    found = figures.headline(page.found)
    return Section(
        page(DECISION),
        [
            lead(decision(page, found)),
            cards(_cards(page, found)),
            *_movements(page),
            sub(page.say("为什么可以相信", "Why it can be relied on")),
            *bullets(_grounds(page, found)),
            sub(page.say("决定之前需要知道", "To know before deciding")),
            *bullets(_caveats(page, found)),
        ],
    )


def decision(page: Page, found: figures.Headline) -> str:
    """What management is asked to decide, in one sentence or two."""
    cost = page.money(found.company)
    if not page.found.reasons:
        return page.say(
            f"建议保持现行方案：在所考察的全部组合里没有更好的。企业年成本 {cost}。",
            f"Keep the present programme: no combination that was considered is better. It costs the company {cost} a"
            " year.",
        )
    zh = f"请批准按建议方案投保：企业年成本 {cost}，比现行{page.more(found.company_change)}"
    en = f"Approve the proposed programme: it costs the company {cost} a year, {page.more(found.company_change)} than"
    en = en.replace("unchanged than", "as much as") + " today"
    if found.value_rise is not None:
        zh += f"；员工得到的价值{_rise(page, found.value_rise)}"
        en += f"; what employees get from it {_rise(page, found.value_rise)}"
    return page.say(f"{zh}。{_budget(page, found)}", f"{en}. {_budget(page, found)}".strip())


def _rise(page: Page, share: float) -> str:
    shown = percent(abs(share))
    if share >= 0:
        return page.say(f"提高 {shown}", f"is worth {shown} more")
    return page.say(f"降低 {shown}", f"is worth {shown} less")


def _budget(page: Page, found: figures.Headline) -> str:
    if found.budget is None:
        return ""
    budget, left = page.money(found.budget), found.budget - found.company
    if left < 0:
        over = page.money(-left)
        return page.say(
            f"复核报价仍比预算 {budget} 高 {over}，需要追加预算。",
            f"Priced afresh it is {over} above the budget of {budget}: more money is needed.",
        )
    return page.say(f"预算 {budget}，余 {page.money(left)}。", f"The budget is {budget}; {page.money(left)} are left.")


def _cards(page: Page, found: figures.Headline) -> Iterator[tuple[str, str, str]]:
    def today(shown: str, change: str) -> str:
        return page.say(f"现行 {shown}，{change}", f"today {shown}, {change}")

    cost, own = found.company_change / max(found.present_company, 1), found.own_change / max(found.present_own, 1)
    yield (
        page.say("企业年成本", "Company cost a year"),
        page.money(found.company),
        today(page.money(found.present_company), percent(cost, sign=True)),
    )
    if found.value_rise is not None:
        yield (
            page.say("员工得到的价值", "Value to employees"),
            percent(found.value_rise, sign=True),
            page.say(
                f"{page.money(found.present_value)} → {page.money(found.value)}",
                f"{page.money(found.present_value)} → {page.money(found.value)}",
            ),
        )
    if found.budget_used is not None and found.budget is not None:
        yield (
            page.say("预算使用", "Budget used"),
            percent(found.budget_used, 2),
            page.say(f"预算 {page.money(found.budget)}", f"of {page.money(found.budget)}"),
        )
    yield (
        page.say("每名员工的企业成本", "Company cost an employee"),
        page.money(found.per_employee),
        today(page.money(found.present_per_employee), percent(cost, sign=True)),
    )
    yield (
        page.say("员工自付保费", "Premium that employees pay"),
        page.money(found.own),
        today(page.money(found.present_own), percent(own, sign=True)) if found.present_own else "",
    )
    yield (
        page.say("参保人数", "People covered"),
        f"{found.people:,}",
        page.say(
            f"员工 {found.employees:,}，家属 {found.people - found.employees:,}",
            f"{found.employees:,} employees, {found.people - found.employees:,} family",
        ),
    )


def _movements(page: Page) -> list[Block]:
    """The largest releases and spendings, side by side."""
    steps = figures.money_steps(page.found)
    sides = []
    for kind, title in (
        ("released", page.say("从哪里省出来", "Where money is released")),
        ("spent", page.say("用到哪里去", "Where it goes")),
    ):
        own = sorted((step for step in steps if step.kind == kind), key=lambda step: -abs(step.amount))
        rows = [[page(step.label), page.money(abs(step.amount))] for step in own[:MOST_NAMED]]
        rest = own[MOST_NAMED:]
        if rest:
            others = page.say(f"其余 {len(rest)} 项", f"{len(rest)} others")
            rows.append([others, page.money(abs(sum(step.amount for step in rest)))])
        total = page.money(abs(sum(step.amount for step in own)))
        sides.append({"title": title, "total": total, "rows": rows})
    return [{"kind": "sides", "sides": sides}] if any(side["rows"] for side in sides) else []


def _grounds(page: Page, found: figures.Headline) -> Iterator[str]:
    yield page.say(
        f"从{page.count(found.choices)}种整体组合里选出：{found.designs:,} 种条款组合逐一在同一批模拟票据上理算（共 "
        f"{found.adjudicated:,} 行次），不是估算。",
        f"Chosen out of {page.count(found.choices)} joint choices: {found.designs:,} combinations of terms were each"
        " adjudicated"
        f" over the same simulated bills ({found.adjudicated:,} lines in all), not estimated.",
    )
    if found.proven:
        yield page.say(
            "已证明最优：在所考察的条款、约束和价值口径下，没有更好的组合。",
            "Proven best: under these terms, wishes and weights no combination is better.",
        )
    else:
        yield page.say(
            f"尚未证明最优：理论上限比它最多高 {percent(found.gap, 2)}。",
            f"Not proven best: the bound is at most {percent(found.gap, 2)} above it.",
        )
    years = page.found.proposed.run.quote.years
    yield page.say(
        f"价格用另一组随机数、{years:,} 个模拟年整体复核，标准误 {page.money(found.error)}。",
        f"Priced as a whole over {years:,} other simulated years; standard error {page.money(found.error)}.",
    )


def _caveats(page: Page, found: figures.Headline) -> Iterator[str]:
    yield page.say(
        "价格是模型测算，不是保险公司的报价；投保前应询价，保险条款以合同为准。",
        "The price is the model's and no insurer's quote: ask insurers before deciding; the contract governs.",
    )
    yield _after_tax(page, found)
    report = page.found.proposed.report
    warnings = len([one for one in report.findings if one.severity == "warning"])
    yield page.say(
        f"合规核对：违规 {len(report.breaches)} 项，风险 {warnings} 项，因资料不全未能核对 {len(report.unchecked)}"
        " 条规定。",
        f"Law: breaches {len(report.breaches)}, warnings {warnings}; {len(report.unchecked)} rules could not be checked"
        " for want of facts.",
    )
    unsure = len(figures.unsure(page.found))
    yield page.say(
        f"{unsure} 项参数可信度低（附录逐项列出），其中价值口径应由公司自己决定。",
        f"{unsure} parameters are of low confidence (listed at the end); how value is counted is the company's choice.",
    )


def _after_tax(page: Page, found: figures.Headline) -> str:
    """What it costs once tax is counted: what is deductible may be exchanged for what is not."""
    now, new = (side.after_tax.company for side in (page.found.present, page.found.proposed))
    change, before = new.net_cost - now.net_cost, found.company_change
    zh = f"税后看，企业成本为 {page.money(new.net_cost)}，比现行{page.more(change)}（税前{page.more(before)}）"
    en = f"After tax it costs the company {page.money(new.net_cost)}: {page.more(change)} than today"
    en = f"{en.replace('unchanged than', 'as much as')} ({page.more(before)} before tax)"
    if new.tax_saved < now.tax_saved:
        less = page.money(now.deductible - new.deductible)
        zh += f"：可税前扣除的支出少了 {less}"
        en += f", since {less} less are deductible"
    own = {row.name: row for row in figures.employee_tax_rows(page.found)}.get(NET_ALL)
    if own is not None and own.present is not None and own.proposed is not None:
        got = page.more(own.proposed - own.present)
        zh += f"；员工一侧，企业支付的部分扣除个人所得税后{got}"
        en += f"; net of income tax its payments for employees are {got}"
    return page.say(f"{zh}。", f"{en}.")


def intro(page: Page) -> Block:
    """What value means, once, for those who read on."""
    return paragraph(
        page.say(
            "“价值”以元计：各项责任一年的预期赔付乘以员工的需要程度（平均为 1），再加上坏年景里替员工减轻的负担的额外"
            "分量，减去员工自己付的保费。它用来比较方案，不是现金。",
            "“Value” is in yuan: what each benefit is expected to pay in a year, weighted by how much it is needed"
            " (mean"
            " 1), and what is taken off a bad year counted extra, less what employees pay. It compares programmes;"
            " it is"
            " not cash.",
        )
    )
