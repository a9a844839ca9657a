"""Losses over a batch of sequences: the sum over time, the mean over the N sequences.

    L = 1/N Σ_n Σ_t m^(t) (−log ŷ^(t)_y)        ŷ = softmax(o)        eq. 10.12–10.14
    ∂L/∂o^(t)_i = m^(t) (ŷ^(t)_i − 1[i = y^(t)]) / N                  eq. 10.18

    L = 1/(2N) Σ_n Σ_t m^(t) |p^(t) − y^(t)|²
    ∂L/∂p^(t) = m^(t) (p^(t) − y^(t)) / N

The mask m is 1 where sequence n has a step t and 0 where it has ended. Without a mask, all are 1.

Equations: Goodfellow, Bengio & Courville, Deep Learning (2016), section 10.2, for one sequence.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.activations import log_softmax


def softmax_cross_entropy(logits, targets, mask=None):
    """logits (T, N, V), targets (T, N) integers below V, mask (T, N) or None  ->  loss, cache.

    ValueError: bad arguments.
    """
    sizes = _validate.floats(logits=(logits, "TNV"))
    _validate.integers(sizes, targets=(targets, "TN"))
    _validate.between(0, sizes["V"] - 1, targets=targets)
    mask = _mask(mask, logits)
    log_y = log_softmax(logits)
    surprise = -np.take_along_axis(log_y, targets[..., None], axis=-1)
    loss = (mask * surprise).sum() / sizes["N"]
    _validate.no_nan(loss, logits=logits)
    return loss, (log_y, targets, mask)


def softmax_cross_entropy_backward(cache):
    """->  dlogits (T, N, V)."""
    log_y, targets, mask = cache
    dlogits = np.exp(log_y)
    T, N = targets.shape
    dlogits[np.arange(T)[:, None], np.arange(N), targets] -= 1
    dlogits *= mask / N
    return dlogits


def squared_error(prediction, target, mask=None):
    """prediction (T, N, V), target (T, N, V), mask (T, N) or None  ->  loss, cache.

    ValueError: bad arguments.
    """
    sizes = _validate.floats(prediction=(prediction, "TNV"), target=(target, "TNV"))
    mask = _mask(mask, prediction)
    difference = prediction - target
    error = mask * difference
    loss = (error * difference).sum() / (2 * sizes["N"])
    _validate.no_nan(loss, prediction=prediction, target=target)
    return loss, error


def squared_error_backward(cache):
    """->  dprediction (T, N, V)."""
    error = cache
    return error / error.shape[1]


def _mask(mask, values):
    """mask (T, N) or None, values (T, N, V)  ->  (T, N, 1) in the dtype of the values."""
    T, N, _ = values.shape
    if mask is None:
        return np.ones((T, N, 1), values.dtype)
    _validate.numbers({"T": T, "N": N}, mask=(mask, "TN"))
    _validate.no_nan(mask, mask=mask)
    return mask[..., None].astype(values.dtype)
