"""lyapunov_matrix: the P with Wᵀ P W − P = −Q, so that V(h) = hᵀ P h falls by hᵀ Q h in a step.

P = Q + Wᵀ Q W + (W²)ᵀ Q W² + …, which converges where every eigenvalue of W is inside the circle.
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l03_stability._lyapunov_matrix_mistakes import MISTAKES, series
from autograder.exercises.l03_stability.spectral_radius import pair, with_eigenvalues
from rnn_core import stability


def reference(W, Q):
    return stability.lyapunov_matrix(W, Q)


def cases(rng):
    def positive(H):
        root = rng.normal(size=(H, H))
        return root @ root.T + 0.5 * np.eye(H)

    turning = with_small_entries(rng, pair(0.85, 50), 0.6)
    four = with_small_entries(rng, -0.9, 0.5, pair(0.7, 110))
    Q = positive(3)
    basis, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    slow = basis * [0.9, -0.5, 0.2] @ basis.T
    strided = np.zeros((3, 6))
    strided[:, ::2] = turning
    single = turning.astype(np.float32), Q.astype(np.float32)
    return [
        Case("values", "three units", (turning, Q)),
        Case("values", "four units", (four, positive(4))),
        Case("values", "Q the identity", (turning, np.eye(3))),
        Case("edge cases", "one unit", (np.array([[-0.6]]), np.array([[2.0]]))),
        Case("edge cases", "a W that grows first", (np.array([[0.5, 4.0], [0.0, 0.5]]), np.eye(2))),
        Case("edge cases", "a symmetric W that fades slowly", (slow, np.eye(3))),
        Case("edge cases", "nothing is remembered", (np.zeros((2, 2)), positive(2))),
        Case("edge cases", "float32", single),
        Case("edge cases", "every other column of an array", (strided[:, ::2], Q)),
    ]


def with_small_entries(rng, *blocks):
    """Powers of its entries fade, so that their sum does not depend on how many are added."""
    while True:
        W = with_eigenvalues(rng, *blocks)
        if np.abs(W).max() < 0.95:
            return W


def summed(W, Q):
    return series(Q, W.T, W)


def powers(W, Q):
    power = np.linalg.matrix_power
    return sum(power(W, k).T @ Q @ power(W, k) for k in range(400))


def doubled(W, Q):
    """Twice as many terms in every turn."""
    P, A = Q, W
    for _ in range(12):
        P, A = P + A.T @ P @ A, A @ A
    return P


def in_columns(W, Q):
    H = len(W)
    system = np.eye(H * H) - np.kron(W.T, W.T)
    return np.linalg.solve(system, Q.flatten(order="F")).reshape(H, H, order="F")


def by_eigenvectors(W, Q):
    """W = S Λ S⁻¹: entry by entry in the eigenvectors' own axes, where they are enough."""
    values, S = np.linalg.eig(W.astype(float))
    if np.linalg.cond(S) > 1e6:
        return summed(W, Q)
    inner = S.conj().T @ Q @ S / (1 - values.conj()[:, None] * values)
    inverse = np.linalg.inv(S)
    return (inverse.conj().T @ inner @ inverse).real


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"P": ("H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(summed, powers, doubled, in_columns, by_eigenvectors),
)
