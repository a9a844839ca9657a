"""Gradients that are too large, made smaller before they are used.

    by value:   g_i ← min(max(g_i, −v), v)                       each number by itself
    by norm:    g ← g v / ‖g‖  if ‖g‖ > v,  ‖g‖² = Σ_i g_i²      one norm for all the parameters

The first changes the direction of the step, the second only its length.

Sources: Mikolov (2012), by value; Pascanu, Mikolov & Bengio (2013), by norm; Goodfellow, Bengio
& Courville, Deep Learning (2016), section 10.11.1, eq. 10.48–10.49.
"""

import numpy as np

from rnn_core.trees import map_arrays, named_arrays


def clip_by_value(grads, limit):
    """grads: a tree of arrays  ->  the same tree, each number in [−limit, limit].

    ValueError: NaN in grads; limit is not positive.
    """
    _check(grads, limit, finite=False)
    return map_arrays(lambda g: np.clip(g, -limit, limit), grads)


def clip_by_norm(grads, limit):
    """grads: a tree of arrays  ->  the same tree with a norm of at most limit; the norm it had.

    ValueError: NaN or infinity in grads; limit is not positive.
    """
    _check(grads, limit, finite=True)
    norm = global_norm(grads)
    scale = limit / norm if norm > limit else 1.0
    return map_arrays(lambda g: g * g.dtype.type(scale), grads), norm


def global_norm(grads):
    """grads: a tree of arrays  ->  √ of the sum of all squares, a float."""
    arrays = [np.asarray(g, np.float64) for g in named_arrays(grads).values()]
    largest = max(np.abs(g).max() for g in arrays)
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(sum(((g / largest) ** 2).sum() for g in arrays)))


def _check(grads, limit, finite):
    if not limit > 0:
        raise ValueError(f"limit is {limit}; it needs a positive number")
    for name, g in named_arrays(grads).items():
        if np.isnan(g).any() or (finite and np.isinf(g).any()):
            kind = "NaN" if np.isnan(g).any() else "infinity"
            what = f"the gradient of {name}" if name else "the gradient"
            raise ValueError(f"{what} has shape {g.shape} and {kind}; it needs numbers only")
