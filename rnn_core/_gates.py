"""How the gated cells arrange their numbers.

Parameters and δa come side by side, (K, G·H), as the papers and PyTorch have them: one product
serves all the gates. The steps of a sequence work gate by gate, (G, N, H), where the numbers of
a gate lie in one piece. And the bias is the weight of an input that is always 1:

    x Wx + b = [x 1] [Wx; b]          [dWx; dWh; db] = [x h 1]ᵀ δa

Small products, as those of one step, read a matrix where it lies: up to a third faster where it
begins at a multiple of 64 bytes, the width of a processor's widest register and of its cache
lines. Elementwise work gains as well; NumPy promises 16 bytes only.
"""

import math

import numpy as np

from rnn_core import _validate
from rnn_core.linear import rows


def per_gate(w, gates):
    """(..., K, G·H)  ->  (..., G, K, H), a view."""
    *before, K, columns = w.shape
    return w.reshape(*before, K, gates, columns // gates).swapaxes(-2, -3)


def empty(shape, dtype):
    """np.empty(shape, dtype) that begins at a multiple of 64 bytes."""
    buffer = np.empty(math.prod(shape) * np.dtype(dtype).itemsize + 63, np.uint8)
    return np.ndarray(shape, dtype, buffer, offset=-buffer.ctypes.data % 64)


def with_ones(*sequences):
    """(T, N, D), (T, N, H), …  ->  [x h … 1], (T·N, D + H + … + 1)."""
    ones = np.ones((*sequences[0].shape[:2], 1), sequences[0].dtype)
    return rows(np.concatenate([*sequences, ones], axis=2))


def check(gates, params, biases="b", **arrays):
    """ValueError, or  ->  {letter: size}."""
    columns = f"{gates}H"
    H = _validate.floats(Wh=(params.Wh, "HG"))["H"]
    return _validate.floats(
        {"H": H},
        Wh=(params.Wh, "H" + columns),
        Wx=(params.Wx, "D" + columns),
        **{name: (getattr(params, name), columns) for name in biases.split()},
        **arrays,
    )
