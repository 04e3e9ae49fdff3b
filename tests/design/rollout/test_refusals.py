"""What a roll-out cannot be planned from is refused in words, everything at once."""

from dataclasses import replace

import pytest

from tests.design.rollout.rosters import roster
from tuanbao.design.rollout import Effect, RolloutError, plan_rollout

STAFF = roster([30, 40, 50, 60])
CLEAR = Effect("satisfaction", 0.6, deviation=1.0, icc=0.02)


@pytest.mark.parametrize(
    ("effect", "more", "words"),
    [
        (Effect("claims", 1), {}, "没有指标"),
        (Effect("turnover", 0), {}, "不能为 0"),
        (Effect("turnover", -0.2, baseline=0.15), {}, "0 与 1 之间"),
        (Effect("claims_cost", -100), {}, "baseline"),
        (replace(CLEAR, icc=1.2), {}, "icc"),
        (CLEAR, {"power": 1.0}, "把握"),
        (CLEAR, {"level": 0.0}, "显著性"),
        (CLEAR, {"months": 13}, "1 至 12 个月"),
        (CLEAR, {"by": "team"}, "没有“team”"),
        (CLEAR, {"person_years": {"satisfaction": [[1, 2]]}}, "模拟人年"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(effect, more, words):
    with pytest.raises(RolloutError) as refusal:
        plan_rollout(STAFF, effect, **more)
    assert words in refusal.value.text.zh
    assert refusal.value.text.en


def test_all_problems_are_told_at_once():
    with pytest.raises(RolloutError) as refusal:
        plan_rollout(STAFF, Effect("claims", 0), months=0)
    assert len(refusal.value.problems) == 3


def test_fewer_than_twenty_employees_cannot_be_divided():
    with pytest.raises(RolloutError, match="10 each"):
        plan_rollout(roster([10, 9]), CLEAR)
