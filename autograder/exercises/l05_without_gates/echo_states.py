"""echo_states: a leaky reservoir over a sequence, its first steps left out."""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l01_unrolling.rnn_step import random_params
from autograder.exercises.l05_without_gates._echo_states_mistakes import MISTAKES, reference
from rnn_core import leaky, rnn


def cases(rng):
    T, N, D, H = 9, 3, 2, 4
    x, h0, params = (
        rng.normal(size=(T, N, D)),
        rng.uniform(-1, 1, (N, H)),
        random_params(rng, D, H),
    )
    one = rng.normal(size=(5, 1, 1)), rng.uniform(0.2, 1, (1, 1)), random_params(rng, 1, 1)
    single = [a.astype(np.float32) for a in (x, h0, *params)]
    batch_major = rng.normal(size=(N, T, D)).swapaxes(0, 1)
    alphas = np.array([0.1, 0.35, 0.6, 0.8])
    return [
        Case("values", "three steps left out", (x, h0, params, 0.7, 3)),
        Case("values", "five steps left out, an α for each unit", (x, h0, params, alphas, 5)),
        Case("edge cases", "none left out", (x, h0, params, 0.7, 0)),
        Case("edge cases", "none left out, an α for each unit", (x, h0, params, alphas, 0)),
        Case("edge cases", "all but the last left out", (x, h0, params, 0.7, T - 1)),
        Case("edge cases", "no leak", (x, h0, params, 0.0, 2)),
        Case("edge cases", "one sequence, one input, one unit", (*one, 0.5, 1)),
        Case("edge cases", "float32", (*single[:2], rnn.Params(*single[2:]), 0.7, 2)),
        Case("edge cases", "a swapped view of an array", (batch_major, h0, params, 0.7, 2)),
    ]


# Right answers in other styles.


def stored_after_the_washout(x, h0, params, alpha, washout):
    h, states = h0, []
    for t in range(len(x)):
        h = h + (1 - alpha) * (np.tanh(x[t] @ params.Wx + h @ params.Wh + params.b) - h)
        if t >= washout:
            states.append(h)
    return np.stack(states)


def two_loops(x, h0, params, alpha, washout):
    def step(x_t, h):
        return alpha * h + (1 - alpha) * np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)

    h = h0
    for x_t in x[:washout]:
        h = step(x_t, h)
    kept = np.zeros((len(x) - washout, *h0.shape), h0.dtype)
    for t, x_t in enumerate(x[washout:]):
        h = kept[t] = step(x_t, h)
    return kept


def inputs_first(x, h0, params, alpha, washout):
    from_input = np.einsum("tnd,dh->tnh", x, params.Wx) + params.b
    h = np.empty((len(x) + 1, *h0.shape), from_input.dtype)
    h[0] = h0
    for t, a in enumerate(from_input):
        h[t + 1] = alpha * h[t] + (1 - alpha) * np.tanh(a + h[t] @ params.Wh)
    return h[1 + washout :]


def by_the_leaky_step(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        h, _ = leaky.step(x_t, h, params, alpha)
        states.append(h)
    return np.array(states)[washout:]


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h": ("T − washout", "N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(stored_after_the_washout, two_loops, inputs_first, by_the_leaky_step),
    allowed=(rnn.step, leaky.step),
)
