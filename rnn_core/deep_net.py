"""A deep feed-forward network: a recurrent one without time, whose layers do not share weights.

    a^(l) = h^(l−1) W^(l) + b^(l),     h^(l) = f(a^(l)),     h^(0) = x,     l = 1 … L

The last layer has no f: its a^(L) are the outputs. Backwards, where δa^(L) is given:

    δa^(l) = (δa^(l+1) W^(l+1)ᵀ) ⊙ f'(a^(l))        dW^(l) = h^(l−1)ᵀ δa^(l)

The weights that come into neuron j of a layer are a column of W; for one instance n its gradient
is h_n^(l−1) δa_nj^(l), so its norm is the product ‖h_n^(l−1)‖ |δa_nj^(l)|.

Source: Goodfellow, Bengio & Courville, Deep Learning (2016), algorithms 6.3 and 6.4.
"""

from itertools import pairwise

import numpy as np

from rnn_core import _validate, linear
from rnn_core.activations import TANH


def initial_params(rng, sizes, dtype=np.float64):
    """sizes of x, of each layer and of the outputs  ->  a tuple of linear.Params, one a layer."""
    if len(sizes) < 2:
        raise ValueError(f"sizes is {sizes!r}; it needs at least two, of x and of the outputs")
    _validate.positive(**{f"sizes[{k}]": size for k, size in enumerate(sizes)})
    return tuple(linear.initial_params(rng, size, to, dtype) for size, to in pairwise(sizes))


def forward(x, params, activation=TANH):
    """x (N, D)  ->  outputs (N, V), cache: x and the h of each hidden layer.

    ValueError: bad arguments.
    """
    width = _validate.floats(x=(x, "ND"))["D"]
    for k, (W, _) in enumerate(params):
        width = _validate.floats({"D": width}, **{f"params[{k}].W": (W, "DH")})["H"]
    h = [x]
    for layer in params[:-1]:
        h.append(activation.apply(linear.forward(h[-1], layer)[0]))
    return linear.forward(h[-1], params[-1])[0], tuple(h)


def backward(doutputs, cache, params, activation=TANH):
    """doutputs (N, V)  ->  δa of each layer, each (N, H); dparams. ValueError: bad arguments."""
    if len(cache) != len(params):
        raise ValueError(f"cache has length {len(cache)}; it needs an h for each of {len(params)}")
    das, dparams = [doutputs], []
    for k in reversed(range(len(params))):
        dh, dlayer = linear.backward(das[-1], cache[k], params[k])
        dparams.append(dlayer)
        if k:  # cache[0] is x, which has no f
            das.append(dh * activation.slope(cache[k]))
    return tuple(das[::-1]), tuple(dparams[::-1])


def neuron_gradients(dparams):
    """->  for each layer, how large the gradient of each neuron's incoming weights is (H,)."""
    return [np.linalg.norm(layer.W, axis=0) for layer in dparams]


def instance_gradients(das, cache):
    """The same for each instance by itself  ->  for each layer (N, H)."""
    return [
        np.linalg.norm(h, axis=1, keepdims=True) * np.abs(da)
        for da, h in zip(das, cache, strict=True)
    ]
