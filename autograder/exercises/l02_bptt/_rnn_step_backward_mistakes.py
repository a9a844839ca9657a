"""Mistakes in rnn_step_backward: in the slope, in one of the products, or in the sum."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import rnn


def right(dh_next, cache, params):
    dx, dh, dparams = rnn.step_backward(dh_next, cache, params)
    return dx, dh, *dparams


def _backwards(slope, dh_next, cache, params):
    """The right formulas around any idea of the slope."""
    x, h, _ = cache
    da = dh_next * slope
    return da @ params.Wx.T, da @ params.Wh.T, x.T @ da, h.T @ da, da.sum(axis=0)


def no_slope(dh_next, cache, params):
    return _backwards(1, dh_next, cache, params)


def slope_of_the_state_before(dh_next, cache, params):
    return _backwards(1 - cache[1] ** 2, dh_next, cache, params)


def slope_of_the_sum_inside(dh_next, cache, params):
    x, h, _ = cache
    a = x @ params.Wx + h @ params.Wh + params.b
    return _backwards(1 - a**2, dh_next, cache, params)


def tanh_applied_again(dh_next, cache, params):
    return _backwards(1 - np.tanh(cache[2]) ** 2, dh_next, cache, params)


def slope_of_the_gradient(dh_next, cache, params):
    return _backwards(1 - dh_next**2, dh_next, cache, params)


def slope_of_the_sigmoid(dh_next, cache, params):
    return _backwards(cache[2] * (1 - cache[2]), dh_next, cache, params)


def slope_without_square(dh_next, cache, params):
    return _backwards(1 - cache[2], dh_next, cache, params)


def square_outside(dh_next, cache, params):
    return _backwards((1 - cache[2]) ** 2, dh_next, cache, params)


def tanh_for_its_slope(dh_next, cache, params):
    return _backwards(cache[2], dh_next, cache, params)


def slope_twice(dh_next, cache, params):
    return _backwards((1 - cache[2] ** 2) ** 2, dh_next, cache, params)


def slope_in_the_weights_only(dh_next, cache, params):
    _, _, *dparams = right(dh_next, cache, params)
    return dh_next @ params.Wx.T, dh_next @ params.Wh.T, *dparams


def slope_in_the_inputs_only(dh_next, cache, params):
    x, h, _ = cache
    dx, dh, *_ = right(dh_next, cache, params)
    return dx, dh, x.T @ dh_next, h.T @ dh_next, dh_next.sum(axis=0)


def slope_missing_in_the_bias(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = right(dh_next, cache, params)
    return dx, dh, dWx, dWh, dh_next.sum(axis=0)


def recurrent_weights_not_transposed(dh_next, cache, params):
    dx, _, dWx, dWh, db = right(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return dx, da @ params.Wh, dWx, dWh, db


def input_weights_not_transposed(dh_next, cache, params):
    _, dh, dWx, dWh, db = right(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return da @ params.Wx, dh, dWx, dWh, db


def state_after_the_step(dh_next, cache, params):
    dx, dh, dWx, _, db = right(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return dx, dh, dWx, cache[2].T @ da, db


def recurrent_product_turned_round(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh, dWx, dWh.T, db


def incoming_gradient_passed_on(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh + dh_next, dWx, dWh, db


def bias_averaged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh, dWx, dWh, db / len(dh_next)


def weights_averaged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    N = len(dh_next)
    return dx, dh, dWx / N, dWh / N, db / N


def bias_not_summed(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = right(dh_next, cache, params)
    return dx, dh, dWx, dWh, dh_next * (1 - cache[2] ** 2)


def bias_summed_over_units(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = right(dh_next, cache, params)
    return dx, dh, dWx, dWh, (dh_next * (1 - cache[2] ** 2)).sum(axis=1)


def slope_with_a_plus(dh_next, cache, params):
    return _backwards(1 + cache[2] ** 2, dh_next, cache, params)


def incoming_gradient_ignored(dh_next, cache, params):
    return _backwards(1 - cache[2] ** 2, np.ones_like(dh_next), cache, params)


def slope_of_the_step_before_too(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh * (1 - cache[1] ** 2), dWx, dWh, db


def computed_again_without_bias(dh_next, cache, params):
    x, h, _ = cache
    h_next = np.tanh(x @ params.Wx + h @ params.Wh)
    return _backwards(1 - h_next**2, dh_next, cache, params)


def bias_one_number(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh, dWx, dWh, db.sum()


def inputs_exchanged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dh, dx, dWx, dWh, db


def weights_exchanged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = right(dh_next, cache, params)
    return dx, dh, dWh, dWx, db


MISTAKES = (
    Misconception(
        "no derivative of tanh",
        "Before a gradient reaches a weight it passes back through the squashing, which scales it.",
        no_slope,
    ),
    Misconception(
        "slope of the state before",
        "Which of the two states in the cache came out of this tanh?",
        slope_of_the_state_before,
    ),
    Misconception(
        "slope written in the sum inside",
        "The short form of tanh' is written in what tanh gave, not in what it was given.",
        slope_of_the_sum_inside,
    ),
    Misconception(
        "tanh applied again",
        "The state in the cache has been through tanh already.",
        tanh_applied_again,
    ),
    Misconception(
        "slope taken of the gradient",
        "The slope depends on where the unit stood in the forward pass, "
        "not on the gradient that arrives.",
        slope_of_the_gradient,
    ),
    Misconception(
        "slope of the sigmoid",
        "This slope belongs to another squashing function than tanh.",
        slope_of_the_sigmoid,
    ),
    Misconception(
        "slope without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        slope_without_square,
    ),
    Misconception(
        "square in the wrong place",
        "In the derivative of tanh, what exactly is squared?",
        square_outside,
    ),
    Misconception(
        "tanh in place of its derivative",
        "A unit deep in saturation should let almost nothing back: does it here?",
        tanh_for_its_slope,
    ),
    Misconception(
        "slope applied twice",
        "There is one tanh in this step, so a path through it picks up one slope.",
        slope_twice,
    ),
    Misconception(
        "slope missing on the way to x and h",
        "The way back to the inputs passes the squashing just as the way to the weights does.",
        slope_in_the_weights_only,
    ),
    Misconception(
        "slope missing on the way to the weights",
        "The way back to the weights passes the squashing just as the way to the inputs does.",
        slope_in_the_inputs_only,
    ),
    Misconception(
        "slope missing on the way to the bias",
        "The bias sits inside the tanh like everything else.",
        slope_missing_in_the_bias,
    ),
    Misconception(
        "Wh not transposed",
        "Forwards, entry (j, k) of Wh carries unit j to unit k; which way does a gradient go?",
        recurrent_weights_not_transposed,
    ),
    Misconception(
        "Wx not transposed",
        "The gradient crosses Wx against the direction of the forward pass: check the shapes.",
        input_weights_not_transposed,
    ),
    Misconception(
        "h_next used for h",
        "Wh multiplied the state that came in, not the one that went out.",
        state_after_the_step,
    ),
    Misconception(
        "dWh turned round",
        "Row j of Wh belongs to the unit that it reads from: which of the two factors is that?",
        recurrent_product_turned_round,
    ),
    Misconception(
        "incoming gradient passed straight on",
        "The state before reaches the next one through Wh and tanh only; "
        "no second path goes round them.",
        incoming_gradient_passed_on,
    ),
    Misconception(
        "bias averaged over the batch",
        "If the loss is a mean over sequences, dh_next holds that factor already.",
        bias_averaged,
    ),
    Misconception(
        "weights averaged over the batch",
        "If the loss is a mean over sequences, dh_next holds that factor already.",
        weights_averaged,
    ),
    Misconception(
        "bias not summed over the batch",
        "One bias serves all sequences: how do their gradients meet?",
        bias_not_summed,
    ),
    Misconception(
        "bias summed over the units",
        "Every unit has a bias of its own, which all sequences share.",
        bias_summed_over_units,
    ),
    Misconception(
        "slope that grows towards the ends",
        "Is tanh steeper near 0 or near its ends? Compare with your slope.",
        slope_with_a_plus,
    ),
    Misconception(
        "dh_next ignored",
        "Twice the demand on h_next must give twice the gradients: where does it enter?",
        incoming_gradient_ignored,
    ),
    Misconception(
        "slope of the step before, too",
        "The tanh that made h belongs to another step, which goes back through it by itself.",
        slope_of_the_step_before_too,
    ),
    Misconception(
        "state computed again without the bias",
        "The state in the cache came out of a sum of three terms; how many has yours?",
        computed_again_without_bias,
    ),
    Misconception(
        "bias summed over units and sequences",
        "Every unit has a bias of its own, which all sequences share: which axis is to be summed?",
        bias_one_number,
    ),
    Misconception(
        "dx and dh exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        inputs_exchanged,
        whole=True,
    ),
    Misconception(
        "dWx and dWh exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        weights_exchanged,
        whole=True,
    ),
)
