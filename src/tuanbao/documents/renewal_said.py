"""What a renewal says in sentences (续保测算的说明): honest about what is sure and what is not."""

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.renewal.renew import Renewal
from tuanbao.pricing.renewal.running import RenewalRun


def about(run: RenewalRun) -> Text:
    """Which year, which people, valued when."""
    past, renewal = run.past, run.renewal
    first, last = renewal.period
    years, people = float(past.exposure.life_years), len(run.group.members)
    return Text(
        f"上年 {past.period[0]} 至 {past.period[1]}，评估日 {past.valuation}，{years:,.1f} 人年；"
        f"为 {first} 至 {last} 的 {people:,} 人定价",
        f"Past year {past.period[0]} to {past.period[1]}, valued on {past.valuation}, {years:,.1f} life-years; "
        f"priced: {people:,} people, {first} to {last}",
    )


def valued(renewal: Renewal) -> Text:
    """Period and day of valuation, without which a loss ratio says nothing."""
    past = renewal.past
    return Text(
        f"期间 {past.period[0]} 至 {past.known_until}，评估日 {past.valuation}",
        f"Period {past.period[0]} to {past.known_until}, valued on {past.valuation}",
    )


def headline(renewal: Renewal) -> Text:
    """What it costs and by how much that differs."""
    indicated = renewal.indicated
    new, now, change = format_yuan(indicated.premium), format_yuan(indicated.current), f"{float(indicated.change):+.1%}"
    return Text(
        f"续保保费 {new} 元，现行 {now} 元，应调整 {change}",
        f"Renewal premium {new} yuan, today {now} yuan: a change of {change}",
    )


def to_come(renewal: Renewal) -> Text:
    """How much of what has happened is still to come in, by which method and how sure."""
    still = renewal.unreported
    amount = format_yuan(still.amount)
    if still.completion is None and still.standard_error is None:
        return Text(
            f"还会收到的赔款按 {amount} 元计（{still.method.zh}）",
            f"Still to come in: {amount} yuan ({still.method.en})",
        )
    error = "" if still.standard_error is None else f" ± {format_yuan(round(still.standard_error))}"
    return Text(
        f"已出险、还会收到的赔款 {amount}{error} 元（± 一个标准误；{still.method.zh}，按工作日）",
        f"Occurred and still to come in: {amount}{error} yuan (± one standard error; {still.method.en}, on working "
        "days)",
    )


def lump_sums(renewal: Renewal) -> Text | None:
    """Lump sums have no month of receipt; None where there were none."""
    fen = renewal.past.paid.total - int(renewal.past.payments.sum())
    if not fen:
        return None
    return Text(
        f"另有定额给付 {format_yuan(fen)} 元（重疾、伤残等事件），不在上表各月内",
        f"Besides, {format_yuan(fen)} yuan of lump sums (critical illness, disability …) that stand in no month",
    )


def credibility(renewal: Renewal) -> tuple[Text, ...]:
    """How much own experience counts, and what it is blended with."""
    indicated = renewal.indicated
    z, own = indicated.blend.z, float(indicated.experience_ratio)
    blended, allowed = float(indicated.projected), float(indicated.permissible)
    if indicated.blend.manual is None:
        first = Text(
            f"自身经验的预期赔付率 {own:.1%}，全部采用", f"Own projected loss ratio {own:.1%}; it counts in full"
        )
    else:
        model, rest = float(indicated.blend.manual), float(1 - z)
        first = Text(
            f"预期赔付率 {blended:.1%} = {float(z):.1%} × 自身经验 {own:.1%} + {rest:.1%} × 模型 {model:.1%}",
            f"Projected loss ratio {blended:.1%} = {float(z):.1%} x own experience {own:.1%} + {rest:.1%} x model "
            f"{model:.1%}",
        )
    change = f"{float(indicated.change):+.1%}"
    return (
        first,
        indicated.blend.source,
        Text(
            f"应调整 {change} = {blended:.1%} ÷ 许可赔付率 {allowed:.1%} − 1",
            f"Change {change} = {blended:.1%} / permissible loss ratio {allowed:.1%} - 1",
        ),
    )


def model(run: RenewalRun) -> Text:
    """What the model expects, and the error of its simulation."""
    costs = run.next_year
    amount, error = format_yuan(round(costs.mean())), format_yuan(round(costs.standard_error()))
    return Text(
        f"模型预期的年赔款 {amount} ± {error} 元（模拟 {costs.years:,} 年；± 一个标准误，参数本身的误差不在内）",
        f"The model expects claims of {amount} ± {error} yuan a year ({costs.years:,} simulated years; ± one standard "
        "error, without that of its parameters)",
    )


def refund(renewal: Renewal) -> tuple[Text, ...]:
    """What would come back now, and what is to be expected once all claims are in."""
    back, terms = renewal.refund, renewal.basis.given.refund
    if back is None or terms is None or renewal.expected_refund is None:
        return (
            Text(
                "没有给出经验退费的约定（--refund-share、--refund-k），不计退费",
                "No experience refund was agreed (--refund-share, --refund-k): none is counted",
            ),
        )
    now, likely = format_yuan(back.amount), format_yuan(round(renewal.expected_refund))
    share, target = f"{float(terms.share):.0%}", f"{float(terms.target):.0%}"
    agreed = Text(
        f"约定：退还 {share} ×（{target} × 已赚保费 − 赔款 − 上年亏损结转）",
        f"Agreed: {share} x ({target} x earned premium - claims - deficit brought forward) comes back",
    )
    said = Text(
        f"照现在的估计退 {now} 元；考虑到还会收到的赔款并不确定，期望退 {likely} 元；{back.payable_from} 起可付",
        f"As estimated now {now} yuan come back; as claims still to come in are not sure, {likely} yuan are to be "
        f"expected; payable from {back.payable_from}",
    )
    refused = [Text(f"不退：{each.zh}", f"Not paid: {each.en}") for each in back.refused]
    return (agreed, said, *refused, *_deficit(back.deficit_forward))


def _deficit(fen: int) -> tuple[Text, ...]:
    if fen >= 0:
        return ()
    amount = format_yuan(-fen)
    return (Text(f"亏损 {amount} 元结转下年", f"A deficit of {amount} yuan is carried into the next year"),)


def path(renewal: Renewal) -> tuple[Text, ...]:
    """What a promise not to raise the premium is worth, in plain words."""
    found, rule = renewal.path, renewal.basis.given
    n, held = len(found.premiums.mean), format_yuan(round(found.today))
    needed = format_yuan(round(found.today * (1 + found.margin)))
    sure, by = f"{found.confidence:.0%}", f"{abs(found.margin):.1%}"
    more = Text(f"高 {by}", f"{by} more") if found.margin >= 0 else Text(f"低 {by}", f"{by} less")
    cap = Text("", "") if rule.cap is None else Text(f"，每年最多涨 {rule.cap:.0%}", f", {rule.cap:.0%} a year at most")
    short = format_yuan(round(found.shortfall))
    return (
        Text(
            f"若 {n} 年都收 {held} 元：够付 {n} 年赔款的概率 {found.holds:.0%}（模拟误差 ±{found.holds_error:.1%}），"
            f"平均要倒贴 {short} 元（够付的情形按 0 计）",
            f"If {held} yuan are charged in each of {n} years: a chance of {found.holds:.0%} that they pay for the "
            f"claims of all (± {found.holds_error:.1%} of simulation); on average {short} yuan are missing, "
            "counting 0 where they suffice",
        ),
        Text(
            f"要有 {sure} 的把握，首年保费需 {needed} 元，{more.zh}",
            f"To be {sure} sure the first premium must be {needed} yuan, {more.en}",
        ),
        Text(
            f"若每年按赔付调整（信度 {float(renewal.indicated.blend.z):.0%}{cap.zh}）："
            f"{n} 年内都不需要涨价的概率 {found.no_rise:.0%}",
            f"If it is adjusted each year by what claims say (credibility {float(renewal.indicated.blend.z):.0%}"
            f"{cap.en}): a chance of {found.no_rise:.0%} that no year asks for a rise",
        ),
        Text(
            "已计入：赔付水平、趋势和每年偶然的不确定；未计入：人员增减、政策变化、利息",
            "Counted: how unsure level and trend are, and the chance of single years; not counted: people who come and "
            "go, changes of the schemes, interest",
        ),
    )


def holding(renewal: Renewal) -> Text:
    """What the table of terms means, or why there is none."""
    if renewal.holding:
        return Text(
            "用过去的票据按调整后的条款重新理算得出，赔款只计每人分摊线以下的部分；“少得的人”会少得赔付",
            "Found by adjudicating the past bills under other terms; of every person's claims what stays below the "
            "pooling threshold counts; people touched would have got less",
        )
    if renewal.indicated.change <= 0:
        return Text("保费不需要上涨，无须调整条款", "The premium need not rise: no terms need to change")
    return Text("没有测算条款调整", "No other terms were tried")
