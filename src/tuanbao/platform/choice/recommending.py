"""Which option fits a family (推荐): the least of what it costs a year and what it leaves to bear. Pure and plain.

score = own payment + mean borne + weight × (bad year − mean). The weight is how much a bad year hurts, as the family
says itself; it is shown with the recommendation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import format_yuan, half_up, portion
from tuanbao.platform.choice.worth import Worth

WEIGHTS: Mapping[str, Fraction] = {
    "easy": Fraction(1, 20),
    "noticeable": Fraction(1, 5),
    "hard": Fraction(1, 2),
}
"""Answers to "would 10,000 yuan of medical bills at once be hard for your family?"."""
ANSWERS: Mapping[str, Text] = {
    "easy": Text("没有困难", "no problem"),
    "noticeable": Text("有些压力", "it would be felt"),
    "hard": Text("很困难", "hard"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    title: Text
    own_payment: int
    """A year, points included: points could have bought something else."""
    worth: Worth


@dataclass(frozen=True, slots=True)
class Advice:
    name: str
    reason: Text
    rests_on: Text


def roughly(fen: int) -> int:
    """To the nearest hundred yuan: simulated amounts are not known to the fen."""
    return half_up(fen, 100_00) * 100_00


def said_roughly(fen: int) -> str:
    return f"{roughly(fen) // 100:,}"


def recommend(candidates: list[Candidate], answer: str) -> Advice | None:
    """None where there is nothing to choose; on a tie the cheaper one."""
    if len(candidates) < 2:
        return None
    weight = WEIGHTS.get(answer, WEIGHTS["noticeable"])
    best = min(candidates, key=lambda each: (score(each, weight), each.own_payment))
    cheapest = min(candidates, key=lambda each: each.own_payment)
    return Advice(best.name, _reason(best, cheapest), _rests_on(answer, weight))


def score(candidate: Candidate, weight: Fraction) -> int:
    worth = candidate.worth
    return candidate.own_payment + worth.mean + portion(max(0, worth.bad - worth.mean), weight)


def _reason(best: Candidate, cheapest: Candidate) -> Text:
    more = best.own_payment - cheapest.own_payment
    saved = cheapest.worth.bad - best.worth.bad
    if more <= 0:
        zh = f"自付最少；其他方案多付的钱，在多数年份里赔不回来（差的年份仍约自担 {said_roughly(best.worth.bad)} 元）"
        en = (
            "it costs you least; what the others cost more does not come back in most years"
            f" (in a bad year you still bear about {said_roughly(best.worth.bad)} yuan)"
        )
        return Text(zh, en)
    zh = f"一年多付 {format_yuan(more)} 元，差的年份少自担约 {said_roughly(saved)} 元"
    en = f"{format_yuan(more)} yuan more a year spares you about {said_roughly(saved)} yuan in a bad year"
    return Text(zh, en)


def _rests_on(answer: str, weight: Fraction) -> Text:
    word = ANSWERS.get(answer, ANSWERS["noticeable"])
    percent = f"{float(weight):.0%}"
    return Text(
        f"依据：一年自付 + 平均自担 + {percent} ×（差的年份比平均多担的部分），权重按您的回答“{word.zh}”；"
        "自担金额由与您家年龄、性别相同的模拟年份得出，是参考，不是承诺；未计重疾、意外的定额赔付",
        f"It rests on: own payment + mean borne + {percent} × (what a bad year is above the mean); the weight follows"
        f" your answer “{word.en}”. Amounts come from simulated years of people of your ages: a guide, not a promise."
        " Sums paid at critical illness or accident are left out",
    )
