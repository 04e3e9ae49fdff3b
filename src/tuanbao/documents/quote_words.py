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
    "inside": Text("之内", "inside"),
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
