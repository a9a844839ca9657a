"""Gradients that are too large, made smaller before they are used.

    by value:   g_i ← min(max(g_i, −v), v)                       each number by itself
    by norm:    g ← g v / ‖g‖  if ‖g‖ > v,  ‖g‖² = Σ_i g_i²      one norm for all the parameters

The first changes the direction of the step, the second only its length.

Sources: Mikolov (2012), by value; Pascanu, Mikolov & Bengio (2013), by norm; Goodfellow, Bengio
& Courville, Deep Learning (2016), section 10.11.1, eq. 10.48–10.49.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.trees import map_arrays, named_arrays


def clip_by_value(grads, limit):
    """grads: a tree of arrays  ->  the same tree, each number in [−limit, limit].

    ValueError: NaN in grads, or anything but arrays of floats; limit is not positive.
    """
    for name, g in _named(grads, limit).items():
        _validate.no_nan(g, **{name: g})
    return map_arrays(lambda g: np.clip(g, -limit, limit), grads)


def clip_by_norm(grads, limit):
    """grads: a tree of arrays  ->  the same tree with a norm of at most limit; the norm it had.

    ValueError: NaN or infinity in grads or in their norm, or anything but arrays of floats; limit
    is not positive.
    """
    arrays = _named(grads, limit)
    _validate.finite(**arrays)
    norm = _norm(arrays.values())
    if np.isinf(norm):
        raise ValueError("grads has a norm beyond the largest float64; it needs a smaller one")
    scale = limit / norm if norm > limit else 1.0
    return map_arrays(lambda g: g * g.dtype.type(scale), grads), norm


def _norm(arrays):
    """√ of the sum of all squares, a float, whose squares neither overflow nor underflow."""
    arrays = [np.asarray(g, np.float64) for g in arrays]
    largest = max(np.abs(g).max() for g in arrays)
    if largest == 0:
        return 0.0
    with np.errstate(over="ignore"):
        return float(largest * np.sqrt(sum(((g / largest) ** 2).sum() for g in arrays)))


def _named(grads, limit):
    """->  {"the gradient of Wh": array, …}."""
    if not limit > 0:
        raise ValueError(f"limit is {limit}; it needs a positive number")
    named = named_arrays(grads).items()
    if not named:
        raise ValueError(f"grads is {grads!r}; it needs at least one array")
    arrays = {f"the gradient of {name}".removesuffix(" of "): g for name, g in named}
    for name, g in arrays.items():
        _validate.floats(**{name: (g, "...")})
    return arrays
