"""The words of the report on a year at risk (风险分析)."""

from tuanbao.language import Text

TITLE = Text("一年的赔付风险与自筹比较", "The year at risk, and self-funding")
OVERVIEW = Text("总览", "Overview")
YEAR = Text("年度分布", "The year")
CANDIDATES = Text("方案比较", "Candidates")
PEOPLE = Text("单人大额", "Large person-years")
BESIDE_SHEET = Text("推算与模拟对照", "Computed and simulated")
NOTES = Text("结论与说明", "Verdict and notes")

OUTLOOK = Text("一年的赔付（元，未计止损保险和管理费）", "Claims of a year (yuan, before stop-loss and administration)")
BEST = Text("最合适的自筹方案（元，一年）", "The best way of self-funding (yuan a year)")
VERDICT = Text("结论", "Verdict")
RESTS_ON = Text("假设与未经核实之处", "What this rests on, and what is unverified")
DIFFERS = Text("推算与模拟年份的差别", "Why the computed year and the simulated years differ")
BESIDE = Text("推算的分布与模拟的年份对照（元）", "The computed distribution beside the simulated years (yuan)")
QUALITY = Text("数值质量", "Quality of the numbers")

INSURED = Text("全额投保的保费", "Premium of full insurance")
EXPECTED = Text("预期赔付", "Expected claims")
SELF_FUNDED = Text("自筹的预期成本", "Expected cost, self-funded")
SAVING = Text("自筹节省", "Saved by self-funding")
BUDGET = Text("预算", "Budget")
CHANCE = Text("超预算的概率", "Chance over budget")
RESERVE = Text("准备金", "Reserve")
WORST = Text("最坏一年", "Worst year")
NO_COVER = Text("不买", "none")
NO_BOUND = Text("没有封顶", "no cap")
ADMINISTRATION = Text("管理费", "Administration")
RETAINED = Text("自己承担的赔付", "Claims that stay with you")
SPECIFIC = Text("个人止损线", "Stop-loss per person")
ATTACHMENT = Text("团体止损线", "Stop-loss of the group")
SPECIFIC_PREMIUM = Text("个人止损保费", "Premium of stop-loss per person")
AGGREGATE_PREMIUM = Text("团体止损保费", "Premium of stop-loss of the group")

MEAN = Text("平均", "Mean")
SD = Text("标准差", "Standard deviation")
COMPUTED = Text("推算：人人相同且互不相关", "Computed: people alike and independent")
UNLIKE = Text("推算：人各不同，仍互不相关", "Computed: people unlike, still independent")
SIMULATED = Text("模拟的年份", "The simulated years")

HISTOGRAM = Text("一年的赔付会是多少", "What a year's claims may be")
EXCEEDANCE = Text("一年的赔付超过某一金额的概率", "The chance that a year's claims exceed an amount")
COST_MAP = Text("各种止损线下的预期成本", "Expected cost by retention")
CHANCE_MAP = Text("各种止损线下超预算的概率", "Chance of exceeding the budget by retention")
FRONTIER = Text("多备准备金，成本能低多少", "What a larger reserve saves")
EXCESS = Text("单人一年赔付超出某一金额后，平均还多出多少", "Mean excess of one person's year over an amount")
YEAR_TOTAL = Text("一年的赔付", "Claims of a year")
OVER = Text("金额", "Amount")
RESERVE_AT_HAND = Text("可动用的准备金", "Reserve at hand")
ANY = Text("所有方案", "Any candidate")
ACCEPTABLE = Text("超预算概率可以接受的方案", "Candidates within the accepted chance")
SEEN, FITTED = Text("模拟的人年", "Simulated person-years"), Text("拟合的尾部", "Fitted tail")
BUDGET_LESS_FEE = Text("预算（扣除管理费）", "Budget less administration")
BEST_LABEL = Text("最合适", "Best")

HEADINGS = {
    "what": Text("项目", "What"),
    "amount": Text("金额", "Amount"),
    "remark": Text("说明", "Remark"),
    "specific": SPECIFIC,
    "attachment": ATTACHMENT,
    "attachment_amount": Text("团体止损金额", "Attachment"),
    "expected_cost": Text("预期成本", "Expected cost"),
    "saving": Text("比投保省", "Saved"),
    "retained": RETAINED,
    "specific_premium": SPECIFIC_PREMIUM,
    "aggregate_premium": AGGREGATE_PREMIUM,
    "chance": CHANCE,
    "needed": Text("应备资金", "Needed in all"),
    "reserve": RESERVE,
    "tail_cost": Text("坏年份平均", "Mean of bad years"),
    "worst": WORST,
    "fits": Text("是否合要求", "Within appetite"),
    "threshold": Text("起点", "Threshold"),
    "exceeding": Text("超过的人年", "Person-years above"),
    "mean_excess": Text("平均超出", "Mean excess"),
    "limited_share": Text("起点以内占全部赔付", "Share of cost below"),
    "year": Text("年份", "Years"),
    "mean": MEAN,
    "sd": SD,
}
SHORT = {
    "mark": Text("", ""),
    "specific": Text("个人止损线", "Per person"),
    "attachment": Text("团体止损线", "Group"),
    "expected_cost": Text("预期成本", "Cost"),
    "saving": Text("比投保省", "Saved"),
    "chance": Text("超预算概率", "Over budget"),
    "reserve": RESERVE,
    "worst": WORST,
}
"""Headings where there is little room."""
BEST_MARK, FITS_MARK, NOT_MARK = Text("最合适", "best"), Text("可以", "yes"), Text("否", "no")


def in_years(chance: float) -> Text:
    """0.05 -> about 1 year in 20."""
    if chance <= 0:
        return Text("按本模型不会发生", "never, in this model")
    if chance >= 0.995:
        return Text("几乎每年都会", "nearly every year")
    if chance > 0.5:
        tenths = round(10 * chance)
        return (
            Text(f"10 年中约有 {tenths} 年", f"about {tenths} years in 10")
            if tenths < 10
            else Text("绝大多数年份都会", "in all but few years")
        )
    years = round(1 / chance)
    if years > 1000:
        return Text("1,000 年中不到 1 年", "less than 1 year in 1,000")
    return Text(f"{years:,} 年中约有 1 年", f"about 1 year in {years:,}")
