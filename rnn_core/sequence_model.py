"""A recurrent network with a linear output at every step.

    h^(t) = tanh(x^(t) Wx + h^(t−1) Wh + b)        `rnn`
    o^(t) = h^(t) W + b                            `linear`, one for all steps

Source: Goodfellow, Bengio & Courville, Deep Learning (2016), figure 10.3.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import linear, rnn


class Params(NamedTuple):
    rnn: rnn.Params
    out: linear.Params


def initial_params(rng, D, H, V, dtype=np.float64):
    """->  Params, as `rnn` and `linear` start them."""
    return Params(rnn.initial_params(rng, D, H, dtype), linear.initial_params(rng, H, V, dtype))


def forward(x, h0, params):
    """x (T, N, D), h0 (N, H)  ->  o (T, N, V), cache. ValueError: bad arguments."""
    h, rnn_cache = rnn.forward(x, h0, params.rnn)
    o, out_cache = linear.forward(h, params.out)
    return o, (rnn_cache, out_cache)


def backward(do, cache, params):
    """do (T, N, V)  ->  dx (T, N, D), dh0 (N, H), dparams. ValueError: bad arguments."""
    rnn_cache, out_cache = cache
    dh, dout = linear.backward(do, out_cache, params.out)
    dx, dh0, drnn = rnn.backward(dh, rnn_cache, params.rnn)
    return dx, dh0, Params(drnn, dout)
