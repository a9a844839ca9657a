"""Skip connections through time: a state reads several earlier states.

    a^(t) = x^(t) Wx + Σ_k h^(t−d_k) Wh_k + b            lags d_1 < d_2 < … < d_K
    h^(t) = tanh(a^(t))

A path from h^(s) to h^(t) may take the longest lag d_K at each step: then it has (t − s) / d_K
factors, and gradients fade with these, not with t − s. lags = (1, d) adds skips to the plain
network; lags = (d,) removes the connections of length one.

Backwards, where δh^(t) is all that the loss asks of h^(t):

    δh^(t) = dh[t] + Σ_k δa^(t+d_k) Wh_kᵀ        δa^(t) = δh^(t) ⊙ (1 − h²)
    dWh_k  = Σ_t h^(t−d_k)ᵀ δa^(t)

The states before the first step are `past` (d_K, N, H), past[−1] the latest.

Sources: Lin, Horne, Tiño & Giles, Learning long-term dependencies in NARX recurrent neural
networks (1996); Goodfellow, Bengio & Courville, Deep Learning (2016), sections 10.9.1 and 10.9.3.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, H)
    Wh: np.ndarray  # (K, H, H), one matrix for each lag
    b: np.ndarray  # (H,)


def initial_params(rng, D, H, lags, dtype=np.float64):
    """Weights ~ N(0, 1 / numbers summed), so that sums keep their size; b = 0.  ->  Params."""
    _validate.positive(D=D, H=H)
    _validate.lags(lags)
    K = len(lags)
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, H)).astype(dtype),
        Wh=rng.normal(0, (K * H) ** -0.5, (K, H, H)).astype(dtype),
        b=np.zeros(H, dtype),
    )


def step(x, past, params, lags):
    """x (N, D), past (L, N, H), L the longest lag  ->  h_next (N, H), cache.

    past[−d] is the state d steps before the new one. ValueError: bad arguments.
    """
    _check(params, lags, x=(x, "ND"), past=(past, "LNH"))
    a = x @ params.Wx + params.b
    for lag, Wh in zip(lags, params.Wh, strict=True):
        a = a + past[-lag] @ Wh
    h_next = np.tanh(a)
    _validate.no_nan(h_next, x=x, past=past, **params._asdict())
    return h_next, (x, past, h_next)


def step_backward(dh_next, cache, params, lags):
    """dh_next (N, H)  ->  dx (N, D), dpast (L, N, H), dparams. ValueError: bad arguments."""
    kept = _validate.each("cache", cache, x="ND", past="LNH", h_next="NH")
    _check(params, lags, **kept, dh_next=(dh_next, "NH"))
    x, past, h_next = cache
    da = dh_next * (1 - h_next**2)
    dpast, dWh = np.zeros(past.shape, da.dtype), np.empty(params.Wh.shape, da.dtype)
    for k, lag in enumerate(lags):
        dpast[-lag] = da @ params.Wh[k].T
        dWh[k] = past[-lag].T @ da
    dparams = Params(x.T @ da, dWh, da.sum(axis=0))
    _validate.no_nan(dparams.b, dh_next=dh_next)
    return da @ params.Wx.T, dpast, dparams


def forward(x, past, params, lags):
    """x (T, N, D), past (L, N, H), L the longest lag  ->  h (T, N, H), cache.

    h[t] is the state after reading x[t]. The cache holds x, past and h themselves, not copies.
    ValueError: bad arguments.
    """
    _check(params, lags, x=(x, "TND"), past=(past, "LNH"))
    T, (L, N, H) = len(x), past.shape
    h = np.empty((L + T, N, H), np.result_type(x, past, *params))  # the past, then all steps
    h[:L] = past
    np.matmul(rows(x), params.Wx, out=rows(h[L:]))  # all inputs at once
    h[L:] += params.b
    a = np.empty_like(h[0])
    for t, h_t in enumerate(h[L:], start=L):  # h_t holds x Wx + b, becomes the state
        for lag, Wh in zip(lags, params.Wh, strict=True):
            np.matmul(h[t - lag], Wh, out=a)
            h_t += a
        np.tanh(h_t, out=h_t)
    # a NaN stays in the states: one of the last L has it
    _validate.no_nan(h[-L:], x=x, past=past, **params._asdict())
    return h[L:], (x, past, h[L:])


def backward(dh, cache, params, lags):
    """dh (T, N, H)  ->  dx (T, N, D), dpast (L, N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states.
    """
    kept = _validate.each("cache", cache, x="TND", past="LNH", h="TNH")
    _check(params, lags, **kept, dh=(dh, "TNH"))
    x, past, h = cache
    T, L = len(h), len(past)
    all_h = np.concatenate([past, h])
    Wh_T = params.Wh.swapaxes(1, 2).copy()  # contiguous, for T products
    da = 1 - h * h  # times what is asked of h, below
    da = da.astype(np.result_type(dh, h, past, *params), copy=False)
    dh_total = np.concatenate([np.zeros_like(da, shape=past.shape), dh])
    through_a = np.empty_like(da[0])
    for t in reversed(range(T)):
        da_t = da[t]
        da_t *= dh_total[L + t]
        for lag, W in zip(lags, Wh_T, strict=True):
            np.matmul(da_t, W, out=through_a)
            dh_total[L + t - lag] += through_a  # what step t asks of h[t − lag]

    earlier = [rows(all_h[L - lag : L - lag + T]) for lag in lags]
    dWh = np.stack([states.T @ rows(da) for states in earlier])  # all steps at once
    dparams = Params(rows(x).T @ rows(da), dWh, rows(da).sum(axis=0))
    _validate.no_nan(dparams.b, dh=dh)
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total[:L], dparams


def _check(params, lags, **arrays):
    Wx, Wh, b = params
    _validate.lags(lags)
    known = {"K": len(lags), "L": lags[-1]}
    _validate.floats(known, Wh=(Wh, "KHH"), Wx=(Wx, "DH"), b=(b, "H"), **arrays)
