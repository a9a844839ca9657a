"""From gradients to new parameters.

SGD         w ← w − η g

Adam        m ← β₁ m + (1 − β₁) g             running mean of the gradient
            v ← β₂ v + (1 − β₂) g²            running mean of its square
            w ← w − η m̂ / (√v̂ + ε)            m̂ = m / (1 − β₁ᵏ),  v̂ = v / (1 − β₂ᵏ)

after k updates; the divisions undo the start at m = v = 0.

Sources: Goodfellow, Bengio & Courville, Deep Learning (2016), algorithm 8.7; Kingma & Ba (2015),
Adam: a method for stochastic optimization, algorithm 1.

Parameters are arrays in nested (named) tuples; nothing is changed in place.
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core.trees import check_alike, map_arrays, named_arrays


class AdamState(NamedTuple):
    mean: Any  # m, nested like the parameters
    square: Any  # v, nested like the parameters
    updates: int  # k


def sgd(params, grads, learning_rate):
    """params, grads nested alike  ->  params. ValueError: shapes differ, NaN in grads."""
    _check(params, grads)
    step = float(learning_rate)  # a NumPy float64 would widen float32 parameters
    return map_arrays(lambda w, g: w - step * g, params, grads)


def adam_state(params):
    """The state before the first update."""
    return AdamState(map_arrays(np.zeros_like, params), map_arrays(np.zeros_like, params), 0)


def adam(params, grads, state, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """params, grads nested alike, state  ->  params, state. ValueError: shapes differ, NaN."""
    _check(params, grads)
    k = state.updates + 1
    mean = map_arrays(lambda m, g: beta1 * m + (1 - beta1) * g, state.mean, grads)
    square = map_arrays(lambda v, g: beta2 * v + (1 - beta2) * g * g, state.square, grads)

    def update(w, m, v):
        m_hat, v_hat = m / (1 - beta1**k), v / (1 - beta2**k)
        return w - float(learning_rate) * m_hat / (np.sqrt(v_hat) + eps)

    return map_arrays(update, params, mean, square), AdamState(mean, square, k)


def _check(params, grads):
    check_alike(params, grads)
    for name, gradient in named_arrays(grads).items():
        _validate.no_nan(gradient, **{f"the gradient of {name}": gradient})
