"""lyapunov_matrix: the P with Wᵀ P W − P = −Q, so that V(h) = hᵀ P h falls by hᵀ Q h in a step.

P = Q + Wᵀ Q W + (W²)ᵀ Q W² + …, which converges where every eigenvalue of W is inside the circle.
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
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


def series(first, left, right, steps=600):
    total, term = first.astype(float), first.astype(float)
    for _ in range(steps):
        term = left @ term @ right
        total = total + term
    return total


def transposed(W, Q):
    return series(Q, W, W.T)


def not_transposed(W, Q):
    return series(Q, W, W)


def first_term_missing(W, Q):
    return series(Q, W.T, W) - Q


def one_step(W, Q):
    return Q + W.T @ Q @ W


def last_term_only(W, Q):
    return W.T @ Q @ W


def sign(W, Q):
    return -series(Q, W.T, W)


def entry_by_entry(W, Q):
    total, term = Q.astype(float), Q.astype(float)
    for _ in range(600):
        term = W.T * term * W
        total = total + term
    return total


def powers_squared(W, Q):
    """Each turn squares W, but adds one term only."""
    total, power = Q.astype(float), W.astype(float)
    for _ in range(40):
        total = total + power.T @ Q @ power
        power = power @ power
    return total


def Q_ignored(W, Q):
    return series(np.eye(len(W)), W.T, W)


def W_on_one_side(W, Q):
    return series(Q, W.T, np.eye(len(W)))


def W_on_the_right_only(W, Q):
    return series(Q, np.eye(len(W)), W)


def inverse_of_one_minus_the_square(W, Q):
    return np.linalg.solve(np.eye(len(W)) - W @ W.T, Q)


def inverse_of_one_minus_the_other_square(W, Q):
    return np.linalg.solve(np.eye(len(W)) - W.T @ W, Q)


def in_continuous_time(W, Q):
    """Wᵀ P + P W = −Q, the equation for dh/dt."""
    one = np.eye(len(W))
    return np.linalg.solve(np.kron(W.T, one) + np.kron(one, W.T), -Q.ravel()).reshape(Q.shape)


def rise_in_place_of_fall(W, Q):
    """Wᵀ P W + P = Q."""
    one = np.eye(len(W) ** 2)
    return np.linalg.solve(one + np.kron(W.T, W.T), Q.ravel()).reshape(Q.shape)


def entry_by_entry_product(W, Q):
    return Q / (1 - W * W)


def powers_entry_by_entry(W, Q):
    return sum((W**k).T @ Q @ W**k for k in range(1, 200)) + Q


def powers_entry_by_entry_from_zero(W, Q):
    return sum((W**k).T @ Q @ W**k for k in range(200))


def terms_not_added(W, Q):
    term = Q
    for _ in range(500):
        term = W.T @ term @ W
    return term


def ended_after(steps):
    return lambda W, Q: series(Q, W.T, W, steps)


def same_term_again(steps):
    """The loop makes its term from Q every time, not from the last term."""
    return lambda W, Q: Q + steps * (W.T @ Q @ W)


def W_twice_on_the_right(W, Q):
    return series(Q, np.eye(len(W)), W @ W)


def whole_sum_multiplied(steps):
    """The next term made from the sum so far, not from the last term."""

    def answer(W, Q):
        P = Q.astype(float)
        for _ in range(steps):
            P = P + W.T @ P @ W
        return P

    return answer


def Q_itself(W, Q):
    return 1.0 * Q


def mean_of_both_sides(W, Q):
    return (series(Q, W.T, W) + series(Q, W, W.T)) / 2


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
    misconceptions=(
        Misconception(
            "multiplied entry by entry",
            "Between matrices, what does `*` do, and what does `@`?",
            entry_by_entry,
        ),
        Misconception(
            "powers that are squared at every turn",
            "Which power of W stands in the third term of the sum, and which in the fourth?",
            powers_squared,
        ),
        Misconception(
            "W on the wrong sides",
            "The next state is W h, and its V is (W h)ᵀ P (W h): on which side of P does W stand?",
            transposed,
        ),
        Misconception(
            "transposition forgotten",
            "h stands on both sides of P, once lying and once standing.",
            not_transposed,
        ),
        Misconception(
            "first term missing",
            "The sum begins with the state as it is, before any step.",
            first_term_missing,
        ),
        Misconception(
            "one step only",
            "P looks ahead as far as there is something to see, not one step.",
            one_step,
        ),
        Misconception(
            "only one term of the sum",
            "P collects what all steps to come will lose, the present one included.",
            last_term_only,
        ),
        Misconception(
            "wrong sign",
            "V is to be positive and to fall: look at the sign of what is left when P moves to "
            "one side.",
            sign,
        ),
        Misconception(
            "Q ignored",
            "How much V falls in a step is for Q to say.",
            Q_ignored,
        ),
        Misconception(
            "W on one side only",
            "V is quadratic in h, so one step brings in W twice.",
            W_on_one_side,
        ),
        Misconception(
            "W on the other side only",
            "V is quadratic in h, so one step brings in W twice.",
            W_on_the_right_only,
        ),
        Misconception(
            "W twice on the other side",
            "h stands on both sides of P, once lying and once standing.",
            W_twice_on_the_right,
        ),
        Misconception(
            "P taken out of Wᵀ P W",
            "P stands between Wᵀ and W, and matrices do not change places.",
            inverse_of_one_minus_the_square,
        ),
        Misconception(
            "P taken out of Wᵀ P W, the other way",
            "P stands between Wᵀ and W, and matrices do not change places.",
            inverse_of_one_minus_the_other_square,
        ),
        Misconception(
            "the equation of continuous time",
            "That is for dh/dt = W h; here time comes in steps.",
            in_continuous_time,
        ),
        Misconception(
            "rise in place of fall",
            "Write down V after the step minus V before it, and watch the sign of P.",
            rise_in_place_of_fall,
        ),
        Misconception(
            "products entry by entry",
            "`*` and `/` work entry by entry; the equation has matrix products.",
            entry_by_entry_product,
        ),
        Misconception(
            "powers entry by entry",
            "`W**k` raises every entry; the k-th power of a matrix is a product of k matrices.",
            powers_entry_by_entry,
        ),
        Misconception(
            "powers entry by entry, from zero on",
            "`W**0` is full of ones, and `W**k` raises every entry; the k-th power of a matrix is "
            "a product of k matrices.",
            powers_entry_by_entry_from_zero,
        ),
        Misconception(
            "terms not added up",
            "Your loop makes one term after the other: where do they meet?",
            terms_not_added,
        ),
        *(
            Misconception(
                f"sum ended after {steps} steps",
                "How small is a term by then, where the spectral radius is 0.9?",
                ended_after(steps),
            )
            for steps in (9, 10, 19, 20, 50)  # with and without the first term counted
        ),
        *(
            Misconception(
                f"the same term added {steps} times",
                "Each turn of your loop starts from Q: from what should the next term be made?",
                same_term_again(steps),
            )
            for steps in (200, 300, 400, 500, 1000)
        ),
        *(
            Misconception(
                f"the whole sum multiplied, {steps} times",
                "The next term is made from the last term alone, not from all that you have added "
                "up.",
                whole_sum_multiplied(steps),
            )
            for steps in (200, 300, 500, 1000)
        ),
        Misconception(
            "Q itself",
            "hᵀ Q h is what V loses in a single step; V is what is lost in all of them.",
            Q_itself,
        ),
        Misconception(
            "mean of both sides",
            "Only one of Wᵀ P W and W P Wᵀ is the next state's V.",
            mean_of_both_sides,
        ),
    ),
    correct=(summed, powers, doubled, in_columns, by_eigenvectors),
)
