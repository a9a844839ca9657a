"""Leaky units: a recurrent network whose states change slowly.

    n  = tanh(x Wx + h Wh + b)                   what a plain network would do next
    h' = α ⊙ h + (1 − α) ⊙ n                     state: α = 0 is the plain network, α = 1 keeps h

With nothing but the leak, h^(t) = α^t h^(0): a state has lost half of itself after its half-life
and all but 1/e of itself after its time constant,

    t_½ = ln ½ / ln α                            τ = −1 / ln α  ≈  1 / (1 − α) for α near 1

Backwards, where δh' is all that the loss asks of h':

    δa = δh' ⊙ (1 − α) ⊙ (1 − n²)                δh = δh' ⊙ α + δa Whᵀ

α is one number for all units or an array of one for each (H,), for memories of several lengths; it
is chosen, not learnt. The parameters are those of `rnn`.

Sources: Mozer, The induction of multiscale temporal structure (1992); Goodfellow, Bengio &
Courville, Deep Learning (2016), section 10.9.2.
"""

import numpy as np

from rnn_core import _validate, rnn
from rnn_core.linear import rows

Params, initial_params = rnn.Params, rnn.initial_params


def half_life(alpha):
    """α in (0, 1), a number or an array  ->  ln ½ / ln α steps. ValueError: α elsewhere."""
    return np.log(0.5) / np.log(_inside(alpha=alpha))


def time_constant(alpha):
    """α in (0, 1), a number or an array  ->  −1 / ln α steps. ValueError: α elsewhere."""
    return -1 / np.log(_inside(alpha=alpha))


def alpha_of_half_life(steps):
    """Steps > 0, a number or an array  ->  the α with that half-life."""
    return 0.5 ** np.divide(1, _positive(steps=steps))


def alpha_of_time_constant(steps):
    """Steps > 0, a number or an array  ->  the α with that time constant."""
    return np.exp(np.divide(-1, _positive(steps=steps)))


def step(x, h, params, alpha):
    """x (N, D), h (N, H), α a number or (H,)  ->  h_next (N, H), cache.

    ValueError: bad arguments.
    """
    alpha = _check(params, alpha, x=(x, "ND"), h=(h, "NH"))
    n = np.tanh(x @ params.Wx + h @ params.Wh + params.b)
    h_next = alpha * h + (1 - alpha) * n
    _validate.no_nan(h_next, x=x, h=h, **params._asdict())
    return h_next, (x, h, n)


def step_backward(dh_next, cache, params, alpha):
    """dh_next (N, H)  ->  dx (N, D), dh (N, H), dparams. ValueError: bad arguments."""
    kept = _validate.each("cache", cache, x="ND", h="NH", n="NH")
    alpha = _check(params, alpha, **kept, dh_next=(dh_next, "NH"))
    x, h, n = cache
    da = dh_next * (1 - alpha) * (1 - n**2)
    dparams = Params(x.T @ da, h.T @ da, da.sum(axis=0))
    _validate.no_nan(dparams.b, dh_next=dh_next)
    return da @ params.Wx.T, dh_next * alpha + da @ params.Wh.T, dparams


def forward(x, h0, params, alpha):
    """x (T, N, D), h0 (N, H), α a number or (H,)  ->  h (T, N, H), cache.

    h[t] is the state after reading x[t]. The cache is that of `step`, stacked over time: each of
    its arrays has step t at index t. It holds x and h themselves, not copies.
    ValueError: bad arguments.
    """
    alpha = _check(params, alpha, x=(x, "TND"), h0=(h0, "NH"))
    T, (N, H) = len(x), h0.shape
    n = np.empty((T, N, H), np.result_type(x, h0, alpha, *params))
    h = np.empty((T + 1, N, H), n.dtype)
    h[0] = h0
    np.matmul(rows(x), params.Wx, out=rows(n))  # all inputs at once
    n += params.b
    a = np.empty_like(h[0])
    alpha, taken = np.array(alpha, n.dtype), np.array(1 - alpha, n.dtype)
    for h_t, n_t, h_next in zip(h[:-1], n, h[1:], strict=True):  # n_t holds x Wx + b, becomes n
        np.matmul(h_t, params.Wh, out=a)
        a += n_t
        np.tanh(a, out=n_t)

        np.multiply(alpha, h_t, out=h_next)
        np.multiply(taken, n_t, out=a)
        h_next += a
    _validate.no_nan(h[-1], x=x, h0=h0, **params._asdict())  # a NaN reaches all later states
    return h[1:], (x, h[:-1], n)


def backward(dh, cache, params, alpha):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states.
    """
    kept = _validate.each("cache", cache, x="TND", h="TNH", n="TNH")
    alpha = _check(params, alpha, **kept, dh=(dh, "TNH"))
    x, h, n = cache
    Wh_T = params.Wh.T.copy()  # contiguous, for T products
    da = (1 - alpha) * (1 - n * n)  # times δh', below
    da = da.astype(np.result_type(da, dh, *params), copy=False)
    alpha = np.array(alpha, da.dtype)
    dh_total, through_a = np.zeros_like(da[0]), np.empty_like(da[0])
    for da_t, dh_t in zip(da[::-1], dh[::-1], strict=True):
        dh_total += dh_t
        da_t *= dh_total
        np.matmul(da_t, Wh_T, out=through_a)
        dh_total *= alpha
        dh_total += through_a  # what step t asks of h[t − 1]

    dparams = Params(rows(x).T @ rows(da), rows(h).T @ rows(da), rows(da).sum(axis=0))
    _validate.no_nan(dparams.b, dh=dh)
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total, dparams


def _check(params, alpha, **arrays):
    """->  α, a float of Python, which leaves every dtype as it is, or an array (H,)."""
    Wx, Wh, b = params
    sizes = _validate.floats(Wh=(Wh, "HH"), Wx=(Wx, "DH"), b=(b, "H"), **arrays)
    alpha = np.asarray(alpha)
    if alpha.ndim:
        _validate.floats(sizes, alpha=(alpha, "H"))
    if not ((alpha >= 0) & (alpha <= 1)).all():
        raise ValueError(f"alpha is {alpha}; it needs numbers from 0 to 1")
    return alpha if alpha.ndim else float(alpha)


def _inside(alpha):
    if not ((np.asarray(alpha) > 0) & (np.asarray(alpha) < 1)).all():
        raise ValueError(f"alpha is {alpha}; it needs numbers between 0 and 1")
    return alpha


def _positive(steps):
    if not (np.asarray(steps) > 0).all():
        raise ValueError(f"steps is {steps}; it needs positive numbers")
    return steps
