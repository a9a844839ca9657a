"""Mistakes in the gradient of flow_penalty."""

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.l04_vanishing_gradients._flow_penalty_mistakes import (
    MISTAKES as IN_OMEGA,
)
from autograder.exercises.l04_vanishing_gradients._flow_penalty_mistakes import (
    length,
    penalty,
)


def two_forgotten(*args):
    return penalty(*args, value_slope=lambda r: r - 1)


def product_turned_round(*args):
    return penalty(*args, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", v, du))


def slope_missing_in_the_gradient(*args):
    return penalty(*args, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", du, dh))


def own_length_not_divided_out(*args):
    """∂‖u‖/∂u taken as u."""
    return penalty(*args, du=lambda direction, u, before: direction * u / before)


def first_length_not_divided_out(*args):
    return penalty(*args, du=lambda direction, u, before: direction * u / length(u))


def ratio_in_place_of_its_distance(*args):
    return penalty(*args, value_slope=lambda r: 2 * r)


def norm_before_twice(*args):
    return penalty(*args, du=lambda direction, u, before: direction * u / before**2)


def sign_turned(*args):
    return penalty(*args, value_slope=lambda r: 2 * (1 - r))


def no_factor_before_the_sum(*args):
    return penalty(*args, value_slope=lambda r: (r - 1) * args[0].shape[1])


def neither_length_divided_out(*args):
    return penalty(*args, du=lambda direction, u, before: direction * u)


def states_in_place_of_v(dh, h, Wh):
    return penalty(dh, h, Wh, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", du, h))


def states_in_place_of_v_on_the_left(dh, h, Wh):
    return penalty(dh, h, Wh, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", h, du))


def earlier_states_in_place_of_v(dh, h, Wh):
    """As in lesson 02, where Wh multiplies the state before."""
    before = np.concatenate([0 * h[:1], h[:-1]])
    return penalty(dh, h, Wh, dWh=lambda du, v, dh: np.einsum("tni,tnj->ji", du, before))


def only_the_last_step(*args):
    """`=` for `+=` in a loop over the steps."""
    return penalty(*args, dWh=lambda du, v, dh: du[-1].T @ v[-1])


def only_the_first_step(*args):
    return penalty(*args, dWh=lambda du, v, dh: du[0].T @ v[0])


def only_the_last_sequence(*args):
    return penalty(*args, dWh=lambda du, v, dh: du[:, -1].T @ v[:, -1])


def only_the_first_sequence(*args):
    return penalty(*args, dWh=lambda du, v, dh: du[:, 0].T @ v[:, 0])


def only_the_last_of_all(*args):
    return penalty(*args, dWh=lambda du, v, dh: np.outer(du[-1, -1], v[-1, -1]))


TURNED = {"dWh": lambda du, v, dh: np.einsum("tni,tnj->ij", v, du)}


def turned_and_two_forgotten(*args):
    return penalty(*args, value_slope=lambda r: r - 1, **TURNED)


def turned_and_first_length(*args):
    return penalty(*args, du=lambda direction, u, before: direction * u / length(u), **TURNED)


def turned_and_own_length(*args):
    return penalty(*args, du=lambda direction, u, before: direction * u / before, **TURNED)


IN_THE_GRADIENT = (
    Misconception(
        "the norm before in place of the norm after",
        "Two norms stand below the line: which two?",
        norm_before_twice,
    ),
    Misconception(
        "a factor forgotten in the gradient",
        "Differentiate the square once more.",
        two_forgotten,
    ),
    Misconception(
        "the product turned round",
        "Entry (i, j) of Wh carries a gradient from unit j to unit i: "
        "which of your two factors has index i?",
        product_turned_round,
    ),
    Misconception(
        "slope missing in the gradient",
        "What exactly is it that Wh multiplies on the way back?",
        slope_missing_in_the_gradient,
    ),
    Misconception(
        "the gradient of a length taken as the vector",
        "How fast does a length grow along its own direction? Never by more than 1.",
        own_length_not_divided_out,
    ),
    Misconception(
        "the norm below the line forgotten",
        "r is a ratio, and what stands below its line scales its gradient too.",
        first_length_not_divided_out,
    ),
    Misconception(
        "the ratio in place of its distance from 1",
        "What should the gradient be when r is exactly 1?",
        ratio_in_place_of_its_distance,
    ),
    Misconception(
        "the sign turned",
        "Where r is below 1, should a step against your gradient make it larger or smaller?",
        sign_turned,
    ),
    Misconception(
        "the factor before the sum forgotten",
        "What stands before the sum in Ω, and what comes down from the square?",
        no_factor_before_the_sum,
    ),
    Misconception(
        "neither norm below the line",
        "∂r/∂u has two norms below its line: which two?",
        neither_length_divided_out,
    ),
    Misconception(
        "states in place of v",
        "Here Wh multiplies a gradient, not a state: what is u made of?",
        states_in_place_of_v,
    ),
    Misconception(
        "states in place of v, on the left",
        "Here Wh multiplies a gradient, not a state: what is u made of?",
        states_in_place_of_v_on_the_left,
    ),
    Misconception(
        "earlier states in place of v",
        "Here Wh multiplies a gradient, not a state: what is u made of?",
        earlier_states_in_place_of_v,
    ),
    Misconception(
        "only the last step in the gradient",
        "Does each turn of your loop add to dWh, or replace it?",
        only_the_last_step,
    ),
    Misconception(
        "only the first step in the gradient",
        "Does each turn of your loop add to dWh, or replace it?",
        only_the_first_step,
    ),
    Misconception(
        "only the last sequence in the gradient",
        "Does each turn of your loop add to dWh, or replace it?",
        only_the_last_sequence,
    ),
    Misconception(
        "only the first sequence in the gradient",
        "Does each turn of your loop add to dWh, or replace it?",
        only_the_first_sequence,
    ),
    Misconception(
        "only the last step and sequence in the gradient",
        "Does each turn of your loops add to dWh, or replace it?",
        only_the_last_of_all,
    ),
    Misconception(
        "the product turned round, and a factor",
        "Which of your two factors has Wh's first index? And differentiate the square once more.",
        turned_and_two_forgotten,
    ),
    Misconception(
        "the product turned round, and a norm",
        "Which of your two factors has Wh's first index? And what stands below the line of r?",
        turned_and_first_length,
    ),
    Misconception(
        "the product turned round, and the gradient of a length",
        "Which of your two factors has Wh's first index? And how fast does a length grow?",
        turned_and_own_length,
    ),
)

MISTAKES = IN_OMEGA + IN_THE_GRADIENT
