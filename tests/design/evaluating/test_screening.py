"""Too many combinations: what hardly matters stays as it is, and what a user asked for is not left out silently."""

import pytest

from tests.design.evaluating.test_grid import LEVERS, PLAN, made
from tests.design.making import block, having, levers, plan_of
from tuanbao.design.errors import DesignError
from tuanbao.design.evaluating.grid import evaluate
from tuanbao.design.evaluating.screening import keep_what_matters, refuse_too_many


def test_few_combinations_are_all_kept() -> None:
    assert keep_what_matters(made(), 48) == ((0, 1, 2, 3, 4), [])


@pytest.mark.parametrize("most", [47, 24, 12, 5, 2, 1])
def test_the_levers_that_move_payments_least_stay_and_are_named(most: int) -> None:
    kept, [note] = keep_what_matters(made(), most)
    shape = made().designs.shape
    count = 1
    for at in kept:
        count *= shape[at]
    assert count <= most
    total = evaluate(made(), range(5), 0.05)
    alone = {}
    for at in range(5):
        rows = [total.row(tuple(turn if i == at else 0 for i in range(5))) for turn in range(shape[at])]
        alone[at] = max(abs(total.expected[row].sum() - total.expected[0].sum()) for row in rows)
    dropped = sorted(set(range(5)) - set(kept), key=lambda at: alone[at])
    assert [alone[at] for at in dropped] == sorted(alone.values())[: len(dropped)]
    for at in range(5):
        assert (made().designs.levers[at].name.en in note.en) == (at in dropped)
    assert f"more than {most:,} combinations" in note.en
    assert f"超过 {most:,} 种" in note.zh


def test_written_levers_that_make_too_many_are_refused_block_by_block() -> None:
    one, other = plan_of(PLAN), plan_of(PLAN, "other")
    both = [block([plan], having(plan.id), levers([plan], LEVERS.replace("small", plan.id))) for plan in (one, other)]
    written = {lever.key for each in both for lever in each.levers}
    refuse_too_many(both, written, 48)
    with pytest.raises(DesignError) as refused:
        refuse_too_many(both, written, 47)
    assert [text.en.partition(",")[0] for text in refused.value.texts] == [
        "small has 48 combinations (2 × 3 × 2 × 2 × 2)",
        "other has 48 combinations (2 × 3 × 2 × 2 × 2)",
    ]
    assert "most_designs" in refused.value.text.zh
    refuse_too_many(both, set(), 1)
    with pytest.raises(DesignError) as refused:
        refuse_too_many(both, {"other/limit"}, 10)
    assert len(refused.value.texts) == 1
