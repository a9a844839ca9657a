"""oscillation_period: steps that the leading eigenvalue takes for one turn, 2π / |arg λ|."""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l03_stability._oscillation_period_mistakes import (
    MISTAKES,
    leading,
    reference,
)
from autograder.exercises.l03_stability.spectral_radius import pair, with_eigenvalues


def inside_the_list(rng, *blocks):
    """NumPy's list begins with the smallest eigenvalue and does not end with the leading pair, and
    the solver for symmetric matrices finds a positive leader: so it is in every third draw.
    """
    for _ in range(100):
        W = with_eigenvalues(rng, *blocks)
        sizes, symmetric = np.abs(np.linalg.eigvals(W)), np.linalg.eigvalsh(W)
        if np.isclose(sizes[0], sizes.min()) and sizes[-1] < 0.99 * sizes.max():
            if symmetric[np.argmax(np.abs(symmetric))] > 0:
                break
    return W


def in_this_order(rng, *blocks):
    """Upper triangular but for its blocks: NumPy lists the eigenvalues in the order of these."""
    blocks = [np.atleast_2d(block) for block in blocks]
    W, at = np.triu(rng.uniform(0.2, 0.5, size=(sum(map(len, blocks)),) * 2), 1), 0
    for block in blocks:
        inside = slice(at, at + len(block))
        W[inside, inside], at = block, at + len(block)
    return W


def cases(rng):
    # rounding down, up and to the nearest step differ
    slow, wide = 360 / (rng.integers(9, 18) + rng.uniform(0.6, 0.9)), rng.uniform(104, 118)
    quick = in_this_order(rng, pair(0.8, 35), pair(1.05, wide), 0.3)
    gentle = inside_the_list(rng, -0.6, pair(0.9, slow), pair(0.7, 80))
    fading = in_this_order(rng, 0.2, pair(0.6, slow + 30), -0.3)
    strided = np.zeros((10, 5))
    strided[::2] = gentle
    return [
        Case("values", "a pair on the right of the plane", (gentle,)),
        Case("values", "a pair on the left of the plane", (quick,)),
        Case("values", "a fading pair", (fading,)),
        Case(
            "edge cases",
            "a negative eigenvalue leads",
            (with_eigenvalues(rng, -0.9, pair(0.5, 40)),),
        ),
        Case(
            "edge cases",
            "a positive eigenvalue leads",
            (with_eigenvalues(rng, 0.9, pair(0.6, 50)),),
        ),
        Case("edge cases", "a quarter of a turn", (np.array([[0.0, 2.0], [-0.5, 0.0]]),)),
        Case("edge cases", "one negative unit", (np.array([[-0.7]]),)),
        Case("edge cases", "float32", (quick.astype(np.float32),)),
        Case("edge cases", "every other row of an array", (strided[::2],)),
    ]


def by_arctan2(W):
    value = max(np.linalg.eigvals(W), key=abs)
    with np.errstate(divide="ignore"):
        return np.float64(2 * np.pi) / np.abs(np.arctan2(value.imag, value.real))


def by_cosine(W):
    values, _ = np.linalg.eig(W)
    value = sorted(values, key=abs)[-1]
    cosine = np.clip(value.real / abs(value), -1, 1)
    return float("inf") if cosine == 1 else 2 * np.pi / np.arccos(cosine)


def in_degrees(W):
    value = leading(W)
    if np.isreal(value):
        return np.inf if value.real > 0 else 2
    return 360 / abs(np.degrees(np.angle(value)))


def by_logarithm(W):
    turns = np.abs(np.log(leading(W).astype(complex)).imag) / (2 * np.pi)
    return 1 / turns if turns > 0 else np.inf


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"period": ()},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(by_arctan2, by_cosine, in_degrees, by_logarithm),
)
