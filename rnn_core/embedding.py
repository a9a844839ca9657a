"""Symbols as vectors: one-hot vectors, and the rows of a table.

    one_hot(k) E = E[k]

so looking up a row is the product with a one-hot vector, without the multiplications by zero.
The gradient of a row is the sum over all places where its symbol stands.
"""

import numpy as np

from rnn_core import _validate


def one_hot(ids, V, dtype=np.float64):
    """ids (...,), integers from 0 to V − 1  ->  (..., V). ValueError: bad arguments."""
    _validate.positive(V=V)
    _validate.integers(ids=(ids, "..."))
    _validate.between(0, V - 1, ids=ids)
    return np.eye(V, dtype=dtype)[ids]


def forward(ids, E):
    """ids (...,), integers from 0 to V − 1, table E (V, D)  ->  x (..., D), cache.

    ValueError: bad arguments.
    """
    sizes = _validate.floats(E=(E, "VD"))
    _validate.integers(ids=(ids, "..."))
    _validate.between(0, sizes["V"] - 1, ids=ids)
    return E[ids], (ids, sizes["V"])


def backward(dx, cache):
    """dx (..., D)  ->  dE (V, D). ValueError: bad arguments."""
    ids, V = cache
    _validate.floats({"...": ids.shape}, dx=(dx, "...D"))
    dE = np.zeros((V, dx.shape[-1]), dx.dtype)
    np.add.at(dE, ids, dx)  # dE[ids] += dx would count a repeated symbol once
    _validate.no_nan(dE, dx=dx)
    return dE
