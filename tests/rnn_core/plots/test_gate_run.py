"""The gate explorer's picture: it fits at every end, and says what is left of each value."""

from itertools import product

import numpy as np
import pytest
from board_checks import assert_fits, assert_no_words_overlap

from rnn_core.widgets import gate_explorer
from rnn_core.widgets.gates import OFFERED, cells, gates

ENDS = [
    *product((4, 16), ("replace", "add", "ignore"), (2, 3, 15, 16), (0.5, 1), (0, 0.3)),
    (10, "add", 10, 0.95, 0.01),
    (5, "replace", 4, 0.59, 0.15),
    (4, "replace", 5, 0.61, 0.05),
    (4, "add", 1, 1, 0.3),
]


@pytest.mark.parametrize(("second", "then", "read", "keep", "ajar"), ENDS)
def test_every_end_fits(second, then, read, keep, ajar):
    picture = gate_explorer(second, then, read, keep, ajar).picture()
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Read at step 14: 0 % of the first value, 100 % of the second"),
        ({"then": "ignore"}, "Read at step 14: 100 % of the first value"),
        ({"then": "add"}, "Read at step 14: 100 % of the first value, 100 % of the second"),
        ({"read": 9}, "Read at step 9: 100 % of the first value"),
        ({"read": 1}, "Read at step 1: nothing was written yet"),
        (
            {"then": "add", "ajar": 0.3},
            "Read at step 14: 100 % of the first value, 100 % of the second, and 0.15 of rubbish",
        ),
        ({"read": 1, "ajar": 0.3}, "Read at step 1: nothing was written yet, and −0.18 of rubbish"),
        ({"then": "ignore", "read": 16, "keep": 0.95}, "Read at step 16: 49 % of the first value"),
        ({"then": "ignore", "read": 16, "keep": 0.96}, "Read at step 16: 56 % of the first value"),
    ],
)
def test_what_is_said(settings, said):
    assert gate_explorer(**settings).picture().get_suptitle() == said


def test_a_shut_input_gate_keeps_everything_else_out():
    i, f, _, _ = gates(second=9, then="replace", read=13, keep=1, ajar=0)
    expected = np.repeat([0, OFFERED[1], OFFERED[9]], [1, 8, 7])
    np.testing.assert_array_equal(cells(i, f), expected)
