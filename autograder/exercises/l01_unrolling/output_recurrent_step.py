"""output_recurrent_step: the past enters through the previous output, or through its target."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import output_rnn


def reference(x, o_prev, y_prev, params):
    return output_rnn.step(x, o_prev if y_prev is None else y_prev, params)[0]


def cases(rng):
    def sample(N, D, H, V):
        params = output_rnn.Params(
            Wx=0.6 * rng.standard_normal((D, H)),
            Wo=0.6 * rng.standard_normal((V, H)),
            b=0.6 * rng.standard_normal(H),
            Wy=rng.standard_normal((H, V)),
            by=rng.standard_normal(V),
        )
        x, o_prev, y_prev = (rng.standard_normal((N, width)) for width in (D, V, V))
        return x, o_prev, y_prev, params

    x, o_prev, y_prev, params = sample(3, 4, 5, 2)
    square = sample(4, 3, 5, 5)
    one = sample(1, 1, 1, 1)
    single = [a.astype(np.float32) for a in (x, o_prev, y_prev, *params)]
    wide = rng.standard_normal((3, 8))
    return [
        Case("values", "training: with the target", (x, o_prev, y_prev, params)),
        Case("values", "use: without a target", (x, o_prev, None, params)),
        Case("values", "as many outputs as units", square),
        Case("edge cases", "a target of zeros", (x, o_prev, np.zeros_like(y_prev), params)),
        Case("edge cases", "one of everything", one),
        Case("edge cases", "float32", (*single[:3], output_rnn.Params(*single[3:]))),
        Case(
            "edge cases",
            "every other column of an array",
            (wide[:, ::2], o_prev, None, params),
        ),
    ]


# Mistakes that are easily made.


def own_output_always(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + o_prev @ params.Wo + params.b)
    return h @ params.Wy + params.by


def array_asked_for_yes_or_no(x, o_prev, y_prev, params):
    if not y_prev:
        y_prev = o_prev
    h = np.tanh(x @ params.Wx + y_prev @ params.Wo + params.b)
    return h @ params.Wy + params.by


def forced(o_prev, y_prev):
    return o_prev if y_prev is None else y_prev


def target_always(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + y_prev @ params.Wo + params.b)
    return h @ params.Wy + params.by


def exchanged(x, o_prev, y_prev, params):
    past = y_prev if y_prev is None else o_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def zero_without_target(x, o_prev, y_prev, params):
    past = np.zeros_like(o_prev) if y_prev is None else y_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def both_added(x, o_prev, y_prev, params):
    past = o_prev if y_prev is None else o_prev + y_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def error_fed_back(x, o_prev, y_prev, params):
    past = o_prev if y_prev is None else o_prev - y_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def no_past(x, o_prev, y_prev, params):
    return np.tanh(x @ params.Wx + params.b) @ params.Wy + params.by


def state_returned(x, o_prev, y_prev, params):
    return np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wo + params.b)


def target_returned(x, o_prev, y_prev, params):
    if y_prev is not None:
        return y_prev
    return own_output_always(x, o_prev, y_prev, params)


def no_hidden_bias(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wo)
    return h @ params.Wy + params.by


def no_output_bias(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wo + params.b)
    return h @ params.Wy


def output_squashed(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wo + params.b)
    return np.tanh(h @ params.Wy + params.by)


def no_activation(x, o_prev, y_prev, params):
    h = x @ params.Wx + forced(o_prev, y_prev) @ params.Wo + params.b
    return h @ params.Wy + params.by


def past_squashed(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + np.tanh(forced(o_prev, y_prev)) @ params.Wo + params.b)
    return h @ params.Wy + params.by


def own_output_squashed(x, o_prev, y_prev, params):
    past = np.tanh(o_prev) if y_prev is None else y_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def zero_target_taken_for_none(x, o_prev, y_prev, params):
    past = y_prev if y_prev is not None and y_prev.any() else o_prev
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def mean_of_both(x, o_prev, y_prev, params):
    past = o_prev if y_prev is None else (o_prev + y_prev) / 2
    h = np.tanh(x @ params.Wx + past @ params.Wo + params.b)
    return h @ params.Wy + params.by


def output_weights_used_backwards(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wy.T + params.b)
    return h @ params.Wy + params.by


def hidden_bias_twice(x, o_prev, y_prev, params):
    h = np.tanh(x @ params.Wx + forced(o_prev, y_prev) @ params.Wo + params.b)
    return h @ params.Wy + params.b


# Right answers in other styles.


def two_branches(x, o_prev, y_prev, params):
    if y_prev is not None:
        a = x @ params.Wx + y_prev @ params.Wo + params.b
    else:
        a = x @ params.Wx + o_prev @ params.Wo + params.b
    return np.tanh(a) @ params.Wy + params.by


def block_matrix(x, o_prev, y_prev, params):
    Wx, Wo, b, Wy, by = params
    past = forced(o_prev, y_prev)
    read = np.concatenate([x, past], axis=1) @ np.concatenate([Wx, Wo])
    return np.tanh(read + b).dot(Wy) + by


def einsum(x, o_prev, y_prev, params):
    past = o_prev
    if y_prev is not None:
        past = y_prev
    h = np.tanh(
        np.einsum("nd,dh->nh", x, params.Wx) + np.einsum("nv,vh->nh", past, params.Wo) + params.b
    )
    return np.einsum("nh,hv->nv", h, params.Wy) + params.by


def row_by_row(x, o_prev, y_prev, params):
    rows = []
    for n in range(len(x)):
        past = o_prev[n] if y_prev is None else y_prev[n]
        h = np.tanh(params.Wx.T @ x[n] + params.Wo.T @ past + params.b)
        rows.append(params.Wy.T @ h + params.by)
    return np.array(rows)


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"o": ("N", "V")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "own output used where the target belongs",
            "In training, the step is told what the right previous output was.",
            own_output_always,
        ),
        Misconception(
            "target needed at every step",
            "When the network is used there is no target: what is left to feed back?",
            target_always,
        ),
        Misconception(
            "an array asked for yes or no",
            "An array has as many answers as entries; that something is None is asked with an "
            "operator of its own.",
            array_asked_for_yes_or_no,
        ),
        Misconception(
            "target and output exchanged",
            "Ask at each of the two branches: is the right answer known here?",
            exchanged,
        ),
        Misconception(
            "nothing fed back without a target",
            "Without a target the network still has a past: what it said itself.",
            zero_without_target,
        ),
        Misconception(
            "target added to the output",
            "The target takes the output's place; it does not join it.",
            both_added,
        ),
        Misconception(
            "error fed back",
            "The target itself is fed back; how far you are from it belongs in the loss.",
            error_fed_back,
        ),
        Misconception(
            "past ignored",
            "Your output depends on x alone: this is a feed-forward network.",
            no_past,
        ),
        Misconception(
            "hidden values returned",
            "One layer is missing: hidden values are not yet an output.",
            state_returned,
        ),
        Misconception(
            "target returned as the output",
            "The target of the step before enters this step; it is not this step's answer.",
            target_returned,
        ),
        Misconception(
            "hidden bias missing",
            "Two layers, two biases: one of them is never used.",
            no_hidden_bias,
        ),
        Misconception(
            "output bias missing",
            "Two layers, two biases: the second is never used.",
            no_output_bias,
        ),
        Misconception(
            "output squashed",
            "The output layer is linear: it has to reach any number.",
            output_squashed,
        ),
        Misconception(
            "hidden activation missing",
            "Two linear maps in a row are one linear map; what stands between them?",
            no_activation,
        ),
        Misconception(
            "fed-back value squashed",
            "What is fed back enters as it is; only the sum is squashed.",
            past_squashed,
        ),
        Misconception(
            "own output squashed before it is fed back",
            "What is fed back enters as it is; only the sum is squashed.",
            own_output_squashed,
        ),
        Misconception(
            "a target of zeros taken for none",
            "Zero is a target like any other: what says that there is none?",
            zero_target_taken_for_none,
        ),
        Misconception(
            "mean of target and output",
            "The target takes the output's place; it does not meet it half way.",
            mean_of_both,
        ),
        Misconception(
            "Wy transposed in place of Wo",
            "The way from the output back to the hidden units has a matrix of its own.",
            output_weights_used_backwards,
        ),
        Misconception(
            "hidden bias added to the output",
            "Two layers, two biases: which of them has V entries?",
            hidden_bias_twice,
        ),
    ),
    correct=(two_branches, block_matrix, einsum, row_by_row),
    allowed=(output_rnn.step,),
)
