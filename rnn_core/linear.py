"""An affine map, applied along the last axis.

    y = x W + b                                                       eq. 10.10
    dx = dy Wᵀ      dW = Σ xᵀ dy      db = Σ dy                       eq. 10.19, 10.22, 10.24

The sums run over all other axes (time and batch), where W and b are shared.

Equations: Goodfellow, Bengio & Courville, Deep Learning (2016), with x for the book's h and
W for its Vᵀ.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate


class Params(NamedTuple):
    W: np.ndarray  # (D_in, D_out)
    b: np.ndarray  # (D_out,)


def initial_params(rng, D_in, D_out, dtype=np.float64):
    """W ~ N(0, 1 / D_in), b = 0.  ->  Params."""
    _validate.positive(D_in=D_in, D_out=D_out)
    return Params(rng.normal(0, D_in**-0.5, (D_in, D_out)).astype(dtype), np.zeros(D_out, dtype))


def forward(x, params):
    """x (..., D_in)  ->  y (..., D_out), cache. ValueError: bad arguments."""
    W, b = params
    _validate.floats(W=(W, "DK"), b=(b, "K"), x=(x, "...D"))
    y = (rows(x) @ W + b).reshape(*x.shape[:-1], -1)
    _validate.no_nan(y, x=x, W=W, b=b)
    return y, x


def backward(dy, cache, params):
    """dy (..., D_out)  ->  dx (..., D_in), dparams. ValueError: bad arguments."""
    x, W = cache, params.W
    _validate.floats(W=(W, "DK"), x=(x, "...D"), dy=(dy, "...K"))
    dparams = Params(rows(x).T @ rows(dy), rows(dy).sum(axis=0))
    _validate.no_nan(dparams.b, dy=dy)
    return (rows(dy) @ W.T).reshape(x.shape), dparams


def rows(array):
    """(..., K)  ->  (·, K): to a matrix product, time and batch are alike."""
    return array.reshape(-1, array.shape[-1])
