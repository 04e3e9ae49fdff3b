"""List rates by class of people, composite rates by composition of families, children who are not charged (费率)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.plan.fields import Ages
from tuanbao.pricing.costs import Ints
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.people import RELATION_WORDS, SEX_WORDS, UNKNOWN, People
from tuanbao.pricing.quote.terms import Children, CompositeTier, Rates
from tuanbao.vocabulary import RELATIONS, SEXES

AGE_UNKNOWN = Text("年龄不详", "age unknown")


@dataclass(frozen=True, slots=True)
class RatingClass:
    """People who have one list rate (费率档): None where the rates do not tell apart, or the roster does not say."""

    plan: str
    relation: str
    ages: Ages | None
    sex: str | None = None
    occupation: int | None = None

    @property
    def title(self) -> Text:
        relation, band = RELATIONS[self.relation], band_name(self.ages)
        zh, en = [self.plan, relation.zh, band.zh], [self.plan, relation.en, band.en]
        if self.sex is not None:
            zh, en = [*zh, SEXES[self.sex].zh], [*en, SEXES[self.sex].en]
        if self.occupation is not None:
            zh, en = [*zh, f"{self.occupation} 类职业"], [*en, f"occupation class {self.occupation}"]
        return Text("，".join(zh), ", ".join(en))


def band_name(ages: Ages | None) -> Text:
    """ "30–34 周岁"."""
    if ages is None:
        return AGE_UNKNOWN
    return Text(f"{ages.youngest}–{ages.oldest} 周岁", f"aged {ages.youngest}–{ages.oldest}")


def rating_classes(people: People, rates: Rates) -> tuple[tuple[RatingClass, ...], Ints]:
    """The classes that occur, and every person's (people,). Raises QuoteError for ages outside all bands."""
    bands = _bands(people, rates)
    classes = [
        RatingClass(
            people.plan[i],
            people.relation_of(i),
            bands[i],
            SEX_WORDS[people.sex[i]] if rates.by_sex and people.sex[i] != UNKNOWN else None,
            int(people.occupation[i]) if rates.by_occupation and people.occupation[i] != UNKNOWN else None,
        )
        for i in range(len(people))
    ]
    ordered = sorted(set(classes), key=_order)
    places = {found: place for place, found in enumerate(ordered)}
    return tuple(ordered), np.array([places[found] for found in classes], np.int64)


def rating_groups(people: People, rates: Rates) -> tuple[tuple[str, ...], Ints]:
    """Names and every person's group (people,): tiers crossed with rating classes.

    Costs that are simulated with these groups give the standard error of every rate and total of a quote.
    """
    classes, place = rating_classes(people, rates)
    names = ["|".join((people.tier[i], *_words(classes[place[i]]))) for i in range(len(people))]
    ordered = {name: i for i, name in enumerate(sorted(set(names)))}
    return tuple(ordered), np.array([ordered[name] for name in names], np.int64)


def group_title(name: str) -> Text:
    """The words of a name of `rating_groups`; any other name as it is."""
    words = name.split("|")
    if len(words) != 6 or words[2] not in RELATIONS:
        return Text(name, name)
    tier, plan, relation, band, sex, occupation = words
    ages = Ages(*map(int, band.split(".."))) if band else None
    title = RatingClass(plan, relation, ages, sex or None, int(occupation) if occupation else None).title
    return Text(f"{tier}，{title.zh}", f"{tier}, {title.en}")


def _words(found: RatingClass) -> tuple[str, str, str, str, str]:
    band = "" if found.ages is None else f"{found.ages.youngest}..{found.ages.oldest}"
    occupation = "" if found.occupation is None else str(found.occupation)
    return found.plan, found.relation, band, found.sex or "", occupation


def _order(found: RatingClass) -> tuple[str, int, int, str, int]:
    youngest = -1 if found.ages is None else found.ages.youngest
    return found.plan, RELATION_WORDS.index(found.relation), youngest, found.sex or "", found.occupation or 0


def _bands(people: People, rates: Rates) -> list[Ages | None]:
    """Every person's age band; None where the age is not known."""
    by_age = {age: band for band in rates.ages for age in range(band.youngest, band.oldest + 1)}
    outside = [i for i, age in enumerate(people.age.tolist()) if age != UNKNOWN and age not in by_age]
    if outside:
        some = ", ".join(f"{people.member_id[i]} ({people.age[i]})" for i in outside[:5])
        some += " …" if len(outside) > 5 else ""
        raise QuoteError(
            Text(
                f"{len(outside)} 人的年龄不在费率表的年龄段内：{some}；请在 rates.ages 中补上年龄段",
                f"{len(outside)} people are outside the age bands of the rates: {some}; add a band to rates.ages",
            )
        )
    return [by_age.get(age) for age in people.age.tolist()]


def charged(family: Ints, is_child: NDArray[np.bool_], age: Ints, rule: Children | None) -> NDArray[np.bool_]:
    """Who is charged (people,): all but the youngest children beyond the rule's number in a family.

    Children of ``under_age`` and older are always charged and do not count. Ties go by the order of the people.
    """
    paying = np.ones(len(family), np.bool_)
    if rule is None:
        return paying
    counted = is_child & (age < rule.under_age if rule.under_age is not None else True)
    taken: dict[int, int] = {}
    for i in sorted(np.flatnonzero(counted).tolist(), key=lambda i: (-age[i], i)):
        home = int(family[i])
        taken[home] = taken.get(home, 0) + 1
        paying[i] = taken[home] <= rule.charged
    return paying


def list_bill(prices: Sequence[int], relations: Sequence[str], ages: Sequence[int], rule: Children | None) -> list[int]:
    """What each member of one family is billed, fen: their list rate, or 0 for children who are not charged."""
    is_child = np.array([relation == "child" for relation in relations], np.bool_)
    paying = charged(np.zeros(len(prices), np.int64), is_child, np.array(ages, np.int64), rule)
    return [price if pays else 0 for price, pays in zip(prices, paying.tolist(), strict=True)]


def rounded(exact: Fraction, unit: int = 1) -> int:
    """Fen, to the nearest multiple of ``unit``, halves up."""
    return unit * half_up(exact.numerator, exact.denominator * unit)


def composite_base(total: int, families: Mapping[str, int], tiers: Sequence[CompositeTier], unit: int = 1) -> int:
    """The composite price of factor 1, fen: the list premium over the families' factors, rounded before any factor.

    ``families`` is how many families each tier has. Raises QuoteError where no family has a factor above 0.
    """
    weight = sum((tier.factor * families.get(tier.tier, 0) for tier in tiers), Fraction(0))
    if weight == 0:
        raise QuoteError(
            Text(
                "没有家庭落在系数大于 0 的家庭档，无法计算综合费率；请检查 composite",
                "no family is in a tier with a factor above 0, so there is no composite rate; check composite",
            )
        )
    return rounded(Fraction(total) / weight, unit)


def composite_rates(
    total: int, families: Mapping[str, int], tiers: Sequence[CompositeTier], unit: int = 1
) -> dict[str, int]:
    """Price of a family by tier, fen (综合费率): the rounded base times each factor, rounded again."""
    base = composite_base(total, families, tiers, unit)
    return {tier.tier: rounded(base * tier.factor, unit) for tier in tiers}


def composition(relations: frozenset[str], tiers: Sequence[CompositeTier]) -> str:
    """The first tier that covers everyone in a family. Raises QuoteError where none does."""
    found = next((tier.tier for tier in tiers if relations <= set(tier.covers)), None)
    if found is None:
        zh, en = "、".join(RELATIONS[r].zh for r in sorted(relations)), ", ".join(sorted(relations))
        raise QuoteError(
            Text(
                f"没有一个家庭档（composite）包含：{zh}；请补上这样的一档",
                f"no composite tier covers a family of {en}; add one to composite",
            )
        )
    return found
