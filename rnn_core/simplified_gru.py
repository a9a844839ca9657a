"""The simplified gated unit: one gate, no reset.

    [a_u a_n] = x Wx + h Wh + b                  pre-activations
    u  = σ(a_u)                                  update gate: u = 1 replaces the state
    n  = tanh(a_n)                               candidate
    h' = u ⊙ n + (1 − u) ⊙ h                     state

Backwards, where δh' is all that the loss asks of h':

    δa_u = δh' ⊙ (n − h) ⊙ u(1 − u)              δa_n = δh' ⊙ u ⊙ (1 − n²)
    δx = δa Wxᵀ       δh = δh' ⊙ (1 − u) + δa Whᵀ

A leaky unit whose leak u depends on what it reads. The unit and the sense of its gate are those
of Ng's course on sequence models (his Γ_u, c̃ and c are u, n and h), opposite to gru.py, where
z = 1 − u keeps the state; `to_gru` gives the same function as a full GRU.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate, gru
from rnn_core._gates import check, kept, weight_gradients
from rnn_core.activations import sigmoid
from rnn_core.linear import rows

OPEN = 40.0  # σ(40) = 1 in double precision: 1 − σ(40) ≈ 4e-18


class Params(NamedTuple):
    Wx: np.ndarray  # (D, 2H)
    Wh: np.ndarray  # (H, 2H)
    b: np.ndarray  # (2H,)


AXES = {"Wx": "D2H", "Wh": "H2H", "b": "2H"}
STATES = ("h",)
KEPT = "h u n"  # by a cache, after x


def initial_params(rng, D, H, dtype=np.float64):
    """Weights ~ N(0, 1 / rows), so that sums keep their size; b = 0.  ->  Params."""
    _validate.positive(D=D, H=H)
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, 2 * H)).astype(dtype),
        Wh=rng.normal(0, H**-0.5, (H, 2 * H)).astype(dtype),
        b=np.zeros(2 * H, dtype),
    )


def to_gru(params):
    """Params  ->  gru.Params of the same function: z = 1 − u, the reset gate held open."""
    check(AXES, params)
    (Wx_u, Wx_n), (Wh_u, Wh_n), (b_u, b_n) = (np.split(w, 2, axis=-1) for w in params)
    return gru.Params(
        Wx=np.hstack([np.zeros_like(Wx_u), -Wx_u, Wx_n]),
        Wh=np.hstack([np.zeros_like(Wh_u), -Wh_u, Wh_n]),
        bx=np.hstack([np.full_like(b_u, OPEN), -b_u, b_n]),
        bh=np.zeros(3 * len(b_u), params.b.dtype),
    )


def step(x, h, params):
    """x (N, D), h (N, H)  ->  h_next (N, H), cache. ValueError: bad arguments."""
    check(AXES, params, x=(x, "ND"), h=(h, "NH"))
    u, n, h_next = _gates(x @ params.Wx + params.b, h, params)
    _validate.no_nan(h_next, x=x, h=h, **params._asdict())
    return h_next, (x, h, u, n)


def step_backward(dh_next, cache, params):
    """dh_next (N, H)  ->  dx (N, D), dh (N, H), dparams. ValueError: bad arguments."""
    check(AXES, params, **kept(cache, "N", KEPT), dh_next=(dh_next, "NH"))
    x, h, _, _ = cache
    da, dh = _step_backward(dh_next, cache, params)
    dparams = Params(x.T @ da, h.T @ da, da.sum(axis=0))
    _validate.no_nan(dparams.b, dh_next=dh_next)
    return da @ params.Wx.T, dh, dparams


def forward(x, h0, params):
    """x (T, N, D), h0 (N, H)  ->  h (T, N, H), cache. ValueError: bad arguments.

    h[t] is the state after reading x[t]. The cache is that of `step`, stacked over time; it holds
    x and h themselves, not copies.
    """
    check(AXES, params, x=(x, "TND"), h0=(h0, "NH"))
    T, N, H = len(x), *h0.shape
    dtype = np.result_type(x, h0, *params)
    x_Wx = (rows(x) @ params.Wx + params.b).reshape(T, N, 2 * H)  # all inputs at once
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    u, n = np.empty((2, T, N, H), dtype)
    for t in range(T):
        u[t], n[t], h[t + 1] = _gates(x_Wx[t], h[t], params)
    _validate.no_nan(h[-1], x=x, h0=h0, **params._asdict())  # a NaN reaches all later states
    return h[1:], (x, h[:-1], u, n)


def backward(dh, cache, params):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states.
    """
    check(AXES, params, **kept(cache, "TN", KEPT), dh=(dh, "TNH"))
    x, h, _, _ = cache
    T, N, H = h.shape
    da = np.empty((T, N, 2 * H), np.result_type(dh, *cache, *params))
    dh_total = np.zeros((N, H), da.dtype)
    for t in reversed(range(T)):
        dh_total += dh[t]
        da[t], dh_total = _step_backward(dh_total, [array[t] for array in cache], params)

    dparams = Params(*weight_gradients(x, h, da))
    _validate.no_nan(dparams.b, dh=dh)
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total, dparams


def _gates(x_Wx, h, params):
    """x Wx + b (N, 2H), h (N, H)  ->  u, n, h'."""
    a_u, a_n = np.split(x_Wx + h @ params.Wh, 2, axis=1)
    u, n = sigmoid(a_u), np.tanh(a_n)
    return u, n, u * n + (1 - u) * h


def _step_backward(dh_next, cache, params):
    """dh_next (N, H)  ->  da (N, 2H), dh (N, H)."""
    _, h, u, n = cache
    da = np.hstack([dh_next * (n - h) * u * (1 - u), dh_next * u * (1 - n**2)])
    return da, dh_next * (1 - u) + da @ params.Wh.T
