"""The sentences of the slides and of the speaker (幻灯片的文字与讲稿), with the figures in them."""

from tuanbao.documents.charts import numbers
from tuanbao.documents.proposal import figures
from tuanbao.language import Text


def money(fen: float, *, signed: bool = False) -> Text:
    """12.5万元; 125k yuan."""
    zh, en = (numbers.short(fen, "yuan", language, signed=signed) for language in ("zh", "en"))
    return Text(f"{zh} 元" if zh[-1].isdigit() else f"{zh}元", f"{en} yuan")


def share(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A percentage with a true minus sign."""
    text = f"{value:{'+' if signed else ''}.{decimals}%}"
    return text.replace("-", numbers.MINUS)


def more(fen: int) -> Text:
    """By how much more or less than today."""
    if not fen:
        return Text("与现行持平", "as much as today")
    size = money(abs(fen))
    if fen > 0:
        return Text(f"比现行多 {size.zh}", f"{size.en} more than today")
    return Text(f"比现行少 {size.zh}", f"{size.en} less than today")


def decision(head: figures.Headline, changed: bool) -> Text:
    """The title of the slide that asks."""
    cost = money(head.company)
    if not changed:
        return Text(f"建议保持现行方案，企业年成本 {cost.zh}", f"Keep the present programme, {cost.en} a year")
    rise = head.value_rise
    if rise is None:
        return Text(f"请批准建议方案：企业年成本 {cost.zh}", f"Approve the proposed programme: {cost.en} a year")
    way = Text("多", "more") if rise >= 0 else Text("少", "less")
    size, diff = share(abs(rise)), more(head.company_change)
    return Text(
        f"请批准建议方案：企业年成本 {cost.zh}（{diff.zh}），员工得到的价值{way.zh} {size}",
        f"Approve the proposed programme: {cost.en} a year ({diff.en}), worth {size} {way.en} to employees",
    )


def budget(head: figures.Headline) -> Text:
    """Within the budget, or by how much over."""
    if head.budget is None:
        return Text("没有设预算", "no budget was set")
    left = head.budget - head.company
    size, whole = money(abs(left)), money(head.budget)
    if left < 0:
        return Text(f"比预算 {whole.zh} 高 {size.zh}", f"{size.en} over the budget of {whole.en}")
    return Text(f"预算 {whole.zh}，余 {size.zh}", f"budget {whole.en}, {size.en} left")


def grounds(head: figures.Headline, years: int) -> list[Text]:
    """Why it can be relied on, in plain words."""
    size = money(head.error)
    proof = Text(
        "已证明最优：在所考察的条款、约束和价值口径下，没有更好的组合。",
        "Proven best: under these terms, wishes and weights there is no better combination.",
    )
    if not head.proven:
        gap = share(head.gap, 2)
        proof = Text(
            f"尚未证明最优：理论上限比它最多高 {gap}。", f"Not proven best: the bound is at most {gap} above it."
        )
    return [
        Text(
            f"不是估算：{head.designs:,} 种条款组合逐一在同一批模拟票据上理算，共 {head.adjudicated:,} 行次。",
            f"Not estimated: {head.designs:,} combinations of terms were each adjudicated over the same simulated"
            f" bills, {head.adjudicated:,} lines in all.",
        ),
        Text(
            f"从全公司 {head.choices:,} 种整体组合中选出。",
            f"Chosen out of {head.choices:,} choices for the whole company.",
        ),
        proof,
        Text(
            f"价格用另一组随机数、{years:,} 个模拟年整体复核，标准误 {size.zh}。",
            f"Priced again as a whole over {years:,} other simulated years; standard error {size.en}.",
        ),
    ]


def tightened(head: figures.Headline) -> list[Text]:
    """Where the fresh price was over the budget at first."""
    if not head.tightened:
        return []
    size = money(head.tightened)
    return [
        Text(
            f"第一次复核超出预算，选择时的预算因此收紧了 {size.zh}，再选一次。",
            f"The first fresh price was over the budget, so it was tightened by {size.en} and chosen again.",
        )
    ]


def caveats(head: figures.Headline, breaches: int, unchecked: int, unsure: int) -> list[Text]:
    """What to know before deciding."""
    law = Text(
        f"合规核对：违规 {breaches} 项；因资料不全，{unchecked} 条规定未能核对。",
        f"Law: breaches {breaches}; rules that could not be checked for want of facts {unchecked}.",
    )
    return [
        Text(
            "价格是模型测算，不是保险公司的报价；投保前须询价，条款以合同为准。",
            "The price is the model's and no insurer's quote: ask insurers first; the contract governs.",
        ),
        law,
        Text(
            f"{unsure} 项参数可信度低；“价值”怎样计算应由公司自己决定。",
            f"{unsure} parameters are of low confidence; how value is counted is for the company to say.",
        ),
        Text(
            "“价值”用来比较方案，以元计，不是现金。",
            "Value compares programmes; it is counted in yuan but is not cash.",
        ),
    ]
