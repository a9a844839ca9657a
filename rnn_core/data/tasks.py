"""Generated tasks, small enough to see through: what must be remembered, and for how long.

One for each kind of input and output,

    one to one        largest          numbers -> which of them is the largest
    one to many       countdown        k -> k, k−1, …, 0, 0
    many to one       remember_first   a sequence -> its first symbol
    many to many      echo, parity, running_sum    an answer at every step
    encoder–decoder   backwards        a sequence -> its last symbols, backwards, once it has ended

Symbols and classes are integers, in arrays of shape (T, N); what an RNN reads as it is has
floats, (T, N, D). Everything random comes from `rng`, a `numpy.random.Generator`.
"""

import numpy as np

from rnn_core import _validate


def largest(rng, N, D):
    """-> x (1, N, D) floats, uniform in [−1, 1); target (1, N) ints.

    target[0, n] = argmax_d x[0, n, d]
    """
    _validate.positive(N=N, D=D)
    x = rng.uniform(-1, 1, size=(1, N, D))
    return x, x.argmax(axis=2)


def countdown(rng, T, N):
    """-> start (1, N) ints in 0..T−1, uniform; target (T, N) ints.

    target[t, n] = max(start[0, n] − t, 0)
    """
    _validate.positive(T=T, N=N)
    start = rng.integers(T, size=(1, N))
    return start, np.maximum(start - np.arange(T)[:, None], 0)


def remember_first(rng, T, N, V=2):
    """-> x (T, N) ints in 0..V−1, uniform; target (1, N) ints.

    target[0, n] = x[0, n], to be given after the last step, T − 1 steps later.
    """
    _validate.positive(T=T, N=N, V=V)
    x = rng.integers(V, size=(T, N))
    return x, x[:1].copy()


def echo(rng, T, N, lag, V=2):
    """-> x (T, N) ints in 0..V−1, uniform; target (T, N) ints; mask (T, N) of 0.0 and 1.0.

    target[t] = x[t − lag] and mask[t] = 1 for t ≥ lag; both are 0 before, where there is
    nothing to repeat yet.
    """
    _validate.positive(T=T, N=N, V=V)
    _validate.at_least(0, lag=lag)
    if lag >= T:
        raise ValueError(f"lag is {lag}; with T = {T} it must be from 0 to {T - 1}")
    x = rng.integers(V, size=(T, N))
    target, mask = np.zeros_like(x), np.zeros((T, N))
    target[lag:] = x[: T - lag]
    mask[lag:] = 1
    return x, target, mask


def parity(rng, T, N):
    """-> x (T, N, 1) floats 0.0 and 1.0, uniform; target (T, N) ints.

    target[t] = (x[0] + … + x[t]) mod 2; target[-1] is the many-to-one version.
    """
    _validate.positive(T=T, N=N)
    bits = rng.integers(2, size=(T, N))
    return bits[:, :, None].astype(float), bits.cumsum(axis=0) % 2


def running_sum(rng, T, N):
    """-> x (T, N, 1) floats, standard normal; target (T, N, 1) floats.

    target[t] = x[0] + … + x[t]
    """
    _validate.positive(T=T, N=N)
    x = rng.standard_normal((T, N, 1))
    return x, x.cumsum(axis=0)


def backwards(rng, T_in, T_out, N, V=3):
    """-> x (T_in, N) ints in 0..V−1, uniform; target (T_out, N) ints, T_out ≤ T_in.

    target[t] = x[T_in − 1 − t]: the last T_out symbols, the latest first, to be written only
    after the whole of x has been read.
    """
    _validate.positive(T_in=T_in, T_out=T_out, N=N, V=V)
    if T_out > T_in:
        raise ValueError(f"T_out is {T_out}; with T_in = {T_in} it must be at most {T_in}")
    x = rng.integers(V, size=(T_in, N))
    return x, x[::-1][:T_out].copy()
