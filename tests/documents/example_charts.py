"""Charts with realistic figures, and odd ones: long labels, tiny and negative steps, one bar, many cells."""

import numpy as np

from tuanbao.documents.charts import (
    Band,
    Bars,
    Chart,
    Curve,
    Exceedance,
    HeatMap,
    Lines,
    Mark,
    Series,
    Step,
    Swing,
    Tornado,
    Waterfall,
    histogram,
)
from tuanbao.language import Text

YEARS = np.random.default_rng(7).lognormal(19, 0.35, 2000)


def name(zh: str, en: str | None = None) -> Text:
    return Text(zh, en or zh)


def premium() -> Waterfall:
    """Twelve steps, among them a tiny one, falls, and labels of several lines."""
    steps = [
        (
            name("模型期望赔付（住院、门急诊、生育、重疾、意外）", "Expected claims of the model, all benefits"),
            125_000_00,
        ),
        (name("未决赔款发展", "Completion"), 3_575_00),
        (name("医疗费用上涨（7.5%，18 个月）", "Medical trend (7.5% a year for 18 months)"), 14_650_00),
        (name("年龄、性别结构", "Age and sex"), -4_210_00),
        (name("城市医疗价格", "Price level of the city"), 8_300_00),
        (name("职业类别", "Occupation class"), 1),
        (
            name(
                "方案变动：门诊赔付比例由 90% 降到 80%，并增加每次 50 元免赔额", "Outpatient 90% to 80%, deductible 50"
            ),
            -9_800_00,
        ),
        (name("可信度加权", "Credibility"), -3_100_00),
        (name("风险附加（TVaR 95%）", "Loading for risk (TVaR 95%)"), 9_500_00),
        (name("费用附加", "Expenses"), 12_000_00),
        (name("佣金与税", "Commission and tax"), 8_900_00),
    ]
    rows = [Step(label, amount, "change", 1.0321) for label, amount in steps]
    rows[0] = Step(*steps[0], "start")
    total = Step(name("每人年保费合计", "Premium a person a year"), sum(amount for _, amount in steps), "total")
    note = name("来源：赔付成本模型；参数可信度：中。", "Source: claim-cost model; confidence of parameters: medium.")
    return Waterfall([*rows, total], title=name("每人年保费是怎样得出的", "How the premium comes about"), note=note)


def profit() -> Waterfall:
    """Steps across zero."""
    steps = [Step(name("上年"), 5_000_00, "start"), Step(name("赔付"), -9_000_00), Step(name("费用"), 1_500_00)]
    return Waterfall([*steps, Step(name("今年"), -2_500_00, "total")], title=name("利润变动", "Change of profit"))


def loss_ratio() -> Waterfall:
    steps = [Step(name("上年"), 0.85, "start"), Step(name("趋势"), 0.06), Step(name("大额赔案"), -0.12)]
    return Waterfall([*steps, Step(name("预计"), 0.79, "total")], title=name("赔付率", "Loss ratio"), unit="percent")


def by_benefit() -> Bars:
    kinds = [name("门急诊"), name("住院"), name("生育"), name("重大疾病"), name("意外伤害医疗")]
    series = [
        Series(name("员工", "Employees"), [61200, 35100, 8000, 12000, 3300], [1500, 2800, 900, 3500, 400]),
        Series(name("配偶", "Spouses"), [68000, 41200, 9900, 13100, 2100], [2500, 4800, 1900, 4500, 700]),
        Series(name("子女", "Children"), [88000, 22000, None, 2500, 4100]),
    ]
    return Bars(kinds, series, title=name("各责任每人年期望赔付", "Expected cost by benefit"))


def by_age() -> Bars:
    bands = [name(f"{age}–{age + 4} 岁", f"{age}–{age + 4}") for age in range(20, 60, 5)]
    series = [Series(name(kind), [40000 + at * 3000 for at in range(8)]) for kind in ("门急诊", "住院", "身故")]
    return Bars(bands, series, True, title=name("保费的构成", "What the premium is made of"))


def plans() -> Bars:
    """Names too long to stand below upright bars, a negative value, a zero."""
    names = [
        name("方案 A：高端（特需、国际部，全球直付）"),
        name("方案 B：标准（二级以上公立医院普通部）"),
        name("方案 C"),
    ]
    series = [Series(name("保费"), [980000, -20000, 0])]
    return Bars(
        names * 2, [Series(name("保费"), [*series[0].values, *series[0].values])], title=name("方案比较", "Plans")
    )


def path() -> Lines:
    middle = np.array([3.2e8, 3.45e8, 3.75e8, 4.1e8])
    spread = np.array([0, 0.08, 0.14, 0.19])
    bands = [
        Band(
            name(f"{share}% 的情形", f"{share}% of cases"),
            list(middle * (1 - z * spread)),
            list(middle * (1 + z * spread)),
        )
        for share, z in ((90, 1.64), (50, 0.67))
    ]
    lines = [
        Series(name("中位数", "Median"), list(middle)),
        Series(name("不涨价", "No rise"), [3.2e8] * 4, dashed=True),
    ]
    return Lines(
        [2025, 2026, 2027, 2028], lines, bands, name("保险年度", "Year"), title=name("三年保费", "Three years")
    )


def months() -> Lines:
    names = [name(f"{year} 年 {month} 月", f"{year}-{month:02}") for year in (2025, 2026) for month in range(1, 13)]
    known = [0.7 + 0.01 * at if at < 22 else None for at in range(24)]
    return Lines(
        names, [Series(name("赔付率"), known)], title=name("逐月赔付率", "Loss ratio by month"), unit="percent"
    )


def year() -> Chart:
    marks = [
        Mark(name("平均", "Mean"), YEARS.mean()),
        Mark(name("VaR 95%（二十年一遇）", "VaR 95% (one year in 20)"), np.quantile(YEARS, 0.95)),
        Mark(name("TVaR 95%（最差 5% 的平均）", "TVaR 95%"), YEARS[np.quantile(YEARS, 0.95) < YEARS].mean()),
        Mark(name("预算", "Budget"), 2.0e8),
        Mark(name("止损自留额", "Retention"), 2.05e8),
    ]
    return histogram(YEARS.tolist(), title=name("全年赔付的分布", "The year's claims"), marks=marks)


def exceedance(log: bool = True) -> Exceedance:
    amounts = np.sort(YEARS)
    chances = 1 - np.arange(1, len(amounts) + 1) / len(amounts)
    kept = np.where(amounts >= 2.4e8, 0, chances)
    curves = [
        Curve(name("无止损", "No stop-loss"), amounts.tolist(), chances.tolist()),
        Curve(name("有止损", "Stop-loss"), np.minimum(amounts, 2.4e8).tolist(), kept.tolist()),
    ]
    marks = [Mark(name("预算", "Budget"), 2e8), Mark(name("保费", "Premium"), 2.1e8)]
    return Exceedance(curves, marks, name("全年成本", "Cost"), log, title=name("超过的概率", "Chance of exceeding"))


def retentions(rows: int = 8, columns: int = 7) -> HeatMap:
    values = [[1.5e8 + 1e6 * ((row - 3) ** 2 + 3 * (at - 2) ** 2) for at in range(columns)] for row in range(rows)]
    return HeatMap(
        [name(f"{10 * row} 万", f"{100 * row}k") for row in range(1, rows + 1)],
        [name(f"{100 + 5 * column}%") for column in range(columns)],
        [[None, *values[0][1:]], *values[1:]],
        name("单人自留额", "Specific retention"),
        name("总额自留额", "Aggregate retention"),
        (3, 2),
        title=name("不同自留额下的成本", "Cost by retentions"),
    )


def assumptions() -> Tornado:
    swings = [
        Swing(name("医疗费用上涨率", "Trend"), 1.15e8, 1.33e8, name("5%"), name("10%")),
        Swing(name("医保统筹支付比例（参保地政策调整）"), 1.31e8, 1.16e8, name("−5 个百分点"), name("+5 个百分点")),
        Swing(name("大额赔案", "Large claims"), 1.24e8, 1.42e8),
        Swing(name("参保率", "Participation"), 1.2345e8, 1.2355e8),
    ]
    return Tornado(1.235e8, swings, title=name("哪些假设最影响保费", "Which assumptions matter most"))


CHARTS: dict[str, Chart] = {
    "premium": premium(),
    "profit": profit(),
    "loss ratio": loss_ratio(),
    "one step": Waterfall([Step(name("纯保费"), 123_45, "start")], title=name("一步", "One step")),
    "all steps zero": Waterfall([Step(name("纯保费"), 0, "start")], title=name("零", "Nothing")),
    "by benefit": by_benefit(),
    "by age": by_age(),
    "plans": plans(),
    "one bar": Bars([name("员工")], [Series(name("保费"), [123_45])], title=name("一根", "One bar")),
    "path": path(),
    "months": months(),
    "one point": Lines(
        [2025], [Series(name("保费"), [1.0])], [Band(name("带"), [0.5], [2.0])], title=name("点", "Point")
    ),
    "year": year(),
    "same year": histogram([5.0, 5.0], title=name("一个值", "One value"), marks=[Mark(name("预算"), 5.0)]),
    "exceedance": exceedance(),
    "exceedance, not log": exceedance(log=False),
    "retentions": retentions(),
    "many retentions": retentions(20, 30),
    "assumptions": assumptions(),
    "no effect": Tornado(100.0, [Swing(name("利率"), 100.0, 100.0)], title=name("没有影响", "No effect")),
}
