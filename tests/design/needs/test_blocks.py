"""Items shown together: each equally often, any two comparable."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.design.needs import standard_questionnaire
from tuanbao.design.needs.questionnaire.blocks import balanced_blocks, connected
from tuanbao.design.themes import THEMES


@given(st.integers(5, 45))
def test_every_item_is_shown_equally_often_and_once_in_a_block(items: int) -> None:
    blocks = balanced_blocks(items, 4, 3)
    counts = np.bincount(blocks.ravel(), minlength=items)
    assert set(counts.tolist()) in ({3}, {4})
    assert all(len(set(block)) == 4 for block in blocks.tolist())
    assert connected(blocks, items)
    assert (blocks == balanced_blocks(items, 4, 3)).all()


def test_sixteen_items_meet_each_other_once_at_most() -> None:
    blocks = standard_questionnaire().blocks
    met = np.zeros((16, 16), int)
    for block in blocks:
        met[np.ix_(block, block)] += 1
    assert met[~np.eye(16, dtype=bool)].max() == 1
    assert len(blocks) == 12


def test_the_standard_questionnaire_asks_for_every_theme() -> None:
    assert standard_questionnaire().themes == tuple(THEMES)


def test_blocks_cannot_be_larger_than_what_there_is() -> None:
    with pytest.raises(ValueError, match="blocks of 4"):
        balanced_blocks(3, 4, 3)


def test_blocks_that_never_meet_are_not_comparable() -> None:
    assert not connected(np.array([[0, 1], [2, 3]]), 4)
    assert connected(np.array([[0, 1], [2, 3], [3, 0]]), 4)
