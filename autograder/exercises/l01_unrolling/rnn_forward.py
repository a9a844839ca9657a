"""rnn_forward: the step over a whole sequence, h[t] = tanh(x[t] Wx + h[t-1] Wh + b)."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l01_unrolling.rnn_step import random_params
from rnn_core import rnn


def reference(x, h0, params):
    return rnn.forward(x, h0, params)[0]


def cases(rng):
    T, N, D, H = 6, 3, 2, 4
    x, h0 = rng.standard_normal((T, N, D)), rng.uniform(-1, 1, (N, H))
    params = random_params(rng, D, H)
    one = rng.standard_normal((5, 1, 1)), rng.uniform(-1, 1, (1, 1)), random_params(rng, 1, 1)
    single = [a.astype(np.float32) for a in (x, h0, *params)]
    batch_major = rng.standard_normal((N, T, D))
    return [
        Case("values", "from an initial state", (x, h0, params)),
        Case("values", "from a zero state", (x, np.zeros_like(h0), params)),
        Case("edge cases", "a sequence of one step", (x[:1], h0, params)),
        Case("edge cases", "one sequence, one input, one unit", one),
        Case("edge cases", "a longer sequence", (rng.standard_normal((60, N, D)), h0, params)),
        Case("edge cases", "float32", (single[0], single[1], rnn.Params(*single[2:]))),
        Case("edge cases", "a swapped view of an array", (batch_major.swapaxes(0, 1), h0, params)),
    ]


# Mistakes that are easily made.


def h0_ignored(x, h0, params):
    h, states = np.zeros_like(h0), []
    for x_t in x:
        h = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states)


def state_not_carried(x, h0, params):
    return np.stack([np.tanh(x_t @ params.Wx + h0 @ params.Wh + params.b) for x_t in x])


def one_state_late(x, h0, params):
    h, states = h0, []
    for x_t in x:
        states.append(h)
        h = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
    return np.stack(states)


def first_input_skipped(x, h0, params):
    h = np.zeros((len(x), *h0.shape), dtype=x.dtype)
    h[0] = h0
    for t in range(1, len(x)):
        h[t] = np.tanh(x[t] @ params.Wx + h[t - 1] @ params.Wh + params.b)
    return h


def last_state_everywhere(x, h0, params):
    h, states = h0.copy(), []
    for x_t in x:
        h[:] = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states)


def last_state_only(x, h0, params):
    h = h0
    for x_t in x:
        h = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
    return h


def h0_included(x, h0, params):
    states = [h0]
    for x_t in x:
        states.append(np.tanh(x_t @ params.Wx + states[-1] @ params.Wh + params.b))
    return np.stack(states)


def read_from_the_end(x, h0, params):
    return h_of(x[::-1], h0, params)[::-1]


def first_input_repeated(x, h0, params):
    return h_of(np.stack([x[0]] * len(x)), h0, params)


def states_added_up(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h = h + np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states)


def pre_activation_carried(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h = x_t @ params.Wx + h @ params.Wh + params.b
        states.append(h)
    return np.stack(states)


def bias_missing(x, h0, params):
    return h_of(x, h0, params._replace(b=np.zeros_like(params.b)))


def wh_transposed(x, h0, params):
    return h_of(x, h0, params._replace(Wh=params.Wh.T))


def batch_axis_first(x, h0, params):
    return h_of(x.swapaxes(0, 1), h0, params).swapaxes(0, 1)


def batch_axis_returned_first(x, h0, params):
    return np.stack(list(h_of(x, h0, params)), axis=1)


def joined_without_a_new_axis(x, h0, params):
    return np.concatenate(list(h_of(x, h0, params)))


def input_of_the_step_before(x, h0, params):
    return h_of(np.roll(x, 1, axis=0), h0, params)


def always_from_the_first_state(x, h0, params):
    h = h_of(x[:1], h0, params)[0]
    return np.stack([h] + [np.tanh(x_t @ params.Wx + h @ params.Wh + params.b) for x_t in x[1:]])


def last_input_read_first(x, h0, params):
    return h_of(x[::-1], h0, params)


def last_step_left_out(x, h0, params):
    h = h_of(x, h0, params)
    h[-1] = 0
    return h


def only_the_first_step(x, h0, params):
    h = h_of(x, h0, params)
    h[1:] = 0
    return h


def first_sequence_for_all(x, h0, params):
    h = h_of(x, h0, params)
    h[:] = h[:, :1]
    return h


def shaped_like_the_inputs(x, h0, params):
    h = np.zeros_like(x)
    for t in range(len(x)):
        h[t] = np.tanh(x[t] @ params.Wx + (h[t - 1] if t else h0) @ params.Wh + params.b)
    return h


# Right answers in other styles.


def h_of(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states)


def preallocated(x, h0, params):
    h = np.empty((x.shape[0], h0.shape[0], h0.shape[1]), dtype=h0.dtype)
    for t in range(len(x)):
        before = h0 if t == 0 else h[t - 1]
        h[t] = np.tanh(np.dot(x[t], params.Wx) + np.dot(before, params.Wh) + params.b)
    return h


def inputs_first(x, h0, params):
    from_input = np.einsum("tnd,dh->tnh", x, params.Wx) + params.b
    states = [h0]
    for a in from_input:
        states.append(np.tanh(a + states[-1] @ params.Wh))
    return np.array(states[1:])


def recursive(x, h0, params):
    if len(x) == 0:
        return np.empty((0, *h0.shape), dtype=h0.dtype)
    h = np.tanh(x[0] @ params.Wx + h0 @ params.Wh + params.b)
    return np.concatenate([h[None], recursive(x[1:], h, params)])


def one_sequence_at_a_time(x, h0, params):
    Wx, Wh, b = params
    h = np.zeros((x.shape[0], x.shape[1], Wh.shape[0]), dtype=x.dtype)
    for n in range(x.shape[1]):
        state = h0[n]
        for t in range(x.shape[0]):
            state = np.tanh(state @ Wh + x[t, n] @ Wx + b)
            h[t, n] = state
    return h


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h": ("T", "N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "h0 ignored",
            "Every sequence starts somewhere, and the caller says where.",
            h0_ignored,
        ),
        Misconception(
            "state not carried on",
            "Each of your steps starts from the same state; "
            "what did the step before it leave behind?",
            state_not_carried,
        ),
        Misconception(
            "state stored before the input was read",
            "h[t] is the state after x[t] has been read: look at the order of the two lines.",
            one_state_late,
        ),
        Misconception(
            "first input never read",
            "There are T inputs and T new states; h0 is none of the new ones.",
            first_input_skipped,
        ),
        Misconception(
            "the last state at every step",
            "All your rows are the last state: is one array stored again and again "
            "and changed in place?",
            last_state_everywhere,
        ),
        Misconception(
            "only the last state returned",
            "All T states are wanted, one for each input.",
            last_state_only,
        ),
        Misconception(
            "h0 returned among the states",
            "One row too many: h0 is where the sequence starts, not something that it produced.",
            h0_included,
        ),
        Misconception(
            "sequence read from its end",
            "Time runs from t = 0 upwards: h[0] may depend on x[0] alone.",
            read_from_the_end,
        ),
        Misconception(
            "first input read at every step",
            "The input changes from step to step; look at the index of x.",
            first_input_repeated,
        ),
        Misconception(
            "new state added to the old one",
            "A step replaces the state; it is not an increment.",
            states_added_up,
        ),
        Misconception(
            "pre-activation carried on",
            "What is carried to the next step has passed through the activation.",
            pre_activation_carried,
        ),
        Misconception(
            "bias missing",
            "The step has three parameters; one of them is never used.",
            bias_missing,
        ),
        Misconception(
            "Wh transposed",
            "Wh is square, so its transpose fits too; rows belong to the old state.",
            wh_transposed,
        ),
        Misconception(
            "batch axis taken for time",
            "The first axis is time, the second is the batch: loop over the first.",
            batch_axis_first,
        ),
        Misconception(
            "states returned with the batch axis first",
            "Your numbers are right, and their first axis is the batch: where does the time axis "
            "belong?",
            batch_axis_returned_first,
        ),
        Misconception(
            "states joined without a time axis",
            "T arrays of shape (N, H) are joined end to end: time needs an axis of its own.",
            joined_without_a_new_axis,
        ),
        Misconception(
            "input of the step before",
            "h[t] is the state after x[t] has been read: look at the index of x.",
            input_of_the_step_before,
        ),
        Misconception(
            "every step from the first state",
            "After the second step the state is no longer h[0]: what does the step before leave?",
            always_from_the_first_state,
        ),
        Misconception(
            "the last input read first",
            "Time runs from t = 0 upwards: h[0] may depend on x[0] alone.",
            last_input_read_first,
        ),
        Misconception(
            "the last step left out",
            "The last row is still zero: which is the last value that t takes?",
            last_step_left_out,
        ),
        Misconception(
            "only the first step filled in",
            "All rows but the first are still zero: how often does your loop run before the "
            "function returns?",
            only_the_first_step,
        ),
        Misconception(
            "sequence 0 copied to all",
            "Each sequence of the batch has inputs and a state of its own.",
            first_sequence_for_all,
        ),
        Misconception(
            "states kept in the shape of the inputs",
            "An input has D entries; how many has a state?",
            shaped_like_the_inputs,
        ),
    ),
    correct=(h_of, preallocated, inputs_first, recursive, one_sequence_at_a_time),
    allowed=(rnn.step,),
)
