"""The recurrent network: shapes, dtypes, properties, and gradients by central differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import rnn
from rnn_core.activations import IDENTITY, RELU, SIGMOID, TANH
from rnn_core.gradient_check import check_gradients

T, N, D, H = 6, 3, 4, 5
ACTIVATIONS = pytest.mark.parametrize(
    "activation", [TANH, RELU, SIGMOID, IDENTITY], ids=["tanh", "relu", "sigmoid", "identity"]
)
SEQUENCES = st.tuples(*[st.integers(1, 5)] * 4, st.integers(0, 2**32 - 1))


def problem(T, N, D, H, seed, dtype=np.float64):
    """->  x, h0, params, dh: nothing zero, nothing equal."""
    rng = np.random.default_rng(seed)
    shapes = [(T, N, D), (N, H), (D, H), (H, H), (H,), (T, N, H)]
    x, h0, Wx, Wh, b, dh = (rng.normal(size=shape).astype(dtype) for shape in shapes)
    return x, h0, rnn.Params(Wx, Wh, b), dh


def arrays_of(tree):
    return [a for t in tree for a in arrays_of(t)] if isinstance(tree, tuple) else [tree]


def assert_close(actual, expected, tolerance=1e-12):
    for a, e in zip(arrays_of(actual), arrays_of(expected), strict=True):
        np.testing.assert_allclose(a, e, rtol=tolerance, atol=tolerance)


@ACTIVATIONS
def test_step_gradient_by_central_differences(activation):
    x, h0, params, dh = problem(T, N, D, H, seed=1)

    def loss(arguments):
        x, h, params = arguments
        return (rnn.step(x, h, params, activation)[0] * dh[0]).sum()

    _, cache = rnn.step(x[0], h0, params, activation)
    grads = rnn.step_backward(dh[0], cache, params, activation)
    errors = check_gradients(loss, (x[0], h0, params), grads)
    assert max(errors.values()) < 1e-8, errors


@ACTIVATIONS
def test_sequence_gradient_by_central_differences(activation):
    x, h0, params, dh = problem(T, N, D, H, seed=2)

    def loss(arguments):
        return (rnn.forward(*arguments, activation)[0] * dh).sum()

    _, cache = rnn.forward(x, h0, params, activation)
    grads = rnn.backward(dh, cache, params, activation)
    errors = check_gradients(loss, (x, h0, params), grads)
    assert max(errors.values()) < 1e-8, errors


def test_step_by_hand():
    params = rnn.Params(np.array([[2.0]]), np.array([[3.0]]), np.array([0.5]))
    h_next, _ = rnn.step(np.array([[0.1]]), np.array([[0.2]]), params)
    np.testing.assert_allclose(h_next, [[np.tanh(0.1 * 2 + 0.2 * 3 + 0.5)]])


@given(SEQUENCES)
def test_a_sequence_is_a_chain_of_steps(sizes):
    x, h, params, _ = problem(*sizes)
    states, _ = rnn.forward(x, h, params)
    for x_t, state in zip(x, states, strict=True):
        h, _ = rnn.step(x_t, h, params)
        np.testing.assert_allclose(state, h, rtol=1e-12)


@given(SEQUENCES)
def test_backward_is_a_chain_of_backward_steps(sizes):
    x, h, params, dh = problem(*sizes)
    _, cache = rnn.forward(x, h, params)
    dx, dh0, dparams = rnn.backward(dh, cache, params)

    caches = []
    for x_t in x:
        h, step_cache = rnn.step(x_t, h, params)
        caches.append(step_cache)
    through_next, total = np.zeros_like(h), rnn.Params(0, 0, 0)
    for t in reversed(range(len(x))):
        dx_t, through_next, step_dparams = rnn.step_backward(
            dh[t] + through_next, caches[t], params
        )
        total = rnn.Params(*(a + b for a, b in zip(total, step_dparams, strict=True)))
        assert_close(dx[t], dx_t)
    assert_close((dh0, dparams), (through_next, total))


@given(SEQUENCES, st.data())
def test_a_sequence_may_be_split_anywhere(sizes, data):
    x, h0, params, dh = problem(*sizes)
    cut = data.draw(st.integers(0, len(x) - 1))
    h, cache = rnn.forward(x, h0, params)
    whole = rnn.backward(dh, cache, params)
    if cut == 0:
        return
    first, first_cache = rnn.forward(x[:cut], h0, params)
    second, second_cache = rnn.forward(x[cut:], first[-1], params)
    assert_close(np.concatenate([first, second]), h)

    dx2, through_cut, dparams2 = rnn.backward(dh[cut:], second_cache, params)
    dh_first = dh[:cut].copy()
    dh_first[-1] += through_cut
    dx1, dh0, dparams1 = rnn.backward(dh_first, first_cache, params)
    summed = rnn.Params(*(a + b for a, b in zip(dparams1, dparams2, strict=True)))
    assert_close((np.concatenate([dx1, dx2]), dh0, summed), whole)


@given(SEQUENCES)
def test_sequences_of_a_batch_do_not_mix(sizes):
    x, h0, params, dh = problem(*sizes)
    h, cache = rnn.forward(x, h0, params)
    dx, dh0, dparams = rnn.backward(dh, cache, params)
    total = [0, 0, 0]
    for n in range(x.shape[1]):
        one = slice(n, n + 1)
        h_n, cache_n = rnn.forward(x[:, one], h0[one], params)
        dx_n, dh0_n, dparams_n = rnn.backward(dh[:, one], cache_n, params)
        assert_close((h[:, one], dx[:, one], dh0[one]), (h_n, dx_n, dh0_n))
        total = [a + b for a, b in zip(total, dparams_n, strict=True)]
    assert_close(tuple(dparams), tuple(total))


@given(SEQUENCES, st.integers(0, 5))
def test_truncation_beyond_the_end_changes_nothing(sizes, more):
    x, h0, params, dh = problem(*sizes)
    _, cache = rnn.forward(x, h0, params)
    cut = rnn.truncated_backward(dh, cache, params, len(x) + more)
    assert_close(cut, rnn.backward(dh, cache, params))


@given(SEQUENCES, st.integers(1, 6))
def test_truncation_stops_the_gradient_and_not_the_state(sizes, length):
    x, h0, params, dh = problem(*sizes)
    h, cache = rnn.forward(x, h0, params)
    dx, dh0, dparams = rnn.truncated_backward(dh, cache, params, length)

    through_next, total = np.zeros_like(h0), rnn.Params(0, 0, 0)
    for t in reversed(range(len(x))):
        if (t + 1) % length == 0:  # step t + 1 begins a new chunk
            through_next = np.zeros_like(h0)
        step_cache = (x[t], h[t - 1] if t else h0, h[t])
        dx_t, through_next, step_dparams = rnn.step_backward(
            dh[t] + through_next, step_cache, params
        )
        total = rnn.Params(*(a + b for a, b in zip(total, step_dparams, strict=True)))
        assert_close(dx[t], dx_t)
    assert_close((dh0, dparams), (through_next, total))


def test_every_activation_is_used_by_truncation():
    x, h0, params, dh = problem(T, N, D, H, seed=3)
    _, cache = rnn.forward(x, h0, params, SIGMOID)
    whole = rnn.backward(dh, cache, params, SIGMOID)
    assert_close(rnn.truncated_backward(dh, cache, params, T, SIGMOID), whole)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_in_is_dtype_out(dtype):
    x, h0, params, dh = problem(T, N, D, H, 4, dtype)
    h_next, step_cache = rnn.step(x[0], h0, params)
    h, cache = rnn.forward(x, h0, params)
    results = (
        h_next,
        h,
        rnn.step_backward(dh[0], step_cache, params),
        rnn.backward(dh, cache, params),
        rnn.truncated_backward(dh, cache, params, 2),
        rnn.initial_params(np.random.default_rng(0), D, H, dtype),
    )
    assert {a.dtype for a in arrays_of(results)} == {np.dtype(dtype)}


def test_float32_parameters_and_float64_inputs_give_float64():
    x, h0, params, dh = problem(T, N, D, H, seed=5)
    narrow = rnn.Params(*(w.astype(np.float32) for w in params))
    _, cache = rnn.forward(x.astype(np.float32), h0.astype(np.float32), narrow)
    grads = rnn.backward(dh, cache, narrow)
    assert {a.dtype for a in arrays_of(grads)} == {np.dtype(np.float64)}
    assert rnn.forward(x, h0, narrow)[0].dtype == np.float64
    assert rnn.forward(x.astype(np.float32), h0, narrow)[0].dtype == np.float64


def test_arguments_and_caches_are_left_alone():
    x, h0, params, dh = problem(T, N, D, H, seed=6)
    _, step_cache = rnn.step(x[0], h0, params)
    _, cache = rnn.forward(x, h0, params)
    everything = arrays_of((x, h0, params, dh, step_cache, cache))
    before = [array.copy() for array in everything]
    rnn.step_backward(dh[0], step_cache, params)
    rnn.backward(dh, cache, params)
    rnn.truncated_backward(dh, cache, params, 2)
    rnn.forward(x, h0, params)
    for array, copy in zip(everything, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_arrays_need_not_be_contiguous():
    x, h0, params, dh = problem(T, N, D, H, seed=7)
    h, cache = rnn.forward(x, h0, params)
    expected = (h, *rnn.backward(dh, cache, params))

    def strided(array):
        return np.repeat(array, 2, axis=-1)[..., ::2].T.copy().T

    params = rnn.Params(*map(strided, params))
    h, cache = rnn.forward(strided(x), strided(h0), params)
    assert_close((h, *rnn.backward(strided(dh), tuple(map(strided, cache)), params)), expected)


def test_initial_params_keep_the_size_of_sums():
    Wx, Wh, b = rnn.initial_params(np.random.default_rng(0), 100, 400)
    assert Wx.std() == pytest.approx(0.1, rel=0.02)
    assert Wh.std() == pytest.approx(0.05, rel=0.02)
    assert not b.any()
