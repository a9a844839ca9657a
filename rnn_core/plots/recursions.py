"""The figures of CMU 11-785's lecture on stability: what recurrences make of a kick, or a start."""

import numpy as np

from rnn_core import recursion
from rnn_core.activations import RELU, SIGMOID, TANH

from .multiples import small_multiples

STEPS, UNITS = 50, 4
KICK = np.ones(UNITS)
SIZES = (0.9, 1.0, 1.1)
ACTIVATIONS = {"sigmoid": SIGMOID, "tanh": TANH, "ReLU": RELU}
SIGNS = {"positive start": 1, "negative start": -1}


def _units(h):
    return {f"unit {k + 1}": h[:, k] for k in range(h.shape[1])}


def linear_responses(seed=0):
    """Real eigenvalues: the largest 0.9, 1 and 1.1, the second 0.5 and 0.1, symmetric W (4, 4)."""
    panels = {}
    for second in (0.5, 0.1):
        for largest in SIZES:
            rng = np.random.default_rng(seed)
            values = [largest, second, second / 2, -second / 2]
            W = recursion.matrix_with_eigenvalues(rng, values, symmetric=True)
            h = recursion.impulse_response(KICK, W, STEPS + 1)
            panels[f"λmax = {largest:g}, second {second:g}"] = _units(h)
    return small_multiples(
        np.arange(STEPS + 1),
        panels,
        title="The largest eigenvalue decides between fading, staying and exploding",
        xlabel="steps after the kick",
        ylabel="state of each unit",
        columns=3,
        own_scale=True,
    )


def complex_responses(seed=0, degrees=30):
    """A leading pair of complex eigenvalues of size 0.9, 1 and 1.1."""
    panels, turn = {}, np.exp(1j * np.radians(degrees))
    for largest in SIZES:
        values = [largest * turn, largest * turn.conj(), 0.5, 0.1]
        W = recursion.matrix_with_eigenvalues(np.random.default_rng(seed), values)
        h = recursion.impulse_response(KICK, W, STEPS + 1)
        panels[f"|λmax| = {largest:g}, at {degrees}°"] = _units(h)
    return small_multiples(
        np.arange(STEPS + 1),
        panels,
        title=f"Complex eigenvalues turn: once in 360/{degrees} = {360 / degrees:g} steps",
        xlabel="steps after the kick",
        ylabel="state of each unit",
        columns=3,
        own_scale=True,
        size=(9, 3.4),
    )


def scalar_activations(weights=(0.5, 1.0, 1.5, 3.0), bias=0.0, steps=20):
    """One unit: h(t) = f(w h(t−1) + b) from 1 and from −1."""
    panels = {}
    for name, activation in ACTIVATIONS.items():
        for start, sign in SIGNS.items():
            panels[f"{name}, {start}"] = {
                f"w = {w:g}": _run(activation, lambda h, w=w: w * h + bias, sign, steps)
                for w in weights
            }
    picture = small_multiples(
        np.arange(steps + 1),
        panels,
        title="w > 1: sigmoid forgets the start, tanh keeps its sign, ReLU explodes or dies",
        xlabel="step t",
        ylabel="state h",
        columns=2,
        own_scale=True,
    )
    return _leaving_at(picture, 4)


def vector_activations(largest=1.5, second=0.5, steps=20, seed=0):
    """Four units: h(t) = f(W h(t−1)) from (1, 1, 1, 1) and from (−1, −1, −1, −1)."""
    values = [largest, second, second / 2, -second / 2]
    W = recursion.matrix_with_eigenvalues(np.random.default_rng(seed), values, symmetric=True)
    panels = {}
    for name, activation in ACTIVATIONS.items():
        for start, sign in SIGNS.items():
            h = _run(activation, lambda h: W @ h, sign * KICK, steps)
            panels[f"{name}, {start}"] = _units(h)
    picture = small_multiples(
        np.arange(steps + 1),
        panels,
        title=f"Four units, λmax = {largest:g}: what is bounded settles, ReLU explodes",
        xlabel="step t",
        ylabel="state of each unit",
        columns=2,
        own_scale=True,
    )
    return _leaving_at(picture, 5)


def _leaving_at(picture, limit):
    """What explodes leaves its panel at the limit."""
    for axes in picture.axes:
        values = np.array([line.get_ydata() for line in axes.lines])
        if values.max() > limit:
            axes.set_ylim(values.min() - 0.05 * limit, limit)
    return picture


def _run(activation, weighted, start, steps):
    return recursion.iterate(lambda h: activation.apply(weighted(h)), np.array(start, float), steps)


def multi_tap_responses(steps=60):
    """One unit with taps 1; 1 and 5; 1, 5 and 8; weights that add up to 0.9, 1 and 1.1."""
    kick, panels = np.eye(1, steps + 1)[0], {}
    for lags in ((1,), (1, 5), (1, 5, 8)):
        for total in SIZES:
            A = recursion.taps(list(lags), [total / len(lags)] * len(lags))
            size = abs(recursion.poles(A)[0])
            name = f"taps {', '.join(map(str, lags))}: pole {size:.3f}"
            panels[name] = {"h": recursion.multi_tap_response(kick, A)}
    return small_multiples(
        np.arange(steps + 1),
        panels,
        title="More taps: more modes, and still the largest pole decides",
        xlabel="steps after the kick",
        ylabel="response h to a kick",
        columns=3,
        own_scale=True,
    )
