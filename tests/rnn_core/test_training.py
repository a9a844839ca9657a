"""Optimizers, trees, batches of unequal lengths and the training loop."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import batching, linear, optimizers, rnn
from rnn_core.train import fit
from rnn_core.trees import map_arrays, named_arrays


class Model(NamedTuple):
    cell: rnn.Params
    layers: list


def model(dtype=np.float64):
    rng = np.random.default_rng(0)
    return Model(
        rnn.initial_params(rng, 2, 3, dtype),
        [linear.initial_params(rng, 3, 4, dtype), linear.initial_params(rng, 4, 1, dtype)],
    )


def test_trees_keep_their_types_and_name_their_arrays():
    doubled = map_arrays(lambda a, b: a + b, model(), model())
    assert isinstance(doubled, Model)
    assert isinstance(doubled.cell, rnn.Params)
    assert isinstance(doubled.layers, list)
    np.testing.assert_array_equal(doubled.layers[1].W, 2 * model().layers[1].W)
    names = ["cell.Wx", "cell.Wh", "cell.b", "layers.0.W", "layers.0.b", "layers.1.W", "layers.1.b"]
    assert [*named_arrays(doubled)] == names


def test_sgd_goes_against_the_gradient():
    params = optimizers.sgd((np.array([1.0, 2.0]),), (np.array([10.0, -10.0]),), 0.1)
    np.testing.assert_allclose(params[0], [0.0, 3.0])


def test_the_first_adam_update_has_the_size_of_the_learning_rate():
    w = np.array([1.0, 1.0, 1.0])
    w_next, _ = optimizers.adam(w, np.array([1e-3, -5.0, 0.0]), optimizers.adam_state(w), 0.1)
    np.testing.assert_allclose(w_next, [0.9, 1.1, 1.0], rtol=1e-5)


@pytest.mark.parametrize("rate", [0.1, np.float64(0.1)], ids=["number", "NumPy's number"])
def test_optimizers_keep_float32_and_change_nothing_in_place(rate):
    params, grads = model(np.float32), model(np.float32)
    before = map_arrays(np.copy, params)
    state = optimizers.adam_state(params)
    updated, next_state = optimizers.adam(params, grads, state, rate)
    stepped = optimizers.sgd(params, grads, rate)
    for tree in (updated, stepped, next_state.mean, next_state.square):
        assert {a.dtype for a in named_arrays(tree).values()} == {np.dtype(np.float32)}
    assert not any(a.any() for a in named_arrays(state.mean).values())
    assert (state.updates, next_state.updates) == (0, 1)
    for array, copy in zip(
        named_arrays(params).values(), named_arrays(before).values(), strict=True
    ):
        np.testing.assert_array_equal(array, copy)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_padding_can_be_undone(lengths):
    rng = np.random.default_rng(0)
    sequences = [rng.normal(size=(length, 2)).astype(np.float32) for length in lengths]
    x, mask = batching.pad(sequences)
    assert x.shape == (max(lengths), len(lengths), 2)
    assert x.dtype == np.float32
    assert mask.shape == x.shape[:2]
    assert batching.lengths(mask).tolist() == lengths
    for n, sequence in enumerate(sequences):
        np.testing.assert_array_equal(x[mask[:, n], n], sequence)
    assert not x[~mask].any()


def test_padding_of_symbols_keeps_integers():
    x, mask = batching.pad([[3, 1], [2, 2, 2]])
    assert x.tolist() == [[3, 2], [1, 2], [0, 2]]
    assert mask.tolist() == [[True, True], [True, True], [False, True]]
    assert x.dtype.kind == "i"


@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_minibatches_hold_everything_once(count, size, seed):
    batches = batching.minibatches(np.random.default_rng(seed), count, size)
    assert sorted(np.concatenate(batches)) == list(range(count))
    assert [len(b) for b in batches[:-1]] == [size] * (len(batches) - 1)
    assert 1 <= len(batches[-1]) <= size


def test_fit_finds_a_line(capsys):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 1))
    y = 3 * x - 1

    def loss_and_gradients(params, batch):
        prediction, cache = linear.forward(x[batch], params)
        error = prediction - y[batch]
        return (error**2).mean() / 2, linear.backward(error / len(batch), cache, params)[1]

    batches = [b for _ in range(40) for b in batching.minibatches(rng, 200, 20)]
    start = linear.initial_params(rng, 1, 1)
    params, losses = fit(loss_and_gradients, start, batches, learning_rate=0.05)
    np.testing.assert_allclose([params.W.item(), params.b.item()], [3, -1], atol=1e-3)
    assert len(losses) == len(batches)
    assert losses[-1] < 1e-4 < losses[0]
    bar = capsys.readouterr().err
    assert "training" in bar
    assert "400/400" in bar
    fit(loss_and_gradients, start, batches[:2], description=None)
    assert capsys.readouterr().err == ""
