"""Activation functions and the softmax.

    σ(a)          = 1 / (1 + e^−a)                                    eq. 3.30
    ELU(a)        = a for a > 0, e^a − 1 elsewhere                    Clevert et al. (2016), α = 1
    softmax(a)_i  = e^{a_i} / Σ_j e^{a_j}                             eq. 6.29
    log softmax(a)_i = a_i − log Σ_j e^{a_j}                          eq. 6.30

Both sides of a softmax stay the same when one number is subtracted from all a_i (eq. 6.33);
subtracting the largest keeps every exponential at most 1.

Equations: Goodfellow, Bengio & Courville, Deep Learning (2016).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnn_core import _validate


class Activation(NamedTuple):
    """An elementwise function and its derivative, the derivative written in the output.

    apply(a, out=None) -> out, as NumPy's own functions have it;  slope(out) -> d out / d a.
    """

    apply: Callable
    slope: Callable


def sigmoid(a, out=None):
    """a (any shape)  ->  σ(a), same shape. No overflow at either end."""
    small = np.exp(-np.abs(a))
    above = np.where(np.less(a, 0), small, 1)  # σ(a) = e^a / (1 + e^a) as well
    return np.divide(above, 1 + small, out=out)


def relu(a, out=None):
    """a (any shape)  ->  max(a, 0), same shape."""
    return np.maximum(a, 0, out=out)


def elu(a, out=None):
    """a (any shape)  ->  a where it is positive, e^a − 1 elsewhere, same shape."""
    return np.add(np.maximum(a, 0), np.expm1(np.minimum(a, 0)), out=out)


TANH = Activation(np.tanh, lambda out: 1 - out * out)
RELU = Activation(relu, lambda out: (out > 0).astype(out.dtype))
ELU = Activation(elu, lambda out: np.minimum(out, 0) + 1)
SIGMOID = Activation(sigmoid, lambda out: out * (1 - out))
IDENTITY = Activation(np.positive, np.ones_like)


def softmax(logits):
    """logits (..., V)  ->  probabilities (..., V), each row summing to 1."""
    _validate.floats(logits=(logits, "...V"))
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(logits):
    """logits (..., V)  ->  logarithms of the probabilities (..., V)."""
    _validate.floats(logits=(logits, "...V"))
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
