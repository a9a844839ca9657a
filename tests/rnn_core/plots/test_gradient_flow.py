"""Gradient flow, cell beside cell; ways down a cliff; gradients by layer."""

from itertools import pairwise, product

import numpy as np
import pytest
from board_checks import assert_fits, assert_no_words_overlap

from rnn_core import gru, jacobians, lstm, rnn
from rnn_core.plots import descents, layer_gradients
from rnn_core.plots.flow import Flow, gradient_flow
from rnn_core.plots.graph import Board
from rnn_core.widgets import gradient_flow_explorer
from rnn_core.widgets.gradient_flow import ACTIVATIONS, SEQUENCES, UNITS, Weights

CELLS = [("rnn",), ("lstm",), ("rnn", "lstm"), ("rnn", "lstm", "gru")]
ENDS = list(product(CELLS, (0.1, 2.0), (5, 60)))


def diagonal(decay, T=10, name="RNN, tanh"):
    """A flow that shrinks its first direction by `decay` a step, and its second twice as fast."""
    back = np.arange(T)[::-1, None, None]
    products = np.eye(2) * np.array([decay, decay / 2]) ** back
    return Flow(name, "h", "Mean slope", products, np.array([1.0, 0.0]), np.full(T, 0.5))


def title(*flows):
    return gradient_flow(flows, settings="Settings").get_suptitle()


def test_titles_say_what_is_left():
    less = "7 steps back, for the first time, less than 1 % of the gradient is left"
    assert title(diagonal(0.5)) == less
    assert title(diagonal(0.9)) == "9 steps back, 39 % of the gradient is left"
    assert title(diagonal(2.0)) == "9 steps back, the gradient is 512 times as large"


def test_titles_of_several_cells_change_sides_when_a_gradient_grows():
    def pair(one, other):
        return title(diagonal(one), diagonal(other, name="LSTM, cell c"))

    assert pair(0.5, 0.9) == "Steps back until less than 1 % is left: RNN 7, LSTM > 9"
    assert pair(0.8, 0.9) == "Arrives at step 1: RNN ×0.13, LSTM ×0.39"
    assert pair(0.5, 2.0) == "Arrives at step 1: RNN ×0.002, LSTM ×512"


def test_norms_and_stretches_of_a_known_product():
    flow = diagonal(0.5, T=4)
    assert flow.norms == pytest.approx([1 / 8, 1 / 4, 1 / 2, 1])
    assert flow.stretches[0] == pytest.approx([1 / 8, 1 / 64])
    assert flow.steps_to_little() is None


def test_the_alternative_text_tells_sizes_and_shapes():
    alt = gradient_flow([diagonal(0.5)], settings="Ten steps").alt
    assert alt.startswith(
        "7 steps back, for the first time, less than 1 % of the gradient is left. Ten"
    )
    assert "of a gradient of size 1 at step 10, 0.00195 arrives at step 1" in alt
    assert "the circle in the two most stretched of 2 directions has become a needle" in alt
    assert "; mean slope 0.5 over all steps" in alt
    dead = diagonal(0.0)
    assert "has become a point" in gradient_flow([dead], settings="None").alt


@pytest.mark.parametrize(("cells", "radius", "T"), ENDS)
def test_every_end_fits_and_no_words_overlap(cells, radius, T):
    sequence = SEQUENCES[-1]  # the longest word
    picture = gradient_flow_explorer(cells, radius=radius, T=T, sequence=sequence).picture()
    assert_fits(picture)
    assert_no_words_overlap(picture)


@pytest.mark.parametrize(("activation", "cells"), list(product(ACTIVATIONS, (CELLS[0], CELLS[-1]))))
def test_every_activation_fits(activation, cells):
    for radius, T in product((0.1, 2.0), (30, 60)):
        settings = {"radius": radius, "T": T, "activation": activation, "keep_bias": -3}
        picture = gradient_flow_explorer(cells, **settings).picture()
        assert_fits(picture)
        assert_no_words_overlap(picture)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_plain_network_s_flow_is_what_bptt_gives(activation):
    weights, T = Weights(np.random.default_rng(6)), 12
    x = weights.inputs("noise", T)
    flow = weights.rnn(x, 1.1, activation)
    params = rnn.Params(weights.Wx[0], 1.1 * weights.Wh[0], np.zeros(UNITS))
    act = ACTIVATIONS[activation]
    _, cache = rnn.forward(x, np.zeros((1, UNITS)), params, act)
    dh = np.zeros((T, 1, UNITS))
    dh[-1] = weights.asked
    total, _ = jacobians.rnn_state_gradients(dh, cache, params, act)
    assert flow.products @ flow.asked == pytest.approx(total[:, 0])


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_gated_cell_s_flow_is_what_its_own_backward_steps_give(cell, monkeypatch):
    weights, T = Weights(np.random.default_rng(6)), 12
    module = {"lstm": lstm, "gru": gru}[cell]
    kept = {}
    forward = module.forward

    def remember(x, *rest):
        found = forward(x, *rest)
        kept["cache"], kept["params"] = found[-1], rest[-1]
        return found

    monkeypatch.setattr(module, "forward", remember)
    flow = weights.gated(cell, weights.inputs("noise", T), 1.1, 1.0)
    asked = np.zeros((T, 1, UNITS))
    asked[-1] = weights.asked
    states = (np.zeros_like(asked), asked) if cell == "lstm" else (asked,)
    totals = jacobians.cell_state_gradients(module, states, kept["cache"], kept["params"])
    assert flow.products @ flow.asked == pytest.approx(totals[-1][:, 0])


def words_drawn(monkeypatch, flow):
    drawn, write = [], Board.write
    monkeypatch.setattr(
        Board, "write", lambda *args, **look: drawn.append(args[2]) or write(*args, **look)
    )
    gradient_flow([flow], settings="Settings")
    return drawn


@pytest.mark.parametrize(
    ("decay", "said"),
    [(0.5, None), (10.0, "↑ up to 10⁹"), (0.1, "↓ down to 10⁻⁹"), (0.0, "↓ down to 0")],
)
def test_a_line_that_leaves_the_scale_says_how_far_it_goes(decay, said, monkeypatch):
    drawn = words_drawn(monkeypatch, diagonal(decay))
    assert [words for words in drawn if words[0] in "↑↓"] == [said] * (said is not None)


def test_the_circles_sizes_are_those_of_the_lines_above_them(monkeypatch):
    drawn = words_drawn(monkeypatch, diagonal(0.5, T=3))
    assert [words for words in drawn if words.startswith(("long ", "wide "))] == [
        *("long 0.25", "wide 0.062"),
        *("long 0.5", "wide 0.25"),
        *("long 1", "wide 1"),
    ]


def test_what_the_explorer_is_asked_for_may_be_written_in_any_case():
    settings = gradient_flow_explorer(activation="relu", sequence="One shout").settings
    assert (settings["activation"], settings["sequence"]) == ("ReLU", "one shout")
    with pytest.raises(ValueError, match="activation is 'elu'; it can be 'tanh', 'ReLU'"):
        gradient_flow_explorer(activation="elu")


def test_the_activation_is_the_plain_network_s():
    def label(*cells):
        return gradient_flow_explorer(cells).controls["activation"].description

    assert (label("rnn"), label("rnn", "gru")) == ("activation", "activation (RNN)")


def test_a_gate_that_keeps_keeps_the_gradient():
    def left(cell, bias):
        weights = Weights(np.random.default_rng(6))
        return weights.gated(cell, weights.inputs("noise", 40), 0.9, bias).norms[0]

    for cell in ("lstm", "gru"):
        found = [left(cell, bias) for bias in (-3.0, 0.0, 2.0, 5.0)]
        assert all(one < other for one, other in pairwise(found))
        assert found[-1] > 0.5


def test_what_lesson_04_says_of_the_explorer():
    def words(**settings):
        return gradient_flow_explorer(**settings).picture().get_suptitle()

    less = "steps back, for the first time, less than 1 % of the gradient is left"
    assert words() == f"16 {less}"
    assert words(sequence="loud") == f"8 {less}"
    assert words(sequence="quiet") == "29 steps back, 5.8 % of the gradient is left"
    assert "0.00265 arrives at step 1" in gradient_flow_explorer(sequence="one shout").picture().alt
    assert words(radius=1.3) == "29 steps back, 2.7 % of the gradient is left"
    assert words(radius=2.0) == "29 steps back, the gradient is 63.3 times as large"
    assert words(radius=2.0, activation="ReLU").endswith("the gradient is 1.36·10⁹ times as large")
    assert words(radius=2.0, activation="sigmoid") == f"7 {less}"


def test_descents_tell_where_they_went():
    x, y = np.linspace(0, 1, 5), np.linspace(0, 2, 6)
    loss = 0.1 + x + y[:, None]
    paths = {"a": [(0.5, 0.5), (0.2, 0.2)], "b": [(0.5, 0.5), (3.0, 3.0)]}
    picture = descents(x, y, loss, paths, title="Two ways", xlabel="w", ylabel="b")
    assert picture.alt.startswith("Two ways. Loss over two parameters")
    assert "a: 1 updates to (0.2, 0.2)." in picture.alt
    assert "b: 1 updates to (3, 3), out of the frame at update 1." in picture.alt


def test_layer_gradients_tell_first_and_last():
    layers = [np.full(4, 10.0**k) for k in range(-3, 1)]
    single = [np.full((2, 4), 10.0**k) for k in range(-3, 1)]
    picture = layer_gradients({"tanh": layers}, {"tanh": single}, title="Four layers")
    assert "tanh: batch 1 at the last layer, 0.001 at the first" in picture.alt
    assert len(picture.axes) == 2
