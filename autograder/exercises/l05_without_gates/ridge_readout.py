"""ridge_readout: the linear read-out with the least squared error plus β times its squares."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import echo_state


def reference(h, y, penalty):
    readout = echo_state.ridge_readout(h, y, penalty)
    return readout.W, readout.b


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


def solve(h, y, penalty):
    return np.linalg.solve(h.T @ h + penalty * np.eye(h.shape[1]), h.T @ y)


def bias_for(h, y, W):
    return y.mean(axis=0) - h.mean(axis=0) @ W


def centred(a):
    return a - a.mean(axis=0)


# Mistakes that are easily made.


def penalty_not_used(h, y, penalty):
    W = np.linalg.lstsq(centred(h), centred(y), rcond=None)[0]
    return W, bias_for(h, y, W)


def means_left_in(h, y, penalty):
    W = solve(h, y, penalty)
    return W, bias_for(h, y, W)


def means_left_in_and_no_bias(h, y, penalty):
    return solve(h, y, penalty), np.zeros(y.shape[1])


def only_targets_centred(h, y, penalty):
    W = solve(h, centred(y), penalty)
    return W, bias_for(h, y, W)


def mean_target_forgotten(h, y, penalty):
    W = solve(centred(h), y, penalty)
    return W, -h.mean(axis=0) @ W


def wrong_order(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return bias_for(h, y, W), W


def identity_as_large_as_the_batch(h, y, penalty):
    H, Y = centred(h), centred(y)
    W = np.linalg.solve(H.T @ H + penalty * np.eye(len(h)), H.T @ Y)
    return W, bias_for(h, y, W)


def penalty_outside_the_inverse(h, y, penalty):
    H, Y = centred(h), centred(y)
    W = (np.linalg.pinv(H.T @ H) + penalty * np.eye(h.shape[1])) @ H.T @ Y
    return W, bias_for(h, y, W)


def averaged_on_one_side(h, y, penalty):
    H, Y = centred(h), centred(y)
    W = np.linalg.solve(H.T @ H / len(h) + penalty * np.eye(h.shape[1]), H.T @ Y)
    return W, bias_for(h, y, W)


def bias_penalised(h, y, penalty):
    ones = np.hstack([h, np.ones((len(h), 1))])
    both = solve(ones, y, penalty)
    return both[:-1], both[-1]


def penalty_on_every_entry(h, y, penalty):
    H, Y = centred(h), centred(y)
    W = np.linalg.solve(H.T @ H + penalty, H.T @ Y)
    return W, bias_for(h, y, W)


def penalty_squared(h, y, penalty):
    W = solve(centred(h), centred(y), penalty**2)
    return W, bias_for(h, y, W)


def penalty_times_count(h, y, penalty):
    W = solve(centred(h), centred(y), penalty * len(h))
    return W, bias_for(h, y, W)


def penalty_halved(h, y, penalty):
    W = solve(centred(h), centred(y), penalty / 2)
    return W, bias_for(h, y, W)


def penalty_doubled(h, y, penalty):
    W = solve(centred(h), centred(y), 2 * penalty)
    return W, bias_for(h, y, W)


def penalty_taken_off(h, y, penalty):
    W = solve(centred(h), centred(y), -penalty)
    return W, bias_for(h, y, W)


def covariance_forgotten(h, y, penalty):
    W = centred(h).T @ centred(y) / penalty if penalty else centred(h).T @ centred(y)
    return W, bias_for(h, y, W)


def entries_inverted(h, y, penalty):
    H, Y = centred(h), centred(y)
    W = (1 / (H.T @ H + penalty * np.eye(h.shape[1]))) @ H.T @ Y
    return W, bias_for(h, y, W)


def standardised(h, y, penalty):
    spread = h.std(axis=0)
    W = solve(centred(h) / spread, centred(y), penalty)
    return W, bias_for(h / spread, y, W)


def mean_of_everything(h, y, penalty):
    W = solve(h - h.mean(), y - y.mean(), penalty)
    return W, y.mean() - h.mean() * W.sum(axis=0)


def rows_centred(h, y, penalty):
    W = solve(h - h.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True), penalty)
    return W, bias_for(h, y, W)


def states_centred_over_units(h, y, penalty):
    W = solve(h - h.mean(axis=1, keepdims=True), centred(y), penalty)
    return W, bias_for(h, y, W)


def centred_on_one_side(h, y, penalty):
    H = centred(h)
    W = np.linalg.solve(H.T @ H + penalty * np.eye(h.shape[1]), h.T @ y)
    return W, bias_for(h, y, W)


def bias_is_the_mean_target(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, y.mean(axis=0)


def bias_with_the_wrong_sign(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, y.mean(axis=0) + h.mean(axis=0) @ W


def bias_left_zero(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, np.zeros(y.shape[1])


def bias_of_the_first_state(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, y[0] - h[0] @ W


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
    misconceptions=(
        Misconception("penalty not used", "Where does β enter?", penalty_not_used),
        Misconception(
            "means left in",
            "Wy explains how targets differ from their mean by how states differ from theirs.",
            means_left_in,
        ),
        Misconception(
            "means left in, no bias",
            "A read-out without a bias is 0 for a state of 0; your targets have a mean.",
            means_left_in_and_no_bias,
        ),
        Misconception(
            "only the targets without their mean",
            "The states have a mean, too, and Wy should not be asked to explain it.",
            only_targets_centred,
        ),
        Misconception(
            "mean target forgotten in the bias",
            "Put the mean state in: what should come out?",
            mean_target_forgotten,
        ),
        Misconception(
            "order of the results", "The docstring names Wy first, then by.", wrong_order
        ),
        Misconception(
            "identity as large as the batch",
            "β stands with each weight of a unit: how many units are there?",
            identity_as_large_as_the_batch,
        ),
        Misconception(
            "penalty outside the inverse",
            "The inverse is taken of the whole sum: look at your brackets.",
            penalty_outside_the_inverse,
        ),
        Misconception(
            "averaged on one side only",
            "The errors are summed; if you average, average everything.",
            averaged_on_one_side,
        ),
        Misconception(
            "bias penalised, too",
            "The penalty is for the size of Wy; the bias may be as large as it needs.",
            bias_penalised,
        ),
        Misconception(
            "penalty added to every entry",
            "A matrix plus a number is not a matrix plus a number times the identity.",
            penalty_on_every_entry,
        ),
        Misconception(
            "penalty squared",
            "β itself stands in front of the squares of Wy.",
            penalty_squared,
        ),
        Misconception(
            "penalty times the number of states",
            "The errors are summed, not averaged, and β stands beside the sum.",
            penalty_times_count,
        ),
        Misconception(
            "half the penalty",
            "Both squares have the same 2 in their derivatives: it cancels on both sides.",
            penalty_halved,
        ),
        Misconception(
            "twice the penalty",
            "Both squares have the same 2 in their derivatives: it cancels on both sides.",
            penalty_doubled,
        ),
        Misconception(
            "penalty taken off",
            "The penalty should make Wy smaller; yours makes it larger.",
            penalty_taken_off,
        ),
        Misconception(
            "products of the states forgotten",
            "The matrix to be inverted holds the states' products with each other as well as β.",
            covariance_forgotten,
        ),
        Misconception(
            "entries inverted",
            "1 over a matrix takes 1 over each entry; the inverse of a matrix is another thing.",
            entries_inverted,
        ),
        Misconception(
            "units brought to one spread",
            "Only the means are taken off; the units keep their sizes.",
            standardised,
        ),
        Misconception(
            "one mean for all units",
            "Each unit has a mean over all states, and so has each output.",
            mean_of_everything,
        ),
        Misconception(
            "mean over the units",
            "Each unit has a mean over all states: which axis is that?",
            rows_centred,
        ),
        Misconception(
            "mean of the states over the units",
            "Each unit has a mean over all states: which axis is that?",
            states_centred_over_units,
        ),
        Misconception(
            "means taken off on one side only",
            "The states stand on both sides of the equation, less their means on each.",
            centred_on_one_side,
        ),
        Misconception(
            "bias is the mean target",
            "The mean state passes through Wy as well: what is missing to the mean target?",
            bias_is_the_mean_target,
        ),
        Misconception(
            "sign in the bias",
            "Put the mean state in: the read-out should give the mean target.",
            bias_with_the_wrong_sign,
        ),
        Misconception(
            "bias left at zero",
            "Put the mean state in: does the mean target come out? (Take the means before h and y "
            "lose them.)",
            bias_left_zero,
        ),
        Misconception(
            "bias from the first state",
            "The means give the bias; a single state has an error of its own.",
            bias_of_the_first_state,
        ),
    ),
    correct=(
        with_an_inverse,
        targets_as_they_are,
        bias_as_a_column,
        rows_for_the_penalty,
        by_singular_values,
    ),
)
