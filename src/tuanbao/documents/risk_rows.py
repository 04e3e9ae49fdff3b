"""What the terminal and the workbook say about a year at risk: lines, candidates, verdict (风险分析的内容)."""

import math
from typing import NamedTuple

from tuanbao.documents import risk_words as words
from tuanbao.documents.risk_words import in_years
from tuanbao.language import Text
from tuanbao.pricing.risk_run import RiskRun
from tuanbao.risk.distribution import Quality
from tuanbao.risk.funding_cost import FundingCost
from tuanbao.risk.self_funding import Candidate

LEVELS = (0.5, 0.75, 0.9, 0.95, 0.99)
FEN = 100
ERRORS = 2
"""A difference below so many standard errors decides nothing."""


class Line(NamedTuple):
    """A figure in yuan, or a share, with what it means."""

    label: Text
    yuan: float | None
    remark: Text
    share: float | None = None


def fen(yuan: float) -> int:
    """For cells and charts."""
    return round(yuan * FEN)


def share(value: float) -> str:
    """0.192 -> 19.2%; small chances keep their digits."""
    return f"{100 * value:.1f}%" if value >= 0.001 or value == 0 else f"{100 * value:.2g}%"


def room(run: RiskRun) -> float:
    """What the budget leaves for claims, yuan; not below 0."""
    return max(0.0, run.funding.comparison.budget - run.funding.terms.administration)


def what(run: RiskRun) -> Text:
    """Who and how many years."""
    first, last = run.group.period
    people, years = run.funding.people, run.costs.years
    return Text(
        f"{people:,} 人，保险期间 {first} 至 {last}，模拟 {years:,} 年（种子 {run.seed}）。金额单位：元。",
        f"{people:,} people, period {first} to {last}, {years:,} simulated years (seed {run.seed}). Amounts in yuan.",
    )


def outlook(run: RiskRun) -> list[Line]:
    """The year's claims: mean, spread, quantiles, VaR, TVaR, chance over budget."""
    total, level = run.funding.total, run.funding.appetite.confidence
    error = run.independence.mean_error
    rows = [
        Line(
            words.EXPECTED,
            total.exact_mean,
            Text(f"许多年的平均；模拟误差 ±{error:,.0f}", f"mean of many years; simulation error ±{error:,.0f}"),
        ),
        Line(words.SD, total.exact_sd, Text("各年相差有多大", "how far years lie apart")),
    ]
    rows += [_quantile(run, at) for at in sorted({*LEVELS, level})]
    bad = f"{100 * (1 - level):.4g}%"
    worst = Text(f"最坏的 {bad} 的年份平均（尾部均值）", f"tail mean: the average of the worst {bad} of years")
    rows.append(Line(Text(f"TVaR {100 * level:.4g}%", f"TVaR {100 * level:.4g}%"), total.tail_mean(level), worst))
    rows.append(_over_budget(run))
    return rows


def _quantile(run: RiskRun, at: float) -> Line:
    once, name = in_years(1 - at), f"{100 * at:.4g}%"
    remark = Text(f"{once.zh}超过", f"exceeded {once.en}")
    if at == run.funding.appetite.confidence:
        remark = Text(f"{remark.zh}（风险价值 VaR）", f"{remark.en} (value at risk, VaR)")
    return Line(Text(f"{name} 分位数", f"{name} quantile"), run.funding.total.quantile(at), remark)


def _over_budget(run: RiskRun) -> Line:
    """Without stop-loss, administration counted."""
    funding = run.funding
    chance = FundingCost(funding.total, funding.terms.administration, None).survival(funding.comparison.budget)
    once, budget = in_years(chance), funding.comparison.budget
    remark = Text(
        f"赔付加管理费超过预算 {budget:,.0f} 的概率（不买止损）：{once.zh}",
        f"chance that claims and administration exceed {budget:,.0f}, without stop-loss: {once.en}",
    )
    return Line(words.CHANCE, None, remark, chance)


def cover_name(one: Candidate) -> Text:
    """The two retentions of a candidate, in words."""
    specific = "不买" if one.specific is None else f"{one.specific:,.0f}"
    english = "none" if one.specific is None else f"{one.specific:,.0f}"
    group = "不买" if one.attachment is None else f"{one.attachment_share:.0%}（{one.attachment:,.0f}）"
    of_all = "none" if one.attachment is None else f"{one.attachment_share:.0%} ({one.attachment:,.0f})"
    return Text(f"个人止损线 {specific}、团体止损线 {group}", f"stop-loss per person {english}, of the group {of_all}")


def bounded(one: Candidate) -> bool:
    """A cover of the group's total caps the year's cost; without it everybody could fall ill at once."""
    return one.attachment is not None and math.isfinite(one.worst)


def ordered(run: RiskRun) -> list[Candidate]:
    """Acceptable ones first, by what the appetite minimises; then by the chance over budget."""
    return sorted(
        run.funding.comparison.candidates,
        key=lambda one: (not one.acceptable, one.score if one.acceptable else one.chance_over_budget, one.score),
    )


def shown(run: RiskRun, most: int) -> list[Candidate]:
    """The first of `ordered`, and always the one without any stop-loss."""
    rows = ordered(run)
    bare = [one for one in rows[most:] if one.specific is None and one.attachment is None]
    return rows[: most - len(bare)] + bare if bare else rows[:most]


def best_lines(run: RiskRun, one: Candidate) -> list[Line]:
    """What the candidate's cost is made of, and what must be at hand."""
    level = run.funding.appetite.confidence
    worst = (
        Line(words.WORST, one.worst, Text("一年最多花这么多", "no year can cost more"))
        if bounded(one)
        else Line(words.WORST, None, words.NO_BOUND)
    )
    once = in_years(one.chance_over_budget)
    return [
        Line(words.RETAINED, one.retained, Text("平均", "on average")),
        Line(words.SPECIFIC_PREMIUM, one.specific_premium, _loading(run.funding.terms.specific_loading)),
        Line(words.AGGREGATE_PREMIUM, one.aggregate_premium, _loading(run.funding.terms.aggregate_loading)),
        Line(words.ADMINISTRATION, run.funding.terms.administration, Text("不论赔多少都要付", "whatever is paid")),
        Line(words.SELF_FUNDED, one.expected_cost, Text("以上之和", "the sum of these")),
        Line(words.CHANCE, None, once, one.chance_over_budget),
        Line(
            words.RESERVE,
            one.reserve,
            Text(
                f"预期成本之外再备这么多，{100 * level:.4g}% 的年份够用",
                f"beyond the expected cost; enough in {100 * level:.4g}% of years",
            ),
        ),
        worst,
    ]


def _loading(loading: float) -> Text:
    return Text(f"含附加 {loading:.0%}", f"with a loading of {loading:.0%}")


def verdict(run: RiskRun) -> list[Text]:
    """Insure or self-fund, by how much, and how far that carries."""
    found, best = run.funding.comparison, run.funding.comparison.best
    if best is None:
        return _nothing_fits(run)
    insured, cost, saving = found.insured_cost, best.expected_cost, found.saving
    by = saving / insured if insured else 0.0
    name, error = cover_name(best), run.independence.mean_error
    if abs(saving) < ERRORS * error:
        head = Text("两者差不多", "There is little between the two")
    elif saving > 0:
        head = Text("自筹更便宜", "Self-funding is cheaper")
    else:
        head = Text("全额投保更便宜", "Full insurance is cheaper")
    said = [
        Text(
            f"{head.zh}：按{name.zh}自筹，预期一年 {cost:,.0f} 元，全额投保 {insured:,.0f} 元，"
            f"自筹平均每年{'省' if saving >= 0 else '多花'} {abs(saving):,.0f} 元（{abs(by):.1%}）。",
            f"{head.en}: self-funding ({name.en}) is expected to cost {cost:,.0f} yuan a year and full insurance "
            f"{insured:,.0f}: {abs(saving):,.0f} yuan a year {'less' if saving >= 0 else 'more'} ({abs(by):.1%}).",
        ),
        _price(run, best),
        _doubled(run, best),
    ]
    return [*said, _too_close(error)] if abs(saving) < ERRORS * error else said


def _nothing_fits(run: RiskRun) -> list[Text]:
    found, chance = run.funding.comparison, run.funding.appetite.chance
    nearest = min(found.candidates, key=lambda one: one.chance_over_budget)
    name, over = cover_name(nearest), share(nearest.chance_over_budget)
    return [
        Text(
            f"请全额投保或提高预算：没有一种自筹方案能把超过预算 {found.budget:,.0f} 元的概率控制在"
            f" {share(chance)} 以内。最接近的是{name.zh}，概率 {over}。",
            f"Insure in full, or raise the budget: no way of self-funding keeps the chance of exceeding "
            f"{found.budget:,.0f} yuan within {share(chance)}. Nearest is {name.en}, with {over}.",
        )
    ]


def _price(run: RiskRun, best: Candidate) -> Text:
    """What self-funding asks for in return."""
    level = f"{100 * run.funding.appetite.confidence:.4g}%"
    zh = f"代价：除预期成本外还要备好 {best.reserve:,.0f} 元（{level} 的年份够用）；"
    en = f"In return {best.reserve:,.0f} yuan must be at hand beyond that (enough in {level} of years); "
    if not bounded(best):
        return Text(f"{zh}最坏一年没有封顶。", f"{en}the worst year has no cap.")
    return Text(
        f"{zh}最坏一年 {best.worst:,.0f} 元。超预算的概率 {share(best.chance_over_budget)}。",
        f"{en}the worst year costs {best.worst:,.0f}. The chance over budget is {share(best.chance_over_budget)}.",
    )


def _doubled(run: RiskRun, best: Candidate) -> Text:
    """Where the verdict turns."""
    terms, insured = run.funding.terms, run.funding.comparison.insured_cost
    more = best.specific_premium * terms.specific_loading / (1 + terms.specific_loading)
    more += best.aggregate_premium * terms.aggregate_loading / (1 + terms.aggregate_loading)
    left = insured - best.expected_cost - more
    return Text(
        f"全额投保若降到 {best.expected_cost:,.0f} 元以下，就是投保便宜；止损保险的附加若翻一倍，"
        f"自筹要 {best.expected_cost + more:,.0f} 元，比投保{'省' if left >= 0 else '多花'} {abs(left):,.0f} 元。",
        f"Full insurance below {best.expected_cost:,.0f} yuan would be cheaper; were the loadings of stop-loss twice "
        f"as high, self-funding would cost {best.expected_cost + more:,.0f}, {abs(left):,.0f} "
        f"{'less' if left >= 0 else 'more'} than insurance.",
    )


def _too_close(error: float) -> Text:
    return Text(
        f"差额不到预期赔付模拟误差（±{error:,.0f}）的两倍，不足以下结论；可增加模拟年数。",
        f"The difference is below twice the simulation error of expected claims (±{error:,.0f}) and decides nothing; "
        "simulate more years.",
    )


def quality_lines(run: RiskRun) -> list[tuple[Text, str, Text]]:
    """How good the grid is: of the year, and the worst of the candidates'."""
    total = run.funding.total
    found = total.quality
    errors = [found.mean_error, *(one.quality.mean_error for one in run.funding.comparison.candidates)]
    grid = Text(
        f"网格 {len(total.probabilities):,} 点，每点 {total.step:,.4g} 元",
        f"grid of {len(total.probabilities):,} points, {total.step:,.4g} yuan each",
    )
    sd = "—" if found.sd_error is None else f"{found.sd_error:+.1e}"
    return [
        (Text("概率之和", "Sum of probabilities"), f"{found.mass:.9f}", Text("应为 1", "should be 1")),
        (Text("均值误差", "Error of the mean"), f"{found.mean_error:+.1e}", grid),
        (Text("标准差误差", "Error of the standard deviation"), sd, Text("相对值", "relative")),
        (
            Text("混叠", "Aliasing"),
            f"{found.aliasing:.1e}",
            Text("落到网格之外的概率", "chance of a total beyond the grid"),
        ),
        (
            Text("各方案最大均值误差", "Largest error of a mean, all candidates"),
            f"{max(map(abs, errors)):.1e}",
            _good(run, found),
        ),
    ]


def _good(run: RiskRun, found: Quality) -> Text:
    poor = [one for one in run.funding.comparison.candidates if not one.quality.good]
    if found.good and not poor:
        return Text("全部达到标准（均值 0.01%，标准差 1%）", "all meet the standard (mean 0.01%, sd 1%)")
    return Text(
        "有未达标准的数字（均值 0.01%，标准差 1%），请谨慎使用",
        "some miss the standard (mean 0.01%, sd 1%): take the figures with care",
    )
