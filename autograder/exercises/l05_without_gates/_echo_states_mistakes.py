"""Mistakes in echo_states: the step, what it starts from, and which states are returned."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import echo_state


def reference(x, h0, params, alpha, washout):
    return echo_state.states(x, h0, params, alpha)[washout:]


def run(x, h0, params, alpha):
    h, states = h0, []
    for x_t in x:
        n = np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        h = alpha * h + (1 - alpha) * n
        states.append(h)
    return np.stack(states)


def nothing_left_out(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)


def inputs_left_out(x, h0, params, alpha, washout):
    return run(x[washout:], h0, params, alpha)


def end_left_out(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[: len(x) - washout]


def one_too_few_left_out(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[max(washout - 1, 0) :]


def one_too_many_left_out(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[washout + 1 :]


def only_the_washout(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[:washout]


def last_ones_kept(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[-washout:]


def set_to_zero(x, h0, params, alpha, washout):
    h = run(x, h0, params, alpha)
    h[:washout] = 0
    return h


def sequences_left_out(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[:, washout:]


def h0_ignored(x, h0, params, alpha, washout):
    return run(x, np.zeros_like(h0), params, alpha)[washout:]


def state_not_carried(x, h0, params, alpha, washout):
    states = [
        alpha * h0 + (1 - alpha) * np.tanh(x_t @ params.Wx + h0 @ params.Wh + params.b) for x_t in x
    ]
    return np.stack(states)[washout:]


def one_state_late(x, h0, params, alpha, washout):
    return np.concatenate([h0[None], run(x, h0, params, alpha)[:-1]])[washout:]


def h0_among_the_states(x, h0, params, alpha, washout):
    return np.concatenate([h0[None], run(x, h0, params, alpha)])[washout:]


def leak_not_used(x, h0, params, alpha, washout):
    return run(x, h0, params, 0.0)[washout:]


def kept_and_new_exchanged(x, h0, params, alpha, washout):
    return run(x, h0, params, 1 - alpha)[washout:]


def new_part_in_full(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        h = alpha * h + np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])


def no_tanh(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        h = alpha * h + (1 - alpha) * (x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])


def one_alpha_for_all(x, h0, params, alpha, washout):
    return run(x, h0, params, np.ravel(alpha)[0])[washout:]


def leak_not_fed_back(x, h0, params, alpha, washout):
    h, n, states = h0, h0, []
    for x_t in x:
        n = np.tanh(x_t @ params.Wx + n @ params.Wh + params.b)
        h = alpha * h + (1 - alpha) * n
        states.append(h)
    return np.stack(states[washout:])


def first_input_never_read(x, h0, params, alpha, washout):
    return np.concatenate([h0[None], run(x[1:], h0, params, alpha)])[washout:]


def one_input_jumped_over(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x[:washout]:
        h = run(x_t[None], h, params, alpha)[0]
    for x_t in x[washout + 1 :]:
        h = run(x_t[None], h, params, alpha)[0]
        states.append(h)
    return np.array(states)


def joined_without_a_new_axis(x, h0, params, alpha, washout):
    return np.concatenate(list(run(x, h0, params, alpha)[washout:]))


def last_state_only(x, h0, params, alpha, washout):
    return run(x, h0, params, alpha)[-1]


def last_state_everywhere(x, h0, params, alpha, washout):
    h = run(x, h0, params, alpha)
    h[:] = h[-1]
    return h[washout:]


def bias_missing(x, h0, params, alpha, washout):
    return run(x, h0, params._replace(b=np.zeros_like(params.b)), alpha)[washout:]


def wh_transposed(x, h0, params, alpha, washout):
    return run(x, h0, params._replace(Wh=params.Wh.T), alpha)[washout:]


def inputs_read_again(x, h0, params, alpha, washout):
    h, states = h0, []
    for t in range(washout):
        h = run(x[t : t + 1], h, params, alpha)[0]
    for t in range(len(x) - washout):
        h = run(x[t : t + 1], h, params, alpha)[0]
        states.append(h)
    return np.stack(states)


def mean_alpha_for_all(x, h0, params, alpha, washout):
    return run(x, h0, params, np.mean(alpha))[washout:]


def weights_read_the_kept_part(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        kept = alpha * h
        h = kept + (1 - alpha) * np.tanh(x_t @ params.Wx + kept @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])


def no_recurrent_weights(x, h0, params, alpha, washout):
    return run(x, h0, params._replace(Wh=np.zeros_like(params.Wh)), alpha)[washout:]


def start_kept_at_every_step(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        h = alpha * h0 + (1 - alpha) * np.tanh(x_t @ params.Wx + h @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])


def weights_read_the_start(x, h0, params, alpha, washout):
    h, states = h0, []
    for x_t in x:
        h = alpha * h + (1 - alpha) * np.tanh(x_t @ params.Wx + h0 @ params.Wh + params.b)
        states.append(h)
    return np.stack(states[washout:])


def zeros_after_the_washout(x, h0, params, alpha, washout):
    return run(x[washout:], np.zeros_like(h0), params, alpha)


def input_twice_at_the_seam(x, h0, params, alpha, washout):
    h = run(x[: washout + 1], h0, params, alpha)[-1]
    return run(x[washout:], h, params, alpha)


def input_never_at_the_seam(x, h0, params, alpha, washout):
    h = run(x[: washout - 1], h0, params, alpha)[-1] if washout > 1 else h0
    return run(x[washout:], h, params, alpha)


def all_read_after_the_washout(x, h0, params, alpha, washout):
    h = run(x[:washout], h0, params, alpha)[-1] if washout else h0
    return run(x, h, params, alpha)


def input_of_the_step_before(x, h0, params, alpha, washout):
    return run(np.roll(x, 1, axis=0), h0, params, alpha)[washout:]


MISTAKES = (
    Misconception("nothing left out", "Where does `washout` enter?", nothing_left_out),
    Misconception(
        "the washout never happened",
        "After the washout yours starts from h0 again, as if it had read nothing.",
        inputs_left_out,
    ),
    Misconception(
        "the end left out",
        "It is the beginning that still depends on an arbitrary start.",
        end_left_out,
    ),
    Misconception(
        "one step too few left out",
        "h[0] is the first of the states to be left out.",
        one_too_few_left_out,
    ),
    Misconception(
        "one step too many left out",
        "How many states are left if `washout` are taken away from T?",
        one_too_many_left_out,
    ),
    Misconception(
        "only the washout returned",
        "The states after the washout are wanted, not those in it.",
        only_the_washout,
    ),
    Misconception(
        "as many kept as should be left out",
        "`washout` counts the states to be left out, not those to be kept.",
        last_ones_kept,
    ),
    Misconception(
        "set to zero, not left out",
        "T − washout states are to be returned.",
        set_to_zero,
    ),
    Misconception(
        "sequences left out",
        "The first axis is time, the second is the batch.",
        sequences_left_out,
    ),
    Misconception(
        "h0 ignored", "Every sequence starts somewhere, and the caller says where.", h0_ignored
    ),
    Misconception(
        "state not carried on",
        "Each of your steps starts from the same state; what did the step before it leave?",
        state_not_carried,
    ),
    Misconception(
        "state stored before the input was read",
        "h[t] is the state after x[t] has been read: look at the order of the two lines, "
        "and at the first state in your list.",
        one_state_late,
    ),
    Misconception(
        "h0 counted among the states",
        "h0 is where the sequence starts, not something that it produced.",
        h0_among_the_states,
    ),
    Misconception("leak not used", "Where does α enter your step?", leak_not_used),
    Misconception(
        "kept and new exchanged",
        "With α close to 1 a reservoir changes slowly; yours changes fast.",
        kept_and_new_exchanged,
    ),
    Misconception(
        "only the last state returned",
        "A read-out will be fitted to many states, one for each step.",
        last_state_only,
    ),
    Misconception(
        "the last state at every step",
        "All your rows are the last state: is one array stored again and again?",
        last_state_everywhere,
    ),
    Misconception(
        "bias missing",
        "One of the three parameters is never used.",
        bias_missing,
    ),
    Misconception(
        "Wh transposed",
        "Wh is square, so its transpose fits too; rows belong to the old state.",
        wh_transposed,
    ),
    Misconception(
        "inputs of the washout read again",
        "Which input comes next after the washout?",
        inputs_read_again,
    ),
    Misconception(
        "one input jumped over",
        "Which input is read first after the washout? Compare the ends of your two loops.",
        one_input_jumped_over,
    ),
    Misconception(
        "x[0] never read",
        "h0 is the state before x[0] is read; yours stands in its place.",
        first_input_never_read,
    ),
    Misconception(
        "new part in full",
        "The two shares make one whole: if more is kept, less can come in.",
        new_part_in_full,
    ),
    Misconception(
        "no activation",
        "What comes in is what a plain network would compute, tanh included.",
        no_tanh,
    ),
    Misconception(
        "one α for all units",
        "α may be one number or one for each unit: does your code look at all of them?",
        one_alpha_for_all,
    ),
    Misconception(
        "the leak is not fed back",
        "Which state does Wh read: the one that leaks, or the one inside?",
        leak_not_fed_back,
    ),
    Misconception(
        "joined without a new axis",
        "Time needs an axis of its own: which function puts arrays behind each other on one?",
        joined_without_a_new_axis,
    ),
    Misconception(
        "mean α for all units",
        "Units with different α keep different shares; their mean is none of them.",
        mean_alpha_for_all,
    ),
    Misconception(
        "weights read the kept part only",
        "α weighs the result; the new part is computed from the whole old state.",
        weights_read_the_kept_part,
    ),
    Misconception(
        "recurrent weights not used",
        "What a plain network would do next depends on its state, too.",
        no_recurrent_weights,
    ),
    Misconception(
        "h0 kept at every step",
        "From the second step on, which state is to be kept in part?",
        start_kept_at_every_step,
    ),
    Misconception(
        "Wh reads h0 at every step",
        "From the second step on, which state does Wh read?",
        weights_read_the_start,
    ),
    Misconception(
        "zeros after the washout",
        "The state at the end of the washout is where the rest begins.",
        zeros_after_the_washout,
    ),
    Misconception(
        "one input read twice",
        "Print t in both loops: which input stands at the end of one and the start of the other?",
        input_twice_at_the_seam,
    ),
    Misconception(
        "last input of the washout never read",
        "Print t in both loops: which input is missing between them?",
        input_never_at_the_seam,
    ),
    Misconception(
        "all inputs read after the washout",
        "The inputs of the washout have been read: which comes next?",
        all_read_after_the_washout,
    ),
    Misconception(
        "input of the step before",
        "h[t] is the state after x[t] has been read: look at the index of x.",
        input_of_the_step_before,
    ),
)
