"""Mistakes in ridge_readout: where β stands, which means are taken off, and the bias."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import echo_state


def solve(h, y, penalty):
    return np.linalg.solve(h.T @ h + penalty * np.eye(h.shape[1]), h.T @ y)


def bias_for(h, y, W):
    return y.mean(axis=0) - h.mean(axis=0) @ W


def centred(a):
    return a - a.mean(axis=0)


def reference(h, y, penalty):
    readout = echo_state.ridge_readout(h, y, penalty)
    return readout.W, readout.b


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


def least_squares_divided(h, y, penalty):
    W, b = penalty_not_used(h, y, penalty)
    return W / (1 + penalty), b


def least_squares_divided_before_the_bias(h, y, penalty):
    W = penalty_not_used(h, y, penalty)[0] / (1 + penalty)
    return W, bias_for(h, y, W)


def penalty_over_count(h, y, penalty):
    W = solve(centred(h), centred(y), penalty / len(h))
    return W, bias_for(h, y, W)


def root_of_the_penalty(h, y, penalty):
    W = solve(centred(h), centred(y), penalty**0.5)
    return W, bias_for(h, y, W)


def bias_summed(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, (y - h @ W).sum(axis=0)


def bias_of_the_last_state(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, y[-1] - h[-1] @ W


def mean_target_missing_in_the_bias(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, h.mean(axis=0) @ W


def one_mean_for_the_targets(h, y, penalty):
    W = solve(centred(h), centred(y), penalty)
    return W, y.mean() - h.mean(axis=0) @ W


def wrong_entry_freed(h, y, penalty):
    square = penalty * np.eye(h.shape[1] + 1)
    square[0, 0] = 0
    ones = np.hstack([h, np.ones((len(h), 1))])
    both = np.linalg.solve(ones.T @ ones + square, ones.T @ y)
    return both[:-1], both[-1]


def transposed_without_bias(h, y, penalty):
    return solve(centred(h), centred(y), penalty).T, np.zeros(y.shape[1])


MISTAKES = (
    Misconception("penalty not used", "Where does β enter?", penalty_not_used),
    Misconception(
        "means left in",
        "Wy explains how targets differ from their mean by how states differ from theirs.",
        means_left_in,
    ),
    Misconception(
        "bias left at zero",
        "Put the mean state in: does the mean target come out? (Take the means before h and y "
        "lose them.)",
        bias_left_zero,
    ),
    Misconception(
        "means left in, no bias",
        "A read-out without a bias is 0 for a state of 0; your targets have a mean.",
        means_left_in_and_no_bias,
    ),
    Misconception(
        "only the targets without their mean",
        "The states have a mean, too: is it gone from both places where they stand?",
        only_targets_centred,
    ),
    Misconception(
        "mean target forgotten in the bias",
        "Put the mean state in: what should come out?",
        mean_target_forgotten,
    ),
    Misconception(
        "order of the results", "The docstring names Wy first, then by.", wrong_order, whole=True
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
        "bias from the first state",
        "The means give the bias; a single state has an error of its own.",
        bias_of_the_first_state,
    ),
    Misconception(
        "least squares, divided afterwards",
        "Each direction shrinks by a share of its own: β stands inside the inverse.",
        least_squares_divided,
    ),
    Misconception(
        "least squares, divided before the bias",
        "Each direction shrinks by a share of its own: β stands inside the inverse.",
        least_squares_divided_before_the_bias,
    ),
    Misconception(
        "penalty divided by the number of states",
        "The errors are summed, not averaged, and β stands beside the sum.",
        penalty_over_count,
    ),
    Misconception(
        "root of the penalty", "β itself stands in front of the squares of Wy.", root_of_the_penalty
    ),
    Misconception(
        "bias summed over the states",
        "A bias is added to each state once: is it a sum or a mean?",
        bias_summed,
    ),
    Misconception(
        "bias from the last state",
        "The means give the bias; a single state has an error of its own.",
        bias_of_the_last_state,
    ),
    Misconception(
        "only the mean state in the bias",
        "Put the mean state in: does the mean target come out?",
        mean_target_missing_in_the_bias,
    ),
    Misconception(
        "one mean for all outputs in the bias",
        "Each output has a mean of its own.",
        one_mean_for_the_targets,
    ),
    Misconception(
        "another weight left free, not the bias",
        "In which column do your ones stand? That entry of the diagonal is free.",
        wrong_entry_freed,
    ),
    Misconception(
        "transposed, no bias",
        "Wy is (H, V); and put the mean state in: does the mean target come out?",
        transposed_without_bias,
    ),
)
