"""Mistakes in jacobian_product: in its factors, in which of them there are, in their order."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import jacobians


def right(h, Wh, s, t):
    P = np.eye(len(Wh), dtype=h.dtype)
    for k in range(s + 1, t + 1):
        P = P @ jacobians.step_jacobian(h[k], Wh)
    return P


def _product(matrices, H):
    P = np.eye(H)
    for J in matrices:
        P = P @ J
    return P


def _all(h, Wh):
    return Wh * (1 - h**2)[:, None, :]


def one_step_early(h, Wh, s, t):
    return _product(_all(h, Wh)[s:t], len(Wh))


def one_step_too_many(h, Wh, s, t):
    return _product(_all(h, Wh)[s : t + 1], len(Wh))


def last_step_missing(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 : t], len(Wh))


def from_the_beginning(h, Wh, s, t):
    return _product(_all(h, Wh)[1 : t + 1], len(Wh))


def to_the_end(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 :], len(Wh))


def latest_first(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 : t + 1][::-1], len(Wh))


def weights_transposed(h, Wh, s, t):
    return right(h, Wh.T, s, t)


def nothing_for_no_step(h, Wh, s, t):
    return right(h, Wh, s, t) * (s < t)


def tanh_of_the_state(h, Wh, s, t):
    return right(np.tanh(h), Wh, s, t)


def transposed(h, Wh, s, t):
    return right(h, Wh, s, t).T


def entry_times_entry(h, Wh, s, t):
    return np.prod(_all(h, Wh)[s + 1 : t + 1], axis=0)


def entry_times_entry_of_the_identity(h, Wh, s, t):
    """P * J, begun with np.eye: nothing beside the diagonal survives."""
    return np.eye(len(Wh)) * entry_times_entry(h, Wh, s, t)


def each_factor_transposed(h, Wh, s, t):
    return _product([J.T for J in _all(h, Wh)[s + 1 : t + 1]], len(Wh))


def sum_of_steps(h, Wh, s, t):
    return _all(h, Wh)[s + 1 : t + 1].sum(axis=0)


def power_of_the_weights(h, Wh, s, t):
    return np.linalg.matrix_power(Wh, t - s)


def last_slope_at_every_step(h, Wh, s, t):
    return np.linalg.matrix_power(_all(h, Wh)[t], t - s)


def slopes_only(h, Wh, s, t):
    return np.diag(np.prod(1 - h[s + 1 : t + 1] ** 2, axis=0))


def slope_on_the_rows(h, Wh, s, t):
    J = Wh * (1 - h**2)[:, :, None]
    return _product(J[s + 1 : t + 1], len(Wh))


def slopes_apart_from_weights(h, Wh, s, t):
    """All the weights first, then all the slopes."""
    return np.linalg.matrix_power(Wh, t - s) * np.prod(1 - h[s + 1 : t + 1] ** 2, axis=0)


def only_the_last_step(h, Wh, s, t):
    """Every turn of the loop replaces the product of the turn before."""
    return _all(h, Wh)[t] if t > s else np.eye(len(Wh))


def one_step_at_least(h, Wh, s, t):
    """Begins with the first factor, which there may not be."""
    J = _all(h, Wh)
    P = J[min(s + 1, len(h) - 1)]
    for k in range(s + 2, t + 1):
        P = P @ J[k]
    return P


def slope_turned(h, Wh, s, t):
    return _product(-_all(h, Wh)[s + 1 : t + 1], len(Wh))


def slope_without_square(h, Wh, s, t):
    return _product((Wh * (1 - h)[:, None, :])[s + 1 : t + 1], len(Wh))


def first_step_missing(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 2 : t + 1], len(Wh))


def from_the_first_state(h, Wh, s, t):
    return _product(_all(h, Wh)[: t + 1], len(Wh))


def all_steps(h, Wh, s, t):
    return _product(_all(h, Wh), len(Wh))


def all_steps_but_the_first(h, Wh, s, t):
    return _product(_all(h, Wh)[1:], len(Wh))


def only_the_first_factor(h, Wh, s, t):
    """Returns inside the loop."""
    return _all(h, Wh)[s + 1] if t > s else np.eye(len(Wh))


def first_slope_at_every_step(h, Wh, s, t):
    return np.linalg.matrix_power(_all(h, Wh)[s + 1], t - s)


def slope_of_the_start_at_every_step(h, Wh, s, t):
    return np.linalg.matrix_power(_all(h, Wh)[s], t - s)


def begun_with_ones(h, Wh, s, t):
    P = np.ones_like(Wh)
    for J in _all(h, Wh)[s + 1 : t + 1]:
        P = P @ J
    return P


def ones_for_no_step(h, Wh, s, t):
    return right(h, Wh, s, t) if s < t else np.ones_like(Wh)


def weights_for_no_step(h, Wh, s, t):
    return right(h, Wh, s, t) if s < t else 1.0 * Wh


def last_factor_for_no_step(h, Wh, s, t):
    """Begins with J[t] and goes down to s + 1."""
    return right(h, Wh, s, t) if s < t else _all(h, Wh)[t]


MISTAKES = (
    Misconception(
        "Wh transposed",
        "In each factor, entry (i, j) of Wh carries unit i to unit j, and so does J.",
        weights_transposed,
    ),
    Misconception(
        "zero for no step at all",
        "Does h[t] depend on itself? What is a product of no matrices?",
        nothing_for_no_step,
    ),
    Misconception(
        "tanh applied again",
        "The states that you are given have been through tanh already.",
        tanh_of_the_state,
    ),
    Misconception(
        "one step early",
        "Which state does J[k] lead to, and which does it start from? Try t = s + 1.",
        one_step_early,
    ),
    Misconception(
        "one step too many",
        "How many steps lie between h[s] and h[t]? As many factors does the product have.",
        one_step_too_many,
    ),
    Misconception(
        "the last step missing",
        "Python's ranges end before their end: does yours contain the step that makes h[t]?",
        last_step_missing,
    ),
    Misconception(
        "from the beginning of the sequence",
        "The steps before h[s] are over when h[s] is given.",
        from_the_beginning,
    ),
    Misconception(
        "to the end of the sequence",
        "What comes after h[t] does not change h[t].",
        to_the_end,
    ),
    Misconception(
        "latest step first",
        "With row vectors a change in h[s] passes the first step on the left: "
        "which factor does it meet first?",
        latest_first,
    ),
    Misconception(
        "rows and columns exchanged",
        "Rows belong to the early state, columns to the late one.",
        transposed,
    ),
    Misconception(
        "multiplied entry by entry",
        "A unit reaches another over all units in between: that is a product of matrices.",
        entry_times_entry,
    ),
    Misconception(
        "the identity multiplied entry by entry",
        "In NumPy, which sign stands for the product of two matrices?",
        entry_times_entry_of_the_identity,
    ),
    Misconception(
        "each factor transposed",
        "The early state has the rows and the late one the columns, in each factor as in the "
        "product: what needs to be turned?",
        each_factor_transposed,
    ),
    Misconception(
        "steps added up",
        "One step works on what the step before has made of the change.",
        sum_of_steps,
    ),
    Misconception(
        "weights without slopes",
        "This is what a linear network would do: what does the tanh of each step add?",
        power_of_the_weights,
    ),
    Misconception(
        "one slope for all steps",
        "The slopes follow the states, which differ from step to step.",
        last_slope_at_every_step,
    ),
    Misconception(
        "slopes without weights",
        "Between two tanh the change passes a matrix.",
        slopes_only,
    ),
    Misconception(
        "slope on the rows",
        "In each factor, the slope belongs to the unit that comes out of the tanh.",
        slope_on_the_rows,
    ),
    Misconception(
        "weights first, slopes afterwards",
        "Weights and slopes take turns, and matrices may not be put into another order.",
        slopes_apart_from_weights,
    ),
    Misconception(
        "one step at least",
        "How does h[t] depend on itself? Begin the product with what a product of no matrices is.",
        one_step_at_least,
    ),
    Misconception(
        "only the last factor",
        "Does each turn of your loop multiply the product, or replace it?",
        only_the_last_step,
    ),
    Misconception(
        "only the first factor",
        "Does your function leave its loop after one turn?",
        only_the_first_factor,
    ),
    Misconception(
        "sign of the slope turned",
        "tanh rises everywhere: can its slope be negative?",
        slope_turned,
    ),
    Misconception(
        "slope without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        slope_without_square,
    ),
    Misconception(
        "the first step missing",
        "Which step makes h[s+1], and is its factor among yours?",
        first_step_missing,
    ),
    Misconception(
        "from the first state of the sequence",
        "The steps up to h[s] are over when h[s] is given.",
        from_the_first_state,
    ),
    Misconception(
        "all steps of the sequence",
        "How many steps lie between h[s] and h[t]? As many factors does the product have.",
        all_steps,
    ),
    Misconception(
        "all steps but the first",
        "How many steps lie between h[s] and h[t]? As many factors does the product have.",
        all_steps_but_the_first,
    ),
    Misconception(
        "the first slope at every step",
        "The slopes follow the states, which differ from step to step.",
        first_slope_at_every_step,
    ),
    Misconception(
        "the slope of h[s] at every step",
        "The slopes follow the states, which differ from step to step: which do they lead to?",
        slope_of_the_start_at_every_step,
    ),
    Misconception(
        "begun with ones",
        "Which matrix leaves every other one as it is when they are multiplied?",
        begun_with_ones,
    ),
    Misconception(
        "ones for no step at all",
        "Which matrix leaves every other one as it is when they are multiplied?",
        ones_for_no_step,
    ),
    Misconception(
        "the weights for no step at all",
        "From h[t] to h[t] nothing passes the weights: how does h[t] depend on itself?",
        weights_for_no_step,
    ),
    Misconception(
        "the last factor for no step at all",
        "From h[t] to h[t] no step is taken: how does h[t] depend on itself?",
        last_factor_for_no_step,
    ),
)
