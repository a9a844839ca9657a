"""How a state depends on an earlier one, and what that does to gradients.

    ∂h^(t)_j / ∂h^(t−1)_i = Wh_ij f'(a^(t)_j),     J^(t) = Wh diag(f'(a^(t)))       one step
    ∂h^(t) / ∂h^(s) = J^(s+1) J^(s+2) … J^(t)                                       t − s steps

For row vectors a small change goes forwards as δh^(t) = δh^(s) J^(s+1) … J^(t), and a gradient
backwards as ∂L/∂h^(s) = ∂L/∂h^(t) (J^(s+1) … J^(t))ᵀ. Singular values of the product say how much
the directions of the state are stretched; f' ≤ 1 for tanh and ReLU, ≤ 1/4 for the sigmoid.

Sources: Bengio, Simard & Frasconi, Learning long-term dependencies with gradient descent is
difficult (1994); Pascanu, Mikolov & Bengio (2013); Goodfellow, Bengio & Courville, Deep Learning
(2016), section 10.7.
"""

import numpy as np

from rnn_core import _gates, _validate
from rnn_core.activations import TANH


def step_jacobian(h_next, Wh, activation=TANH):
    """h' (..., H), Wh (H, H)  ->  J (..., H, H), J[i, j] = ∂h'_j / ∂h_i. ValueError: bad arguments.

    With h (T, N, H) of `rnn.forward`: all Jacobians of all sequences at once, (T, N, H, H).
    """
    _validate.floats(Wh=(Wh, "HH"), h_next=(h_next, "...H"))
    return Wh * activation.slope(h_next)[..., None, :]


def jacobian_products(J):
    """J (T, ..., H, H)  ->  P (T, ..., H, H), P[t] = J[t] J[t+1] … J[T−1].

    With the Jacobians of all steps, P[t] leads from the state before step t to the last: P[0] is
    ∂h^(T−1) / ∂h0. ValueError: bad arguments.
    """
    T = _check_jacobians(J)
    P = J.copy()
    for t in reversed(range(T - 1)):
        P[t] = J[t] @ P[t + 1]
    return P


def singular_values(matrices):
    """(..., H, H)  ->  (..., H), the largest first. ValueError: bad arguments."""
    _validate.floats(matrices=(matrices, "...HH"))
    return np.linalg.svd(matrices, compute_uv=False)


def rnn_state_gradients(dh, cache, params, activation=TANH):
    """dh (T, N, H), what the loss asks of h[t] directly  ->  ∂L/∂h[t] in full (T, N, H), dh0.

    The cache is that of `rnn.forward`. ValueError: bad arguments.
    """
    kept = _validate.each("cache", cache, x="TND", h0="NH", h="TNH")
    _validate.floats(Wh=(params.Wh, "HH"), h=kept["h"], dh=(dh, "TNH"))
    _validate.no_nan(dh, dh=dh)
    _, _, h = cache
    total = np.array(dh, np.result_type(dh, h, params.Wh))
    slopes = activation.slope(h)
    for t in reversed(range(1, len(total))):
        total[t - 1] += (total[t] * slopes[t]) @ params.Wh.T
    return total, (total[0] * slopes[0]) @ params.Wh.T


def cell_state_gradients(cell, dstates, cache, params):
    """The same for each state of a gated cell: lstm, peephole_lstm, gru or simplified_gru.

    dstates: (dh,), or (dh, dc) for a cell with c, each (T, N, H)  ->  a tuple like it, (∂L/∂h[t],)
    or (∂L/∂h[t], ∂L/∂c[t]) in full. The cache is that of `cell.forward`. ValueError: bad arguments.
    """
    _check(cell, params, cache, "TN")
    asked = _validate.each("dstates", dstates, **{f"d{state}": "TNH" for state in cell.STATES})
    _validate.floats(h=(cache[1], "TNH"), **asked)
    for name, (ds, _) in asked.items():
        _validate.no_nan(ds, **{name: ds})
    dtype = np.result_type(*dstates, *cache, *params)
    totals = tuple(np.array(ds, dtype) for ds in dstates)
    for t in reversed(range(1, len(totals[0]))):
        step_cache = tuple(array[t] for array in cache)
        _, *through, _ = cell.step_backward(*(ds[t] for ds in totals), step_cache, params)
        for total, ds in zip(totals, through, strict=True):
            total[t - 1] += ds
    return totals


def cell_jacobian(cell, cache, params):
    """J (N, S, S) of one step of a gated cell, J[n, i, j] = ∂s'_j / ∂s_i for each sequence n.

    The state s is h, or h beside c where the cell has one: S = H or 2H. The cache is that of
    `cell.step`. ValueError: bad arguments.
    """
    _check(cell, params, cache, "N")
    N, H = cache[1].shape
    S = len(cell.STATES) * H
    # each sequence S times, asked for one number of the next state each time
    repeated = tuple(np.repeat(array, S, axis=0) for array in cache)
    asked = np.tile(np.eye(S, dtype=cache[1].dtype), (N, 1))
    asked = np.split(asked, len(cell.STATES), axis=1)
    _, *through, _ = cell.step_backward(*asked, repeated, params)
    return np.hstack(through).reshape(N, S, S).swapaxes(1, 2)


def _check(cell, params, cache, axes):
    if not hasattr(cell, "STATES"):
        raise ValueError(f"cell is {cell!r}; it needs lstm, peephole_lstm, gru or simplified_gru")
    _gates.check(cell.AXES, params, **_gates.kept(cache, axes, cell.KEPT))


def _check_jacobians(J):
    sizes = _validate.floats(J=(J, "...HH"))
    if J.ndim < 3:
        raise ValueError(f"J has shape {J.shape}; it needs shape (T, ..., H={sizes['H']}, H)")
    return len(J)
