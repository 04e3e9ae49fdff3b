"""A quote on the terminal (报价的表): headline, how the price comes about, by benefit and class, variants, notes."""

from collections.abc import Iterable, Sequence

from rich.console import Console

from tuanbao.cli.figures import Figure, percent, print_figures, print_rows, print_waterfall, yuan
from tuanbao.cli.terminal import NARROW, Column, table
from tuanbao.documents import quote_words as words
from tuanbao.documents.charts import numbers
from tuanbao.documents.explained import waterfall_of
from tuanbao.documents.quote_figures import (
    headline,
    per_holder,
    plan_title,
    variant_price_error,
    whole_price_error,
)
from tuanbao.language import Language, Text
from tuanbao.money import half_up
from tuanbao.pricing.quote.result import Total
from tuanbao.pricing.quote.running import PricedVariant, QuoteRun
from tuanbao.pricing.quote.waterfall import Explanation
from tuanbao.vocabulary import RELATIONS

Heads = Sequence[tuple[Text, str]]
PEOPLE, ERROR = Text("人数", "People"), Text("±误差", "± error")
BENEFIT: Heads = (
    (Text("方案", "Plan"), "text"),
    (Text("责任", "Benefit"), "text"),
    (words.EXPECTED, "number"),
    (ERROR, "number"),
    (words.PREMIUM, "number"),
)
COMPOSITE: Heads = (
    (words.BY_TIER, "text"),
    (Text("家庭", "Family"), "text"),
    (Text("系数", "Factor"), "number"),
    (Text("家庭数", "Families"), "number"),
    (Text("每家保费", "A family pays"), "number"),
)
VARIANT: Heads = (
    (Text("可选方案", "Variant"), "text"),
    (Text("赔付变化", "Claims change"), "number"),
    (ERROR, "number"),
    (Text("保费变化", "Premium changes"), "number"),
    (Text("每人", "Each"), "number"),
)
WIDE_VARIANT: Heads = (
    VARIANT[0],
    (Text("参加人数", "Who have it"), "number"),
    *VARIANT[1:3],
    (Text("若分别模拟 ±", "± if apart"), "number"),
    VARIANT[3],
    (ERROR, "number"),
    VARIANT[4],
)
USE: Heads = (
    (Text("可选方案", "Variant"), "text"),
    (Text("类型", "Care"), "text"),
    (Text("个人承担", "People pay"), "text"),
    (Text("使用量", "Use"), "number"),
    (Text("赔付变化", "Claims change"), "number"),
    (Text("95% 区间", "95% interval"), "number"),
)


def print_quote(console: Console, run: QuoteRun, language: Language, *, asked_for_use: bool) -> None:
    """Everything that a quote says, shortest first."""
    _print_headline(console, run, language)
    console.print()
    print_waterfall(console, waterfall_of(_titled(run.quote.explain()), total=words.PREMIUM), language)
    console.print()
    _print_benefits(console, run, language)
    _print_classes(console, run, language)
    if run.quote.composite:
        _print_composite(console, run, language)
    if run.variants:
        _print_variants(console, run, language)
    if asked_for_use:
        _print_use(console, run, language)
    _print_findings(console, run, language)
    _print_notes(console, run, language)


def print_person(console: Console, run: QuoteRun, member_id: str, language: Language) -> None:
    """One person's price with the reason of every step, and who pays it."""
    quote, place = run.quote, run.quote.people.member_id.index(member_id)
    premiums, people = quote.premiums, quote.people
    rate = quote.rates[int(premiums.rating_class[place])]
    relation = RELATIONS[people.relation_of(place)]
    said = Text(
        f"{member_id}（{relation.zh}，{people.age[place]} 周岁）的价格",
        f"The price of {member_id} ({relation.en}, aged {people.age[place]})",
    )
    console.print(said.to(language), style="bold", soft_wrap=True)
    among = Text(
        f"费率档：{rate.rating_class.title.zh}，{rate.people} 人，每人预期赔付 {whole(rate.expected)} 元"
        f"{_pm(rate.standard_error).zh}",
        f"Class: {rate.rating_class.title.en}, {rate.people} people, expected claims of each"
        f" {whole(rate.expected)} yuan{_pm(rate.standard_error).en}",
    )
    console.print(among.to(language), soft_wrap=True)
    console.print()
    explanation = _titled(quote.explain_person(member_id))
    print_waterfall(console, waterfall_of(explanation, total=words.PREMIUM), language)
    console.print()
    _print_reasons(console, explanation, language)
    paid = Text(
        f"企业承担 {yuan(int(premiums.employer[place]))} 元，个人承担 {yuan(int(premiums.employee[place]))} 元。",
        f"The employer pays {yuan(int(premiums.employer[place]))} yuan, the employee"
        f" {yuan(int(premiums.employee[place]))} yuan.",
    )
    console.print(paid.to(language), soft_wrap=True)


def whole(fen: float, *, signed: bool = False) -> str:
    """An estimate in whole yuan: more digits than it is sure of would mislead."""
    rounded = half_up(round(fen), 100)
    return f"{rounded:{'+' if signed and rounded else ''},}"


def _pm(error: float | None) -> Text:
    if error is None:
        return Text("（误差未知）", " (error not known)")
    return Text(f"（±{whole(error)}）", f" (±{whole(error)})")


def _titled(explanation: Explanation) -> Explanation:
    return Explanation(words.WATERFALL, explanation.steps)


def _print_reasons(console: Console, explanation: Explanation, language: Language) -> None:
    for step in explanation.steps:
        cause = step.cause
        trust = words.CONFIDENCES[cause.confidence].to(language) if cause.confidence else ""
        label = Text("可信度", "confidence").to(language)
        colon = Text("：", ": ").to(language)
        ending = f"  [{label}{colon}{trust}]" if trust else ""
        console.print(f"  · {cause.name.to(language)}{colon}{cause.reason.to(language)}{ending}", soft_wrap=True)


def _print_headline(console: Console, run: QuoteRun, language: Language) -> None:
    found, quote = headline(run), run.quote
    counts = [(total.title, total.people) for total in quote.relations]
    first, last = run.group.period
    title = Text(f"报价  {first} 至 {last}", f"Quote  {first} to {last}")
    console.print(title.to(language), style="bold", soft_wrap=True)
    if quote.conditional:
        console.print(quote.participation.text.to(language), style="yellow", soft_wrap=True)
    who = Text("、".join(f"{t.zh} {n:,}" for t, n in counts), ", ".join(f"{t.en} {n:,}" for t, n in counts))
    share, years = percent(found.error_share), quote.years
    figures = [
        Figure(Text("参保人数", "People"), f"{found.people:,}", who),
        Figure(
            Text("年保费", "Premium a year"),
            yuan(found.premium),
            Text(
                f"每名员工 {yuan(found.per_employee)}，每人 {yuan(found.per_person)}",
                f"{yuan(found.per_employee)} an employee, {yuan(found.per_person)} a person",
            ),
        ),
        Figure(
            words.EXPECTED,
            whole(found.expected),
            Text(
                f"{years:,} 个模拟年的平均，误差 ±{share}，即 ±{whole(found.error)}",
                f"mean of {years:,} simulated years, error ±{share}, that is ±{whole(found.error)}",
            ),
        ),
        Figure(
            Text("误差对保费的影响", "On the premium"),
            f"±{whole(whole_price_error(quote))}",
            Text("增加 --years 可减小", "more --years make it smaller"),
        ),
        *_spread_figures(run),
    ]
    print_figures(console, figures, language)


def _spread_figures(run: QuoteRun) -> Iterable[Figure]:
    found = headline(run).spread
    low, high = whole(found.low), whole(found.high)
    yield Figure(
        Text("一年的波动", "Spread of a year"),
        f"±{whole(found.deviation)}",
        Text(
            f"标准差；十年里有九年的赔付在 {low} 与 {high} 之间",
            f"standard deviation; in nine years of ten claims are between {low} and {high}",
        ),
    )
    if found.worst is not None:
        yield Figure(
            Text("坏年份", "A bad year"),
            whole(found.worst),
            Text("最差 5% 年份的平均赔付（TVaR 95%）", "mean claims of the worst 5% of years (TVaR 95%)"),
        )
    yield Figure(
        Text("预期赔付率", "Loss ratio expected"),
        percent(float(run.quote.loading.loss_ratio)),
        Text("预期赔付占不含税保费", "expected claims in the price before tax"),
    )


def _print_benefits(console: Console, run: QuoteRun, language: Language) -> None:
    rows, before = [], None
    for cost in run.quote.benefits:
        plan = "" if cost.plan == before else plan_title(run, cost.plan).to(language)
        before = cost.plan
        error = whole(cost.standard_error)
        rows.append((plan, cost.title.to(language), whole(cost.expected), error, yuan(cost.premium)))
    found = headline(run)
    total = ("", words.EXPECTED_ALL.to(language), whole(found.expected), whole(found.error))
    print_rows(console, BENEFIT, rows, language, title=words.BY_BENEFIT, total=(*total, yuan(run.quote.premium)))


def _print_classes(console: Console, run: QuoteRun, language: Language) -> None:
    """Tiers, relations and age bands below each other; a narrow terminal leaves the claims out."""
    wide = console.width >= NARROW
    heads = [Text("", ""), PEOPLE, *([words.EXPECTED, ERROR] if wide else []), words.PREMIUM]
    heads += [Text("每人保费", "A person"), Text("企业", "Employer"), Text("个人", "Employee")]
    columns: list[Column] = [(head.to(language), "number" if at else "text") for at, head in enumerate(heads)]
    made = table(columns, title=words.BY_CLASS.to(language))
    for name, totals in class_totals(run):
        made.add_section()
        made.add_row(name.to(language), style="dim")
        for total in totals:
            made.add_row(f"  {total.title.to(language)}", *_cells(total, wide))
    console.print(made)


def class_totals(run: QuoteRun) -> tuple[tuple[Text, tuple[Total, ...]], ...]:
    """The three ways in which people are grouped."""
    quote = run.quote
    return (words.BY_TIER, quote.tiers), (words.BY_RELATION, quote.relations), (words.BY_AGE, quote.age_bands)


def _cells(total: Total, wide: bool) -> list[str]:
    error = "?" if total.standard_error is None else whole(total.standard_error)
    claims = [whole(total.expected), error] if wide else []
    paid = [total.premium, round(total.premium / total.people), total.employer, total.employee]
    return [f"{total.people:,}", *claims, *map(yuan, paid)]


def _print_composite(console: Console, run: QuoteRun, language: Language) -> None:
    rows = [
        (rate.tier, rate.title.to(language), numbers.factor(rate.factor), f"{rate.families:,}", yuan(rate.price))
        for rate in run.quote.composite
    ]
    print_rows(console, COMPOSITE, rows, language, title=words.COMPOSITE)


def _print_variants(console: Console, run: QuoteRun, language: Language) -> None:
    wide = console.width >= NARROW
    rows = [_variant_row(variant, language, wide) for variant in run.variants]
    print_rows(console, WIDE_VARIANT if wide else VARIANT, rows, language, title=words.VARIANTS)
    said = Text(
        f"两套条款用同样的模拟年，差额的误差远小于价格本身的误差（预期赔付 ±{whole(run.quote.standard_error)}）",
        "Both terms saw the same simulated years: the difference is far surer than either price (expected claims"
        f" ±{whole(run.quote.standard_error)})",
    )
    console.print(said.to(language), style="dim")
    for note in dict.fromkeys(note for v in run.variants for note in v.comparison.notes):
        console.print(f"  · {note.to(language)}", style="dim", soft_wrap=True)


def _variant_row(variant: PricedVariant, language: Language, wide: bool) -> tuple[str, ...]:
    found, name = variant.comparison, variant.title.to(language)
    claims = whole(found.expected, signed=True), whole(found.standard_error)
    price, each = yuan(found.price, signed=True), yuan(per_holder(variant), signed=True)
    if not wide:
        return name, *claims, price, each
    error = whole(variant_price_error(variant))
    return name, f"{variant.people:,}", *claims, whole(found.unpaired_error), price, error, each


def _print_use(console: Console, run: QuoteRun, language: Language) -> None:
    """A line of its own for every kind of care: none of it is in a price."""
    rows = [_use_row(variant, at, language) for variant in run.variants for at in range(len(variant.use))]
    if rows:
        console.print()
        print_rows(console, USE, rows, language, title=words.RESPONSE)
    notes = [note for variant in run.variants for change in variant.use for note in change.response.notes]
    notes += [note for variant in run.variants for note in variant.notes]
    if not rows and not notes:
        notes = [words.NO_RESPONSE]
    for note in dict.fromkeys(notes):
        console.print(f"  · {note.to(language)}", style="dim", soft_wrap=True)


def _use_row(variant: PricedVariant, at: int, language: Language) -> tuple[str, ...]:
    change = variant.use[at]
    low, high = sorted(change.range)
    return (
        "" if at else variant.title.to(language),
        words.CARES[change.care].to(language),
        f"{percent(change.before)} → {percent(change.after)}",
        numbers.factor(round(change.response.factor, 4)),
        whole(change.amount, signed=True),
        f"{whole(low, signed=True)} … {whole(high, signed=True)}",
    )


def _print_findings(console: Console, run: QuoteRun, language: Language) -> None:
    """Prices outside their band in full; of those inside only how many."""
    findings = run.quote.findings
    if not findings:
        return
    inside = sum(1 for finding in findings if finding.verdict == "inside")
    console.print()
    console.print(words.FINDINGS.to(language), style="bold")
    said = Text(
        f"{len(findings)} 项价格中 {inside} 项在市场参考区间之内" + ("：" if inside < len(findings) else "。"),
        f"{inside} of {len(findings)} prices are within the market band"
        + ("; not so:" if inside < len(findings) else "."),
    )
    console.print(f"  {said.to(language)}")
    for finding in findings:
        if finding.verdict != "inside":
            console.print(f"  · {finding.text.to(language)}", style="yellow", soft_wrap=True)


def _print_notes(console: Console, run: QuoteRun, language: Language) -> None:
    console.print()
    console.print(words.NOTES.to(language), style="bold")
    for note in dict.fromkeys([*run.quote.notes, *run.notes, words.ONLY_SIMULATION]):
        console.print(f"  · {note.to(language)}", soft_wrap=True)
