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
    h, o = _outputs(x, o_prev, params)
    _validate.no_nan(o, x=x, o_prev=o_prev, **params._asdict())
    return o, (x, o_prev, h)


def forward(x, o0, params):
    """Running free: x (T, N, D), o0 (N, V)  ->  o (T, N, V), cache. ValueError: bad arguments."""
    T, N, H, V = _check(params, x=(x, "TND"), o0=(o0, "NV"))
    dtype = np.result_type(x, o0, *params)
    h, outputs = np.empty((T, N, H), dtype), np.empty((T + 1, N, V), dtype)
    outputs[0] = o0
    for t in range(T):
        h[t], outputs[t + 1] = _outputs(x[t], outputs[t], params)
    o_prev, o = outputs[:-1], outputs[1:]
    _validate.no_nan(o[-1], x=x, o0=o0, **params._asdict())
    return o, (x, o_prev, h)


def forward_teacher_forced(x, targets, o0, params):
    """x (T, N, D), targets (T, N, V), o0 (N, V)  ->  o (T, N, V), cache. ValueError: bad arguments.

    Step t is given targets[t − 1], step 0 is given o0. All steps are computed at once.
    """
    _check(params, x=(x, "TND"), targets=(targets, "TNV"), o0=(o0, "NV"))
    o_prev = np.concatenate([o0[None], targets[:-1]])
    h, o = _outputs(x, o_prev, params)
    _validate.no_nan(o, x=x, targets=targets, o0=o0, **params._asdict())
    return o, (x, o_prev, h)


def backward(do, cache, params):
    """Running free: do (T, N, V)  ->  dx (T, N, D), do0 (N, V), dparams. ValueError: bad arguments.

    do[t] is what the loss asks of o[t] directly, not through later outputs.
    """
    x, o_prev, h = cache
    _check(params, x=(x, "TND"), o_prev=(o_prev, "TNV"), h=(h, "TNH"), do=(do, "TNV"))
    do_total, da = np.empty_like(do), np.empty_like(h)
    through_next = np.zeros_like(do[0])
    for t in reversed(range(len(x))):
        do_total[t] = do[t] + through_next
        da[t] = do_total[t] @ params.Wy.T * (1 - h[t] ** 2)
        through_next = da[t] @ params.Wo.T
    return _gradients(do_total, da, cache, params)


def backward_teacher_forced(do, cache, params):
    """do (T, N, V)  ->  dx (T, N, D), do0 (N, V), dparams. ValueError: bad arguments.

    The targets are given, so no gradient flows from one step to another.
    """
    x, o_prev, h = cache
    _check(params, x=(x, "TND"), o_prev=(o_prev, "TNV"), h=(h, "TNH"), do=(do, "TNV"))
    return _gradients(do, do @ params.Wy.T * (1 - h**2), cache, params)


def _outputs(x, o_prev, params):
    """x (..., D), o_prev (..., V)  ->  h (..., H), o (..., V): the equations of the module."""
    Wx, Wo, b, Wy, by = params
    h = np.tanh(x @ Wx + o_prev @ Wo + b)
    return h, h @ Wy + by


def _gradients(do, da, cache, params):
    """δo (T, N, V), δa (T, N, H)  ->  dx, do0, dparams, each with one product for all steps."""
    x, o_prev, h = cache
    dparams = Params(
        Wx=_rows(x).T @ _rows(da),
        Wo=_rows(o_prev).T @ _rows(da),
        b=_rows(da).sum(axis=0),
        Wy=_rows(h).T @ _rows(do),
        by=_rows(do).sum(axis=0),
    )
    _validate.no_nan(dparams.by, do=do)
    return da @ params.Wx.T, da[0] @ params.Wo.T, dparams


def _check(params, **arrays):
    Wx, Wo, b, Wy, by = params
    sizes = _validate.floats(
        Wx=(Wx, "DH"), Wo=(Wo, "VH"), b=(b, "H"), Wy=(Wy, "HV"), by=(by, "V"), **arrays
    )
    return [sizes.get(letter) for letter in "TNHV"]


def _rows(sequence):
    """(T, N, K)  ->  (T·N, K): time and batch are alike to a matrix product."""
    return sequence.reshape(-1, sequence.shape[-1])
