"""rnn_step: one step of the recurrence, h' = tanh(x Wx + h Wh + b)."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import rnn


def reference(x, h, params):
    return rnn.step(x, h, params)[0]


def random_params(rng, D, H, scale=0.6):
    """Parameters that are nowhere zero, the bias included."""
    return rnn.Params(
        Wx=scale * rng.standard_normal((D, H)),
        Wh=scale * rng.standard_normal((H, H)),
        b=scale * rng.standard_normal(H),
    )


def cases(rng):
    N, D, H = 3, 4, 5
    x, h, params = rng.standard_normal((N, D)), rng.uniform(-1, 1, (N, H)), random_params(rng, D, H)
    wide_x, wide_h = rng.standard_normal((N, 2 * D)), rng.uniform(-1, 1, (N, 2 * H))
    one = rng.standard_normal((1, 1)), rng.uniform(-1, 1, (1, 1)), random_params(rng, 1, 1)
    single = [a.astype(np.float32) for a in (x, h, *params)]
    return [
        Case("values", "with a previous state", (x, h, params)),
        Case("values", "with a zero state", (x, np.zeros_like(h), params)),
        Case("values", "with a zero input", (np.zeros_like(x), h, params)),
        Case("edge cases", "one sequence, one input, one unit", (*one[:2], one[2])),
        Case("edge cases", "float32", (single[0], single[1], rnn.Params(*single[2:]))),
        Case(
            "edge cases",
            "every other column of a wider array",
            (wide_x[:, ::2], wide_h[:, ::2], params),
        ),
    ]


# Mistakes that are easily made.


def no_state(x, h, params):
    return np.tanh(x @ params.Wx + params.b)


def no_input(x, h, params):
    return np.tanh(h @ params.Wh + params.b)


def no_bias(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh)


def bias_twice(x, h, params):
    return np.tanh((x @ params.Wx + params.b) + (h @ params.Wh + params.b))


def transposed_wh(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh.T + params.b)


def pre_activation(x, h, params):
    return x @ params.Wx + h @ params.Wh + params.b


def with_sigmoid(x, h, params):
    a = x @ params.Wx + h @ params.Wh + params.b
    return 0.5 * (1 + np.tanh(a / 2))


def with_relu(x, h, params):
    return np.maximum(0, x @ params.Wx + h @ params.Wh + params.b)


def tanh_of_input_only(x, h, params):
    return np.tanh(x @ params.Wx + params.b) + h @ params.Wh


def two_tanhs(x, h, params):
    return np.tanh(x @ params.Wx) + np.tanh(h @ params.Wh + params.b)


def two_tanhs_bias_in_the_first(x, h, params):
    return np.tanh(x @ params.Wx + params.b) + np.tanh(h @ params.Wh)


def two_tanhs_bias_outside(x, h, params):
    return np.tanh(x @ params.Wx) + np.tanh(h @ params.Wh) + params.b


def tanh_of_weighted_input_only(x, h, params):
    return np.tanh(x @ params.Wx) + h @ params.Wh + params.b


def state_squashed_twice(x, h, params):
    return np.tanh(x @ params.Wx + np.tanh(h) @ params.Wh + params.b)


def with_tan(x, h, params):
    return np.tan(x @ params.Wx + h @ params.Wh + params.b)


def matrix_on_the_left(x, h, params):
    return np.tanh(x @ params.Wx + params.Wh @ h + params.b)


def state_times_wh_entrywise(x, h, params):
    return np.tanh(x @ params.Wx + h * params.Wh + params.b)


def input_times_wx_entrywise(x, h, params):
    return np.tanh(x * params.Wx + h * params.Wh + params.b)


def first_sequence_only(x, h, params):
    return np.tanh(x[0] @ params.Wx + h[0] @ params.Wh + params.b)


def last_sequence_only(x, h, params):
    for x_n, h_n in zip(x, h, strict=True):
        h_next = np.tanh(x_n @ params.Wx + h_n @ params.Wh + params.b)
    return h_next


def bias_outside(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh) + params.b


def added_to_old_state(x, h, params):
    return h + np.tanh(x @ params.Wx + h @ params.Wh + params.b)


def state_element_by_element(x, h, params):
    return np.tanh(x @ params.Wx + h * np.diag(params.Wh) + params.b)


def state_averaged_over_batch(x, h, params):
    return np.tanh(x @ params.Wx + h.mean(axis=0) @ params.Wh + params.b)


# Right answers in other styles.


def loops(x, h, params):
    N, H = h.shape
    h_next = np.zeros_like(h)
    for n in range(N):
        for j in range(H):
            a = params.b[j]
            for d in range(x.shape[1]):
                a = a + x[n, d] * params.Wx[d, j]
            for k in range(H):
                a = a + h[n, k] * params.Wh[k, j]
            h_next[n, j] = np.tanh(a)
    return h_next


def einsum(x, h, params):
    Wx, Wh, b = params
    return np.tanh(np.einsum("nd,dh->nh", x, Wx) + np.einsum("nk,kh->nh", h, Wh) + b)


def block_matrix(x, h, params):
    ones = np.ones((len(x), 1), dtype=x.dtype)
    return np.tanh(np.hstack([h, x, ones]) @ np.vstack([params.Wh, params.Wx, params.b]))


def columns(x, h, params):
    return np.tanh(params.Wx.T @ x.T + params.Wh.T @ h.T + params.b[:, None]).T


def from_exponentials(x, h, params):
    a = x.dot(params.Wx) + h.dot(params.Wh) + params.b
    small = np.exp(-2 * np.abs(a))  # at most 1: cannot overflow
    return np.sign(a) * (1 - small) / (1 + small)


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "previous state ignored",
            "The new state depends on what came before, too; which argument carries that?",
            no_state,
        ),
        Misconception(
            "input ignored",
            "Two different inputs give the same new state; which argument is never read?",
            no_input,
        ),
        Misconception(
            "bias missing",
            "With a zero input and a zero state your unit rests at 0; something shifts it.",
            no_bias,
        ),
        Misconception(
            "bias counted twice",
            "One sum, one bias: count how often it enters.",
            bias_twice,
        ),
        Misconception(
            "Wh transposed",
            "Wh is square, so its transpose fits without a complaint; "
            "rows belong to the old state, columns to the new one.",
            transposed_wh,
        ),
        Misconception(
            "pre-activation returned",
            "Your values leave the interval from -1 to 1; a last function is still to be applied.",
            pre_activation,
        ),
        Misconception(
            "sigmoid in place of tanh",
            "Your state never becomes negative; look at which activation the formula names.",
            with_sigmoid,
        ),
        Misconception(
            "ReLU in place of tanh",
            "Your state is cut off at 0 and has no upper end; look at which activation is named.",
            with_relu,
        ),
        Misconception(
            "state left outside tanh",
            "Check how far the parenthesis of the activation reaches.",
            tanh_of_input_only,
        ),
        Misconception(
            "two activations, then a sum",
            "The contributions are added first, and squashed once.",
            two_tanhs,
        ),
        Misconception(
            "bias added after tanh",
            "The bias is part of what is squashed.",
            bias_outside,
        ),
        Misconception(
            "new state added to the old one",
            "The new state replaces the old one; the old one enters through its weights only.",
            added_to_old_state,
        ),
        Misconception(
            "state multiplied element by element",
            "Every unit listens to every unit of the old state, not only to itself.",
            state_element_by_element,
        ),
        Misconception(
            "sequences of the batch mixed",
            "The sequences of a batch know nothing of each other: row n depends on row n alone.",
            state_averaged_over_batch,
        ),
        Misconception(
            "two activations, the bias in the first",
            "The contributions are added first, and squashed once.",
            two_tanhs_bias_in_the_first,
        ),
        Misconception(
            "two activations, the bias in neither",
            "The three contributions are added first, and squashed once.",
            two_tanhs_bias_outside,
        ),
        Misconception(
            "state and bias left outside tanh",
            "Check how far the parenthesis of the activation reaches.",
            tanh_of_weighted_input_only,
        ),
        Misconception(
            "state squashed twice",
            "The state that comes in was squashed when it was made.",
            state_squashed_twice,
        ),
        Misconception(
            "tan in place of tanh",
            "A new state lies between −1 and 1: read the name of your activation letter by letter.",
            with_tan,
        ),
        Misconception(
            "a matrix on the left of its rows",
            "x and h hold one sequence in each row: on which side of a matrix does a row stand?",
            matrix_on_the_left,
        ),
        Misconception(
            "h and Wh multiplied entry by entry",
            "In NumPy * pairs entry with entry; a matrix product has an operator of its own.",
            state_times_wh_entrywise,
        ),
        Misconception(
            "x and Wx multiplied entry by entry",
            "In NumPy * pairs entry with entry; a matrix product has an operator of its own.",
            input_times_wx_entrywise,
        ),
        Misconception(
            "first sequence only",
            "The batch holds N sequences; the others have a new state as well.",
            first_sequence_only,
        ),
        Misconception(
            "last sequence only",
            "Each turn of a loop over the sequences makes a new state: what becomes of the one "
            "before?",
            last_sequence_only,
        ),
    ),
    correct=(loops, einsum, block_matrix, columns, from_exponentials),
)
