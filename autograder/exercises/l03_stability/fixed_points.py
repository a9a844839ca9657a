"""fixed_points: all h with h = tanh(w h + b), and by how much one step stretches a distance there.

slope = w (1 − h²): attracting where its size is below 1, repelling where it is above.
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l03_stability._fixed_points_mistakes import (
    MISTAKES,
    positive_or_not,
    scan,
    with_slope,
)
from autograder.exercises.l03_stability._fixed_points_slopes import SLOPES
from rnn_core import stability

# Points of 8 digits are asked for. The slope w (1 − h²) is as exact, relative to itself, within a
# factor of ten, as long as no h is close to 1 where there is no other point.
ALLOWED = 1e-7
# Weight, bias: a fixed point at h and one at less than 0.12 from it; each grid from −1.1 to 1.1
# with 5 to 20 points has both between two neighbours in one of them.
CLOSE = (2.662, 1.017), (2.953, 1.245), (3.606, -1.775), (4.932, -2.901)


def reference(w, b):
    h = stability.fixed_points(w, b, low=-1.1, high=1.1)
    return h, stability.slope_at(h, w, b)


def cases(rng):
    def sign():
        return rng.choice([-1.0, 1.0])

    def case(stage, part, args):
        return Case(stage, part, args, tolerance=ALLOWED)

    three = float(rng.uniform(1.7, 2.2)), float(rng.uniform(0.05, 0.12))
    return [
        case("values", "three points", three),
        case("values", "three points, bias below zero", (three[0] + 0.5, -three[1])),
        case("values", "one point", (float(rng.uniform(0.5, 0.8)), float(sign() * 0.6))),
        case("values", "a negative weight", (float(-rng.uniform(1.6, 2.5)), float(sign() * 0.3))),
        case("edge cases", "no bias, three points", (float(rng.uniform(1.5, 2.5)), 0.0)),
        case("edge cases", "no bias, one point", (float(rng.uniform(0.3, 0.8)), 0.0)),
        case("edge cases", "no weight", (0.0, 0.7)),
        case("edge cases", "a bias that wins", (1.2, 0.3)),
        case("edge cases", "nearly a step", (6.0, 0.5)),
        # tanh(−w) is −1 to the last digit: a grid from −1 on has no sign left of that point
        case("edge cases", "no bias, a large weight", (float(rng.uniform(20, 25)), 0.0)),
        case(
            "edge cases", "two points close together", two_close(rng.uniform(0.625, 0.645), sign())
        ),
        *(case("edge cases", "two points close together", pair) for pair in CLOSE),
    ]


def two_close(h, sign):
    """Weight and bias of a unit with a fixed point at ±h and another one less than 0.2 away."""
    w = 2.0
    return w, float(sign * (np.arctanh(h) - w * h))


def bisection(w, b):
    return scan(w, b, np.linspace(-1.1, 1.1, 1000), lambda left, right: left * right <= 0)


def bisection_with_zeros(w, b):
    grid = np.linspace(-1.1, 1.1, 2001)
    return scan(w, b, grid, positive_or_not)


def newton_from_many_starts(w, b):
    h = np.linspace(-1, 1, 401)
    for _ in range(200):
        out = np.tanh(w * h + b)
        slope = w * (1 - out**2) - 1
        slope = np.where(np.abs(slope) < 1e-3, 1e-3, slope)
        h = np.clip(h - np.clip((out - h) / slope, -0.1, 0.1), -1, 1)
    h = h[np.abs(np.tanh(w * h + b) - h) < 1e-12]
    found = [h.min()]
    for point in np.sort(h):
        if point - found[-1] > 1e-4:
            found.append(point)
    return with_slope(w, found)


def all_intervals_at_once(w, b):
    grid = np.linspace(-1.1, 1.1, 5000)
    excess = np.tanh(w * grid + b) - grid
    k = np.flatnonzero(np.diff(excess >= 0))
    low, high = grid[k], grid[k + 1]
    for _ in range(60):
        middle = (low + high) / 2
        same = (np.tanh(w * middle + b) >= middle) == (excess[k] >= 0)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return with_slope(w, low)


EXERCISE = Exercise(
    points={"values": 4, "edge cases": 1},
    returns={"h": ("K",), "slope": ("K",)},
    reference=reference,
    cases=cases,
    misconceptions=(*MISTAKES, *SLOPES),
    correct=(bisection, bisection_with_zeros, newton_from_many_starts, all_intervals_at_once),
)
