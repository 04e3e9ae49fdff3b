"""The words of a quote on terminal, workbook and charts (报价)."""

from tuanbao.language import Text

TITLE = Text("报价", "Quote")
PREMIUM = Text("保费", "Premium")
EXPECTED = Text("预期赔付", "Expected claims")
MEAN = Text("平均", "Mean")
VAR = Text("二十年一遇（VaR 95%）", "One year of twenty (VaR 95%)")
TVAR = Text("最差 5% 年份的平均（TVaR 95%）", "Mean of the worst 5% (TVaR 95%)")
CLAIMS_OF_A_YEAR = Text("全团一年的赔付", "Claims of the group in a year")

WATERFALL = Text("价格怎样得来（每年，元）", "How the price comes about (yuan a year)")
BY_BENEFIT = Text("按责任（每年，元）", "By benefit (yuan a year)")
BY_CLASS = Text("按档次、关系、年龄段（每年，元）", "By tier, relation and age (yuan a year)")
BY_TIER, BY_RELATION, BY_AGE = Text("档次", "Tier"), Text("关系", "Relation"), Text("年龄", "Age")
COMPOSITE = Text("综合费率（每个家庭每年，元）", "Composite rates (yuan a family and year)")
VARIANTS = Text("换成可选方案的差价（每年，元）", "What other terms cost or release (yuan a year)")
RESPONSE = Text("条款变了，使用也会变（参考，未计入价格）", "Use answers to terms (for information, not in any price)")
FINDINGS = Text("与市场价格对照", "Held against market prices")
NOTES = Text("提示与未经证实之处", "Notes, and what is not verified")

AGE_CHART = Text("各年龄段每人的保费与预期赔付", "Premium and expected claims a person, by age")
BENEFIT_CHART = Text("各责任的预期赔付（全团每年）", "Expected claims by benefit (group, a year)")
YEAR_CHART = Text("一年的赔付可能是多少", "What a year's claims may be")
VARIANT_CHART = Text("换成可选方案，赔付变化多少（全团每年）", "What other terms change in claims (group, a year)")
SAME_YEARS = Text("同样的模拟年", "Same simulated years")
YEARS_APART = Text("若分别模拟", "If simulated apart")
WHISKERS = Text(
    "细线：模拟误差的 95% 区间；参数本身的不确定不在其中。",
    "Whiskers: 95% of the error of simulation; what the parameters are unsure of is not in them.",
)
YEAR_NOTE = Text(
    "每个模拟年里同一批人的全部赔付；参数本身的不确定不在其中。",
    "All claims of the same people in every simulated year; what the parameters are unsure of is not in it.",
)
VARIANT_NOTE = Text(
    "细线：95% 区间。同一批人在同样的模拟年里生同样的病，差额的误差因此小得多。",
    "Whiskers: 95%. The same people fall ill in the same way under both, so the difference is far surer.",
)
RESTS_ON_THE_MODEL = Text(
    "预期赔付来自模型；各步的依据与可信度见工作簿。",
    "Expected claims are the model's; the workbook has the ground of every step, and how sure it is.",
)
CONFIDENCES = {
    "high": Text("高", "high"),
    "medium": Text("中", "medium"),
    "low": Text("低（未经证实）", "low (not verified)"),
}
CARES = {"outpatient": Text("门诊", "Outpatient"), "inpatient": Text("住院", "Inpatient")}
VERDICTS = {
    "inside": Text("在区间内", "inside"),
    "below": Text("低于", "below"),
    "above": Text("高于", "above"),
    "no_figure": Text("无可比价格", "nothing to compare"),
}
EXPECTED_ALL = Text("合计", "Total")
NO_RESPONSE = Text("没有可算的反应", "there is nothing that would respond")
ONLY_SIMULATION = Text(
    "±误差是模拟误差的一个标准误，只说明模拟年数够不够；参数是否符合贵公司的实际不在其中，请用以往赔付核对"
    "（tuanbao renew）",
    "± error is one standard error of simulation: whether the years were many enough. Whether the parameters fit this"
    " company is not in it; check them against past claims (tuanbao renew)",
)
YES, NO = Text("是", "yes"), Text("否", "no")
STATED = Text("报价条件写明", "stated in the terms")
ASSUMED = Text("参考值", "reference value")
NOT_USED = Text("未使用", "not used")

OVERVIEW = Text("总览", "Overview")
STEPS = Text("价格分解", "Price by step")
RATES = Text("费率表", "List rates")
COMPOSITE_RATES = Text("综合费率", "Composite rates")
PERSONS = Text("人员", "People")
BENEFITS = Text("责任", "Benefits")
VARIANTS_SHEET = Text("可选方案", "Variants")
CLASSES = Text("分档说明", "By class")
MARKET = Text("市场对照", "Market")
PARAMETERS = Text("假设与参数", "Assumptions")
NOTES_SHEET = Text("提示", "Notes")
BY_CLASS_OF_PEOPLE = Text("按人员类别（每人）", "By class of people (each)")
TERMS = Text("报价条件", "Terms of the quote")
MODEL = Text("赔付成本模型的参数", "Parameters of the claim-cost model")

CARDS = {
    "people": Text("参保人数", "People"),
    "premium": Text("年保费（元）", "Premium a year"),
    "per_employee": Text("每名员工（元）", "An employee"),
    "per_person": Text("每人（元）", "A person"),
    "expected": Text("预期赔付（元）", "Expected claims"),
    "error_share": Text("模拟误差", "Simulation error"),
    "deviation": Text("一年的标准差（元）", "SD of a year"),
    "worst": Text("最差 5% 年份（元）", "Worst 5% of years"),
    "loss_ratio": Text("预期赔付率", "Loss ratio"),
}
HEADINGS = {
    "step": Text("步骤", "Step"),
    "factor": Text("系数", "Factor"),
    "amount": Text("金额", "Amount"),
    "running": Text("累计", "Running total"),
    "reason": Text("说明", "Reason"),
    "source": Text("来源", "Source"),
    "confidence": Text("可信度", "Confidence"),
    "plan": Text("方案", "Plan"),
    "relation": Text("关系", "Relation"),
    "ages": Text("年龄段", "Age band"),
    "sex": Text("性别", "Sex"),
    "occupation": Text("职业类别", "Occupation class"),
    "people": Text("人数", "People"),
    "expected": EXPECTED,
    "error": Text("标准误", "Standard error"),
    "error_share": Text("标准误占比", "Error in %"),
    "rate": Text("费率", "Rate"),
    "tier": BY_TIER,
    "family": Text("家庭", "Family"),
    "families": Text("家庭数", "Families"),
    "member_id": Text("人员编号", "Member"),
    "name": Text("姓名", "Name"),
    "age": Text("周岁", "Age"),
    "class": Text("类别", "Class"),
    "charged": Text("收费", "Charged"),
    "list_price": Text("费率表保费", "List price"),
    "premium": PREMIUM,
    "employer": Text("企业承担", "Employer"),
    "employee": Text("个人承担", "Employee"),
    "benefit": Text("责任", "Benefit"),
    "line": Text("险种", "Line"),
    "paid_per_year": Text("每年赔付次数", "Paid a year"),
    "variant": Text("可选方案", "Variant"),
    "claims_change": Text("赔付变化", "Claims change"),
    "error_apart": Text("若分别模拟的标准误", "Error if simulated apart"),
    "premium_change": Text("保费变化", "Premium changes"),
    "premium_error": Text("保费变化的标准误", "Error of the premium"),
    "each": Text("每人", "Each"),
    "care": Text("类型", "Care"),
    "share_before": Text("原个人承担", "People paid"),
    "share_after": Text("新个人承担", "People pay"),
    "low": Text("下限", "Low"),
    "high": Text("上限", "High"),
    "kind": Text("分档", "By"),
    "verdict": Text("结论", "Verdict"),
    "finding": Text("说明", "In words"),
    "year": Text("资料年份", "Year of the prices"),
    "term": Text("条件", "Term"),
    "value": Text("取值", "Value"),
    "origin": Text("由来", "Where from"),
    "parameter": Text("参数", "Parameter"),
    "unit": Text("单位", "Unit"),
    "date": Text("日期", "Date"),
}
AGE_PREMIUM_CHART = Text("各年龄段每人保费（元）", "Premium a person by age (yuan)")
BENEFIT_PREMIUM_CHART = Text("各责任的预期赔付与保费（元）", "Expected claims and premium by benefit (yuan)")
RESPONSE_LOW = Text(
    "使用量反应取自美国 1974–1982 年的兰德试验，可信度低，未计入任何价格。",
    "The response is that of the RAND experiment (United States, 1974-1982): low confidence, and in no price.",
)
