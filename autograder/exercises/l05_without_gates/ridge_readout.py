"""ridge_readout: the linear read-out with the least squared error plus β times its squares."""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l05_without_gates._ridge_readout_mistakes import (
    MISTAKES,
    bias_for,
    centred,
    reference,
)


def draw(rng, K, H, V, noise=0.3):
    """States whose means are far from zero, and targets with means of their own."""
    mixed = np.eye(H) + 0.5 * rng.uniform(-1, 1, (H, H)) / H**0.5  # well conditioned
    h = rng.normal(size=(K, H)) @ mixed + rng.uniform(0.5, 2, H)
    W = rng.normal(size=(H, V))
    return h, h @ W + rng.uniform(1, 3, V) + noise * rng.normal(size=(K, V))


def cases(rng):
    h, y = draw(rng, K=12, H=4, V=3)
    more, wanted = draw(rng, K=30, H=5, V=2)
    wide = rng.normal(size=(12, 8)) + 1
    single = h.astype(np.float32), y.astype(np.float32)
    return [
        Case("values", "twelve states, a strong penalty", (h, y, 2.5)),
        Case("values", "thirty states, a weak penalty", (more, wanted, 0.3)),
        Case("edge cases", "one unit, one output", (*draw(rng, K=6, H=1, V=1), 0.5)),
        Case("edge cases", "no penalty", (more, wanted, 0.0)),
        Case("edge cases", "fewer states than units", (*draw(rng, K=3, H=5, V=2), 0.5)),
        Case("edge cases", "float32", (*single, 0.7)),
        Case("edge cases", "every other unit", (wide[:, ::2], y, 0.7)),
    ]


# Right answers in other styles.


def with_an_inverse(h, y, penalty):
    H, Y = centred(h.astype(float)), centred(y.astype(float))
    W = np.linalg.pinv(H.T @ H + penalty * np.eye(h.shape[1])) @ H.T @ Y
    return W, bias_for(h, y, W)


def targets_as_they_are(h, y, penalty):
    H = h - np.mean(h, axis=0, keepdims=True)
    W = np.linalg.solve(H.T @ H + penalty * np.eye(H.shape[1]), H.T @ y)
    return W, y.mean(axis=0) - h.mean(axis=0) @ W


def bias_as_a_column(h, y, penalty):
    K, H = h.shape
    ones = np.hstack([h, np.ones((K, 1))])
    square = penalty * np.eye(H + 1)
    square[-1, -1] = 0
    both = np.linalg.solve(ones.T @ ones + square, ones.T @ y)
    return both[:-1], both[-1]


def rows_for_the_penalty(h, y, penalty):
    H = h.shape[1]
    rows = np.vstack([centred(h), penalty**0.5 * np.eye(H)])
    targets = np.vstack([centred(y), np.zeros((H, y.shape[1]))])
    W = np.linalg.lstsq(rows, targets, rcond=None)[0]
    return W, bias_for(h, y, W)


def by_singular_values(h, y, penalty):
    U, s, Vt = np.linalg.svd(centred(h.astype(float)), full_matrices=False)
    W = (Vt.T * (s / (s**2 + penalty))) @ (U.T @ y)
    return W, bias_for(h, y, W)


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"Wy": ("H", "V"), "by": ("V",)},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(
        with_an_inverse,
        targets_as_they_are,
        bias_as_a_column,
        rows_for_the_penalty,
        by_singular_values,
    ),
)
