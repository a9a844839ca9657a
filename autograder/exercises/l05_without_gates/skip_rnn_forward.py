"""skip_rnn_forward: h[t] = tanh(x[t] Wx + Σ_k h[t − lags[k]] Wh[k] + b)."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import skip_rnn


def reference(x, past, params, lags):
    return skip_rnn.forward(x, past, params, lags)[0]


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


def run(x, past, params, lags, read, weights=lambda Wh: Wh):
    """`read(states, lag)`: the state to be read, from all states so far, the past first."""
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + read(states, lag) @ weights(Wh)
        states.append(np.tanh(a))
    return np.stack(states[len(past) :])


# Mistakes that are easily made.


def always_the_last_state(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-1])


def longest_lag_for_all(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-lags[-1]])


def only_the_first_lag(x, past, params, lags):
    Wh = np.zeros_like(params.Wh)
    Wh[0] = params.Wh[0]
    return reference(x, past, params._replace(Wh=Wh), lags)


def only_the_last_lag(x, past, params, lags):
    Wh = np.zeros_like(params.Wh)
    Wh[-1] = params.Wh[-1]
    return reference(x, past, params._replace(Wh=Wh), lags)


def one_step_too_far(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[max(-lag - 1, -len(states))])


def one_step_too_near(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-max(lag - 1, 1)])


def matrices_in_reverse(x, past, params, lags):
    return reference(x, past, params._replace(Wh=params.Wh[::-1].copy()), lags)


def first_matrix_for_all(x, past, params, lags):
    Wh = np.stack([params.Wh[0]] * len(lags))
    return reference(x, past, params._replace(Wh=Wh), lags)


def matrices_transposed(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-lag], np.transpose)


def past_ignored(x, past, params, lags):
    return reference(x, np.zeros_like(past), params, lags)


def past_from_the_wrong_end(x, past, params, lags):
    return reference(x, past[::-1].copy(), params, lags)


def past_never_moves(x, past, params, lags):
    return np.stack([reference(x_t[None], past, params, lags)[0] for x_t in x])


def latest_state_before_the_start(x, past, params, lags):
    def read(states, lag):
        inside = len(states) - lag >= len(past)
        return states[-lag] if inside else past[-1]

    return run(x, past, params, lags, read)


def bias_at_each_lag(x, past, params, lags):
    return reference(x, past, params._replace(b=(len(lags) + 1) * params.b), lags)


def input_at_each_lag(x, past, params, lags):
    K = len(lags)
    return reference(x, past, params._replace(Wx=K * params.Wx, b=K * params.b), lags)


def a_tanh_for_each_lag(x, past, params, lags):
    states = list(past)
    for x_t in x:
        parts = [
            np.tanh(x_t @ params.Wx + states[-lag] @ Wh + params.b)
            for lag, Wh in zip(lags, params.Wh, strict=True)
        ]
        states.append(sum(parts))
    return np.stack(states[len(past) :])


def mean_over_lags(x, past, params, lags):
    return reference(x, past, params._replace(Wh=params.Wh / len(lags)), lags)


def bias_missing(x, past, params, lags):
    return reference(x, past, params._replace(b=np.zeros_like(params.b)), lags)


def no_tanh(x, past, params, lags):
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        states.append(a + sum(states[-lag] @ Wh for lag, Wh in zip(lags, params.Wh, strict=True)))
    return np.stack(states[len(past) :])


def past_among_the_states(x, past, params, lags):
    return np.concatenate([past, reference(x, past, params, lags)])


def last_state_only(x, past, params, lags):
    return reference(x, past, params, lags)[-1]


def input_of_the_step_before(x, past, params, lags):
    return reference(np.roll(x, 1, axis=0), past, params, lags)


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
    misconceptions=(
        Misconception(
            "always the last state",
            "Each matrix reads a state of its own age: which one?",
            always_the_last_state,
        ),
        Misconception(
            "the longest lag for all",
            "Each matrix reads a state of its own age: which one?",
            longest_lag_for_all,
        ),
        Misconception(
            "only the first lag",
            "All lags add to the same sum: is one overwritten, or does the loop end early?",
            only_the_first_lag,
        ),
        Misconception(
            "only the last lag",
            "All lags add to the same sum: is one overwritten, or does the loop end early?",
            only_the_last_lag,
        ),
        Misconception(
            "one step too far back",
            "A lag of 1 is the state just before this one: try your index with it.",
            one_step_too_far,
        ),
        Misconception(
            "one step too near",
            "A lag of 3 is three steps before the state that you are computing.",
            one_step_too_near,
        ),
        Misconception(
            "matrices in reverse",
            "Wh[0] belongs to the first lag, not the last.",
            matrices_in_reverse,
        ),
        Misconception(
            "one matrix for all lags",
            "Wh has an axis for the lags: each has a matrix of its own.",
            first_matrix_for_all,
        ),
        Misconception(
            "Wh transposed",
            "Each matrix is square, so its transpose fits too; rows belong to the old state.",
            matrices_transposed,
        ),
        Misconception(
            "past ignored",
            "Before its first step the network has states, too, and the caller says which.",
            past_ignored,
        ),
        Misconception(
            "past read from the wrong end",
            "The latest of the past states is the last one in `past`.",
            past_from_the_wrong_end,
        ),
        Misconception(
            "past never moves on",
            "After the first step, one of the states to look back to is one of your own.",
            past_never_moves,
        ),
        Misconception(
            "one state for all of the past",
            "Several states lie before the first step; which of them is `lag` steps back?",
            latest_state_before_the_start,
        ),
        Misconception(
            "bias added at each lag", "The sum over lags holds no bias.", bias_at_each_lag
        ),
        Misconception(
            "input and bias added at each lag",
            "What does not depend on the lag stands in front of the sum.",
            input_at_each_lag,
        ),
        Misconception(
            "a tanh for each lag",
            "First everything is added, then there is one activation.",
            a_tanh_for_each_lag,
        ),
        Misconception("mean over the lags", "The lags are summed, not averaged.", mean_over_lags),
        Misconception(
            "bias missing",
            "One of the three parameters is never used.",
            bias_missing,
        ),
        Misconception("no activation", "A state has passed through the activation.", no_tanh),
        Misconception(
            "past returned among the states",
            "The past was given to you; the states wanted are those that the inputs lead to.",
            past_among_the_states,
        ),
        Misconception(
            "only the last state returned",
            "All T states are wanted, one for each input.",
            last_state_only,
        ),
        Misconception(
            "input of the step before",
            "h[t] is the state after x[t] has been read: look at the index of x.",
            input_of_the_step_before,
        ),
    ),
    correct=(list_of_states, one_array, two_cases, sliding_window),
    allowed=(skip_rnn.step,),
)
