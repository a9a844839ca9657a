"""The recurrent network with connections between hidden units.

    a^(t) = x^(t) Wx + h^(t−1) Wh + b          pre-activation         eq. 10.8
    h^(t) = tanh(a^(t))                        state                  eq. 10.9

Backwards from the last step, where δh^(t) is all that the loss asks of h^(t), directly (dh[t])
and through the next step:

    δh^(t) = dh[t] + δa^(t+1) Whᵀ                                     eq. 10.20–10.21
    δa^(t) = δh^(t) ⊙ tanh'(a^(t)),    tanh' = 1 − h²

The same parameters serve every step, so their gradients are sums over time:

    dWx = Σ_t x^(t)ᵀ δa^(t)    dWh = Σ_t h^(t−1)ᵀ δa^(t)    db = Σ_t δa^(t)      eq. 10.23–10.28

Equations: Goodfellow, Bengio & Courville, Deep Learning (2016), section 10.2. The book's vectors
are columns: its U and W are our Wxᵀ and Whᵀ. Any `Activation` may stand in for tanh.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core.activations import TANH
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, H)
    Wh: np.ndarray  # (H, H)
    b: np.ndarray  # (H,)


def initial_params(rng, D, H, dtype=np.float64):
    """Weights ~ N(0, 1 / rows), so that sums keep their size; b = 0.  ->  Params."""
    _validate.positive(D=D, H=H)
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, H)).astype(dtype),
        Wh=rng.normal(0, H**-0.5, (H, H)).astype(dtype),
        b=np.zeros(H, dtype),
    )


def step(x, h, params, activation=TANH):
    """x (N, D), previous state h (N, H)  ->  h_next (N, H), cache. ValueError: bad arguments."""
    _check(params, x=(x, "ND"), h=(h, "NH"))
    h_next = activation.apply(x @ params.Wx + h @ params.Wh + params.b)
    _validate.no_nan(h_next, x=x, h=h, **params._asdict())
    return h_next, (x, h, h_next)


def step_backward(dh_next, cache, params, activation=TANH):
    """dh_next (N, H)  ->  dx (N, D), dh (N, H), dparams. ValueError: bad arguments."""
    kept = _validate.each("cache", cache, x="ND", h="NH", h_next="NH")
    _check(params, **kept, dh_next=(dh_next, "NH"))
    x, h, h_next = cache
    da = dh_next * activation.slope(h_next)
    dparams = Params(x.T @ da, h.T @ da, da.sum(axis=0))
    _validate.no_nan(dparams.b, dh_next=dh_next)
    return da @ params.Wx.T, da @ params.Wh.T, dparams


def forward(x, h0, params, activation=TANH):
    """x (T, N, D), h0 (N, H)  ->  h (T, N, H), cache. ValueError: bad arguments.

    h[t] is the state after reading x[t]. The cache holds x and h themselves, not copies.
    """
    _check(params, x=(x, "TND"), h0=(h0, "NH"))
    Wx, Wh, b = params
    T, N, _ = x.shape

    h = np.empty((T, N, len(b)), np.result_type(x, h0, *params))
    np.matmul(rows(x), Wx, out=rows(h))  # all inputs at once
    previous, a = h0, np.empty_like(h[0])
    for h_t in h:  # holds x Wx, becomes the state
        np.matmul(previous, Wh, out=a)
        a += b
        a += h_t
        activation.apply(a, out=h_t)
        previous = h_t

    _validate.no_nan(h[-1], x=x, h0=h0, **params._asdict())  # a NaN reaches all later states
    return h, (x, h0, h)


def backward(dh, cache, params, activation=TANH):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states.
    """
    kept = _validate.each("cache", cache, x="TND", h0="NH", h="TNH")
    _check(params, **kept, dh=(dh, "TNH"))
    x, h0, h = cache

    Wh_T = params.Wh.T.copy()  # contiguous, for T products
    da = np.empty(h.shape, np.result_type(dh, *cache, *params))
    dh_total = np.zeros_like(da[0])
    for t in reversed(range(len(h))):
        dh_total += dh[t]
        np.multiply(dh_total, activation.slope(h[t]), out=da[t])
        np.matmul(da[t], Wh_T, out=dh_total)  # what step t asks of h[t − 1]

    dWx = rows(x).T @ rows(da)  # all steps at once
    dWh = h0.T @ da[0] + rows(h[:-1]).T @ rows(da[1:])
    dparams = Params(dWx, dWh, rows(da).sum(axis=0))
    _validate.no_nan(dparams.b, dh=dh)
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total, dparams


def truncated_backward(dh, cache, params, length, activation=TANH):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dparams: `backward`, cut every `length` steps.

    The state was carried over each cut, the gradient is not: every chunk of `length` steps,
    counted from t = 0, is a sequence of its own whose initial state is given.
    """
    _validate.positive(length=length)
    kept = _validate.each("cache", cache, x="TND", h0="NH", h="TNH")
    _check(params, **kept, dh=(dh, "TNH"))
    x, h0, h = cache
    chunks = []
    for start in range(0, len(h), length):
        chunk = slice(start, start + length)
        before = h[start - 1] if start else h0
        chunks.append(backward(dh[chunk], (x[chunk], before, h[chunk]), params, activation))
    dx, dh0, dparams = zip(*chunks, strict=True)
    summed = [np.sum(gradients, axis=0) for gradients in zip(*dparams, strict=True)]
    return np.concatenate(dx), dh0[0], Params(*summed)


def _check(params, **arrays):
    Wx, Wh, b = params
    _validate.floats(Wh=(Wh, "HH"), Wx=(Wx, "DH"), b=(b, "H"), **arrays)
