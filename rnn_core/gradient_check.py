"""Is this gradient right? Ask the loss itself, by central differences.

    ∂f/∂w_i ≈ (f(w + ε e_i) − f(w − ε e_i)) / 2ε          error of order ε²

    relative error = max|a − b| / max(|a|, |b|)           both maxima over the whole array

Below 1e-6 in float64 a gradient of a smooth function is right; above 1e-3 it is wrong.
"""

import numpy as np

from rnn_core import _validate
from rnn_core.trees import check_alike, map_arrays, named_arrays


def numerical_gradient(f, array, eps=1e-5):
    """f: array -> number, array (any shape) of float64  ->  gradient, shaped like the array.

    ValueError: another dtype (float32 is too coarse for eps), f returns NaN.
    """
    array = np.asarray(array)
    if array.dtype != np.float64:
        raise ValueError(f"array has shape {array.shape} and dtype {array.dtype}; it needs float64")
    w = array.copy()
    gradient = np.empty_like(w)
    for i in np.ndindex(w.shape):
        w[i] = array[i] + eps
        above = f(w)
        w[i] = array[i] - eps
        below = f(w)
        w[i] = array[i]
        gradient[i] = (above - below) / (2 * eps)
    if np.isnan(gradient).any():
        raise ValueError("f returned NaN; it needs to return a number")
    return gradient


def relative_error(a, b):
    """Two arrays of one shape  ->  max|a − b| / max(|a|, |b|), and 0 where both are zero."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        raise ValueError(f"b has shape {b.shape}; it needs the shape of a, {a.shape}")
    difference = np.abs(a - b).max()
    _validate.no_nan(difference, a=a, b=b)
    return float(difference / max(np.abs(a).max(), np.abs(b).max())) if difference else 0.0


def check_gradients(loss, params, grads, eps=1e-5):
    """loss: params -> number, params and its gradients grads  ->  {name: relative error}.

    ValueError: grads not nested like params, and as `numerical_gradient`.
    """
    check_alike(params, grads)
    params = map_arrays(np.copy, params)  # no array in two places, so that `is` finds one place
    gradients, errors = named_arrays(grads), {}
    for name, array in named_arrays(params).items():

        def loss_at(w, array=array):
            return loss(map_arrays(lambda other: w if other is array else other, params))

        errors[name] = relative_error(gradients[name], numerical_gradient(loss_at, array, eps))
    return errors
