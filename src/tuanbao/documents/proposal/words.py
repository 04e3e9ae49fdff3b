"""The words of a proposal in document, workbook and slides (方案建议书)."""

from tuanbao.documents.quote_words import CONFIDENCES
from tuanbao.language import Text

TITLE = Text("员工保障方案建议书", "Proposal for the employee benefits programme")
FOOTER = Text("模型测算，不构成保险公司的报价", "Computed by a model; no insurer's quote")
DECISION = Text("请管理层决定", "For decision")
NEEDS = Text("员工与需求", "Our people and what they need")
PROGRAMME = Text("建议方案：逐项对照", "The proposal, line by line")
MONEY = Text("钱从哪里来，用到哪里去", "Where money comes from and goes")
PROOF = Text("为什么是最优", "Why it is the best")
PRICE = Text("价格与展望", "The price and the coming years")
BAD = Text("坏年景", "A bad year")
LAW = Text("法规与税务", "Law and tax")
RISKS = Text("风险与未核实之处", "Risks, and what is not verified")
ROLLOUT = Text("实施步骤", "Roll-out")
SCHEDULES = Text("附录 A：保险责任表", "Appendix A: schedules of benefits")
ASSUMPTIONS = Text("附录 B：假设与可信度", "Appendix B: assumptions")
PRESENT, PROPOSED = Text("现行方案", "Present programme"), Text("建议方案", "Proposed programme")
CHEAPEST = Text("同等价值最省钱的方案", "Cheapest of equal value")
FRONTIER = Text("成本与价值前沿", "Frontier of cost and value")
PRESENT_COST = Text("现行方案的企业成本", "Company cost today")
PROPOSED_COST = Text("建议方案的企业成本", "Company cost proposed")
REPRICED = Text("整体复核报价的差额", "Difference after pricing afresh")
OTHERS = Text("其他（合并）", "others, together")
NOBODY = Text("没有", "nobody")
ALL_EMPLOYEES = Text("全体员工", "all staff")

PAID_BY_COMPANY = Text("企业支付合计", "Paid by the company")
DEDUCTIBLE = Text("其中可税前扣除", "of which deductible")
NET_COST = Text("企业税后成本", "Company cost after tax")
PAID_FOR_THEM = Text("企业为员工及家属支付", "Paid by the company for staff and family")
TAX_ALL = Text("个人所得税（保费全部计入工资）", "Income tax (every premium counts as wages)")
NET_ALL = Text("员工税后得到（保费全部计入工资）", "Worth after tax (every premium as wages)")
TAX_POOLED = Text("个人所得税（补充医疗不计入工资）", "Income tax (supplementary medical not taxed)")
NET_POOLED = Text("员工税后得到（补充医疗不计入工资）", "Worth after tax (supplementary medical not taxed)")

OF_VALUE = Text("价值怎样计算", "How value is counted")
OF_SERVICES = Text("服务", "Services")
OF_JOINING = Text("家属参加", "Family who join")
OF_PRICE = Text("价格的构成", "What the price is made of")
OF_CITIES = Text("各地基本医保", "Basic insurance of the cities")
OF_ROLLOUT = Text("试点", "Pilot")
WORST = Text("多差算“坏年景”（最差的年份占比）", "which years are bad: the worst share")
COUNTS = Text("坏年景里每少负担 1 元另加的价值（元）", "extra value of a yuan taken off a bad year (yuan)")
NEEDS_SHARE = Text("保障权重中来自员工需求的份额", "share of the weights that comes from needs")
MARKET_SHARE = Text("保障权重中来自市场的份额", "share of the weights that comes from the market")
LOST_PAY = Text(
    "身故、伤残、重疾让家庭失去的工资（月数）", "pay that death, disability or illness costs a family (months)"
)
STATED = Text("公司给定", "stated by the company")
CITY_KNOWN = Text("按当地医保政策参数", "by the parameters of the city's scheme")

PEOPLE, SHARE, WEIGHT, FIRMS = (
    Text("人数", "People"),
    Text("份额", "Share"),
    Text("权重", "Weight"),
    Text("企业比例", "Firms"),
)
REGRET = Text("少得的价值", "Value forgone")
USUAL_YEAR = Text("平常一年", "A usual year")
WORST_YEARS = Text("最差 5% 年份的平均", "Mean of the worst 5% of years")
THIS_YEAR = Text("首年", "First year")
WITHOUT_COVER = Text("没有公司保障", "Without the company's cover")
PEOPLE_CHART = Text("参保人的年龄", "Ages of the people covered")
GAP_CHART = Text("医保报销后每人一年自己承担多少", "What a person bears in a year after basic insurance")
NEEDS_CHART = Text("各类保障在本方案中的权重", "What each kind of cover counts")
NEEDS_NOTE = Text(
    "平均为 1；高于 1 表示更需要、更看重。", "The mean is 1; above it a kind of cover is needed or valued more."
)
PREFERENCE_CHART = Text("问卷：员工最看重什么", "Questionnaire: what matters most to employees")
MARKET_CHART = Text("同行中有该类保障的企业比例", "Firms of the industry that have each kind of cover")
UNCERTAIN_MARK = Text("* 从调研图表读出或推断，不确定。", "* read off a chart of the survey or inferred: uncertain.")
MONEY_CHART = Text("钱从哪里来，用到哪里去（企业一年）", "Where money comes from and where it goes (company, a year)")
MONEY_NOTE = Text(
    "各项变化在同一批模拟票据上逐项理算；最后一项是用新的模拟年整体复核后的差额。",
    "Each change is adjudicated over the same simulated bills; the last step is what pricing afresh adds.",
)
FRONTIER_CHART = Text("花多少钱，最多能得到多少价值（每年）", "The most value for every amount of money (a year)")
FRONTIER_NOTE = Text(
    "逐点求解的最优方案，其间连成直线。图中为选择时的测算口径，复核报价另列。",
    "Points are solved one by one and joined by straight lines; costs are those of the choice, before pricing afresh.",
)
COST_AXIS = Text("企业成本（万元）", "Company cost (10,000 yuan)")
WEIGHTS_CHART = Text(
    "换一种权重，建议方案比当时的最优少多少价值", "Under other weights: what the proposal falls short of the best"
)
OUTLOOK_CHART = Text("条款不变，企业成本如何变化", "The company's cost at unchanged terms")
BAD_YEAR_CHART = Text("坏年景里一个人平均自己承担多少", "What a person bears on average in a bad year")
BAD_YEAR_NOTE = Text(
    "最差 5% 的人年，含收入损失；收入损失按假设的工资月数计。",
    "The worst 5% of person-years, lost pay included (assumed in months of pay).",
)


def held(years: int) -> Text:
    """The choice whose price stays within the money for so many years."""
    return Text(f"{years} 年内不超预算的方案", f"Within budget for {years} years")


def tax_saved(rate: str) -> Text:
    return Text(f"少缴企业所得税（税率 {rate}）", f"Corporate income tax saved (rate {rate})")


def confidence(level: str | None) -> Text:
    """How sure; None: it was stated."""
    return Text("公司给定", "stated") if level is None else CONFIDENCES[level]


def in_year(ahead: int) -> Text:
    return Text(f"第 {ahead} 年", f"Year {ahead}")


def rest(many: int) -> Text:
    return Text(f"其余 {many} 项", f"{many} others")
