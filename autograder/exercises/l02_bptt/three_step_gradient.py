"""three_step_gradient: the gradient of one loss after three steps, each weight a single number.

h_t = tanh(Wx x_t + Wh h_{t−1}),  t = 1, 2, 3        o_3 = Wy h_3        L_3 = ½ (o_3 − y)²
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import rnn
from rnn_core.gradient_check import numerical_gradient


def states(x, h0, Wx, Wh):
    h = [h0]
    for x_t in x:
        h.append(np.tanh(Wx * x_t + Wh * h[-1]))
    return h


def loss(x, h0, y, Wx, Wh, Wy):
    return 0.5 * (Wy * states(x, h0, Wx, Wh)[3] - y) ** 2


def reference(x, h0, y, Wx, Wh, Wy):
    """The same network as a hidden-recurrent RNN with T = 3 and one of everything."""
    params = rnn.Params(np.full((1, 1), Wx), np.full((1, 1), Wh), np.zeros(1))
    h, cache = rnn.forward(x.reshape(3, 1, 1), np.full((1, 1), h0), params)
    error = Wy * h[2, 0, 0] - y
    dh = np.array([0.0, 0.0, error * Wy]).reshape(3, 1, 1)
    _, _, grads = rnn.backward(dh, cache, params)
    return grads.Wx[0, 0], grads.Wh[0, 0], error * h[2, 0, 0]


def cases(rng):
    def draw():
        x = rng.choice([-1, 1], size=3) * rng.uniform(0.3, 1.2, size=3)
        signs = rng.choice([-1, 1], size=5)
        h0, y, Wx, Wh, Wy = (signs * rng.uniform([0.2, 0.5, 0.4, 0.5, 0.5], 1.3)).tolist()
        return x, h0, y, Wx, Wh, Wy

    checked = draw()
    numeric = tuple(numerical_gradient(lambda w: loss(*checked[:3], *w), np.array(checked[3:])))
    x, h0, y, Wx, Wh, Wy = draw()
    return [
        Case("values", "three steps", draw()),
        Case("values", "three other steps", draw()),
        Case("gradient", "against central differences", checked, expected=numeric),
        Case("edge cases", "starting from h_0 = 0", (x, 0.0, y, Wx, Wh, Wy)),
        Case("edge cases", "no input at the first step", (x * [0, 1, 1], h0, y, Wx, Wh, Wy)),
        Case("edge cases", "no recurrence, Wh = 0", (x, h0, y, Wx, 0.0, Wy)),
    ]


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


def three_paths(x, h0, y, Wx, Wh, Wy):
    h1 = np.tanh(Wx * x[0] + Wh * h0)
    h2 = np.tanh(Wx * x[1] + Wh * h1)
    h3 = np.tanh(Wx * x[2] + Wh * h2)
    e = Wy * h3 - y
    g3 = e * Wy * (1 - h3**2)
    g2 = g3 * Wh * (1 - h2**2)
    g1 = g2 * Wh * (1 - h1**2)
    return g3 * x[2] + g2 * x[1] + g1 * x[0], g3 * h2 + g2 * h1 + g1 * h0, e * h3


def forward_in_time(x, h0, y, Wx, Wh, Wy):
    """Carries ∂h/∂Wx and ∂h/∂Wh along with the state, from the first step to the last."""
    h, dh_dWx, dh_dWh = h0, 0.0, 0.0
    for x_t in x:
        h_next = np.tanh(Wx * x_t + Wh * h)
        slope = 1 - h_next**2
        dh_dWx = slope * (x_t + Wh * dh_dWx)
        dh_dWh = slope * (h + Wh * dh_dWh)
        h = h_next
    error = Wy * h - y
    return error * Wy * dh_dWx, error * Wy * dh_dWh, error * h


def one_running_product(x, h0, y, Wx, Wh, Wy):
    h = np.array(states(x, h0, Wx, Wh))
    error = Wy * h[3] - y
    factors = (1 - h[:0:-1] ** 2) * np.array([error * Wy, Wh, Wh])
    along_path = np.cumprod(factors)
    return np.array(along_path @ x[::-1]), np.array(along_path @ h[2::-1]), error * h[3]


def listed(*args):
    return list(three_paths(*args))


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={"dWx": (), "dWh": (), "dWy": ()},
    reference=reference,
    cases=cases,
    misconceptions=(
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
            "At each step Wh multiplies the state that the step received, "
            "not the one that it made.",
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
        ),
        Misconception(
            "dWh and dWx exchanged",
            "All numbers are right; compare the order in your `return` with the docstring's.",
            recurrent_weight_first,
        ),
    ),
    correct=(three_paths, forward_in_time, one_running_product, listed),
)
