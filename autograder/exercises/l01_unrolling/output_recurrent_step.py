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


def none_asked_for_with_equals(x, o_prev, y_prev, params):
    if y_prev == None:  # noqa: E711
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
    past = np.zeros_like(o_prev) if past is None else past
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
            "None asked for with ==",
            "An array compared with == answers entry by entry; whether something is None "
            "is asked with another operator.",
            none_asked_for_with_equals,
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
    ),
    correct=(two_branches, block_matrix, einsum, row_by_row),
    allowed=(output_rnn.step,),
)
