"""Gradients against HIPS autograd, which differentiates the formula and not our code."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from rnn_core import embedding, linear, losses, output_rnn, rnn, single_output
from rnn_core.activations import RELU, SIGMOID, TANH

T, N, D, H, V = 5, 3, 4, 6, 7
FORMULAS = {
    "tanh": (TANH, anp.tanh),
    "relu": (RELU, lambda a: anp.maximum(a, 0)),
    "sigmoid": (SIGMOID, lambda a: 1 / (1 + anp.exp(-a))),
}


def normal(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


def assert_gradients(loss, arguments, gradients):
    """loss in autograd's numpy, of all the arguments  ~  our gradients, in the same order."""
    for k, ours in enumerate(gradients):
        np.testing.assert_allclose(ours, grad(loss, k)(*arguments), rtol=1e-10, atol=1e-11)


def cross_entropy(logits, one_hot, mask):
    log_y = logits - anp.log(anp.sum(anp.exp(logits), axis=-1, keepdims=True))
    return -anp.sum(mask[..., None] * one_hot * log_y) / logits.shape[1]


@pytest.mark.parametrize("name", FORMULAS)
def test_rnn(rng, name):
    activation, f = FORMULAS[name]
    x, h0, Wx, Wh, b, dh = normal(rng, (T, N, D), (N, H), (D, H), (H, H), H, (T, N, H))

    def loss(x, h, Wx, Wh, b):
        total = 0
        for x_t, dh_t in zip(x, dh, strict=True):
            h = f(anp.dot(x_t, Wx) + anp.dot(h, Wh) + b)
            total = total + anp.sum(h * dh_t)
        return total

    params = rnn.Params(Wx, Wh, b)
    dx, dh0, dparams = rnn.backward(
        dh, rnn.forward(x, h0, params, activation)[1], params, activation
    )
    assert_gradients(loss, (x, h0, *params), (dx, dh0, *dparams))


@pytest.mark.parametrize("forced", [False, True], ids=["free", "teacher forced"])
def test_output_rnn(rng, forced):
    shapes = [(T, N, D), (N, V), (D, H), (V, H), (H,), (H, V), (V,), (T, N, V), (T, N, V)]
    x, o0, *weights, targets, do = normal(rng, *shapes)

    def loss(x, o, Wx, Wo, b, Wy, by):
        total = 0
        for t in range(T):
            previous = targets[t - 1] if forced and t else o
            o = anp.dot(anp.tanh(anp.dot(x[t], Wx) + anp.dot(previous, Wo) + b), Wy) + by
            total = total + anp.sum(o * do[t])
        return total

    params = output_rnn.Params(*weights)
    if forced:
        _, cache = output_rnn.forward_teacher_forced(x, targets, o0, params)
        dx, do0, dparams = output_rnn.backward_teacher_forced(do, cache, params)
    else:
        _, cache = output_rnn.forward(x, o0, params)
        dx, do0, dparams = output_rnn.backward(do, cache, params)
    assert_gradients(loss, (x, o0, *params), (dx, do0, *dparams))


def test_a_whole_model_with_unequal_lengths(rng):
    """Embedding, RNN, linear outputs and masked cross-entropy, end to end."""
    ids, targets = rng.integers(D, size=(T, N)), rng.integers(V, size=(T, N))
    mask = (np.arange(T)[:, None] < [5, 2, 4]).astype(float)
    E, h0, Wx, Wh, b, W, c = normal(rng, (D, D), (N, H), (D, H), (H, H), H, (H, V), V)

    def loss(E, h, Wx, Wh, b, W, c):
        logits = []
        for ids_t in ids:
            h = anp.tanh(anp.dot(E[ids_t], Wx) + anp.dot(h, Wh) + b)
            logits.append(anp.dot(h, W) + c)
        return cross_entropy(anp.stack(logits), np.eye(V)[targets], mask)

    cell, out = rnn.Params(Wx, Wh, b), linear.Params(W, c)
    x, x_cache = embedding.forward(ids, E)
    h, h_cache = rnn.forward(x, h0, cell)
    logits, o_cache = linear.forward(h, out)
    value, loss_cache = losses.softmax_cross_entropy(logits, targets, mask)
    np.testing.assert_allclose(value, loss(E, h0, Wx, Wh, b, W, c), rtol=1e-12)

    dlogits = losses.softmax_cross_entropy_backward(loss_cache)
    dh, dout = linear.backward(dlogits, o_cache, out)
    dx, dh0, dcell = rnn.backward(dh, h_cache, cell)
    dE = embedding.backward(dx, x_cache)
    assert_gradients(loss, (E, h0, Wx, Wh, b, W, c), (dE, dh0, *dcell, *dout))


def test_one_output_for_a_sequence(rng):
    lengths = np.array([5, 1, 3])
    h, W, b, do = normal(rng, (T, N, H), (H, V), V, (N, V))

    def loss(h, W, b):
        return sum(
            anp.sum((anp.dot(h[length - 1, n], W) + b) * do[n]) for n, length in enumerate(lengths)
        )

    params = linear.Params(W, b)
    dh, dparams = single_output.backward(do, single_output.forward(h, lengths, params)[1], params)
    assert_gradients(loss, (h, *params), (dh, *dparams))


def test_squared_error(rng):
    p, y = normal(rng, (T, N, V), (T, N, V))
    mask = rng.integers(2, size=(T, N))

    def loss(p):
        return anp.sum(mask[..., None] * (p - y) ** 2) / (2 * N)

    value, cache = losses.squared_error(p, y, mask)
    np.testing.assert_allclose(value, loss(p), rtol=1e-12)
    assert_gradients(loss, (p,), (losses.squared_error_backward(cache),))
