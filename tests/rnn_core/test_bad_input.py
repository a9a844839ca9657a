"""Bad arguments get a ValueError that says which, what it is, and what it must be."""

import re

import numpy as np
import pytest

from rnn_core import (
    activations,
    batching,
    embedding,
    gradient_check,
    linear,
    losses,
    optimizers,
    output_rnn,
    rnn,
    single_output,
)

T, N, D, H, V = 5, 3, 4, 6, 7


def ones(*shape):
    return np.ones(shape)


RNN = rnn.Params(ones(D, H), ones(H, H), ones(H))
OUT = output_rnn.Params(ones(D, H), ones(V, H), ones(H), ones(H, V), ones(V))
LINEAR = linear.Params(ones(H, V), ones(V))
RNN_CACHE = (ones(T, N, D), ones(N, H), ones(T, N, H))
NAN = np.where(np.arange(T * N * D).reshape(T, N, D) == 17, np.nan, 1.0)
IDS = np.zeros((T, N), int)
NO_SEED = np.random.default_rng(0)

CASES = {
    "rank": (
        lambda: rnn.forward(ones(T, D), ones(N, H), RNN),
        "x has shape (5, 4); it needs shape (T, N, D=4)",
    ),
    "rank in a step": (
        lambda: rnn.step(ones(T, N, D), ones(N, H), RNN),
        "x has shape (5, 3, 4); it needs shape (N, D=4)",
    ),
    "no step": (
        lambda: rnn.forward(ones(0, N, D), ones(N, H), RNN),
        "x has shape (0, 3, 4); it needs shape (T, N, D=4), each axis at least 1",
    ),
    "mismatched D": (
        lambda: rnn.forward(ones(T, N, 9), ones(N, H), RNN),
        "x has shape (5, 3, 9); it needs shape (T, N, D=4)",
    ),
    "mismatched H": (
        lambda: rnn.forward(ones(T, N, D), ones(N, 9), RNN),
        "h0 has shape (3, 9); it needs shape (N=3, H=6)",
    ),
    "mismatched N": (
        lambda: rnn.step(ones(N, D), ones(2, H), RNN),
        "h has shape (2, 6); it needs shape (N=3, H=6)",
    ),
    "Wh not square": (
        lambda: rnn.step(ones(N, D), ones(N, H), RNN._replace(Wh=ones(H, 9))),
        "Wh has shape (6, 9); it needs shape (H, H)",
    ),
    "Wx and b of another width than Wh": (
        lambda: rnn.step(ones(N, D), ones(N, H), RNN._replace(Wx=ones(D, 9), b=ones(9))),
        "Wx has shape (4, 9); it needs shape (D, H=6)",
    ),
    "a cache of another cell": (
        lambda: rnn.backward(ones(T, N, H), (*RNN_CACHE, ones(T, N, H)), RNN),
        "cache has length 4; it needs a tuple of 3: x, h0, h",
    ),
    "no cache": (
        lambda: rnn.step_backward(ones(N, H), ones(N, H), RNN),
        "cache is a ndarray; it needs a tuple of 3: x, h, h_next",
    ),
    "bias as a matrix": (
        lambda: rnn.step(ones(N, D), ones(N, H), RNN._replace(b=ones(1, H))),
        "b has shape (1, 6); it needs shape (H=6,)",
    ),
    "integers": (
        lambda: rnn.forward(np.ones((T, N, D), int), ones(N, H), RNN),
        "x has shape (5, 3, 4) and dtype int64; it needs floats",
    ),
    "a list": (
        lambda: rnn.step([[1.0] * D] * N, ones(N, H), RNN),
        "x is a list; it needs an array of floats with shape (N, D=4)",
    ),
    "NaN in x": (
        lambda: rnn.forward(NAN, ones(N, H), RNN),
        "x has shape (5, 3, 4) and NaN at (1, 1, 1); it needs numbers only",
    ),
    "NaN in Wh": (
        lambda: rnn.step(ones(N, D), ones(N, H), RNN._replace(Wh=np.full((H, H), np.nan))),
        "Wh has shape (6, 6) and NaN at (0, 0); it needs numbers only",
    ),
    "NaN in dh": (
        lambda: rnn.backward(np.full((T, N, H), np.nan), RNN_CACHE, RNN),
        "dh has shape (5, 3, 6) and NaN at (0, 0, 0); it needs numbers only",
    ),
    "gradient of one step for all": (
        lambda: rnn.backward(ones(N, H), RNN_CACHE, RNN),
        "dh has shape (3, 6); it needs shape (T=5, N=3, H=6)",
    ),
    "gradient of the last step only": (
        lambda: rnn.step_backward(ones(2, H), (ones(N, D), ones(N, H), ones(N, H)), RNN),
        "dh_next has shape (2, 6); it needs shape (N=3, H=6)",
    ),
    "no truncation length": (
        lambda: rnn.truncated_backward(ones(T, N, H), RNN_CACHE, RNN, 0),
        "length is 0; it needs an integer of at least 1",
    ),
    "half a unit": (
        lambda: rnn.initial_params(NO_SEED, D, 2.5),
        "H is 2.5; it needs an integer of at least 1",
    ),
    "o0": (
        lambda: output_rnn.forward(ones(T, N, D), ones(N, H), OUT),
        "o0 has shape (3, 6); it needs shape (N=3, V=7)",
    ),
    "o_prev": (
        lambda: output_rnn.step(ones(N, D), ones(N, H), OUT),
        "o_prev has shape (3, 6); it needs shape (N=3, V=7)",
    ),
    "targets of teacher forcing": (
        lambda: output_rnn.forward_teacher_forced(ones(T, N, D), IDS, ones(N, V), OUT),
        "targets has shape (5, 3); it needs shape (T=5, N=3, V=7)",
    ),
    "NaN in an output gradient": (
        lambda: output_rnn.backward(
            np.full((T, N, V), np.nan), output_rnn.forward(ones(T, N, D), ones(N, V), OUT)[1], OUT
        ),
        "do has shape (5, 3, 7) and NaN at (0, 0, 0); it needs numbers only",
    ),
    "linear": (
        lambda: linear.forward(ones(T, N, D), LINEAR),
        "x has shape (5, 3, 4); it needs shape (..., D=6)",
    ),
    "linear, backward": (
        lambda: linear.backward(ones(N, V), ones(T, N, H), LINEAR),
        "dy has shape (3, 7); it needs shape (5, 3, K=7)",
    ),
    "lengths as floats": (
        lambda: single_output.forward(ones(T, N, H), ones(N), LINEAR),
        "lengths has shape (3,) and dtype float64; it needs integers",
    ),
    "a length of zero": (
        lambda: single_output.forward(ones(T, N, H), np.array([1, 0, 5]), LINEAR),
        "lengths has shape (3,) and values from 0 to 5; it needs values from 1 to 5",
    ),
    "a length beyond T": (
        lambda: single_output.forward(ones(T, N, H), np.array([1, 6, 5]), LINEAR),
        "lengths has shape (3,) and values from 1 to 6; it needs values from 1 to 5",
    ),
    "negative id": (
        lambda: embedding.forward(np.array([-1, 2]), ones(V, D)),
        "ids has shape (2,) and values from -1 to 2; it needs values from 0 to 6",
    ),
    "id beyond V": (
        lambda: embedding.one_hot(np.array([7]), V),
        "ids has shape (1,) and values from 7 to 7; it needs values from 0 to 6",
    ),
    "embedding, backward": (
        lambda: embedding.backward(ones(N, D), embedding.forward(IDS, ones(V, D))[1]),
        "dx has shape (3, 4); it needs shape (5, 3, D)",
    ),
    "logits without time": (
        lambda: losses.softmax_cross_entropy(ones(N, V), IDS[0]),
        "logits has shape (3, 7); it needs shape (T, N, V)",
    ),
    "one-hot targets": (
        lambda: losses.softmax_cross_entropy(ones(T, N, V), ones(T, N, V)),
        "targets has shape (5, 3, 7); it needs shape (T=5, N=3)",
    ),
    "target beyond V": (
        lambda: losses.softmax_cross_entropy(ones(T, N, V), IDS + V),
        "targets has shape (5, 3) and values from 7 to 7; it needs values from 0 to 6",
    ),
    "mask transposed": (
        lambda: losses.softmax_cross_entropy(ones(T, N, V), IDS, ones(N, T)),
        "mask has shape (3, 5); it needs shape (T=5, N=3)",
    ),
    "NaN in the mask": (
        lambda: losses.softmax_cross_entropy(ones(T, N, V), IDS, np.full((T, N), np.nan)),
        "mask has shape (5, 3) and NaN at (0, 0); it needs numbers only",
    ),
    "NaN in logits": (
        lambda: losses.softmax_cross_entropy(NAN, IDS),
        "logits has shape (5, 3, 4) and NaN at (1, 1, 1); it needs numbers only",
    ),
    "target unlike prediction": (
        lambda: losses.squared_error(ones(T, N, V), ones(T, N, 1)),
        "target has shape (5, 3, 1); it needs shape (T=5, N=3, V=7)",
    ),
    "NaN in the target": (
        lambda: losses.squared_error(ones(T, N, D), NAN),
        "target has shape (5, 3, 4) and NaN at (1, 1, 1); it needs numbers only",
    ),
    "softmax of integers": (
        lambda: activations.softmax(np.arange(3)),
        "logits has shape (3,) and dtype int64; it needs floats",
    ),
    "log softmax of a number": (
        lambda: activations.log_softmax(np.array(1.0)),
        "logits has shape (); it needs shape (..., V)",
    ),
    "float32 in a gradient check": (
        lambda: gradient_check.numerical_gradient(np.sum, np.ones((2, 3), np.float32)),
        "array has shape (2, 3) and dtype float32; it needs float64",
    ),
    "NaN from the function": (
        lambda: gradient_check.numerical_gradient(lambda w: np.nan, ones(2)),
        "f returned NaN; it needs to return a number",
    ),
    "relative error of two shapes": (
        lambda: gradient_check.relative_error(ones(3), ones(3, 1)),
        "b has shape (3, 1); it needs the shape of a, (3,)",
    ),
    "gradient of another shape": (
        lambda: optimizers.sgd(RNN, RNN._replace(b=ones(1, H)), 0.1),
        "the gradient of b has shape (1, 6); it needs the shape of b, (6,)",
    ),
    "gradient missing": (
        lambda: optimizers.sgd(RNN, RNN[:2], 0.1),
        "grads has the arrays ['0', '1']; it needs ['Wx', 'Wh', 'b']",
    ),
    "NaN in a gradient": (
        lambda: optimizers.adam(
            RNN, RNN._replace(b=np.full(H, np.nan)), optimizers.adam_state(RNN)
        ),
        "the gradient of b has shape (6,) and NaN at (0,); it needs numbers only",
    ),
    "nothing to pad": (
        lambda: batching.pad([]),
        "sequences is empty; it needs at least one sequence",
    ),
    "an empty sequence": (
        lambda: batching.pad([ones(2, D), ones(0, D)]),
        "sequences[1] has shape (0, 4); it needs shape (T, 4), T at least 1",
    ),
    "sequences unlike each other": (
        lambda: batching.pad([ones(2, D), ones(2, H)]),
        "sequences[1] has shape (2, 6); it needs shape (T, 4), T at least 1",
    ),
    "a hole in the mask": (
        lambda: batching.lengths(np.array([[1], [0], [1]])),
        "mask has shape (3, 1) and a one after a zero; it needs none",
    ),
    "batches of none": (
        lambda: batching.minibatches(NO_SEED, 10, 0),
        "size is 0; it needs an integer of at least 1",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_message(name):
    call, message = CASES[name]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_an_overflow_is_not_blamed_on_an_argument():
    mixed = np.where(np.arange(H) % 2, 1.0, -1.0)  # inf − inf
    huge = RNN._replace(Wh=1e200 * np.outer(ones(H), mixed))
    with np.errstate(over="ignore", invalid="ignore"):
        h, _ = rnn.forward(ones(T, N, D), 1e200 * ones(N, H), huge, activations.IDENTITY)
    assert np.isnan(h[-1]).any()
