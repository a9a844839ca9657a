"""The recurrent network whose only memory is its own output.

    h^(t) = tanh(x^(t) Wx + o^(t−1) Wo + b)
    o^(t) = h^(t) Wy + by

o^(t−1) is the network's own output when it runs free, and the target y^(t−1) under teacher
forcing. Backwards, where δo^(t) is all that the loss asks of o^(t):

    δo^(t) = do[t] + δa^(t+1) Woᵀ        running free; just do[t] under teacher forcing,
    δa^(t) = δo^(t) Wyᵀ ⊙ (1 − h²)       where no step depends on the one before

Source: Goodfellow, Bengio & Courville, Deep Learning (2016), section 10.2.1, figures 10.4
and 10.6.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, H)
    Wo: np.ndarray  # (V, H)
    b: np.ndarray  # (H,)
    Wy: np.ndarray  # (H, V)
    by: np.ndarray  # (V,)


def initial_params(rng, D, H, V, dtype=np.float64):
    """Weights ~ N(0, 1 / rows), so that sums keep their size; b = by = 0.  ->  Params."""
    _validate.positive(D=D, H=H, V=V)
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, H)).astype(dtype),
        Wo=rng.normal(0, V**-0.5, (V, H)).astype(dtype),
        b=np.zeros(H, dtype),
        Wy=rng.normal(0, H**-0.5, (H, V)).astype(dtype),
        by=np.zeros(V, dtype),
    )


def step(x, o_prev, params):
    """x (N, D), previous output o_prev (N, V)  ->  o (N, V), cache. ValueError: bad arguments."""
    _check(params, x=(x, "ND"), o_prev=(o_prev, "NV"))
    Wx, Wo, b, Wy, by = params
    h = np.tanh(x @ Wx + o_prev @ Wo + b)
    o = h @ Wy + by
    _validate.no_nan(o, x=x, o_prev=o_prev, **params._asdict())
    return o, (x, o_prev, h)


def forward(x, o0, params):
    """Running free: x (T, N, D), o0 (N, V)  ->  o (T, N, V), cache. ValueError: bad arguments."""
    _check(params, x=(x, "TND"), o0=(o0, "NV"))
    Wx, Wo, b, Wy, by = params
    T, N, _ = x.shape

    h = (rows(x) @ Wx + b).reshape(T, N, -1)  # all inputs at once; becomes the hidden layer
    outputs = np.empty((T + 1, N, len(by)), h.dtype)
    outputs[0] = o0
    for t in range(T):
        h[t] = np.tanh(h[t] + outputs[t] @ Wo)
        outputs[t + 1] = h[t] @ Wy + by

    o_prev, o = outputs[:-1], outputs[1:]
    _validate.no_nan(o[-1], x=x, o0=o0, **params._asdict())  # a NaN reaches all later outputs
    return o, (x, o_prev, h)


def forward_teacher_forced(x, targets, o0, params):
    """x (T, N, D), targets (T, N, V), o0 (N, V)  ->  o (T, N, V), cache. ValueError: bad arguments.

    Step t is given targets[t − 1], step 0 is given o0, so all steps are computed at once.
    """
    _check(params, x=(x, "TND"), targets=(targets, "TNV"), o0=(o0, "NV"))
    Wx, Wo, b, Wy, by = params
    T, N, _ = x.shape
    o_prev = np.concatenate([o0[None], targets[:-1]])
    h = np.tanh(rows(x) @ Wx + rows(o_prev) @ Wo + b)
    o = (h @ Wy + by).reshape(T, N, -1)
    _validate.no_nan(o, x=x, targets=targets, o0=o0, **params._asdict())
    return o, (x, o_prev, h.reshape(T, N, -1))


def backward(do, cache, params):
    """Running free: do (T, N, V)  ->  dx (T, N, D), do0 (N, V), dparams. ValueError: bad arguments.

    do[t] is what the loss asks of o[t] directly, not through later outputs.
    """
    x, o_prev, h = cache
    _check(params, x=(x, "TND"), o_prev=(o_prev, "TNV"), h=(h, "TNH"), do=(do, "TNV"))
    do_total, da = np.empty_like(o_prev), np.empty_like(h)
    do_next = np.zeros_like(do[0])
    for t in reversed(range(len(x))):
        do_total[t] = do[t] + do_next
        da[t] = do_total[t] @ params.Wy.T * (1 - h[t] ** 2)
        do_next = da[t] @ params.Wo.T  # what step t asks of o[t − 1]
    return _gradients(do_total, da, cache, params)


def backward_teacher_forced(do, cache, params):
    """do (T, N, V)  ->  dx (T, N, D), do0 (N, V), dparams. ValueError: bad arguments.

    The targets are given, so no gradient flows from one step to another.
    """
    x, o_prev, h = cache
    _check(params, x=(x, "TND"), o_prev=(o_prev, "TNV"), h=(h, "TNH"), do=(do, "TNV"))
    da = (rows(do) @ params.Wy.T).reshape(h.shape) * (1 - h**2)
    return _gradients(do, da, cache, params)


def _gradients(do, da, cache, params):
    """δo (T, N, V), δa (T, N, H)  ->  dx, do0, dparams, each with one product for all steps."""
    x, o_prev, h = cache
    dparams = Params(
        Wx=rows(x).T @ rows(da),
        Wo=rows(o_prev).T @ rows(da),
        b=rows(da).sum(axis=0),
        Wy=rows(h).T @ rows(do),
        by=rows(do).sum(axis=0),
    )
    _validate.no_nan(dparams.by, do=do)
    return (rows(da) @ params.Wx.T).reshape(x.shape), da[0] @ params.Wo.T, dparams


def _check(params, **arrays):
    Wx, Wo, b, Wy, by = params
    _validate.floats(
        Wx=(Wx, "DH"), Wo=(Wo, "VH"), b=(b, "H"), Wy=(Wy, "HV"), by=(by, "V"), **arrays
    )
