"""Why it is the best (为什么是最优): what was considered, the bound, the fresh price, other weights."""

from collections.abc import Iterator

from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.sections.page import Block, Page, Section, bullets, note, percent, sub, table
from tuanbao.documents.proposal.words import PROOF


def proof(page: Page) -> Section:
    """In plain words, then what was considered, what had to hold, and other weights."""
    return Section(
        page(PROOF),
        [
            *bullets(_said(page, figures.headline(page.found))),
            *_considered(page),
            *_wishes(page),
            *_weights(page),
        ],
    )


def _said(page: Page, found: figures.Headline) -> Iterator[str]:
    yield page.say(
        f"考察了什么：{found.designs:,} 种条款组合，各人群可以任意搭配，连同服务和保费分担共 {found.choices:,}"
        " 种整体组合。"
        "条款之间互相影响（免赔额会改变限额截掉多少），所以每一种组合都整体理算，没有拿单项效果相加。",
        f"What was considered: {found.designs:,} combinations of terms; with all ways to combine groups of people,"
        f" services and payers {found.choices:,} joint choices. Terms act on each other (a deductible changes what a"
        " limit"
        " cuts), so every combination was adjudicated whole and nothing was added up from parts.",
    )
    yield page.say(
        f"用什么数据：{found.lines:,} 行模拟票据，{found.years:,} 个模拟年；所有组合用同一批票据，差别只来自条款。"
        f"合计理算 {found.adjudicated:,} 行次，与赔付理赔时用的是同一套理算规则。",
        f"Over what: {found.lines:,} lines of simulated bills of {found.years:,} years, the same for every"
        " combination, so"
        f" that only terms differ; {found.adjudicated:,} lines in all, by the rules that pay claims.",
    )
    bound, value = page.money(found.bound), page.money(round(page.found.solution.value))
    gap = percent(found.gap, 2)
    if found.proven:
        yield page.say(
            f"证明：整数规划给出价值的理论上限 {bound}，建议方案达到 {value}，差距 {gap}。也就是说，"
            "没有任何一种组合更好。",
            f"The proof: the integer programme bounds the value at {bound}, and the proposal reaches {value}, a gap of"
            f" {gap}. No combination is better.",
        )
    else:
        yield page.say(
            f"求解在限定时间内未完成证明：理论上限 {bound}，建议方案 {value}，最多还差 {gap}。",
            f"The proof was not finished in time: the bound is {bound}, the proposal reaches {value}; at most {gap} is"
            " missing.",
        )
    yield _fresh(page, found)


def _fresh(page: Page, found: figures.Headline) -> str:
    chosen, fresh = page.money(page.found.money.chosen), page.money(found.company)
    zh = f"复核：选择时成本为 {chosen}；用另一组随机数整体重新报价为 {fresh}（标准误 {page.money(found.error)}）。"
    en = f"Priced afresh: {chosen} a year when chosen, {fresh} with other random numbers and the whole quote (standard"
    en += f" error {page.money(found.error)})."
    if found.tightened:
        tight = page.money(found.tightened)
        zh += f"起初复核价超出预算，因此把预算收紧 {tight} 后重新选择，直到复核价不超预算。"
        en += f" At first the fresh price was above the budget, so the budget was tightened by {tight} and the choice"
        en += " made again."
    return page.say(zh, en)


def _considered(page: Page) -> list[Block]:
    rows = []
    for own in page.found.blocks:
        grid = own.offers.grid
        varied = [at for at in range(len(own.block.levers)) if len({turns[at] for turns in grid.turns}) > 1]
        named = [f"{page(own.block.levers[at].name)} ({len(own.block.levers[at].turns)})" for at in varied]
        fixed = len(own.block.levers) - len(varied)
        if fixed:
            named.append(page.say(f"另有 {fixed} 项保持现行（见附录）", f"{fixed} more stay as now (see the appendix)"))
        rows.append(
            (
                page(figures.group_name(page.found, own.key)),
                page.say("；", "; ").join(named) or page.say("没有可调条款", "nothing may change"),
                f"{len(grid):,}",
                f"{grid.lines:,}",
            )
        )
    head = [
        page.say("人群", "People"),
        page.say("可调条款（档数）", "Terms that may change (settings)"),
        page.say("组合", "Designs"),
        page.say("票据行", "Lines"),
    ]
    return [
        sub(page.say("考察范围", "What was considered")),
        *table(head, rows, numbers=(2, 3), widths=(0.8, 2.4, None, None)),
        note(
            page.say(
                "结论只在这些条款和档位之内成立。组合过多时，对结果影响最小的条款保持现行，不参与组合。",
                "The conclusion holds within these terms and settings. Where there would be too many combinations"
                " the terms"
                " that matter least are kept as they are.",
            )
        ),
    ]


def _wishes(page: Page) -> list[Block]:
    wishes = figures.wishes(page.found)
    if not wishes:
        return []
    kept, broken = page.say("满足", "kept"), page.say("未满足", "not kept")
    rows = [(page(wish.name), kept if wish.kept else broken) for wish in wishes]
    head = [page.say("要求", "Wish"), page.say("结果", "Result")]
    return [
        sub(page.say("必须满足的要求", "What had to hold")),
        *table(head, rows, widths=(1, None)),
    ]


def _weights(page: Page) -> list[Block]:
    rows = figures.other_weights(page.found)
    if not rows:
        return []
    worst = percent(rows[0].regret, 2)
    cells = [
        (
            page(row.name),
            page.say("条款相同", "the same terms")
            if not row.changed
            else page.joined(dict.fromkeys(page(name) for name in row.changed)),
            percent(row.regret, 2),
        )
        for row in rows
    ]
    head = [
        page.say("换一种看法", "Another view"),
        page.say("那时条款会不同的人群", "Who would have other terms"),
        page.say("少得的价值", "Value forgone"),
    ]
    said = page.say(
        f"价值口径是判断。换成下列任何一种，建议方案最多比当时的最优少 {worst} 的价值：选择是稳健的，但细节会变。",
        "How value is counted is judgment. Under any of these views the proposal falls short of the best one by at"
        " most"
        f" {worst}: the choice is robust, its details are not.",
    )
    if rows[0].regret > ROBUST:
        said = page.say(
            f"价值口径是判断。换一种看法，建议方案最多比当时的最优少 {worst} 的价值，请先确认口径再定方案。",
            "How value is counted is judgment. Under another view the proposal may fall short of the best one by"
            f" {worst}:"
            " settle how value is counted before deciding.",
        )
    return [
        sub(page.say("换一种权重会怎样", "Under other weights")),
        {"kind": "paragraph", "text": said},
        *table(head, cells, numbers=(2,), widths=(1, 1.6, None)),
    ]


ROBUST = 0.05
"""A share of value forgone from which on the choice is not called robust."""
