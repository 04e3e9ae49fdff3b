"""The words of the proposal's workbook (方案建议书工作簿)."""

from tuanbao.language import Text

OVERVIEW = Text("概览", "Overview")
TERMS = Text("条款对照", "Terms")
PRICE = Text("价格", "Price")
MONEY = Text("释放与去向", "Money moved")
WHAT_IF = Text("试算", "What if")
WEIGHTS = Text("权重试算", "Weights")
FRONTIER = Text("成本与价值", "Cost and value")
ROBUST = Text("稳健性", "How robust")
MARKET = Text("市场对标", "Market")
NEEDS = Text("人员与需求", "People and needs")
LAW = Text("合规核对", "Law")
TAX_SHEET = Text("税后", "After tax")
ROLLOUT = Text("实施与自选", "Roll-out and choice")
ASSUMPTIONS = Text("假设与出处", "Assumptions")
NOTES = Text("说明", "Notes")

LIVE = Text(
    "浅黄色单元格可以改；“释放与去向”“价格”“试算”“权重试算”“候选方案”里的数是公式，会跟着变",
    "Yellow cells may be changed; what stands in Money moved, Price, What if, Weights and Designs are formulas",
)
IN_YUAN = Text("金额单位：元，按一年计", "Amounts in yuan, of a year")
NOBODYS = Text(
    "本工作簿不含任何个人的医疗信息，也没有不足 10 人的医疗统计",
    "This workbook holds nobody's medical facts, and no medical figure of fewer than ten people",
)

COMPANY_COST = Text("企业成本", "Company cost")
OWN_COST = Text("员工自付保费", "Paid by employees")
PREMIUM = Text("保费", "Premium")
VALUE = Text("价值", "Value")
RANK = Text("排名", "Rank")
NUMBER = Text("序号", "No.")
MARK = Text("标记", "Mark")
NOW, PROPOSED, BOTH = Text("现行", "present"), Text("建议", "proposed"), Text("现行，仍建议", "present, kept")
WHO_PAYS = Text("企业承担", "Paid by the company")
JOINING = Text("参加比例", "Who join")
RELIEF = Text("坏年景每人减负", "Relief a person in a bad year")
EXPECTED = Text("预期赔付合计", "Expected claims")
PEOPLE = Text("人数", "People")
WORST = Text("坏年景占比", "Share of years that are bad")
BAD_YEAR = Text("坏年景每元另加的价值", "Extra value of a yuan in a bad year")
TIER_FACTOR = Text("档次系数", "Factor of the tier")
DESIGNS_ABOUT = Text(
    "价值＝档次系数 ×（Σ 责任预期赔付 × 权重 ＋ 坏年景另加 × 坏年景占比 × 人数 × 参加比例 × 坏年景每人减负"
    " − 自付保费）",
    "value = factor of the tier × (Σ expected payment × weight + extra value × share of bad years × people × who join ×"
    " relief a person − what people pay)",
)
WEIGHTS_ABOVE = Text("权重（来自“权重试算”）→", "weights (from Weights) →")

WEIGHTS_ABOUT = Text(
    "改动浅黄色单元格，各“候选方案”表的价值和排名随之重算", "Change a yellow cell: value and rank of all designs follow"
)
VALUE_IS = Text(
    "权重只有相对大小有意义：平均为 1 的权重意味着 1 元赔付值 1 元",
    "Only the relation of weights matters: with a mean of 1 a yuan paid out is worth about a yuan",
)
THEME, NO_TIER = Text("保障类别", "Theme"), Text("跨档的家属等", "Across tiers (family)")
UNDER_WEIGHTS = Text("在这些权重下", "Under these weights")
GROUP = Text("人群或服务", "Group or service")
VALUE_NOW, VALUE_PROPOSED = Text("现行的价值", "Value now"), Text("建议的价值", "Value proposed")
GAIN = Text("增加", "Gain")
BEST_SAME_COST = Text("同等费用内最高的价值", "Most value at no higher cost")
MISSED = Text("建议与之相差", "By which the proposal is below")
BEST_ABOUT = Text(
    "“同等费用内最高”只看这一人群，不看档次顺序、底线等约束，所以可能略高于建议",
    "The most value looks at the group alone, not at wishes such as the order of tiers, so it may lie above",
)
NO_SOLVER = Text(
    "整个公司的最优组合由求解器给出，工作簿不重新求解；改权重后差距变大，就请用新权重重新运行设计",
    "The best choice for the company as a whole comes from the solver: if the gap grows under your weights, run the"
    " design again with them",
)

WHAT_IF_ABOUT = Text(
    "改动浅黄色单元格，看成本、人均和限额怎样变；未改动时等于建议方案",
    "Change yellow cells; unchanged, all is as proposed",
)
WHAT_IF_RATES = Text(
    "费率是建议方案复核报价的人均数；人数变化很大或年龄结构改变时请重新报价",
    "Rates are those of the fresh price a head; quote again where many people or other ages come in",
)
ASSUMED, SHARES = Text("假设", "Assumptions"), Text("企业承担的保费比例", "Share of the premium that the company pays")
ITEM, SET_HERE, AS_PROPOSED = Text("项目", "Item"), Text("在此改动", "Change here"), Text("建议方案", "As proposed")
LOADING_SHARE = Text("附加费用占不含税保费", "Loadings as a share of the price")
CLAIMS_HIGHER = Text("赔付比预期高", "Claims higher than expected by")
PAYROLL = Text("工资总额（一年）", "Payroll (a year)")
TAX_RATE = Text("企业所得税税率", "Rate of corporate income tax")
RATE_FACTOR = Text("费率随之变为（倍）", "Rates become (times)")
RELATION = Text("关系", "Relation")
BY_CLASS = Text("按人群", "By class of people")
SERVICES = Text("服务", "Services")
TAX = Text("税前扣除", "Deductible")
TAX_ABOUT = Text(
    "各类支出按员工保费、家属保费或服务费的变化同比例变动；扣除以企业有足够应税利润为前提",
    "Each kind of expense moves with premiums of employees, of family, or services; savings need taxable profit",
)
RESULTS = Text("结果", "Results")
OTHERS = Text("其他（合并）", "others, together")
NOT_KNOWN = Text("未提供工资总额", "payroll not given")
WITHIN, OVER = Text("在限额内", "within the limit"), Text("超出限额", "over the limit")
RESULT_NAMES = {
    "premium": Text("保费合计", "Premium"),
    "insured": Text("企业承担的保费", "Premium paid by the company"),
    "services": Text("服务", "Services"),
    "company": Text("企业成本", "Company cost"),
    "per_employee": Text("企业成本，平均每名员工", "Company cost, each employee"),
    "own": Text("员工自付保费", "Premium paid by employees"),
    "payroll_share": Text("企业成本占工资总额", "Company cost, share of payroll"),
    "medical_share": Text("补充医疗占工资总额", "Supplementary medical, share of payroll"),
    "medical_limit": Text("补充医疗的税前扣除限额", "Limit of deductible medical"),
    "saved": Text("少缴企业所得税", "Corporate income tax saved"),
    "net": Text("企业税后成本", "Company cost after tax"),
    "left": Text("预算剩余", "Left of the budget"),
    "check": Text("核对：与建议方案的差（未改动时为 0）", "Check: less the proposal (0 where nothing is changed)"),
}

SAID = Text("逐项变化（含服务），由现行到建议", "Every change, from present to proposed")
TERM_BY_TERM = Text("逐条款对照", "Term by term")
STAYS, CHANGED = Text("不变", "unchanged"), Text("改变", "changed")
WHOLE = Text("总览", "In all")
BY_TIER, BY_RELATION, BY_BENEFIT = (
    Text("按档次", "By tier"),
    Text("按关系", "By relation"),
    Text("按责任", "By benefit"),
)
WHO_PAYS_WHAT = Text("谁承担", "Who pays")
PRESENT_ERROR = Text(
    "两侧用相同的模拟年报价，差额来自条款；“预期赔付”的误差见右列",
    "Both sides are priced over the same simulated years, so that differences come from terms",
)
RELEASED, SPENT = Text("释放的钱", "Released"), Text("用到的地方", "Spent")
BALANCE = Text("合计与核对", "Sums and check")
START, TOTAL_COST = (
    Text("现行方案的企业成本", "Company cost today"),
    Text("建议方案的企业成本", "Company cost proposed"),
)
SUM_RELEASED, SUM_SPENT = Text("减：释放合计", "less: released"), Text("加：用出合计", "plus: spent")
REPRICED = Text("加：整体复核报价的差额", "plus: difference after pricing afresh")
CHECK = Text("核对：以上之和减建议方案的企业成本（应为 0）", "Check: the sum less the proposed cost (must be 0)")
MONEY_CHART = Text("钱从哪里来、到哪里去", "Where money comes from and goes")
POINTS_ABOUT = Text(
    "前沿：每一个费用水平下能得到的最高价值（除金额外的约束都遵守）；每多 1 元的价值由公式得出",
    "The frontier: the most value at each cost, all wishes kept but those about money; slopes are formulas",
)
FRONTIER_CHART = Text("企业成本（横轴）与价值（纵轴），元", "Company cost (across) and value (up), yuan")
OTHER_WEIGHTS, WISHES = Text("换一种权重", "Under other weights"), Text("约束", "Wishes")
OUTLOOK, BAD_YEARS = Text("今后几年的成本", "Cost in later years"), Text("坏年景里每人自己负担", "Borne in a bad year")
CLAIMS_YEARS = Text("全团一年赔付的波动", "How claims of a year vary")
YES, NO = Text("是", "yes"), Text("否", "no")
HAS, ADDED, DROPPED, LACKS = (
    *(Text("● 已有", "● has it"), Text("▲ 新增", "▲ added")),
    *(Text("▼ 取消", "▼ dropped"), Text("○ 没有", "○ has none")),
)
MARKET_ABOUT = Text(
    "市场数据是企业的比例，说明常见与否，不说明对错；区间为 95%",
    "Market figures are shares of firms: what is usual, not what is right; intervals of 95 %",
)
UNCERTAIN = Text("图表读数不确定", "uncertain reading of a chart")
SAYINGS = Text("其他对标结论", "More beside the market")
WHO, GAPS = (
    Text("人员构成", "Who the people are"),
    Text("基本医保之后，一人一年自己负担", "Left to bear after basic insurance"),
)
WANTED = Text("各类保障的权重与理由", "Weights of themes and why")
STATED, USED = Text("问卷：偏好份额", "Questionnaire: shares of preference"), Text("既往使用", "Past use")
FINDINGS = Text("从数据看到的", "What the data say")
NO_SURVEY = Text("没有问卷（或答卷太少）", "No questionnaire, or too few answers")
NO_BILLS = Text("没有以往票据", "No past bills")
LAW_FOUND, UNCHECKED = Text("核对结果", "Findings"), Text("未能核对", "Could not be checked")
RESOLVED = Text("现行方案违反而建议方案已解决", "Broken by the present programme, mended by the proposed")
COMPANY_TAX, EMPLOYEE_TAX = Text("企业", "The company"), Text("员工", "Employees")
SUGGESTED = Text("节税建议", "How tax could be saved")
PHASES, UPGRADES = Text("推广阶段", "Phases"), Text("员工可自费升级", "What employees may buy")
NO_ROLLOUT = Text("没有安排试点", "No pilot was planned")
STATED_OR_ASSUMED = Text("本方案用到的数", "Numbers of this proposal")
REFERENCE = Text("参考参数（选项没有给出时采用）", "Reference values, used where the options say nothing")
