"""The backward pass of lesson 02 as a picture."""

import numpy as np
import pytest
from board_checks import assert_fits, assert_no_words_overlap
from matplotlib.figure import Figure

from rnn_core.plots import gradient_paths

SHARES, ASKED = np.array([0.1, 0.3, 0.6]), np.array([0.5, 1.0, 2.0])


def walk(visited, shares=SHARES, asked=ASKED):
    return gradient_paths(shares, asked, visited=visited, steps=8, scale=0.7, size=0.2)


def test_titles_follow_the_walk():
    assert [walk(visited).get_suptitle() for visited in range(1, 6)] == [
        "The backward pass starts at the loss L⁽³⁾",
        "One node back: the output. No use of Wh has been met yet",
        "Step 3, the last use of Wh, gives 60 % of ∂L⁽³⁾/∂Wh",
        "Step 2 adds 30 %: steps 2 to 3 give 90 % of ∂L⁽³⁾/∂Wh",
        "Step 1 adds 10 %: steps 1 to 3 give 100 % of ∂L⁽³⁾/∂Wh",
    ]


def test_the_alternative_text_tells_what_has_been_met_and_no_more():
    alt = walk(4).alt
    assert "Shares: step 3 60 %, step 2 30 %." in alt
    assert "step 1" not in alt.partition("Shares")[2]
    assert "Shares" not in walk(2).alt


@pytest.mark.parametrize("t", [1, 8])
@pytest.mark.parametrize("node", ["first", "last"])
def test_every_end_fits(t, node):
    shares = np.zeros(t)
    shares[-1] = 1
    picture = walk(1 if node == "first" else t + 2, shares, np.full(t, 1234.5))
    assert isinstance(picture, Figure)
    assert_fits(picture)
    assert_no_words_overlap(picture)


def test_a_share_below_zero_hangs_down_and_is_called_negative():
    picture = walk(5, np.array([-0.1, 0.3, 0.8]))
    assert "step 1 −10 %" in picture.alt
