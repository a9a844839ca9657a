"""The cells against ONNX's own test cases, and its published formulas under HIPS autograd.

Operators LSTM and GRU of the ONNX specification, in its notation: matrices W, R (rows are gates)
and peepholes P, the LSTM's gates in the order i, o, f, c, the GRU's in the order z, r, h.
"""

from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from rnn_core import gru, lstm, peephole_lstm, rnn

CASES = np.load(Path(__file__).parent / "golden" / "onnx.npz")  # golden/make_onnx_golden.py

T, N, D, H = 5, 3, 4, 6
IOFC = [0, 3, 1, 2]  # ours are i, f, g, o
ZRH = [1, 0, 2]  # ours are r, z, n


def sigmoid(a):
    return 1 / (1 + anp.exp(-a))


def onnx_lstm(X, W, R, B, H_t, C_t, P):
    """->  [Y (T, N, H), the cell at each step (T, N, H)]."""
    W_i, W_o, W_f, W_c = anp.split(W, 4)
    R_i, R_o, R_f, R_c = anp.split(R, 4)
    Wb_i, Wb_o, Wb_f, Wb_c, Rb_i, Rb_o, Rb_f, Rb_c = anp.split(B, 8)
    P_i, P_o, P_f = anp.split(P, 3)
    Y, cells = [], []
    for X_t in X:
        i = sigmoid(anp.dot(X_t, W_i.T) + anp.dot(H_t, R_i.T) + P_i * C_t + Wb_i + Rb_i)
        f = sigmoid(anp.dot(X_t, W_f.T) + anp.dot(H_t, R_f.T) + P_f * C_t + Wb_f + Rb_f)
        c = anp.tanh(anp.dot(X_t, W_c.T) + anp.dot(H_t, R_c.T) + Wb_c + Rb_c)
        C_t = f * C_t + i * c
        o = sigmoid(anp.dot(X_t, W_o.T) + anp.dot(H_t, R_o.T) + P_o * C_t + Wb_o + Rb_o)
        H_t = o * anp.tanh(C_t)
        Y.append(H_t)
        cells.append(C_t)
    return anp.stack([anp.stack(Y), anp.stack(cells)])


def onnx_gru(X, W, R, B, H_t):
    """With linear_before_reset = 1  ->  Y (T, N, H)."""
    W_z, W_r, W_h = anp.split(W, 3)
    R_z, R_r, R_h = anp.split(R, 3)
    Wb_z, Wb_r, Wb_h, Rb_z, Rb_r, Rb_h = anp.split(B, 6)
    Y = []
    for X_t in X:
        z = sigmoid(anp.dot(X_t, W_z.T) + anp.dot(H_t, R_z.T) + Wb_z + Rb_z)
        r = sigmoid(anp.dot(X_t, W_r.T) + anp.dot(H_t, R_r.T) + Wb_r + Rb_r)
        h = anp.tanh(anp.dot(X_t, W_h.T) + r * (anp.dot(H_t, R_h.T) + Rb_h) + Wb_h)
        H_t = (1 - z) * h + z * H_t
        Y.append(H_t)
    return anp.stack(Y)


def theirs(w, order):
    """(K, G·H)  ->  (G·H, K), the gates in ONNX's order; (G·H,)  ->  (G·H,)."""
    gates = np.split(w, len(order), axis=-1)
    return np.concatenate([gates[k].T for k in order])


def ours(w, order):
    """The inverse of `theirs`."""
    gates = np.split(w, len(order))
    return np.concatenate([gates[order.index(k)].T for k in range(len(order))], axis=-1)


def assert_close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-10, atol=1e-11)


def normal(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


@pytest.mark.parametrize("peepholes", [True, False])
def test_lstm(rng, peepholes):
    shapes = [(T, N, D), (N, H), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,), (3, H)]
    x, h0, c0, Wx, Wh, b, p = normal(rng, *shapes)
    dh, dc = normal(rng, (T, N, H), (T, N, H))
    p_i, p_f, p_o = p if peepholes else 0 * p
    B = np.concatenate([theirs(b, IOFC), np.zeros(4 * H)])
    P = np.concatenate([p_i, p_o, p_f])
    onnx = [x, theirs(Wx, IOFC), theirs(Wh, IOFC), B, h0, c0, P]

    cell = peephole_lstm if peepholes else lstm
    params = cell.Params(Wx, Wh, b, p) if peepholes else cell.Params(Wx, Wh, b)
    h, c, cache = cell.forward(x, h0, c0, params)
    assert_close(np.stack([h, c]), onnx_lstm(*onnx))

    def loss(*arguments):
        Y, cells = onnx_lstm(*arguments)
        return anp.sum(Y * dh) + anp.sum(cells * dc)

    dX, dW, dR, dB, dH, dC, dP = (grad(loss, k)(*onnx) for k in range(7))
    dx, dh0, dc0, dparams = cell.backward(dh, cache, params, dc)
    assert_close(dx, dX)
    assert_close(dh0, dH)
    assert_close(dc0, dC)
    assert_close(dparams.Wx, ours(dW, IOFC))
    assert_close(dparams.Wh, ours(dR, IOFC))
    assert_close(dparams.b, ours(dB[: 4 * H], IOFC))
    if peepholes:
        dP_i, dP_o, dP_f = np.split(dP, 3)
        assert_close(dparams.p, np.stack([dP_i, dP_f, dP_o]))


def test_gru(rng):
    shapes = [(T, N, D), (N, H), (D, 3 * H), (H, 3 * H), 3 * H, 3 * H, (T, N, H)]
    x, h0, Wx, Wh, bx, bh, dh = normal(rng, *shapes)
    B = np.concatenate([theirs(bx, ZRH), theirs(bh, ZRH)])
    onnx = [x, theirs(Wx, ZRH), theirs(Wh, ZRH), B, h0]
    params = gru.Params(Wx, Wh, bx, bh)
    h, cache = gru.forward(x, h0, params)
    assert_close(h, onnx_gru(*onnx))

    def loss(*arguments):
        return anp.sum(onnx_gru(*arguments) * dh)

    dX, dW, dR, dB, dH = (grad(loss, k)(*onnx) for k in range(5))
    dx, dh0, dparams = gru.backward(dh, cache, params)
    assert_close(dx, dX)
    assert_close(dh0, dH)
    assert_close(dparams.Wx, ours(dW, ZRH))
    assert_close(dparams.Wh, ours(dR, ZRH))
    assert_close(dparams.bx, ours(dB[: 3 * H], ZRH))
    assert_close(dparams.bh, ours(dB[3 * H :], ZRH))


@pytest.mark.parametrize("case", sorted({name.split("/")[0] for name in CASES}))
def test_own_cases(case):
    """One direction, of which the axis is dropped; bias and initial states are zero by default."""
    g = {name.split("/")[1]: CASES[name] for name in CASES if name.startswith(f"{case}/")}
    x, W, R = g["X"], g["W"][0], g["R"][0]
    (G, H), N = R.shape, x.shape[1]
    Wb, Rb = np.split(g["B"][0] if "B" in g else np.zeros(2 * G, x.dtype), 2)
    zeros = np.zeros((1, N, H), x.dtype)
    h0, c0 = g.get("initial_h", zeros)[0], g.get("initial_c", zeros)[0]
    if "gru" in case:
        params = gru.Params(*(ours(w, ZRH) for w in (W, R, Wb, Rb)))
        h, _ = gru.forward(x, h0, params)
    elif "lstm" in case:
        cell, params = lstm, [ours(w, IOFC) for w in (W, R, Wb + Rb)]
        if "P" in g:
            P_i, P_o, P_f = np.split(g["P"][0], 3)
            cell, params = peephole_lstm, [*params, np.stack([P_i, P_f, P_o])]
        h, _, _ = cell.forward(x, h0, c0, cell.Params(*params))
    else:
        h, _ = rnn.forward(x, h0, rnn.Params(W.T, R.T, Wb + Rb))
    np.testing.assert_allclose(h[-1], g["Y_h"][0], rtol=1e-6, atol=1e-7)
    if "Y" in g:
        np.testing.assert_allclose(h, g["Y"][:, 0], rtol=1e-6, atol=1e-7)
