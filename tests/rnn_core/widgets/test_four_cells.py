"""Four memories on one input: what lesson 07 says of them."""

import numpy as np
import pytest

from rnn_core.widgets.four_cells import memories, sequence, wanted


def off(task, bias, marks, noise):
    x = sequence(marks, noise)
    return {
        name: np.sqrt(np.mean((held - wanted(x, task)) ** 2))
        for name, held in memories(x, task, 0.8, bias).items()
    }


def test_what_should_be_held_changes_where_something_counts():
    x = sequence(marks=3, noise=0.5)
    assert wanted(x, "the last")[[1, 2, 8, 14, 39]] == pytest.approx([0, 0.6, -0.4, 0.8, 0.8])
    assert wanted(x, "the sum")[[1, 2, 8, 14, 39]] == pytest.approx([0, 0.6, 0.2, 1, 1])


@pytest.mark.parametrize("bias", [0, 2, 8])
def test_coupled_by_hand_an_lstm_is_a_gru(bias):
    held = memories(sequence(3, 0.5), "the last", 0.8, bias)
    assert held["LSTM, cell"] == pytest.approx(held["GRU"], abs=1e-12)


def test_the_answer_to_the_question():
    assert off("the last", 4.0, 3, 0.5)["GRU"] > 0.1 > off("the last", 4.5, 3, 0.5)["GRU"]


def test_only_the_lstm_counts():
    held = memories(sequence(6, 0.5), "the sum", 0.8, 8)
    assert np.abs(held["GRU"]).max() < 1
    assert held["LSTM, cell"][-1] == pytest.approx(3.1, abs=0.05)
    errors = off("the sum", 8, 6, 0.5)
    assert errors["LSTM, cell"] < 0.05 < 1 < min(errors[name] for name in ("plain", "leaky", "GRU"))
