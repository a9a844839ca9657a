"""skip_rnn_forward: h[t] = tanh(x[t] Wx + Σ_k h[t − lags[k]] Wh[k] + b)."""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l05_without_gates._skip_rnn_forward_lists import MORE_MISTAKES
from autograder.exercises.l05_without_gates._skip_rnn_forward_mistakes import MISTAKES, reference
from rnn_core import skip_rnn


def draw(rng, T, N, D, H, lags, dtype=float):
    """x, past, params, lags: weights large enough that every lag is seen in every state."""
    K, L = len(lags), lags[-1]
    params = skip_rnn.Params(
        rng.normal(size=(D, H)) / D**0.5,
        rng.normal(size=(K, H, H)) / (K * H) ** 0.5,
        rng.normal(size=H) / 2,
    )
    x, past = rng.normal(size=(T, N, D)), rng.uniform(-1, 1, (L, N, H))
    params = skip_rnn.Params(*(array.astype(dtype) for array in params))
    return x.astype(dtype), past.astype(dtype), params, lags


def cases(rng):
    x, past, params, lags = draw(rng, T=8, N=3, D=2, H=4, lags=(1, 3))
    batch_major = rng.normal(size=(3, 8, 2)).swapaxes(0, 1)
    return [
        Case("values", "lags 1 and 3", (x, past, params, lags)),
        Case("values", "lags 2, 3 and 5", draw(rng, T=9, N=2, D=3, H=4, lags=(2, 3, 5))),
        Case("values", "lag 4 alone", draw(rng, T=10, N=2, D=3, H=5, lags=(4,))),
        Case("edge cases", "lag 1 alone: the plain network", draw(rng, 6, 2, 3, 4, (1,))),
        Case("edge cases", "shorter than the longest lag", draw(rng, 2, 3, 2, 4, (1, 5))),
        Case("edge cases", "one step", draw(rng, 1, 3, 2, 4, (1, 2))),
        Case("edge cases", "one sequence, one input, one unit", draw(rng, 6, 1, 1, 1, (1, 3))),
        Case("edge cases", "a past of zeros", (x, np.zeros_like(past), params, lags)),
        Case("edge cases", "float32", draw(rng, 8, 3, 2, 4, (1, 3), np.float32)),
        Case("edge cases", "a swapped view of an array", (batch_major, past, params, lags)),
    ]


# Right answers in other styles.


def list_of_states(x, past, params, lags):
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for k, lag in enumerate(lags):
            a = a + states[-lag] @ params.Wh[k]
        states.append(np.tanh(a))
    return np.array(states[len(past) :])


def one_array(x, past, params, lags):
    T, L = len(x), len(past)
    h = np.zeros((L + T, *past.shape[1:]), past.dtype)
    h[:L] = past
    for t in range(L, L + T):
        read = h[[t - lag for lag in lags]]
        h[t] = np.tanh(x[t - L] @ params.Wx + np.einsum("kni,kij->nj", read, params.Wh) + params.b)
    return h[L:]


def two_cases(x, past, params, lags):
    h = np.zeros((len(x), past.shape[1], past.shape[2]))
    for t in range(len(x)):
        h[t] = x[t] @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            h[t] += (h[t - lag] if t >= lag else past[t - lag]) @ Wh
        h[t] = np.tanh(h[t])
    return h


def sliding_window(x, past, params, lags):
    window, out = past.copy(), []
    for x_t in x:
        side_by_side = np.hstack([window[-lag] for lag in lags])
        h = np.tanh(x_t @ params.Wx + side_by_side @ np.vstack(params.Wh) + params.b)
        window = np.concatenate([window[1:], h[None]])
        out.append(h)
    return np.stack(out)


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h": ("T", "N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES + MORE_MISTAKES,
    correct=(list_of_states, one_array, two_cases, sliding_window),
)
