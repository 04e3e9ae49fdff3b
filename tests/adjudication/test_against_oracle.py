"""The kernels against the independent, plain implementation in tests/oracle: fen for fen, over random cases."""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.adjudication.random_cases import adjudicate_case, differences, enterable
from tests.oracle.strategies import case_of_seed, small_cases

CASES = int(os.environ.get("TUANBAO_RANDOM_CASES", "10000"))
BATCH = 250
FIRST_SEED = 20_260_101


@pytest.mark.parametrize("batch", range(-(-CASES // BATCH)))
def test_random_cases_agree_to_the_fen(batch):
    for seed in range(FIRST_SEED + batch * BATCH, FIRST_SEED + (batch + 1) * BATCH):
        assert not differences(case_of_seed(seed)), f"case_of_seed({seed})"


@given(small_cases())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_small_cases_agree_to_the_fen(case):
    assert not differences(case)


def test_the_same_bills_give_the_same_answer_twice():
    case = enterable(case_of_seed(FIRST_SEED))
    first, second = adjudicate_case(case), adjudicate_case(case)
    assert first.eob.equals(second.eob)
    assert first.lines.equals(second.lines)
    assert first.payments.equals(second.payments)
