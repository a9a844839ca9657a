"""Mistakes in skip_rnn_forward: which state is read, what is summed, and where the past ends."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import skip_rnn


def reference(x, past, params, lags):
    return skip_rnn.forward(x, past, params, lags)[0]


def run(x, past, params, lags, read, weights=lambda Wh: Wh):
    """`read(states, lag)`: the state to be read, from all states so far, the past first."""
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + read(states, lag) @ weights(Wh)
        states.append(np.tanh(a))
    return np.stack(states[len(past) :])


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


def in_one_array(x, past, params, lags, read):
    """`read(h, t, lag)`: the state to be read, from an array that begins with the past."""
    T, L = len(x), len(past)
    h = np.concatenate([past, np.zeros((T, *past.shape[1:]), past.dtype)])
    for t in range(T):
        a = x[t] @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + read(h, t, lag) @ Wh
        h[L + t] = np.tanh(a)
    return h[L:]


def one_step_too_far(x, past, params, lags):
    return in_one_array(x, past, params, lags, lambda h, t, lag: h[len(past) + t - lag - 1])


def one_step_too_near(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-lag + 1])


def past_not_counted(x, past, params, lags):
    return in_one_array(x, past, params, lags, lambda h, t, lag: h[t - lag])


def counted_from_the_wrong_end(x, past, params, lags):
    return in_one_array(x, past, params, lags, lambda h, t, lag: h[t + lag - 1])


def number_of_the_lag(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[-(lags.index(lag) + 1)])


def matrix_chosen_by_the_lag(x, past, params, lags):
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag in lags:
            a = a + states[-lag] @ params.Wh[lag - 1]
        states.append(np.tanh(a))
    return np.stack(states[len(past) :])


def past_at_the_lag(x, past, params, lags):
    """Before the start, always the same state of the past."""

    def read(states, lag):
        t = len(states) - len(past)
        return states[-lag] if t >= lag else past[-lag]

    return run(x, past, params, lags, read)


def first_own_state_missed(x, past, params, lags):
    def read(states, lag):
        t = len(states) - len(past)
        return states[-lag] if t > lag else past[t - lag]

    return run(x, past, params, lags, read)


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
    return reference(x, past, params._replace(b=len(lags) * params.b), lags)


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


def a_tanh_for_each_summand(x, past, params, lags):
    states = list(past)
    for x_t in x:
        h = np.tanh(x_t @ params.Wx + params.b)
        for lag, Wh in zip(lags, params.Wh, strict=True):
            h = h + np.tanh(states[-lag] @ Wh)
        states.append(h)
    return np.stack(states[len(past) :])


def squashed_after_each_lag(x, past, params, lags):
    states = list(past)
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = np.tanh(a + states[-lag] @ Wh)
        states.append(a)
    return np.stack(states[len(past) :])


def sum_carried_on(x, past, params, lags):
    states, out = list(past), []
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + states[-lag] @ Wh
        states.append(a)
        out.append(np.tanh(a))
    return np.stack(out)


def sum_not_started_anew(x, past, params, lags):
    states, a = list(past), params.b
    for x_t in x:
        a = a + x_t @ params.Wx
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + states[-lag] @ Wh
        states.append(np.tanh(a))
    return np.stack(states[len(past) :])


def as_many_cut_as_lags(x, past, params, lags):
    return np.concatenate([past, reference(x, past, params, lags)])[len(lags) :]


def end_cut_off(x, past, params, lags):
    return np.concatenate([past, reference(x, past, params, lags)])[: len(x)]


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


MISTAKES = (
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
        "past not counted in the index",
        "Your array begins with the past: at which index does it hold the state of step t?",
        past_not_counted,
    ),
    Misconception(
        "lag counted from the wrong end",
        "With a longer lag, should your index grow or shrink?",
        counted_from_the_wrong_end,
    ),
    Misconception(
        "number of the lag, not the lag",
        "Print k and lags[k] side by side: which of them counts steps?",
        number_of_the_lag,
    ),
    Misconception(
        "matrix chosen by the lag",
        "There are as many matrices as lags, whatever the lags are.",
        matrix_chosen_by_the_lag,
    ),
    Misconception(
        "past read as if each step were the first",
        "At step 2, how far before x[0] lies the state that is `lag` steps back?",
        past_at_the_lag,
    ),
    Misconception(
        "first state of your own missed",
        "When t equals the lag, which state is `lag` steps back?",
        first_own_state_missed,
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
        "Before its first step the network has states, too, and the caller says which: are they "
        "still there when you read them?",
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
    Misconception("bias added at each lag", "The sum over lags holds no bias.", bias_at_each_lag),
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
    Misconception(
        "a tanh for each summand",
        "The activation stands around the whole sum.",
        a_tanh_for_each_summand,
    ),
    Misconception(
        "squashed after each lag",
        "Does your tanh stand inside the loop over lags, or behind it?",
        squashed_after_each_lag,
    ),
    Misconception(
        "the sum carried on, not the state",
        "What the next steps read has passed through the tanh.",
        sum_carried_on,
    ),
    Misconception(
        "sum not started anew",
        "Each step has a sum of its own: where does yours begin?",
        sum_not_started_anew,
    ),
    Misconception(
        "as many cut off as there are lags",
        "How many states does the past hold?",
        as_many_cut_as_lags,
    ),
    Misconception(
        "the end cut off, not the past",
        "At which end of your list does the past stand?",
        end_cut_off,
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
)
