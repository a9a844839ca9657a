"""A penalty on gradients that shrink or grow as they flow through time.

    r_t = ‖∂L/∂h^(t) · ∂h^(t)/∂h^(t−1)‖ / ‖∂L/∂h^(t)‖             what one step does to the norm
    Ω   = 1/N Σ_n Σ_t (r_t − 1)²

In our row vectors the product is u = v Whᵀ with v = ∂L/∂h^(t) ⊙ f'(a^(t)); the paper's state is
the sum a^(t) and not h^(t), so that its step has f'(a^(t−1)). As in the paper, the gradient of Ω
takes ∂L/∂h^(t) and the states as they are and follows Wh alone, the immediate part:

    ∂Ω/∂u = 2/N (r_t − 1) u / (‖u‖ ‖∂L/∂h^(t)‖)        ∂Ω/∂Wh = Σ_n Σ_t (∂Ω/∂u)ᵀ v

It is the exact gradient of Ω for fixed ∂L/∂h^(t) and h^(t), and costs no second pass through time.
Steps that the loss does not reach, ∂L/∂h^(t) = 0, do not count.

Source: Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks (2013),
section 3.3, eq. 9–10; Goodfellow, Bengio & Courville, Deep Learning (2016), eq. 10.52. The paper
sums over one sequence; the mean over the N of a batch is ours.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.activations import TANH


def flow_penalty(dh_total, h, Wh, activation=TANH):
    """∂L/∂h (T, N, H) in full, h (T, N, H), Wh (H, H)  ->  Ω, cache. ValueError: bad arguments.

    ∂L/∂h in full is what `jacobians.rnn_state_gradients` gives.
    """
    _validate.floats(Wh=(Wh, "HH"), h=(h, "TNH"), dh_total=(dh_total, "TNH"))
    _validate.finite(dh_total=dh_total)
    before = _norm(dh_total)
    reached = before > 0
    unit = dh_total / np.where(reached, before, 1)  # only the ratio of the two norms counts
    v = unit * activation.slope(h)
    u = v @ Wh.T
    r = np.where(reached, _norm(u), 1)
    _validate.no_nan(r, h=h, Wh=Wh)
    return ((r - 1) ** 2).sum() / h.shape[1], (r[..., 0], u, v)


def flow_penalty_backward(cache):
    """Cache of `flow_penalty`  ->  ∂Ω/∂Wh (H, H), the immediate part."""
    r, u, v = cache
    N, H = u.shape[1:]
    size = _norm(u)
    du = 2 / N * (r[..., None] - 1) * u / np.where(size > 0, size, 1)
    return du.reshape(-1, H).T @ v.reshape(-1, H)


def _norm(vectors):
    """(T, N, H)  ->  (T, N, 1), without overflow or underflow of the squares."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    scale = np.where(largest > 0, largest, 1)
    return scale * np.sqrt(((vectors / scale) ** 2).sum(axis=-1, keepdims=True))
