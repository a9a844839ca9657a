"""companion_matrix: a recurrence with K taps as one step of a state that remembers K values.

h(t) = w[0] h(t−1) + … + w[K−1] h(t−K)      m(t) = [h(t), …, h(t−K+1)]ᵀ = M m(t−1)
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import recursion


def reference(w):
    return recursion.companion_matrix(w if w.dtype.kind == "f" else w.astype(float))


def cases(rng):
    def draw(K):
        return rng.uniform(0.2, 0.9, size=K) * rng.choice([-1, 1], size=K)

    taps = np.zeros(8)
    taps[[0, 4, 7]] = draw(3)
    return [
        Case("values", "four taps", (draw(4),)),
        Case("values", "three taps", (draw(3),)),
        Case("values", "taps 1, 5 and 8", (taps,)),
        Case("edge cases", "one tap", (draw(1),)),
        Case("edge cases", "two taps", (draw(2),)),
        Case("edge cases", "the latest value plays no part", (draw(5) * [0, 1, 1, 1, 1],)),
        Case("edge cases", "float32", (draw(4).astype(np.float32),)),
        Case("edge cases", "every other entry of an array", (draw(9)[::2],)),
        Case("edge cases", "whole numbers", (rng.integers(1, 5, size=4),)),
    ]


def transposed(w):
    return reference(w).T


def oldest_first(w):
    """The state runs from the oldest value to the newest."""
    return reference(w)[::-1, ::-1]


def oldest_first_transposed(w):
    return reference(w)[::-1, ::-1].T


def taps_reversed(w):
    return reference(w[::-1])


def last_value_not_handed_on(w):
    M = reference(w)
    if len(w) > 1:
        M[-1, -2] = 0
    return M


def taps_in_the_last_column(w):
    M = np.eye(len(w), k=-1)
    M[:, -1] = w
    return M


def taps_in_the_last_row(w):
    M = np.eye(len(w), k=1)
    M[-1] = w
    return M


def taps_over_the_last_row(w):
    """The ones stand where they should, but the last value is not handed on."""
    M = np.eye(len(w), k=-1)
    M[-1] = w
    return M


def nothing_handed_on(w):
    M = np.zeros((len(w), len(w)))
    M[0] = w
    return M


def every_value_stays(w):
    M = np.eye(len(w))
    M[0] = w
    return M


def added_to_the_identity(w):
    M = np.eye(len(w))
    M[0] += w
    return M


def one_row_many_times(w):
    K = len(w)
    M = [[0.0] * K] * K
    for k in range(K):
        M[0][k] = w[k]
        if k + 1 < K:
            M[k + 1][k] = 1
    return M


def taps_overwritten(w):
    return np.eye(len(w), k=-1)


def of_the_textbooks(w):
    """The polynomial's coefficients in the last column, with its signs."""
    M = np.eye(len(w), k=-1)
    M[:, -1] = -w[::-1]
    return M


def handed_on_the_wrong_way(w):
    M = np.eye(len(w), k=1)
    M[0] = w
    return M


def column_for_row(w):
    M = np.eye(len(w), k=-1)
    M[:, 0] = w
    return M


def oldest_comes_back(w):
    M = np.roll(np.eye(len(w)), 1, axis=0)
    M[0] += w
    return M


def signs_of_a_polynomial(w):
    M = np.eye(len(w), k=-1)
    M[0] = -w
    return M


def taps_on_the_diagonal(w):
    return np.diag(w) + np.eye(len(w), k=-1)


def taps_passed_down(w):
    """w[k] on the way from value to value, as if each were a recurrence of its own."""
    M = np.zeros((len(w), len(w)))
    M[0, 0] = w[0]
    for k in range(1, len(w)):
        M[k, k - 1] = w[k]
    return M


def taps_in_every_row(w):
    return np.eye(len(w), k=-1) + np.tile(w, (len(w), 1))


def whole_state_scaled(w):
    return np.outer(np.ones(len(w)), w)


def one_state_too_many(w):
    return reference(np.append(w, 0 * w[:1]))


def one_row_too_many(w):
    return np.vstack([w, np.eye(len(w))])


def blocks(w):
    K = len(w)
    shift = np.hstack([np.eye(K - 1), np.zeros((K - 1, 1))])
    return np.vstack([w.reshape(1, K), shift])


def entry_by_entry(w):
    K = len(w)
    M = [[0.0] * K for _ in range(K)]
    for k in range(K):
        M[0][k] = w[k]
        if k + 1 < K:
            M[k + 1][k] = 1
    return M


def by_indices(w):
    K = len(w)
    M = np.zeros((K, K))
    M[0] = w
    M[np.arange(1, K), np.arange(K - 1)] = 1
    return M


def one_unit_state_at_a_time(w):
    """Column k of M is where the state with a 1 in place k alone goes."""
    K, M = len(w), []
    for unit in np.eye(K):
        M.append([unit @ w, *unit[:-1]])
    return np.array(M).T


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"M": ("K", "K")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "the last value not handed on",
            "How many values of the old state are kept? Look at the last row.",
            last_value_not_handed_on,
        ),
        Misconception(
            "taps in the last column",
            "M @ m: which part of M makes the first entry of the new state?",
            taps_in_the_last_column,
        ),
        Misconception(
            "for a row in place of a column",
            "Your matrix is right for m @ M; here the state is a column, M @ m.",
            transposed,
        ),
        Misconception(
            "oldest value first",
            "Which value stands first in the state of the docstring: the newest or the oldest?",
            oldest_first,
        ),
        Misconception(
            "oldest value first, for a row",
            "The state is a column, and the newest value stands first in it.",
            oldest_first_transposed,
        ),
        Misconception(
            "taps in reverse",
            "w[0] belongs to the latest value: which place does that have in the state?",
            taps_reversed,
        ),
        Misconception(
            "taps in the last row",
            "Row k of M makes entry k of the new state: which entry do the taps make?",
            taps_in_the_last_row,
        ),
        Misconception(
            "taps laid over the last row",
            "Row k of M makes entry k of the new state: which entry do the taps make?",
            taps_over_the_last_row,
        ),
        Misconception(
            "nothing handed on",
            "Where do the other entries of the new state come from?",
            nothing_handed_on,
        ),
        Misconception(
            "every value keeps its place",
            "One step later each value is one step older.",
            every_value_stays,
        ),
        Misconception(
            "taps added to the identity",
            "One step later each value is one step older, and w[0] alone decides what becomes of "
            "the newest.",
            added_to_the_identity,
        ),
        Misconception(
            "one row many times",
            "`[[0] * K] * K` holds one list K times: what you write into one row is in all.",
            one_row_many_times,
        ),
        Misconception(
            "taps overwritten",
            "Your first row is empty: did something write over it after the taps?",
            taps_overwritten,
        ),
        Misconception(
            "the polynomial in the last column",
            "Some books write it so, for another order of the state. Here the newest value stands "
            "first, and row 0 makes it.",
            of_the_textbooks,
        ),
        Misconception(
            "values grow younger",
            "Entry k of the old state becomes which entry of the new one?",
            handed_on_the_wrong_way,
        ),
        Misconception(
            "taps in a column",
            "Row 0 of M makes the new value; what do you make of its first column?",
            column_for_row,
        ),
        Misconception(
            "the oldest value comes back",
            "The oldest value has nowhere to go: it drops out of the state.",
            oldest_comes_back,
        ),
        Misconception(
            "signs of the polynomial",
            "In the polynomial the taps stand on the other side of the equation; here they do not.",
            signs_of_a_polynomial,
        ),
        Misconception(
            "taps on the diagonal",
            "All taps make one new value together; none is a recurrence of its own.",
            taps_on_the_diagonal,
        ),
        Misconception(
            "taps along the shift",
            "What is handed on is handed on unchanged: times 1.",
            taps_passed_down,
        ),
        Misconception(
            "taps in every row",
            "Only one entry of the new state is new.",
            taps_in_every_row,
        ),
        Misconception(
            "every entry made by the taps",
            "Only one entry of the new state is new; the others are handed on.",
            whole_state_scaled,
        ),
        Misconception(
            "one value too many",
            "How many past values does a recurrence with K taps read?",
            one_state_too_many,
        ),
        Misconception(
            "one row too many",
            "Of the K values of the old state, one drops out: which?",
            one_row_too_many,
        ),
    ),
    correct=(blocks, entry_by_entry, by_indices, one_unit_state_at_a_time),
)
