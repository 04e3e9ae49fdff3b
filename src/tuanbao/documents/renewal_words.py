"""The words of a renewal's workbook, charts and tables (续保测算)."""

from tuanbao.language import Text

TITLE = Text("续保测算", "Renewal")
AMOUNTS = Text(
    "金额单位：元。不含姓名和诊断。未经证实的数字见“说明”和“假设”。",
    "Amounts in yuan. Holds no names and no diagnoses. Unverified figures: see Notes and Assumptions.",
)
RENEWAL_PREMIUM = Text("续保保费", "Renewal premium")
TODAY = Text("现行保费", "Today's premium")
CHANGE = Text("应调整幅度", "Indicated change")
PROJECTED = Text("预期赔付率", "Projected loss ratio")
PERMISSIBLE = Text("许可赔付率", "Permissible loss ratio")
CREDIBILITY = Text("信度", "Credibility")
HOLDS = Text("三年不涨价够用的概率", "Chance that the premium holds")

OVERVIEW = Text("总览", "Overview")
RATIOS = Text("赔付率", "Loss ratios")
PARTS = Text("由什么组成", "What they are made of")
MONTHS = Text("未报告赔款", "Still to come in")
TRIANGLE = Text("流量三角形", "Triangle")
CHANGES = Text("保费的变化", "Premium change")
BENEFITS = Text("同口径还原", "On level")
LARGE = Text("大额赔案", "Large claims")
PATH = Text("未来几年", "Coming years")
HOLDING = Text("保费不涨的条款", "Terms that hold it")
REFUND = Text("经验退费", "Refund")
ASSUMPTIONS = Text("假设", "Assumptions")
NOTES = Text("说明", "Notes")
HOW = Text("信度", "Credibility")

RATIO_CHART = Text("四种口径的赔付率", "The loss ratio by four definitions")
MONTH_CHART = Text("各月赔款：已付与预计还会收到的", "By month: paid, and expected still to come in")
TRIANGLE_CHART = Text("各月出险的赔款在几个月后收到", "When claims of each month came in")
CHANGE_CHART = Text("保费为什么变", "Why the premium changes")
FAN_CHART = Text("未来几年的保费", "Premiums of the coming years")
HOLDING_CHART = Text("哪些条款调整能让保费不涨", "Which terms would hold the premium")
LATER = Text("收单在几个月后", "Months until received")
OCCURRED = Text("出险月份", "Month of service")
MEDIAN = Text("中位数", "Median")
HELD = Text("首年保费不变", "First year's premium held")
CASES = {90: Text("九成的情形", "Nine cases of ten"), 50: Text("一半的情形", "One case of two")}
SAVED = Text("赔款减少", "Claims saved")
TOUCHED = Text("少得的人", "People who get less")

HEADINGS = {
    "ratio_name": Text("赔付率", "Loss ratio"),
    "ratio": Text("比率", "Ratio"),
    "numerator": Text("赔款", "Claims"),
    "denominator": Text("保费", "Premium"),
    "definition": Text("定义", "Definition"),
    "part": Text("其中", "Of which"),
    "part_amount": Text("金额", "Amount"),
    "month": Text("出险月份", "Month"),
    "members": Text("在保人月", "Member-months"),
    "earned": Text("已赚保费", "Earned premium"),
    "paid": Text("已收到", "Come in"),
    "to_come": Text("还会收到", "To come"),
    "ultimate": Text("最终", "In the end"),
    "error": Text("标准误", "Standard error"),
    "known": Text("已知比例", "Known"),
    "weight": Text("进展法的权重", "Weight of development"),
    "pmpm": Text("人均每月", "A member and month"),
    "step": Text("步骤", "Step"),
    "factor": Text("系数", "Factor"),
    "amount": Text("金额", "Amount"),
    "total": Text("累计", "Total"),
    "points": Text("占现行保费", "Of today's premium"),
    "reason": Text("原因", "Reason"),
    "source": Text("来源", "Source"),
    "benefit": Text("责任", "Benefit"),
    "was": Text("已赔", "Paid"),
    "trended": Text("按明年价格", "At next year's prices"),
    "trend_factor": Text("趋势系数", "Trend factor"),
    "leverage": Text("杠杆", "Leverage"),
    "then": Text("按新条款", "Under the new terms"),
    "plan_factor": Text("条款系数", "Plan factor"),
    "order": Text("序号", "No."),
    "person_paid": Text("一人一年的赔付", "Paid to one person"),
    "kept": Text("计入经验", "Counts in full"),
    "above": Text("移出分摊", "Pooled"),
    "year": Text("年度", "Year"),
    "what": Text("项目", "What"),
    "mean": Text("平均", "Mean"),
    "lever": Text("条款", "Term"),
    "now": Text("现为", "Now"),
    "terms": Text("改为（方案文件写法）", "Would be (in the plan file)"),
    "holds": Text("够吗", "Enough?"),
    "saved": Text("赔款减少", "Claims saved"),
    "touched": Text("少得的人", "People touched"),
    "touched_share": Text("占全体", "Of all"),
    "most": Text("一人最多少得", "Most for one"),
    "assumption": Text("假设", "Assumption"),
    "value": Text("取值", "Value"),
    "confidence": Text("可信度", "Confidence"),
}
QUANTILE = Text("{}% 分位", "{}% quantile")
CONFIDENCE = {"high": Text("高", "high"), "medium": Text("中", "medium"), "low": Text("低", "low")}
YES, NO = Text("够", "yes"), Text("不够", "no")
PREMIUM, CLAIMS = Text("保费（含涨幅上限）", "Premium, with its cap"), Text("赔款", "Claims")
EVENTS = Text("定额给付（按事件）", "Lump sums of events")
