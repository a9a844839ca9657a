"""Output-recurrent network, linear map, single output and embedding, and their gradients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import embedding, linear, output_rnn, single_output
from rnn_core.gradient_check import check_gradients

T, N, D, H, V = 5, 3, 4, 6, 7


def output_problem(T, N, D, H, V, seed, dtype=np.float64):
    """->  x, o0, params, targets, do: nothing zero, nothing equal."""
    rng = np.random.default_rng(seed)
    shapes = [(D, H), (V, H), (H,), (H, V), (V,)]
    weights = [rng.normal(size=shape).astype(dtype) for shape in shapes]
    shapes = [(T, N, D), (N, V), (T, N, V), (T, N, V)]
    x, o0, targets, do = (rng.normal(size=shape).astype(dtype) for shape in shapes)
    return x, o0, output_rnn.Params(*weights), targets, do


def test_output_rnn_running_free_by_central_differences():
    x, o0, params, _, do = output_problem(T, N, D, H, V, seed=1)
    _, cache = output_rnn.forward(x, o0, params)
    errors = check_gradients(
        lambda arguments: (output_rnn.forward(*arguments)[0] * do).sum(),
        (x, o0, params),
        output_rnn.backward(do, cache, params),
    )
    assert max(errors.values()) < 1e-7, errors


def test_output_rnn_teacher_forced_by_central_differences():
    x, o0, params, targets, do = output_problem(T, N, D, H, V, seed=2)

    def loss(arguments):
        x, o0, params = arguments
        return (output_rnn.forward_teacher_forced(x, targets, o0, params)[0] * do).sum()

    _, cache = output_rnn.forward_teacher_forced(x, targets, o0, params)
    grads = output_rnn.backward_teacher_forced(do, cache, params)
    errors = check_gradients(loss, (x, o0, params), grads)
    assert max(errors.values()) < 1e-8, errors


@given(st.tuples(*[st.integers(1, 4)] * 5, st.integers(0, 2**32 - 1)))
def test_output_rnn_is_a_chain_of_steps(sizes):
    x, o0, params, targets, _ = output_problem(*sizes)
    free, _ = output_rnn.forward(x, o0, params)
    forced, _ = output_rnn.forward_teacher_forced(x, targets, o0, params)
    o = o0
    for t, x_t in enumerate(x):
        o, _ = output_rnn.step(x_t, o, params)
        np.testing.assert_allclose(free[t], o, rtol=1e-10, atol=1e-10)
        given_target, _ = output_rnn.step(x_t, targets[t - 1] if t else o0, params)
        np.testing.assert_allclose(forced[t], given_target, rtol=1e-10, atol=1e-10)


def test_a_teacher_who_repeats_the_outputs_changes_nothing():
    x, o0, params, _, _ = output_problem(T, N, D, H, V, seed=3)
    o, _ = output_rnn.forward(x, o0, params)
    forced, _ = output_rnn.forward_teacher_forced(x, o, o0, params)
    np.testing.assert_allclose(forced, o, rtol=1e-12)


def test_output_rnn_keeps_float32():
    x, o0, params, targets, do = output_problem(T, N, D, H, V, 4, np.float32)
    o, cache = output_rnn.forward(x, o0, params)
    forced, forced_cache = output_rnn.forward_teacher_forced(x, targets, o0, params)
    dx, do0, dparams = output_rnn.backward(do, cache, params)
    forced_dx, *_ = output_rnn.backward_teacher_forced(do, forced_cache, params)
    start = output_rnn.initial_params(np.random.default_rng(0), D, H, V, np.float32)
    for array in (o, forced, dx, do0, *dparams, forced_dx, *start):
        assert array.dtype == np.float32


@pytest.mark.parametrize("leading", [(), (3,), (5, 3)], ids=str)
def test_linear_by_central_differences(rng, leading):
    x, dy = rng.normal(size=(*leading, D)), rng.normal(size=(*leading, H))
    params = linear.Params(rng.normal(size=(D, H)), rng.normal(size=H))
    y, cache = linear.forward(x, params)
    np.testing.assert_allclose(y, x @ params.W + params.b)
    errors = check_gradients(
        lambda arguments: (linear.forward(*arguments)[0] * dy).sum(),
        (x, params),
        linear.backward(dy, cache, params),
    )
    assert max(errors.values()) < 1e-8, errors


def test_single_output_reads_the_last_state_of_each_sequence(rng):
    h, lengths = rng.normal(size=(T, N, H)), np.array([2, 5, 1])
    params = linear.Params(np.eye(H), np.zeros(H))
    o, cache = single_output.forward(h, lengths, params)
    np.testing.assert_array_equal(o, [h[1, 0], h[4, 1], h[0, 2]])
    dh, _ = single_output.backward(np.ones((N, H)), cache, params)
    assert np.argwhere(dh[:, :, 0]).tolist() == [[0, 2], [1, 0], [4, 1]]


def test_single_output_by_central_differences(rng):
    h, do, lengths = rng.normal(size=(T, N, H)), rng.normal(size=(N, V)), np.array([2, 5, 1])
    params = linear.Params(rng.normal(size=(H, V)), rng.normal(size=V))
    _, cache = single_output.forward(h, lengths, params)

    def loss(arguments):
        h, params = arguments
        return (single_output.forward(h, lengths, params)[0] * do).sum()

    errors = check_gradients(loss, (h, params), single_output.backward(do, cache, params))
    assert max(errors.values()) < 1e-8, errors


@given(st.lists(st.integers(0, V - 1), min_size=1), st.integers(0, 2**32 - 1))
def test_embedding_is_the_product_with_one_hot_vectors(ids, seed):
    rng, ids = np.random.default_rng(seed), np.array(ids)
    E, dx = rng.normal(size=(V, D)), rng.normal(size=(len(ids), D))
    hot = embedding.one_hot(ids, V)
    x, cache = embedding.forward(ids, E)
    np.testing.assert_array_equal(hot.sum(axis=-1), 1)
    np.testing.assert_allclose(x, hot @ E, rtol=1e-15)
    np.testing.assert_allclose(embedding.backward(dx, cache), hot.T @ dx, rtol=1e-12, atol=1e-12)


def test_embedding_by_central_differences(rng):
    ids, E, dx = rng.integers(3, size=(T, N)), rng.normal(size=(V, D)), rng.normal(size=(T, N, D))
    _, cache = embedding.forward(ids, E)
    errors = check_gradients(
        lambda E: (embedding.forward(ids, E)[0] * dx).sum(), E, embedding.backward(dx, cache)
    )
    assert max(errors.values()) < 1e-8, errors


def test_embedding_of_ids_of_any_shape_keeps_the_dtype(rng):
    E = rng.normal(size=(V, D)).astype(np.float32)
    for shape in [(), (2,), (2, 3)]:
        ids = np.full(shape, 4)
        x, cache = embedding.forward(ids, E)
        assert x.shape == (*shape, D)
        assert embedding.one_hot(ids, V, np.float32).shape == (*shape, V)
        assert x.dtype == embedding.one_hot(ids, V, np.float32).dtype == np.float32
        assert embedding.backward(x, cache).dtype == np.float32
