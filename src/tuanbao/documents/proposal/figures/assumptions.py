"""What a proposal rests on, number by number, and everything that is to be known beside it (假设与提示)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.design.needs.gap import Gap
from tuanbao.design.proposal import Proposal
from tuanbao.design.rollout.measures import Assumption as RolloutAssumption
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.figures.terms import service_name
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.quote.waterfall import ROUNDING
from tuanbao.reference.design import design_default
from tuanbao.reference.documented import CONFIDENCES, Confidence, Documented
from tuanbao.reference.needs import needs_parameters
from tuanbao.vocabulary import EVENTS, RELATIONS

ORIGINS = {
    "assumption": Text("假设，无公开来源", "assumption without a public source"),
    "convention": Text("惯例", "convention"),
    "claim-cost model": Text("赔付成本模型，逐笔理算", "claim-cost model, adjudicated"),
    "health and life insurance of one year": Text(
        "一年期及以上的健康险、寿险免税，意外险与责任险 6%；2026-01-01 起的法律须重新核对", "value added tax by line"
    ),
    "convenience": Text("为便于比较而取，并非市场数据", "taken for convenience, not market data"),
}
"""How sources begin that are no documents; the rest of their text is in English."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number on which the proposal rests. ``confidence`` is None where the company stated it."""

    subject: Text
    name: Text
    value: Text
    source: Text
    confidence: Confidence | None


def assumptions(found: Proposal) -> tuple[Assumption, ...]:
    """How value is counted, services, people who join, the price, basic insurance of the cities, the roll-out."""
    return (
        *_of_value(found),
        *_of_lost_pay(found),
        *_of_services(found),
        *_of_joining(found),
        *_of_price(found),
        *_of_cities(found),
        *_of_rollout(found),
    )


def unsure(found: Proposal) -> tuple[Assumption, ...]:
    """Those of low confidence."""
    return tuple(one for one in assumptions(found) if one.confidence == CONFIDENCES[-1])


def notes(found: Proposal) -> tuple[Text, ...]:
    """Everything that was noted on the way, once: people, designs, the model, needs, market."""
    own = (*found.notes, *found.needs.notes, *found.needs.profile.missing, *found.proposed.benchmark.notes)
    return tuple(dict.fromkeys(own))


def origin_of(source: str) -> Text:
    """A source as both languages have it: documents by their names, assumptions by a word for them."""
    zh, parted, en = source.partition(" · ")
    if parted:
        return Text(zh, en)
    known = next((text for word, text in ORIGINS.items() if source.startswith(word)), None)
    return Text(known.zh, source) if known else Text(source, source)


def _of_value(found: Proposal) -> Iterator[Assumption]:
    value = found.options.value
    stated = value.model_fields_set
    of_bad = value.bad_year.model_fields_set if "bad_year" in stated else set()
    rows = (
        ("worst" in of_bad, words.WORST, _percent(value.bad_year.worst), "worst_share"),
        ("counts" in of_bad, words.COUNTS, _number(value.bad_year.counts), "bad_year_counts"),
        ("needs" in stated, words.NEEDS_SHARE, _percent(value.needs), "needs_share"),
        ("market" in stated, words.MARKET_SHARE, _percent(value.market), "market_share"),
    )
    for own, name, shown, key in rows:
        yield _row(words.OF_VALUE, name, shown, None if own else design_default(key))


def _of_lost_pay(found: Proposal) -> Iterator[Assumption]:
    value = found.options.value
    months = {key: many for key, many in value.lost_pay.items() if key in EVENTS}
    zh = "、".join(f"{EVENTS[key].zh} {many}" for key, many in months.items())
    en = ", ".join(f"{EVENTS[key].en} {many}" for key, many in months.items())
    entry = None if "lost_pay" in value.model_fields_set else needs_parameters()["lost_pay"]
    yield _row(words.OF_VALUE, words.LOST_PAY, Text(zh, en), entry)


def _of_services(found: Proposal) -> Iterator[Assumption]:
    for one in found.options.services:
        name = service_name(one)
        title = Text(f"{name.zh}：每花 1 元的价值", f"{name.en}: value of a yuan spent")
        entry = None if "worth" in one.model_fields_set else design_default("service_worth")
        yield _row(words.OF_SERVICES, title, _number(one.worth), entry)


def _of_joining(found: Proposal) -> Iterator[Assumption]:
    for payer in found.options.payers:
        name = RELATIONS[payer.relation]
        title = Text(f"{name.zh}参加比例随企业承担比例变化", f"share of {name.en}s who join, by what the company pays")
        if payer.joining:
            pairs = [(f"{float(a):.0%}", f"{float(b):.0%}") for a, b in zip(payer.employer, payer.joining, strict=True)]
        else:
            pairs = [(str(a), str(b)) for a, b in design_default("joining").value.items()]
        shown = ", ".join(f"{paid} → {joins}" for paid, joins in pairs)
        yield _row(words.OF_JOINING, title, Text(shown, shown), None if payer.joining else design_default("joining"))


def _of_price(found: Proposal) -> Iterator[Assumption]:
    """The steps of the price: what is in it is read from the quote, so a stated loading is said to be stated."""
    for step in found.proposed.run.quote.explain().steps:
        if step.cause.name != ROUNDING:
            yield Assumption(
                words.OF_PRICE, step.cause.name, step.cause.reason, origin_of(step.cause.source), step.cause.confidence
            )


def _of_cities(found: Proposal) -> Iterator[Assumption]:
    cities: dict[Text, Gap] = {gap.city: gap for gap in reversed(found.needs.gaps)}
    for city, gap in reversed(cities.items()):
        said = gap.note or words.CITY_KNOWN
        yield Assumption(words.OF_CITIES, city, said, Text("", ""), gap.confidence)


def _of_rollout(found: Proposal) -> Iterator[Assumption]:
    for one in found.rollout.assumptions if found.rollout else ():
        if one.origin is not None:
            yield _row(words.OF_ROLLOUT, one.name, _of_unit(one), one.origin)


def _of_unit(one: RolloutAssumption) -> Text:
    if one.unit == "fen":
        shown = format_yuan(round(one.value))
        return Text(f"{shown} 元", f"{shown} yuan")
    shown = f"{one.value:.1%}" if one.unit == "share" else f"{one.value:.4g}"
    return Text(shown, shown)


def _row(subject: Text, name: Text, value: Text, entry: Documented | None) -> Assumption:
    """``entry`` is None where the company stated the value."""
    if entry is None:
        return Assumption(subject, name, value, words.STATED, None)
    return Assumption(subject, name, value, origin_of(entry.source), entry.confidence)


def _percent(share: Fraction) -> Text:
    return Text(f"{float(share):.0%}", f"{float(share):.0%}")


def _number(value: object) -> Text:
    shown = f"{float(str(value)) if not isinstance(value, Fraction) else float(value):.4g}"
    return Text(shown, shown)
