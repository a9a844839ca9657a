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


def weight_gradients(x, h, da):
    """x (T, N, D), h (T, N, H), δa (T, N, G·H)  ->  dWx, dWh, db: all steps at once."""
    dW = with_ones(x, h).T @ rows(da)
    D = x.shape[2]
    return dW[:D], dW[D:-1], dW[-1]


def check(axes, params, **arrays):
    """ValueError unless params have these axes, {"Wh": "H4H", …}, and the arrays fit them."""
    if getattr(params, "_fields", ()) != tuple(axes):
        found = ", ".join(getattr(params, "_fields", ())) or f"a {type(params).__name__}"
        raise ValueError(f"params is {found}; it needs {', '.join(axes)}")
    H = _validate.floats(Wh=(params.Wh, "HG"))["H"]  # from its rows, whatever its columns
    weights = {name: (getattr(params, name), axes[name]) for name in axes}
    _validate.floats({"H": H, "P": 3}, **weights, **arrays)  # P: peepholes, of i, f and o


def kept(cache, before, names):
    """cache, "TN", "h c i …"  ->  for `check`: x (T, N, D), and each of the others (T, N, H)."""
    others = dict.fromkeys(names.split(), before + "H")
    return _validate.each("cache", cache, x=before + "D", **others)
