"""rescale_spectral_radius: a matrix times the number that gives it the wanted spectral radius."""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l03_stability.spectral_radius import pair, with_eigenvalues
from autograder.exercises.l05_without_gates._rescale_spectral_radius_mistakes import (
    MISTAKES,
    reference,
    sizes,
)
from rnn_core import recursion


def hidden(rng, first, *blocks):
    """A matrix of which NumPy lists an eigenvalue of size `first` first, and does not list the
    leading one last. The order is LAPACK's business: there may be none such."""
    for _ in range(300):
        W = with_eigenvalues(rng, *blocks)
        found = sizes(W)
        if np.isclose(found[0], first) and found[-1] < 0.99 * found.max():
            break
    return W


def cases(rng):
    turning = hidden(rng, 0.3, pair(1.3, 35), 0.8, -0.3)
    flipping = with_eigenvalues(rng, -0.8, 0.4, pair(0.3, 40))
    swinging = hidden(rng, 1.1, pair(1.6, 82), 1.1, -0.7)  # between two others by its real part
    small = with_eigenvalues(rng, pair(0.02, 50), 0.01)
    wide = rng.normal(size=(6, 9))
    wide *= 2 / sizes(wide[::2, ::3]).max()
    return [
        Case("values", "a pair of complex eigenvalues leads", (turning, 0.9)),
        Case("values", "a negative eigenvalue leads", (flipping, 2.5)),
        Case("values", "a pair with a small real part leads", (swinging, 0.6)),
        Case("edge cases", "one negative unit", (np.array([[-rng.uniform(0.3, 0.8)]]), 0.9)),
        Case("edge cases", "very small weights", (small, 0.9)),
        Case("edge cases", "a single eigenvector", (np.array([[0.5, 4.0], [0.0, 0.5]]), 0.3)),
        Case("edge cases", "radius 0", (turning, 0.0)),
        Case("edge cases", "float32", (swinging.astype(np.float32), 0.9)),
        Case("edge cases", "every other row and column", (wide[::2, ::3], 1.2)),
    ]


# Right answers in other styles.


def divided_first(W, radius):
    values = np.linalg.eig(W)[0]
    return W / max(abs(value) for value in values) * radius


def eigenvalue_by_eigenvalue(W, radius):
    values, vectors = np.linalg.eig(W.astype(float))
    if len(np.unique(np.round(values, 6))) < len(values):  # eigenvectors may coincide
        return W * (radius / sizes(W).max())
    scaled = values * radius / np.abs(values).max()
    return (vectors * scaled @ np.linalg.inv(vectors)).real


def entry_by_entry(W, radius):
    factor = radius / sorted(sizes(W.T))[-1]
    return np.array([[factor * entry for entry in row] for row in W])


def by_lesson_03(W, radius):
    return W * (radius / recursion.spectral_radius(W))


EXERCISE = Exercise(
    points={"values": 1, "edge cases": 1},
    returns={"W": ("H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(divided_first, eigenvalue_by_eigenvalue, entry_by_entry, by_lesson_03),
    allowed=(recursion.spectral_radius,),
)
