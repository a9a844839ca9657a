"""More mistakes in skip_rnn_forward: lists, windows and slices, and what misses the sum."""

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.l05_without_gates._skip_rnn_forward_mistakes import reference, run


def all_states(x, past, params, lags):
    return np.concatenate([past, reference(x, past, params, lags)])


def step_as_the_place_in_the_list(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[len(states) - len(past) - lag])


def step_and_one_as_the_place(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[len(states) - len(past) - lag + 1])


def one_too_far_in_the_list(x, past, params, lags):
    return run(x, past, params, lags, lambda states, lag: states[len(states) - lag - 1])


def past_counted_from_its_beginning(x, past, params, lags):
    def read(states, lag):
        t = len(states) - len(past)
        return states[-lag] if t >= lag else past[t]

    return run(x, past, params, lags, read)


def in_a_window(x, past, params, lags, moved):
    """`moved(window)`: the window that the new state is written into, at its end."""
    window, out = past.copy(), []
    for x_t in x:
        a = x_t @ params.Wx + params.b
        for lag, Wh in zip(lags, params.Wh, strict=True):
            a = a + window[-lag] @ Wh
        window = moved(window)
        window[-1] = np.tanh(a)
        out.append(window[-1].copy())
    return np.stack(out)


def window_moved_the_wrong_way(x, past, params, lags):
    return in_a_window(x, past, params, lags, lambda window: np.roll(window, 1, axis=0))


def window_not_moved(x, past, params, lags):
    return in_a_window(x, past, params, lags, np.copy)


def without_one_lag(x, past, params, lags, place):
    Wh = params.Wh.copy()
    Wh[place] = 0
    return reference(x, past, params._replace(Wh=Wh), lags)


def first_lag_left_out(x, past, params, lags):
    return without_one_lag(x, past, params, lags, 0)


def last_lag_left_out(x, past, params, lags):
    return without_one_lag(x, past, params, lags, -1)


def written_for_two_lags(x, past, params, lags):
    states = list(past)
    for x_t in x:
        near, far = states[-lags[0]] @ params.Wh[0], states[-lags[-1]] @ params.Wh[-1]
        states.append(np.tanh(x_t @ params.Wx + near + far + params.b))
    return np.stack(states[len(past) :])


def input_not_read(x, past, params, lags):
    return reference(x, past, params._replace(Wx=np.zeros_like(params.Wx)), lags)


def behind_the_tanh(x, past, params, lags, outside):
    """`outside(lagged, b)`: what is added after the tanh, and what before."""
    states = list(past)
    for x_t in x:
        lagged = sum(states[-lag] @ Wh for lag, Wh in zip(lags, params.Wh, strict=True))
        after, before = outside(lagged, params.b)
        states.append(np.tanh(x_t @ params.Wx + before) + after)
    return np.stack(states[len(past) :])


def lags_behind_the_tanh(x, past, params, lags):
    return behind_the_tanh(x, past, params, lags, lambda lagged, b: (lagged, b))


def bias_behind_the_tanh(x, past, params, lags):
    return behind_the_tanh(x, past, params, lags, lambda lagged, b: (b, lagged))


def input_added_at_each_lag(x, past, params, lags):
    """And the bias once."""
    return reference(x, past, params._replace(Wx=len(lags) * params.Wx), lags)


def new_state_among_those_read(x, past, params, lags):
    states = list(past)
    for x_t in x:
        states.append(x_t @ params.Wx + params.b)
        for lag, Wh in zip(lags, params.Wh, strict=True):
            states[-1] = states[-1] + states[-lag] @ Wh
        states[-1] = np.tanh(states[-1])
    return np.stack(states[len(past) :])


def first_lag_alone_with_the_input(x, past, params, lags):
    states = list(past)
    for x_t in x:
        h = np.tanh(x_t @ params.Wx + params.b + states[-lags[0]] @ params.Wh[0])
        for lag, Wh in zip(lags[1:], params.Wh[1:], strict=True):
            h = h + np.tanh(states[-lag] @ Wh)
        states.append(h)
    return np.stack(states[len(past) :])


def one_cut_off(x, past, params, lags):
    return all_states(x, past, params, lags)[1:]


def one_too_few_cut_off(x, past, params, lags):
    return all_states(x, past, params, lags)[len(past) - 1 :]


def as_many_kept_as_the_past_holds(x, past, params, lags):
    return all_states(x, past, params, lags)[-len(past) :]


def cut_off_by_the_first_lag(x, past, params, lags):
    return all_states(x, past, params, lags)[lags[0] :]


def two_things_returned(x, past, params, lags):
    h = reference(x, past, params, lags)
    return h, all_states(x, past, params, lags)[-len(past) :]


HOW_MANY = "How many states of your list were given to you, and how many are new?"
MORE_MISTAKES = (
    Misconception(
        "place in the list counted without the past",
        "How many states stand in your list before the first of your own?",
        step_as_the_place_in_the_list,
    ),
    Misconception(
        "place in the list counted without the past, and one",
        "How many states stand in your list before the first of your own?",
        step_and_one_as_the_place,
    ),
    Misconception(
        "one place too far back",
        "A lag of 1 is the state just before this one: try your index with it.",
        one_too_far_in_the_list,
    ),
    Misconception(
        "past counted from its beginning",
        "Which of the states in `past` is `lag` steps before the one that you are computing?",
        past_counted_from_its_beginning,
    ),
    Misconception(
        "window moved the wrong way",
        "Print your window after two steps: is the oldest state the one that went?",
        window_moved_the_wrong_way,
    ),
    Misconception(
        "window not moved on",
        "Print your window after two steps: where is the state before the last?",
        window_not_moved,
    ),
    Misconception(
        "first lag left out",
        "Print k in your loop: is there a matrix that it never reaches?",
        first_lag_left_out,
    ),
    Misconception(
        "last lag left out",
        "Print k in your loop: is there a matrix that it never reaches?",
        last_lag_left_out,
    ),
    Misconception(
        "written for two lags", "There may be one lag, or three: use a loop.", written_for_two_lags
    ),
    Misconception("input not read", "Where does x[t] enter your sum?", input_not_read),
    Misconception(
        "lags added behind the tanh",
        "The activation stands around the whole sum.",
        lags_behind_the_tanh,
    ),
    Misconception(
        "bias outside the tanh", "The activation stands around the whole sum.", bias_behind_the_tanh
    ),
    Misconception(
        "input added at each lag",
        "Once at each step the input is read: is it inside your loop over the lags?",
        input_added_at_each_lag,
    ),
    Misconception(
        "new state already among those read",
        "Which state is `states[-1]` while you add up: the one before, or the new one?",
        new_state_among_those_read,
    ),
    Misconception(
        "a tanh of its own for each further lag",
        "One tanh stands around the whole sum.",
        first_lag_alone_with_the_input,
    ),
    Misconception("one state cut off", HOW_MANY, one_cut_off),
    Misconception("one state too few cut off", HOW_MANY, one_too_few_cut_off),
    Misconception("as many kept as the past holds", HOW_MANY, as_many_kept_as_the_past_holds),
    Misconception("cut off by the first lag", HOW_MANY, cut_off_by_the_first_lag),
    Misconception(
        "two things returned", "One array is wanted, the T new states.", two_things_returned
    ),
)
