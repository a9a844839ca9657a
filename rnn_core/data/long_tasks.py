"""Generated tasks for long memories: how far back must a network look, and for what?

    agreement      a word at the start decides the form of a word at the end
    adding         two numbers, marked somewhere in a long sequence, are to be added
    copy           a few symbols are to be repeated after a long pause
    mackey_glass   a chaotic series, to be continued

Symbols and classes are integers, in arrays of shape (T, N); what an RNN reads as it is has
floats, (T, N, D). Everything random comes from `rng`, a `numpy.random.Generator`.
"""

import numpy as np

from rnn_core import _validate

CAT, CATS, WAS = 0, 1, 2  # the symbols of `agreement`; its other words are 3, 4, …


def agreement(rng, lag, N, words=4):
    """-> x (lag + 1, N) ints in 0..words+2; target (1, N) ints: 0 for "was", 1 for "were".

    "The cat, which …, was" against "The cats, which …, were": x[0] is CAT or CATS, with equal
    probability, then come lag − 1 of the other words, then WAS, where the verb is asked for.
    target[0, n] = x[0, n], to be given after the last step, `lag` steps later.
    """
    _validate.positive(lag=lag, N=N, words=words)
    x = rng.integers(WAS + 1, WAS + 1 + words, size=(lag + 1, N))
    x[0] = rng.integers(2, size=N)
    x[-1] = WAS
    return x, x[:1].copy()


def adding(rng, T, N):
    """-> x (T, N, 2) floats: a number in [0, 1) and a mark; target (1, N, 1) floats. T ≥ 2.

    The mark is 1 at one random step of the first half and at one of the second, else 0;
    target[0, n] is the sum of the two marked numbers. Always answering 1 has a mean squared error
    of 1/6. Hochreiter & Schmidhuber (1997); marks 0 and 1 as in Le, Jaitly & Hinton (2015), one in
    each half as in Arjovsky, Shah & Bengio (2016).
    """
    _validate.at_least(2, T=T)
    _validate.positive(N=N)
    numbers, marks = rng.random((T, N)), np.zeros((T, N))
    first, second = rng.integers(T // 2, size=N), rng.integers(T // 2, T, size=N)
    marks[first, np.arange(N)] = marks[second, np.arange(N)] = 1
    return np.stack([numbers, marks], axis=2), (numbers * marks).sum(axis=0)[None, :, None]


def copy(rng, length, lag, N, V=8):
    """-> x, target (T, N) ints, mask (T, N) of 0.0 and 1.0, with T = length + lag + length.

    x is `length` symbols of 0..V−1, uniform; `lag` steps of the blank V, but for the last of
    them, which is V + 1: "now"; and blanks. target is blank until then, and the symbols in their
    order in the last `length` steps, where mask is 1. Hochreiter & Schmidhuber (1997), as in
    Arjovsky, Shah & Bengio (2016).
    """
    _validate.positive(length=length, lag=lag, N=N, V=V)
    symbols = rng.integers(V, size=(length, N))
    x = np.full((2 * length + lag, N), V)
    target, mask = x.copy(), np.zeros(x.shape)
    x[:length] = target[-length:] = symbols
    x[length + lag - 1] = V + 1
    mask[-length:] = 1
    return x, target, mask


def mackey_glass(rng, T, delay=17.0, spacing=1.0, transient=200):
    """-> x (T,) floats, one every `spacing` units of time, after a transient of that many units.

    dx/dt = 0.2 x(t − delay) / (1 + x(t − delay)^10) − 0.1 x(t), from a random constant past near
    1.2. Settles at 1 for delays below about 4.7; repeats itself from there to about 13, where the
    period doubles, and again beyond; is chaotic for 17. Mackey & Glass (1977).

    Solved in steps of at most 0.1 by the classical Runge–Kutta method, the delay rounded to whole
    steps. The delayed value in the middle of a step is interpolated linearly, so that the error
    falls with the square of the step, not the fourth power.

    ValueError: T is no integer of at least 1; delay is below 1, spacing not above 0, transient
    below 0.
    """
    _validate.positive(T=T)
    if not (1 <= delay < np.inf and 0 < spacing < np.inf and 0 <= transient < np.inf):
        raise ValueError(
            f"delay is {delay}, spacing is {spacing} and transient is {transient}; "
            "they need to be at least 1, above 0 and at least 0"
        )
    each = int(np.ceil(spacing / 0.1))  # steps from one x to the next
    dt = spacing / each
    behind, before = round(delay / dt), int(np.ceil(transient / dt))

    def slope(x, delayed):
        return 0.2 * delayed / (1 + delayed**10) - 0.1 * x

    series = [1.2 + 0.1 * rng.uniform(-1, 1)] * (behind + 1)
    for _ in range(before + (T - 1) * each):
        x, delayed, after = series[-1], series[-1 - behind], series[-behind]
        middle = (delayed + after) / 2
        k1 = slope(x, delayed)
        k2 = slope(x + dt / 2 * k1, middle)
        k3 = slope(x + dt / 2 * k2, middle)
        k4 = slope(x + dt * k3, after)
        series.append(x + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return np.array(series[behind + before :: each])
