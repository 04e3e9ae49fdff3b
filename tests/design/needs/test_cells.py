"""No figure of fewer than ten people, nor a difference of two that would be one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.design.needs.cells import NONE, hidden, neighbours, together

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(COUNTS)
def test_hidden_cells_together_are_enough_people_to_be_shown_as_others(counts: list[int]) -> None:
    found, people = hidden(counts, 10), np.array(counts)
    assert not (people[~found & (people > 0)] < 10).any()
    whole = people.sum()
    if found.any():
        assert people[found].sum() >= min(10, whole)
        assert found.sum() >= 2 or whole < 10


@given(COUNTS)
def test_no_more_cells_are_hidden_than_needed(counts: list[int]) -> None:
    found, people = hidden(counts, 10), np.array(counts)
    shown_too = found & (people >= 10)
    assert shown_too.sum() <= 1
    if shown_too.any():
        assert people[found & (people < 10)].sum() < 10


@given(COUNTS)
def test_groups_of_cells_are_of_ten_people_at_least_and_lose_nobody(counts: list[int]) -> None:
    people = np.array(counts)
    for group in (together(counts, 10), neighbours(counts, 10)):
        if people.sum() < 10:
            assert (group == NONE).all()
        else:
            sizes = np.bincount(group[group >= 0], weights=people[group >= 0])
            assert sizes.sum() == people.sum()
            assert sizes.min() >= 10


@given(COUNTS)
def test_neighbours_stay_in_order(counts: list[int]) -> None:
    group = neighbours(counts, 10)
    known = group[group >= 0]
    assert (np.diff(known) >= 0).all()


def test_a_small_cell_is_hidden_with_the_smallest_of_the_others() -> None:
    assert hidden([50, 12, 3, 30]).tolist() == [False, True, True, False]
    assert hidden([50, 6, 5, 30]).tolist() == [False, True, True, False]
    assert together([50, 12, 0, 3]).tolist() == [0, 1, NONE, 1]
    assert neighbours([40, 3, 20, 50]).tolist() == [0, 1, 1, 2]
