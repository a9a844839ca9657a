"""Losses, and the softmax below them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnn_core.activations import IDENTITY, RELU, SIGMOID, TANH, log_softmax, sigmoid, softmax
from rnn_core.gradient_check import check_gradients, relative_error
from rnn_core.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
    squared_error,
    squared_error_backward,
)

T, N, V = 5, 3, 7
LOGITS = arrays(np.float64, (2, 4), elements=st.floats(-800, 800))


@given(LOGITS, st.floats(-800, 800))
def test_softmax_is_a_distribution_that_a_shift_does_not_change(logits, shift):
    p = softmax(logits)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1)
    np.testing.assert_allclose(softmax(logits + shift), p, rtol=1e-9, atol=1e-12)


@given(LOGITS)
def test_log_softmax_is_finite_where_the_logarithm_of_softmax_is_not(logits):
    log_p = log_softmax(logits)
    assert np.isfinite(log_p).all()
    np.testing.assert_allclose(np.exp(log_p), softmax(logits), rtol=1e-9, atol=1e-12)


@given(st.floats(-1e4, 1e4))
def test_sigmoid_is_symmetric_and_never_overflows(a):
    assert sigmoid(a) + sigmoid(-a) == pytest.approx(1)
    assert sigmoid(np.array(a)) == pytest.approx((1 + np.tanh(a / 2)) / 2)


def test_sigmoid_is_exact_far_to_the_left():
    np.testing.assert_allclose(sigmoid(np.array([-50.0, -700.0])), np.exp([-50.0, -700.0]))


@pytest.mark.parametrize("activation", [TANH, RELU, SIGMOID, IDENTITY])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activation_and_its_slope(activation, dtype, rng):
    a = rng.normal(size=(3, 4)).astype(dtype)
    out, into = activation.apply(a), np.empty_like(a)
    activation.apply(a, out=into)
    np.testing.assert_array_equal(into, out)
    assert out.dtype == activation.slope(out).dtype == dtype
    assert not np.shares_memory(out, a)
    wide = a.astype(np.float64)
    slope = (activation.apply(wide + 1e-6) - activation.apply(wide - 1e-6)) / 2e-6
    assert relative_error(activation.slope(activation.apply(wide)), slope) < 1e-8


def test_cross_entropy_by_central_differences(rng):
    logits, targets = rng.normal(size=(T, N, V)), rng.integers(V, size=(T, N))
    mask = rng.integers(2, size=(T, N)).astype(bool)
    for m in (mask, None):
        _, cache = softmax_cross_entropy(logits, targets, m)
        errors = check_gradients(
            lambda o, m=m: softmax_cross_entropy(o, targets, m)[0],
            logits,
            softmax_cross_entropy_backward(cache),
        )
        assert max(errors.values()) < 1e-8, errors


def test_squared_error_by_central_differences(rng):
    prediction, target = rng.normal(size=(2, T, N, V))
    mask = rng.integers(2, size=(T, N))
    for m in (mask, None):
        _, cache = squared_error(prediction, target, m)
        errors = check_gradients(
            lambda p, m=m: squared_error(p, target, m)[0],
            prediction,
            squared_error_backward(cache),
        )
        assert max(errors.values()) < 1e-8, errors


def test_losses_sum_over_time_and_average_over_sequences():
    uniform, targets = np.zeros((T, N, V)), np.ones((T, N), int)
    assert softmax_cross_entropy(uniform, targets)[0] == pytest.approx(T * np.log(V))
    assert squared_error(np.full((T, N, V), 2.0), uniform)[0] == pytest.approx(T * V * 4 / 2)


@given(st.integers(0, 2**32 - 1))
def test_what_the_mask_hides_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    logits, targets = rng.normal(size=(T, N, V)), rng.integers(V, size=(T, N))
    mask = rng.integers(2, size=(T, N))
    other, other_targets = logits.copy(), targets.copy()
    other[mask == 0] = 100
    other_targets[mask == 0] = 0
    loss, cache = softmax_cross_entropy(logits, targets, mask)
    other_loss, other_cache = softmax_cross_entropy(other, other_targets, mask)
    assert loss == pytest.approx(other_loss)
    dlogits = softmax_cross_entropy_backward(cache)
    np.testing.assert_allclose(dlogits, softmax_cross_entropy_backward(other_cache))
    assert not dlogits[mask == 0].any()


def test_a_mask_of_zeros_gives_no_loss_and_no_gradient(rng):
    logits, targets, zeros = rng.normal(size=(T, N, V)), np.zeros((T, N), int), np.zeros((T, N))
    loss, cache = softmax_cross_entropy(logits, targets, zeros)
    assert loss == 0
    assert not softmax_cross_entropy_backward(cache).any()
    loss, cache = squared_error(logits, np.zeros_like(logits), zeros)
    assert loss == 0
    assert not squared_error_backward(cache).any()


def test_a_mask_may_be_of_any_kind(rng):
    logits, targets = rng.normal(size=(T, N, V)), rng.integers(V, size=(T, N))
    mask = rng.integers(2, size=(T, N))
    losses = {softmax_cross_entropy(logits, targets, mask.astype(d))[0] for d in (bool, int, float)}
    assert len(losses) == 1


def test_losses_keep_float32_and_their_arguments(rng):
    logits = rng.normal(size=(T, N, V)).astype(np.float32)
    targets, mask = rng.integers(V, size=(T, N)), np.ones((T, N))
    before = logits.copy()
    loss, cache = softmax_cross_entropy(logits, targets, mask)
    kept = [array.copy() for array in cache]
    dlogits = softmax_cross_entropy_backward(cache)
    error, error_cache = squared_error(logits, np.zeros_like(logits), mask)
    assert {loss.dtype, dlogits.dtype, error.dtype} == {np.dtype(np.float32)}
    assert squared_error_backward(error_cache).dtype == np.float32
    np.testing.assert_array_equal(logits, before)
    for array, copy in zip(cache, kept, strict=True):
        np.testing.assert_array_equal(array, copy)
