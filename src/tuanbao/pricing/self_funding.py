"""A priced group that could pay its claims itself (自筹): the simulated people's years against full insurance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.weighing import weighed_to_mean
from tuanbao.reference.self_funding import self_funding_customs
from tuanbao.risk.distribution import Aggregate
from tuanbao.risk.errors import RiskError
from tuanbao.risk.group_year import GroupYear, group_year
from tuanbao.risk.self_funding import Appetite, SelfFunding, Terms, check_question, compare
from tuanbao.risk.splice import Spliced

FEN = 100


@dataclass(frozen=True, slots=True)
class FundingTerms:
    """What was agreed or is accepted; None: the reference value stands in, and a note says so."""

    administration: Fraction | None = None
    """Share of expected claims."""
    specific_loading: Fraction | None = None
    aggregate_loading: Fraction | None = None
    chance: Fraction | None = None
    """Accepted chance that a year costs more than the budget."""
    confidence: Fraction | None = None
    """Of the reserve."""
    budget: int | None = None
    """Fen; None: the premium of full insurance."""
    specifics: Sequence[int | None] | None = None
    """Retentions of one person to be tried, fen; None in it: without."""
    attachments: Sequence[Fraction | None] | None = None
    """Multiples of expected retained claims to be tried."""
    tail_threshold: int | None = None
    """Fen of one person's year above which a generalised Pareto takes the place of the simulated amounts."""


@dataclass(frozen=True, slots=True)
class FundingRun:
    """The comparison, in yuan, with the distribution of the year that it rests on."""

    people: int
    premium: int
    """Of full insurance, fen."""
    year: GroupYear
    total: Aggregate
    """Claims of the year without any stop-loss, yuan."""
    comparison: SelfFunding
    appetite: Appetite
    terms: Terms
    notes: tuple[Text, ...]


def fund_group(costs: Costs, premium: int, terms: FundingTerms | None = None, *, points: int = 2**15) -> FundingRun:
    """Self-funding of the people of ``costs`` against insuring them for ``premium`` (fen a year).

    People fall ill independently in this comparison, and each like any other of the group; `independence` says what
    that changes. Raises RiskError for terms that make no sense and for costs of nobody.
    """
    given = terms or FundingTerms()
    people = len(costs.member_id)
    if not people:
        raise RiskError("团体里没有人，请检查人员表", "There is nobody in the group: look at the table of people")
    notes: list[Text] = [*_kept(costs)]
    threshold = None if given.tail_threshold is None else given.tail_threshold / FEN
    amounts = costs.person_years / FEN
    weights, said = weighed_to_mean(amounts, costs.mean() / FEN / people)
    notes += said
    year = group_year(amounts, people, weights=weights, tail_threshold=threshold)
    appetite = _appetite(given, notes)
    agreed = _agreed(given, year.mean, notes)
    budget = (premium if given.budget is None else given.budget) / FEN
    comparison = compare(
        year,
        premium / FEN,
        budget=budget,
        terms=agreed,
        appetite=appetite,
        specifics=_specifics(given),
        attachment_shares=_attachments(given),
        points=points,
    )
    total = year.total(points=points)
    notes += _tail(year)
    notes += [*comparison.notes, *(note for one in comparison.candidates for note in one.notes)]
    return FundingRun(people, premium, year, total, comparison, appetite, agreed, tuple(dict.fromkeys(notes)))


def check_terms(given: FundingTerms) -> None:
    """Raises RiskError for terms that make no sense: before long work, where nothing else is known yet."""
    notes: list[Text] = []
    check_question(_agreed(given, 0.0, notes), _appetite(given, notes), _specifics(given), _attachments(given))


def _kept(costs: Costs) -> Iterator[Text]:
    """Where the years of single people were not kept for all simulated years."""
    kept = len(costs.person_years) // len(costs.member_id)
    if kept < costs.years:
        yield Text(
            f"年度分布取自 {kept} 个模拟年（共 {costs.years} 年）：人数多，逐人的金额没有全部留存",
            f"the year's distribution rests on {kept} of the {costs.years} simulated years: "
            "so many people's years are not all kept",
        )


def _tail(year: GroupYear) -> Iterator[Text]:
    """What was fitted above the threshold."""
    severity = year.severity
    if isinstance(severity, Spliced) and severity.share:
        start, shape, part = f"{severity.threshold:,.0f}", f"{severity.law.shape:.2f}", f"{severity.share:.2%}"
        mean = Text("，均值与样本相同", ", its mean that of the sample") if severity.mean_kept else Text("", "")
        yield Text(
            f"单人一年 {start} 元以上（占有赔付人年的 {part}）按拟合的广义帕累托分布，形状 {shape}{mean.zh}",
            f"one person's year above {start} yuan ({part} of those with payments) follows a fitted generalised Pareto "
            f"of shape {shape}{mean.en}",
        )


def _appetite(given: FundingTerms, notes: list[Text]) -> Appetite:
    chance = _share(given.chance, "appetite", "chance", notes)
    return Appetite(float(chance), float(_share(given.confidence, "appetite", "confidence", notes)))


def _agreed(given: FundingTerms, expected: float, notes: list[Text]) -> Terms:
    """``expected``: yuan a year, of which administration is a share."""
    administration = _share(given.administration, "administration", "", notes)
    specific = _share(given.specific_loading, "specific_loading", "", notes)
    aggregate = _share(given.aggregate_loading, "aggregate_loading", "", notes)
    return Terms(float(administration) * expected, float(specific), float(aggregate))


def _share(given: Fraction | None, entry: str, key: str, notes: list[Text]) -> Fraction:
    """What was given, or the reference value with a note."""
    if given is not None:
        return given
    customs = self_funding_customs()[entry]
    written = customs.value[key] if key else customs.value
    name = NAMES[key or entry]
    notes.append(
        Text(
            f"没有给出{name.zh}，按参考值 {written} 计（未经证实）",
            f"{name.en} was not given: {written} is assumed (unverified)",
        )
    )
    return parse_percent(str(written))


NAMES = {
    "administration": Text("理赔管理费（占预期赔付）", "the fee for handling claims (of expected claims)"),
    "specific_loading": Text("个人止损保险的附加", "the loading of stop-loss per person"),
    "aggregate_loading": Text("团体止损保险的附加", "the loading of stop-loss of the group"),
    "chance": Text("可接受的超预算概率", "the accepted chance of exceeding the budget"),
    "confidence": Text("准备金的把握程度", "the confidence of the reserve"),
}


def _specifics(given: FundingTerms) -> list[float | None]:
    if given.specifics is not None:
        return [None if fen is None else fen / FEN for fen in given.specifics]
    tried = self_funding_customs()["specific_retentions"].value
    return [None if yuan == "none" else parse_yuan(yuan) / FEN for yuan in tried]


def _attachments(given: FundingTerms) -> list[float | None]:
    if given.attachments is not None:
        return [None if share is None else float(share) for share in given.attachments]
    return [
        None if share == "none" else float(share) for share in self_funding_customs()["aggregate_attachments"].value
    ]
