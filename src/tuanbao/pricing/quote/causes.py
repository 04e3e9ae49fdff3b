"""The steps of a price in words: what each is, where its number comes from, how sure it is (各步说明)."""

from collections.abc import Iterator
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.terms import LINES, QuoteTerms
from tuanbao.pricing.quote.waterfall import ROUNDING, Cause, Kind
from tuanbao.reference.documented import Documented
from tuanbao.reference.loadings import loading

AGREED = Text("按报价条件", "as the terms of the quote say")
ASSUMED = Text("报价条件未写明，取参考值", "the terms do not say; the reference value is taken")


def shown(share: Fraction) -> str:
    """3/20 -> "15%"; for reading, four significant digits."""
    return f"{float(share) * 100:.4g}%"


def claims(years: int) -> Cause:
    zh, en = f"同一批人 {years:,} 个模拟年的平均赔付", f"mean of {years:,} simulated years of the same people"
    return Cause(
        "claims", Text("预期赔付", "expected claims"), "start", Text(zh, en), "claim-cost model, adjudicated", "medium"
    )


def experience(past: Experience) -> Cause:
    zh = f"{past.reason.zh}：系数 {float(past.factor):.4g}，可信度 {shown(past.credibility)}，其余按模型"
    en = f"{past.reason.en}: factor {float(past.factor):.4g}, believed to {shown(past.credibility)}; else the model"
    return Cause(
        "experience",
        Text("自身经验", "own experience"),
        "multiply",
        Text(zh, en),
        past.source,
        past.confidence,
    )


def risk(terms: QuoteTerms, margin: int) -> Cause:
    rule, origin = terms.risk, terms.origin("risk")
    amount = format_yuan(margin)
    spread = Text("，按预期赔付比例分摊", ", spread in proportion to expected claims")
    if rule.method == "none":
        said = Text("不收风险附加", "no loading for risk")
    elif rule.method == "standard_deviation":
        times = f"{float(rule.multiple or 0):.4g}"
        said = Text(
            f"全团年赔付标准差（年与年的波动）的 {times} 倍，共 {amount} 元{spread.zh}",
            f"{times} × the standard deviation of the group's claims of a year, {amount} yuan in all{spread.en}",
        )
    else:
        worst, part = shown(1 - (rule.level or Fraction(0))), shown(rule.share or Fraction(0))
        said = Text(
            f"最差 {worst} 年份的平均赔付（TVaR）超出总平均部分的 {part}，共 {amount} 元{spread.zh}",
            f"{part} of what the mean of the worst {worst} of years (TVaR) lies above the mean, {amount} yuan in"
            f" all{spread.en}",
        )
    return _cause("risk", Text("风险附加", "loading for risk"), "multiply", said, origin)


def children(terms: QuoteTerms, free: int) -> Cause:
    rule = terms.children
    most, under = (rule.charged, rule.under_age) if rule else (0, None)
    age = Text(f"（只计 {under} 周岁以下）", f" (only those under {under} count)") if under else Text("", "")
    return Cause(
        "children",
        Text("子女收费上限", "children charged"),
        "multiply",
        Text(
            f"每个家庭最多 {most} 名子女收费{age.zh}；{free} 名子女不收费，其费用由收费的人按预期赔付分摊",
            f"at most {most} children of a family are charged{age.en}; the cost of the {free} who are not is spread"
            " over those who are, in proportion to expected claims",
        ),
    )


def fixed_expenses(terms: QuoteTerms) -> Cause:
    amount = format_yuan(terms.expenses_per_person)
    text = Text(f"每名收费的人 {amount} 元", f"{amount} yuan for everyone who is charged")
    return Cause("expenses_per_person", Text("每人固定费用", "expenses per person"), "add", text)


def shares_of_price(terms: QuoteTerms) -> Iterator[Cause]:
    """Expenses, commission and profit, each a share of the price before group size and tax."""
    names = {
        "expenses": Text("管理费用", "expenses"),
        "commission": Text("手续费及佣金", "commission"),
        "profit": Text("利润", "profit"),
    }
    for field, name in names.items():
        share: Fraction = getattr(terms, field)
        said = Text(
            f"占税前价格（人数系数之前）的 {shown(share)}", f"{shown(share)} of the price before group size and tax"
        )
        yield _cause(field, name, "add", said, terms.origin(field), share)


def group_size(people: int) -> Cause:
    entry = loading("group_size")
    text = Text(f"{people} 人的人数系数", f"factor of a group of {people}")
    return Cause("group_size", Text("人数系数", "group size"), "multiply", text, entry.source, entry.confidence)


def floor() -> Cause:
    text = Text(
        "人数系数使价格低于预期赔付，补至预期赔付", "the factor of group size led below expected claims; raised to them"
    )
    return Cause("floor", Text("最低价格", "minimum price"), "multiply", text)


def tax(terms: QuoteTerms) -> Cause:
    rates = [(LINES[line], shown(share)) for line, share in terms.premium_tax.items() if share]
    if rates:
        zh = "，".join(f"{name.zh} {share}" for name, share in rates)
        en = ", ".join(f"{name.en} {share}" for name, share in rates)
        said = Text(f"{zh}，按各险种预期赔付计；其余免税", f"{en}, by expected claims of each line; the others exempt")
    else:
        said = Text("各险种均不计税", "no line is taxed")
    return _cause("tax", Text("增值税", "value added tax"), "add", said, terms.origin("premium_tax", "value_added_tax"))


def rounding(terms: QuoteTerms) -> Cause:
    unit = format_yuan(terms.round_to)
    text = Text(f"每人费率四舍五入到 {unit} 元", f"each person's rate to the nearest {unit} yuan, halves up")
    return Cause("rounding", ROUNDING, "round", text)


def composite() -> Cause:
    return Cause(
        "composite",
        Text("综合费率", "composite rate"),
        "add",
        Text(
            "同档同构成的家庭交同样的保费：与各人费率之差",
            "families of one tier and composition pay the same: the difference from the people's own rates",
        ),
    )


def composite_steps(terms: QuoteTerms, tier: str, weight: Fraction) -> tuple[Cause, Cause, Cause, Cause]:
    """How a composite rate comes about: list premium, base, rounding, factor."""
    families = f"{float(weight):.6g}"
    over = Text(
        f"除以各家庭系数之和 {families}，得系数为 1 的基准费率",
        f"over the sum of the families' factors, {families}: the base rate of factor 1",
    )
    unit = format_yuan(terms.round_to)
    to_unit = Text(
        f"四舍五入到 {unit} 元；基准费率先取整，再乘系数",
        f"to the nearest {unit} yuan, halves up; the base is rounded before the factor",
    )
    factor = Text("乘该家庭构成的系数", "times the factor of this composition of a family")
    whole = Text(f"“{tier}”档全部家庭的保费", f"premium of all families of tier {tier}")
    return (
        Cause("list_premium", Text("费率表保费合计", "premium at list rates"), "start", whole),
        Cause("base", Text("基准费率", "base rate"), "multiply", over),
        Cause("rounding", ROUNDING, "round", to_unit),
        _cause(
            "factor",
            Text("家庭系数", "factor of the family"),
            "multiply",
            factor,
            terms.origin("composite", "composite_factors"),
        ),
    )


def _cause(
    key: str, name: Text, kind: Kind, said: Text, origin: Documented | None, share: Fraction | None = None
) -> Cause:
    """Where the terms did not say the number, the reference entry's source and confidence."""
    if origin is None:
        reason = Text(f"{said.zh}（{AGREED.zh}）", f"{said.en} ({AGREED.en})")
        return Cause(key, name, kind, reason, share=share)
    reason = Text(f"{said.zh}（{ASSUMED.zh}）", f"{said.en} ({ASSUMED.en})")
    return Cause(key, name, kind, reason, origin.source, origin.confidence, share)
