"""rnn_step_backward: one step of the recurrence, backwards.

a = x Wx + h Wh + b,   h' = tanh(a)          δa = δh' ⊙ (1 − h'²)
δx = δa Wxᵀ      δh = δa Whᵀ      δWx = xᵀ δa      δWh = hᵀ δa      δb = Σ_n δa
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import rnn
from rnn_core.gradient_check import numerical_gradient


def reference(dh_next, cache, params):
    dx, dh, dparams = rnn.step_backward(dh_next, cache, params)
    return dx, dh, *dparams


def draw(rng, N, D, H, dtype=float):
    """dh_next, x, h, params: states of a size that tanh gives, and a bias that is not zero."""
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((D, H), (H, H), (H,))))
    arrays = rng.normal(size=(N, H)), rng.normal(size=(N, D)), np.tanh(rng.normal(size=(N, H)))
    dh_next, x, h = (array.astype(dtype) for array in arrays)
    return dh_next, x, h, rnn.Params(*(w.astype(dtype) for w in params))


def numerical(forward, dh, x, h, params):
    """The gradients of Σ dh ⊙ forward(x, h, params), one argument after the other."""
    inputs = (x, h, *params)

    def loss(k, w):
        x, h, *weights = (*inputs[:k], w, *inputs[k + 1 :])
        return np.sum(dh * forward(x, h, rnn.Params(*weights))[0])

    return tuple(
        numerical_gradient(lambda w, k=k: loss(k, w), array) for k, array in enumerate(inputs)
    )


def cases(rng):
    def backwards(dh_next, x, h, params):
        return dh_next, rnn.step(x, h, params)[1], params

    checked = draw(rng, N=3, D=2, H=4)
    wide, x2, h2, params2 = draw(rng, N=4, D=3, H=2)
    strided = np.asfortranarray(np.repeat(wide, 2, axis=1))[:, ::2]
    return [
        Case("values", "three sequences", backwards(*draw(rng, N=3, D=2, H=4))),
        Case("values", "more inputs than units", backwards(*draw(rng, N=4, D=5, H=3))),
        Case(
            "gradient",
            "against central differences",
            backwards(*checked),
            expected=numerical(rnn.step, *checked),
        ),
        Case("edge cases", "one sequence, one input, one unit", backwards(*draw(rng, 1, 1, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, dtype=np.float32))),
        Case("edge cases", "a view that is not contiguous", backwards(strided, x2, h2, params2)),
    ]


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
    _, _, *dparams = reference(dh_next, cache, params)
    return dh_next @ params.Wx.T, dh_next @ params.Wh.T, *dparams


def slope_in_the_inputs_only(dh_next, cache, params):
    x, h, _ = cache
    dx, dh, *_ = reference(dh_next, cache, params)
    return dx, dh, x.T @ dh_next, h.T @ dh_next, dh_next.sum(axis=0)


def slope_missing_in_the_bias(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = reference(dh_next, cache, params)
    return dx, dh, dWx, dWh, dh_next.sum(axis=0)


def recurrent_weights_not_transposed(dh_next, cache, params):
    dx, _, dWx, dWh, db = reference(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return dx, da @ params.Wh, dWx, dWh, db


def input_weights_not_transposed(dh_next, cache, params):
    _, dh, dWx, dWh, db = reference(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return da @ params.Wx, dh, dWx, dWh, db


def state_after_the_step(dh_next, cache, params):
    dx, dh, dWx, _, db = reference(dh_next, cache, params)
    da = dh_next * (1 - cache[2] ** 2)
    return dx, dh, dWx, cache[2].T @ da, db


def recurrent_product_turned_round(dh_next, cache, params):
    dx, dh, dWx, dWh, db = reference(dh_next, cache, params)
    return dx, dh, dWx, dWh.T, db


def incoming_gradient_passed_on(dh_next, cache, params):
    dx, dh, dWx, dWh, db = reference(dh_next, cache, params)
    return dx, dh + dh_next, dWx, dWh, db


def bias_averaged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = reference(dh_next, cache, params)
    return dx, dh, dWx, dWh, db / len(dh_next)


def weights_averaged(dh_next, cache, params):
    dx, dh, dWx, dWh, db = reference(dh_next, cache, params)
    N = len(dh_next)
    return dx, dh, dWx / N, dWh / N, db / N


def bias_not_summed(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = reference(dh_next, cache, params)
    return dx, dh, dWx, dWh, dh_next * (1 - cache[2] ** 2)


def bias_summed_over_units(dh_next, cache, params):
    dx, dh, dWx, dWh, _ = reference(dh_next, cache, params)
    return dx, dh, dWx, dWh, (dh_next * (1 - cache[2] ** 2)).sum(axis=1)


def matrices(dh_next, cache, params):
    x, h, h_next = cache
    da = dh_next * (1 - h_next**2)
    return da @ params.Wx.T, da @ params.Wh.T, x.T @ da, h.T @ da, da.sum(axis=0)


def einsums(dh_next, cache, params):
    x, h, h_next = cache
    Wx, Wh, _ = params
    da = np.einsum("nh,nh->nh", dh_next, 1 - np.square(h_next))
    dx = np.einsum("nh,dh->nd", da, Wx)
    dh = np.einsum("nk,hk->nh", da, Wh)
    return dx, dh, np.einsum("nd,nh->dh", x, da), np.einsum("nk,nh->kh", h, da), da.sum(0)


def one_sequence_at_a_time(dh_next, cache, params):
    x, h, h_next = cache
    Wx, Wh, b = params
    dx, dh = np.zeros_like(x), np.zeros_like(h)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for n in range(len(x)):
        da = dh_next[n] / np.cosh(np.arctanh(h_next[n])) ** 2
        dx[n], dh[n] = Wx @ da, Wh @ da
        dWx += np.outer(x[n], da)
        dWh += np.outer(h[n], da)
        db += da
    return dx, dh, dWx, dWh, db


def one_block_matrix(dh_next, cache, params):
    """[x, h, 1] in front of one matrix that holds Wx, Wh and b."""
    x, h, h_next = cache
    D = x.shape[1]
    block = np.vstack(params)
    z = np.hstack([x, h, np.ones_like(h[:, :1])])
    da = dh_next - dh_next * h_next * h_next
    dz, dblock = da @ block.T, z.T @ da
    return dz[:, :D], dz[:, D:-1], dblock[:D], dblock[D:-1], dblock[-1]


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={
        "dx": ("N", "D"),
        "dh": ("N", "H"),
        "dWx": ("D", "H"),
        "dWh": ("H", "H"),
        "db": ("H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "no derivative of tanh",
            "Before a gradient reaches a weight it passes back through the squashing, "
            "which scales it.",
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
    ),
    correct=(matrices, einsums, one_sequence_at_a_time, one_block_matrix),
)
