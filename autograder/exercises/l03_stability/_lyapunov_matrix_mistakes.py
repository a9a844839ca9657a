"""Mistakes in lyapunov_matrix."""

import numpy as np

from autograder.exercise import Misconception


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


def Q_first_and_inverse_of_the_square(W, Q):
    return Q @ np.linalg.inv(np.eye(len(W)) - W @ W.T)


def Q_first_and_inverse_of_the_other_square(W, Q):
    return Q @ np.linalg.inv(np.eye(len(W)) - W.T @ W)


def powers_of_powers(W, Q):
    """The power of W grows, and it is the last term that is put between."""
    total, term, power = Q.astype(float), Q.astype(float), np.eye(len(W))
    for _ in range(200):
        power = power @ W
        term = power.T @ term @ power
        total = total + term
    return total


def first_term_twice(W, Q):
    return series(Q, W.T, W) + Q


def ended_where_small(small):
    def answer(W, Q):
        total, term = Q.astype(float), Q.astype(float)
        while np.abs(term).max() > small:
            term = W.T @ term @ W
            total = total + term
        return total

    return answer


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


MISTAKES = (
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
        "W on the left side only",
        "V is quadratic in h, so one step brings in W twice.",
        W_on_one_side,
    ),
    Misconception(
        "W on the right side only",
        "V is quadratic in h, so one step brings in W twice.",
        W_on_the_right_only,
    ),
    Misconception(
        "W twice on the right side",
        "h stands on both sides of P, once lying and once standing.",
        W_twice_on_the_right,
    ),
    *(
        Misconception(
            f"P taken out of Wᵀ P W, {where}",
            "P stands between Wᵀ and W, and matrices do not change places.",
            answer,
        )
        for where, answer in {
            "W Wᵀ left of it": inverse_of_one_minus_the_square,
            "Wᵀ W left of it": inverse_of_one_minus_the_other_square,
            "W Wᵀ right of it": Q_first_and_inverse_of_the_square,
            "Wᵀ W right of it": Q_first_and_inverse_of_the_other_square,
        }.items()
    ),
    Misconception(
        "powers of powers",
        "When W^k goes around Q, not around the last term, is the power right?",
        powers_of_powers,
    ),
    Misconception(
        "first term twice",
        "The sum begins with Q, once: which term does your loop add first?",
        first_term_twice,
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
    Misconception(
        "two steps only",
        "The sum goes on where the docstring has its dots.",
        ended_after(2),
    ),
    *(
        Misconception(
            f"sum ended early ({steps} steps)",
            "How small is a term by then, where the spectral radius is 0.9?",
            ended_after(steps),
        )
        for steps in (3, 4, 5, 9, 10, 19, 20, 29, 30, 39, 40)
    ),
    Misconception(
        "sum ended early (about 50 steps)",
        "How small is a term by then, where the spectral radius is 0.9?",
        ended_after(50),
    ),
    *(
        Misconception(
            f"stopped at a term of {small:g}",
            "After the first term that is small many others follow, each nearly as large.",
            ended_where_small(small),
        )
        for small in (1e-2, 1e-3)
    ),
    *(
        Misconception(
            f"the same term added {steps} times",
            "Each turn of your loop starts from Q: from what should the next term be made?",
            same_term_again(steps),
        )
        for steps in (20, 50, 100, 200, 300, 400, 500, 1000)
    ),
    *(
        Misconception(
            f"the whole sum multiplied, {steps} times",
            "The next term is made from the last term alone, not from all that you have added up.",
            whole_sum_multiplied(steps),
        )
        for steps in (20, 50, 100, 200, 300, 500, 1000)
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
)
