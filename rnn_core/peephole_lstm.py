"""The LSTM cell with peepholes: the gates see the cell, not only what it shows.

    [a_i a_f a_g a_o] = x Wx + h Wh + b          pre-activations
    i, f = σ(a_i + p_i ⊙ c), σ(a_f + p_f ⊙ c)    input and forget gate see the cell as it was
    g    = tanh(a_g)                             candidate
    c'   = f ⊙ c + i ⊙ g                         cell
    o    = σ(a_o + p_o ⊙ c')                     output gate sees the cell as it is now
    h'   = o ⊙ tanh(c')                          state

Backwards, where δh' and δc' are all that the loss asks of h' and of c' from later steps, and δa
is δ of the whole argument of each σ and tanh:

    δo  = δh' ⊙ tanh(c')      δa_o = δo ⊙ o(1 − o)
    δc' = δc' + δh' ⊙ o ⊙ (1 − tanh²(c')) + δa_o ⊙ p_o
    δa_i = δc' ⊙ g ⊙ i(1 − i)       δa_f = δc' ⊙ c ⊙ f(1 − f)       δa_g = δc' ⊙ i ⊙ (1 − g²)
    δc  = δc' ⊙ f + δa_i ⊙ p_i + δa_f ⊙ p_f
    dp_i = Σ_t δa_i ⊙ c       dp_f = Σ_t δa_f ⊙ c       dp_o = Σ_t δa_o ⊙ c'

Sources: Gers & Schmidhuber, Recurrent nets that time and count (2000), who send no gradient through
the peepholes; in full, as here: Graves & Schmidhuber, Framewise phoneme classification with
bidirectional LSTM and other neural network architectures (2005). The same formula as the operator
LSTM of ONNX with its input P, which orders the gates i, o, f, g.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate, lstm
from rnn_core._gates import check, kept, weight_gradients
from rnn_core.activations import sigmoid
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, 4H)
    Wh: np.ndarray  # (H, 4H)
    b: np.ndarray  # (4H,)
    p: np.ndarray  # (3, H): p_i, p_f, p_o


AXES = {"Wx": "D4H", "Wh": "H4H", "b": "4H", "p": "PH"}
STATES = ("h", "c")
KEPT = "h c i f g o c_next tanh_c"  # by a cache, after x


def initial_params(rng, D, H, dtype=np.float64, forget_bias=1.0):
    """As in `lstm.initial_params`, with peepholes ~ N(0, 0.1²).  ->  Params."""
    Wx, Wh, b = lstm.initial_params(rng, D, H, dtype, forget_bias)
    return Params(Wx, Wh, b, rng.normal(0, 0.1, (3, H)).astype(dtype))


def step(x, h, c, params):
    """x (N, D), h (N, H), c (N, H)  ->  h_next (N, H), c_next (N, H), cache.

    ValueError: bad arguments.
    """
    check(AXES, params, x=(x, "ND"), h=(h, "NH"), c=(c, "NH"))
    gates = _gates(x @ params.Wx + params.b, h, c, params)
    *_, c_next, _, h_next = gates
    _validate.no_nan(h_next, x=x, h=h, c=c, **params._asdict())
    return h_next, c_next, (x, h, c, *gates[:-1])


def step_backward(dh_next, dc_next, cache, params):
    """dh_next (N, H), dc_next (N, H)  ->  dx (N, D), dh (N, H), dc (N, H), dparams.

    ValueError: bad arguments.
    """
    asked = {"dh_next": (dh_next, "NH"), "dc_next": (dc_next, "NH")}
    check(AXES, params, **kept(cache, "N", KEPT), **asked)
    x, h, c, *_, c_next, _ = cache
    da, dc = _step_backward(dh_next, dc_next, cache, params)
    dp = _peephole_gradients(da, c, c_next)
    dparams = Params(x.T @ da, h.T @ da, da.sum(axis=0), dp)
    _validate.no_nan(dparams.b, dh_next=dh_next, dc_next=dc_next)
    return da @ params.Wx.T, da @ params.Wh.T, dc, dparams


def forward(x, h0, c0, params):
    """x (T, N, D), h0 (N, H), c0 (N, H)  ->  h (T, N, H), c (T, N, H), cache.

    h[t] and c[t] are the states after reading x[t]. The cache is that of `step`, stacked over
    time: each of its arrays has step t at index t. It holds x, h and c themselves, not copies.
    ValueError: bad arguments.
    """
    check(AXES, params, x=(x, "TND"), h0=(h0, "NH"), c0=(c0, "NH"))
    T, N, H = len(x), *h0.shape
    dtype = np.result_type(x, h0, c0, *params)
    x_Wx = (rows(x) @ params.Wx + params.b).reshape(T, N, 4 * H)  # all inputs at once
    h, c = np.empty((2, T + 1, N, H), dtype)
    h[0], c[0] = h0, c0
    i, f, g, o, tanh_c = np.empty((5, T, N, H), dtype)
    for t in range(T):
        i[t], f[t], g[t], o[t], c[t + 1], tanh_c[t], h[t + 1] = _gates(x_Wx[t], h[t], c[t], params)
    _validate.no_nan(h[-1], x=x, h0=h0, c0=c0, **params._asdict())  # a NaN reaches all later states
    return h[1:], c[1:], (x, h[:-1], c[:-1], i, f, g, o, c[1:], tanh_c)


def backward(dh, cache, params, dc=None):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dc0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states; dc (T, N, H) is the
    same for c, and none where the loss sees the cell through h alone.
    """
    if dc is None:
        dc = np.zeros_like(dh)
    check(AXES, params, **kept(cache, "TN", KEPT), dh=(dh, "TNH"), dc=(dc, "TNH"))
    x, h, c, *_, c_next, _ = cache
    T, N, H = h.shape
    da = np.empty((T, N, 4 * H), np.result_type(dh, *cache, *params))
    dh_total, dc_total = np.zeros((2, N, H), da.dtype)
    for t in reversed(range(T)):
        dh_total += dh[t]
        dc_total += dc[t]
        step_cache = [array[t] for array in cache]
        da[t], dc_total = _step_backward(dh_total, dc_total, step_cache, params)
        np.matmul(da[t], params.Wh.T, out=dh_total)

    dp = _peephole_gradients(rows(da), rows(c), rows(c_next))
    dparams = Params(*weight_gradients(x, h, da), dp)
    _validate.no_nan(dparams.b, dh=dh, dc=dc)
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total, dc_total, dparams


def _gates(x_Wx, h, c, params):
    """x Wx + b (N, 4H), h (N, H), c (N, H)  ->  i, f, g, o, c', tanh(c'), h'."""
    p_i, p_f, p_o = params.p
    a_i, a_f, a_g, a_o = np.split(x_Wx + h @ params.Wh, 4, axis=1)
    i, f, g = sigmoid(a_i + p_i * c), sigmoid(a_f + p_f * c), np.tanh(a_g)
    c_next = f * c + i * g
    o = sigmoid(a_o + p_o * c_next)
    tanh_c = np.tanh(c_next)
    return i, f, g, o, c_next, tanh_c, o * tanh_c


def _step_backward(dh_next, dc_next, cache, params):
    """dh_next (N, H), dc_next (N, H)  ->  da (N, 4H), dc (N, H)."""
    _, _, c, i, f, g, o, _, tanh_c = cache
    p_i, p_f, p_o = params.p

    # h' = o ⊙ tanh(c'),  o = σ(a_o + p_o ⊙ c')
    da_o = dh_next * tanh_c * o * (1 - o)
    dc_total = dc_next + dh_next * o * (1 - tanh_c**2) + da_o * p_o

    # c' = f ⊙ c + i ⊙ g
    da_i, da_f = dc_total * g * i * (1 - i), dc_total * c * f * (1 - f)
    da_g = dc_total * i * (1 - g**2)

    # i = σ(a_i + p_i ⊙ c),  f = σ(a_f + p_f ⊙ c)
    dc = dc_total * f + da_i * p_i + da_f * p_f
    return np.hstack([da_i, da_f, da_g, da_o]), dc


def _peephole_gradients(da, c, c_next):
    """da (K, 4H), c (K, H), c' (K, H)  ->  dp (3, H), summed over time and batch."""
    da_i, da_f, _, da_o = np.split(da, 4, axis=1)
    seen = [da_i * c, da_f * c, da_o * c_next]
    return np.stack([gate.sum(axis=0) for gate in seen])
