"""One output for a whole sequence, read from the state after its last step.

    o_n = h^(τ_n)_n W + b            τ_n: the length of sequence n

The gradient reaches each sequence's last state only; `rnn.backward` carries it into the past.

Source: Goodfellow, Bengio & Courville, Deep Learning (2016), figure 10.5.
"""

import numpy as np

from rnn_core import _validate, linear


def forward(h, lengths, params):
    """h (T, N, H), lengths (N,), params: linear.Params  ->  o (N, V), cache.

    ValueError: bad arguments, a length outside 1 … T.
    """
    sizes = _validate.floats(h=(h, "TNH"))
    _validate.integers(sizes, lengths=(lengths, "N"))
    _validate.between(1, sizes["T"], lengths=lengths)
    last = lengths - 1, np.arange(len(lengths))
    o, linear_cache = linear.forward(h[last], params)
    return o, (h.shape, last, linear_cache)


def backward(do, cache, params):
    """do (N, V)  ->  dh (T, N, H), dparams. ValueError: bad arguments."""
    shape, last, linear_cache = cache
    dh_last, dparams = linear.backward(do, linear_cache, params)
    dh = np.zeros(shape, dh_last.dtype)
    dh[last] = dh_last
    return dh, dparams
