"""Mistakes in three_step_gradient: each spoils one link or one path."""

import numpy as np

from autograder.exercise import Misconception


def states(x, h0, Wx, Wh):
    h = [h0]
    for x_t in x:
        h.append(np.tanh(Wx * x_t + Wh * h[-1]))
    return h


def _sum_over_uses(
    x,
    h0,
    y,
    Wx,
    Wh,
    Wy,
    uses=(3, 2, 1),
    slope=lambda h, t: 1 - h[t] ** 2,
    link=True,
    output_weight=True,
    state=-1,
    x_lag=0,
    combine=np.sum,
):
    """The right derivation with one thing at a time to spoil; every answer below is one call."""
    h = states(x, h0, Wx, Wh)
    error = Wy * h[3] - y
    along_path = error * (Wy if output_weight else 1)
    Wx_terms, Wh_terms = [], []
    for t in (3, 2, 1):
        along_path = along_path * slope(h, t)
        if t in uses:
            Wx_terms.append(along_path * x[t - 1 - x_lag])
            Wh_terms.append(along_path * h[t + state])
        if link:
            along_path = along_path * Wh
    return combine(Wx_terms), combine(Wh_terms), error * h[3]


def only_the_last_use(*args):
    return _sum_over_uses(*args, uses=(3,))


def only_the_longest_path(*args):
    return _sum_over_uses(*args, uses=(1,))


def first_use_left_out(*args):
    return _sum_over_uses(*args, uses=(3, 2))


def no_slope(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1)


def slope_of_the_state_before(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1 - h[t - 1] ** 2)


def slope_of_the_step_just_left(*args):
    """From one use to the next, the slope of the tanh that the path comes from."""
    return _sum_over_uses(*args, slope=lambda h, t: 1 - h[min(t + 1, 3)] ** 2)


def slope_only_at_the_end(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1 - h[3] ** 2 if t == 3 else 1)


def slope_missing_at_the_use(x, h0, y, Wx, Wh, Wy):
    """The slopes of the links are there, that of the step where the path ends is not."""
    h = states(x, h0, Wx, Wh)
    to_h3 = (Wy * h[3] - y) * Wy
    to_h2 = to_h3 * Wh * (1 - h[3] ** 2)
    to_h1 = to_h2 * Wh * (1 - h[2] ** 2)
    dWx = to_h3 * x[2] + to_h2 * x[1] + to_h1 * x[0]
    return dWx, to_h3 * h[2] + to_h2 * h[1] + to_h1 * h[0], (Wy * h[3] - y) * h[3]


def slope_without_square(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1 - h[t])


def slope_of_the_sigmoid(*args):
    return _sum_over_uses(*args, slope=lambda h, t: h[t] * (1 - h[t]))


def slope_of_the_sum_inside(*args):
    """tanh' = 1 − tanh², with the pre-activation where its tanh belongs."""
    return _sum_over_uses(*args, slope=lambda h, t: 1 - np.arctanh(h[t]) ** 2)


def links_without_the_weight(*args):
    return _sum_over_uses(*args, link=False)


def links_through_wx(x, h0, y, Wx, Wh, Wy):
    h = states(x, h0, Wx, Wh)
    error = Wy * h[3] - y
    to_h3 = error * Wy
    to_h2 = to_h3 * (1 - h[3] ** 2) * Wx
    to_h1 = to_h2 * (1 - h[2] ** 2) * Wx
    reached = [(to_h1, 1), (to_h2, 2), (to_h3, 3)]
    dWx = sum(to * (1 - h[t] ** 2) * x[t - 1] for to, t in reached)
    dWh = sum(to * (1 - h[t] ** 2) * h[t - 1] for to, t in reached)
    return dWx, dWh, error * h[3]


def output_weight_left_out(*args):
    return _sum_over_uses(*args, output_weight=False)


def state_after_the_step(*args):
    return _sum_over_uses(*args, state=0)


def input_of_the_step_before(*args):
    return _sum_over_uses(*args, x_lag=1)


def paths_multiplied(*args):
    return _sum_over_uses(*args, combine=np.prod)


def paths_averaged(*args):
    return _sum_over_uses(*args, combine=np.mean)


def output_seen_by_all_states(x, h0, y, Wx, Wh, Wy):
    dWx, dWh, _ = _sum_over_uses(x, h0, y, Wx, Wh, Wy)
    h = states(x, h0, Wx, Wh)
    return dWx, dWh, (Wy * h[3] - y) * (h[1] + h[2] + h[3])


def output_instead_of_state(x, h0, y, Wx, Wh, Wy):
    dWx, dWh, dWy = _sum_over_uses(x, h0, y, Wx, Wh, Wy)
    return dWx, dWh, dWy * Wy


def slope_at_the_output(x, h0, y, Wx, Wh, Wy):
    h3 = states(x, h0, Wx, Wh)[3]
    slope = 1 - (Wy * h3) ** 2
    dWx, dWh, dWy = _sum_over_uses(x, h0, y, Wx, Wh, Wy)
    return dWx * slope, dWh * slope, dWy * slope


def output_in_place_of_the_error(x, h0, y, Wx, Wh, Wy):
    return _sum_over_uses(x, h0, 0.0, Wx, Wh, Wy)


def last_weight_first(*args):
    dWx, dWh, dWy = _sum_over_uses(*args)
    return dWy, dWh, dWx


def recurrent_weight_first(*args):
    dWx, dWh, dWy = _sum_over_uses(*args)
    return dWh, dWx, dWy


def tanh_applied_again(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1 - np.tanh(h[t]) ** 2)


def slope_with_a_plus(*args):
    return _sum_over_uses(*args, slope=lambda h, t: 1 + h[t] ** 2)


def inputs_in_reverse(x, h0, y, Wx, Wh, Wy):
    """Only what is multiplied by the inputs is spoilt, not the states that they made."""
    _, dWh, dWy = _sum_over_uses(x, h0, y, Wx, Wh, Wy)
    p1, p2, p3 = _along_paths(x, h0, y, Wx, Wh, Wy)
    return p3 * x[0] + p2 * x[1] + p1 * x[2], dWh, dWy


def step_skipped_on_the_longest_path(x, h0, y, Wx, Wh, Wy):
    h = states(x, h0, Wx, Wh)
    _, p2, p3 = _along_paths(x, h0, y, Wx, Wh, Wy)
    p1 = p3 * Wh * (1 - h[1] ** 2)
    dWx, dWh = p3 * x[2] + p2 * x[1] + p1 * x[0], p3 * h[2] + p2 * h[1] + p1 * h[0]
    return dWx, dWh, (Wy * h[3] - y) * h[3]


def first_state_used_twice(x, h0, y, Wx, Wh, Wy):
    h = states(x, h0, Wx, Wh)
    dWx, _, dWy = _sum_over_uses(x, h0, y, Wx, Wh, Wy)
    p1, p2, p3 = _along_paths(x, h0, y, Wx, Wh, Wy)
    return dWx, p3 * h[2] + p2 * h[1] + p1 * h[1], dWy


def last_use_three_times(*args):
    dWx, dWh, dWy = only_the_last_use(*args)
    return 3 * dWx, 3 * dWh, dWy


def _along_paths(x, h0, y, Wx, Wh, Wy):
    """What arrives at the uses at steps 1, 2 and 3."""
    h = states(x, h0, Wx, Wh)
    p3 = (Wy * h[3] - y) * Wy * (1 - h[3] ** 2)
    p2 = p3 * Wh * (1 - h[2] ** 2)
    return p2 * Wh * (1 - h[1] ** 2), p2, p3


def _with_error(error, x, h0, y, Wx, Wh, Wy):
    """All right but for what starts the backward pass: error(h_3, o_3, y) for o_3 − y."""
    h3 = states(x, h0, Wx, Wh)[3]
    factor = error(h3, Wy * h3, y) / (Wy * h3 - y)
    return tuple(factor * gradient for gradient in _sum_over_uses(x, h0, y, Wx, Wh, Wy))


def state_compared_with_the_target(*args):
    return _with_error(lambda h3, o3, y: h3 - y, *args)


def loss_itself(*args):
    return _with_error(lambda h3, o3, y: 0.5 * (o3 - y) ** 2, *args)


def gradient_of_the_output(*args):
    return _with_error(lambda h3, o3, y: 1, *args)


MISTAKES = (
    Misconception(
        "only the last use of the weight",
        "The weight was already at work when the states before the last were made: "
        "each of those uses opens a path of its own.",
        only_the_last_use,
    ),
    Misconception(
        "only the longest path",
        "The path back to the first step is one of three, and the two shorter ones count too.",
        only_the_longest_path,
    ),
    Misconception(
        "the first use left out",
        "The first step uses the weights as well, and its state before is h_0.",
        first_use_left_out,
    ),
    Misconception(
        "no derivative of tanh",
        "Each step squashes its sum, and a path that passes through the squashing picks up "
        "its slope.",
        no_slope,
    ),
    Misconception(
        "slope of the state before",
        "The slope of tanh at step t is written in what tanh gave at that step, "
        "not in what went in from the step before.",
        slope_of_the_state_before,
    ),
    Misconception(
        "slope of the step just left",
        "Which state came out of the tanh that this link enters?",
        slope_of_the_step_just_left,
    ),
    Misconception(
        "slope at the last step only",
        "A path that goes further back passes through the tanh of every step on its way.",
        slope_only_at_the_end,
    ),
    Misconception(
        "slope missing where a path ends",
        "The weight sits inside a tanh at the step where it is used, "
        "and the path passes that tanh too.",
        slope_missing_at_the_use,
    ),
    Misconception(
        "slope without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        slope_without_square,
    ),
    Misconception(
        "slope of the sigmoid",
        "This slope belongs to another squashing function than tanh.",
        slope_of_the_sigmoid,
    ),
    Misconception(
        "slope written in the sum inside",
        "The slope of tanh is expressed in the value of tanh, not in the sum it was given.",
        slope_of_the_sum_inside,
    ),
    Misconception(
        "steps linked without Wh",
        "From one state to the one before, the path passes through a weight as well as "
        "through tanh.",
        links_without_the_weight,
    ),
    Misconception(
        "steps linked through Wx",
        "Ask which weight connects a state with the state before it.",
        links_through_wx,
    ),
    Misconception(
        "Wy left out of the paths",
        "Every path starts at the loss and passes the output before it reaches h_3.",
        output_weight_left_out,
    ),
    Misconception(
        "the state after the step",
        "At each step Wh multiplies the state that the step received, not the one that it made.",
        state_after_the_step,
    ),
    Misconception(
        "the input of the step before",
        "Pair each use of Wx with the input that was read at that very step.",
        input_of_the_step_before,
    ),
    Misconception(
        "paths multiplied with each other",
        "Links within one path are multiplied, but what is done with different paths?",
        paths_multiplied,
    ),
    Misconception(
        "paths averaged",
        "Every path changes the loss in full, so nothing is shared out among them.",
        paths_averaged,
    ),
    Misconception(
        "Wy summed over the states",
        "Only one state meets Wy on its way to this loss.",
        output_seen_by_all_states,
    ),
    Misconception(
        "the output in place of the state",
        "What does Wy multiply? That is its factor in the chain rule.",
        output_instead_of_state,
    ),
    Misconception(
        "a slope at the output",
        "The output is linear here, so no squashing lies between it and the loss.",
        slope_at_the_output,
    ),
    Misconception(
        "the target forgotten",
        "The loss measures a distance, and its derivative needs both ends of it.",
        output_in_place_of_the_error,
    ),
    Misconception(
        "dWy and dWx exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        last_weight_first,
        whole=True,
    ),
    Misconception(
        "dWh and dWx exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        recurrent_weight_first,
        whole=True,
    ),
    Misconception(
        "tanh applied again",
        "A state has been through tanh already.",
        tanh_applied_again,
    ),
    Misconception(
        "slope that grows towards the ends",
        "Is tanh steeper near 0 or near its ends? Compare with your slope.",
        slope_with_a_plus,
    ),
    Misconception(
        "inputs in reverse order",
        "Pair each use of Wx with the input that was read at that very step.",
        inputs_in_reverse,
    ),
    Misconception(
        "a step skipped on the longest path",
        "The longest path goes back one step at a time: write down all of its links.",
        step_skipped_on_the_longest_path,
    ),
    Misconception(
        "h_1 used at two steps",
        "Each step receives another state: which one did the first step receive?",
        first_state_used_twice,
    ),
    Misconception(
        "the last use counted three times",
        "The three uses of a weight meet different inputs and states, and lie at different "
        "distances from the loss.",
        last_use_three_times,
    ),
    Misconception(
        "the state compared with the target",
        "The target says what the output should be: what stands between h_3 and the output?",
        state_compared_with_the_target,
    ),
    Misconception(
        "the loss in place of its slope",
        "How the loss changes with o_3 is asked for, not how large it is.",
        loss_itself,
    ),
    Misconception(
        "gradient of the output",
        "This is how o_3 changes with the weights; one link is missing, from o_3 to the loss.",
        gradient_of_the_output,
    ),
)
