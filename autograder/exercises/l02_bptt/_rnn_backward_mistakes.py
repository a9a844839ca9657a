"""Mistakes in rnn_backward: in the recursion over the steps, or in the sums over them."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import rnn


def right(dh, cache, params):
    dx, dh0, dparams = rnn.backward(dh, cache, params)
    return dx, dh0, *dparams


def _through_time(
    dh,
    cache,
    params,
    local=lambda direct, future, slope: (direct + future) * slope,
    slope=lambda t, h, h0: 1 - h[t] ** 2,
    back=lambda da, going_back, Wh: da @ Wh.T,
    order=reversed,
):
    """The right recursion with one thing to spoil.  ->  δa (T, N, H), dh0."""
    _, h0, h = cache
    da, future = np.zeros_like(h), np.zeros_like(h0)
    for t in order(range(len(h))):
        da[t] = local(dh[t], future, slope(t, h, h0))
        future = back(da[t], dh[t] + future, params.Wh)
    return da, future


def _sums(da, cache, x=None, before=None):
    """dWx, dWh, db; `x` and `before` in place of the inputs and of the states before each step."""
    x_read, h0, h = cache
    x = x_read if x is None else x
    before = np.concatenate([h0[None], h[:-1]]) if before is None else before
    return np.einsum("tnd,tnh->dh", x, da), np.einsum("tnk,tnh->kh", before, da), da.sum((0, 1))


def _spoilt(dh, cache, params, **what):
    da, dh0 = _through_time(dh, cache, params, **what)
    return da @ params.Wx.T, dh0, *_sums(da, cache)


def _one_step_only(t, dh, cache, params):
    dx, dh0, *_ = right(dh, cache, params)
    da, _ = _through_time(dh, cache, params)
    kept = np.zeros_like(da)
    kept[t] = da[t]
    return dx, dh0, *_sums(kept, cache)


def only_the_last_step(*args):
    return _one_step_only(-1, *args)


def only_the_first_step(*args):
    """Every turn of the loop replaces the gradient of the turn before."""
    return _one_step_only(0, *args)


def first_step_left_out(dh, cache, params):
    """range(T - 1, 0, -1) ends one step early."""
    da, dh0 = _through_time(dh, cache, params)
    da[0] = 0
    return da @ params.Wx.T, (da[1] @ params.Wh.T if len(da) > 1 else 0 * dh0), *_sums(da, cache)


def future_forgotten(*args):
    return _spoilt(*args, local=lambda direct, future, slope: direct * slope)


def only_the_last_loss(dh, cache, params):
    last = np.zeros_like(dh)
    last[-1] = dh[-1]
    return _spoilt(last, cache, params)


def future_piled_up(dh, cache, params):
    """What goes to the step before is added to what went to the step after."""
    _, h0, h = cache
    da, future = np.zeros_like(h), np.zeros_like(h0)
    for t in range(len(h) - 1, -1, -1):
        da[t] = (dh[t] + future) * (1 - h[t] ** 2)
        future = future + da[t] @ params.Wh.T
    return da @ params.Wx.T, future, *_sums(da, cache)


def forwards_in_time(*args):
    return _spoilt(*args, order=iter)


def slope_on_the_future_only(*args):
    return _spoilt(*args, local=lambda direct, future, slope: direct + future * slope)


def slope_on_the_loss_only(*args):
    return _spoilt(*args, local=lambda direct, future, slope: direct * slope + future)


def no_slope(*args):
    return _spoilt(*args, slope=lambda t, h, h0: 1)


def slope_of_the_state_before(*args):
    return _spoilt(*args, slope=lambda t, h, h0: 1 - (h[t - 1] if t else h0) ** 2)


def slope_not_sent_back(*args):
    return _spoilt(*args, back=lambda da, going_back, Wh: going_back @ Wh.T)


def recurrent_weights_not_transposed(*args):
    return _spoilt(*args, back=lambda da, going_back, Wh: da @ Wh)


def recurrent_weights_left_out(*args):
    return _spoilt(*args, back=lambda da, going_back, Wh: da)


def _other_sums(dh, cache, params, **what):
    dx, dh0, *_ = right(dh, cache, params)
    return dx, dh0, *_sums(_through_time(dh, cache, params)[0], cache, **what)


def state_after_the_step(dh, cache, params):
    return _other_sums(dh, cache, params, before=cache[2])


def last_state_before_the_first(dh, cache, params):
    """h[t - 1] at t = 0 is h[-1]."""
    return _other_sums(dh, cache, params, before=np.roll(cache[2], 1, axis=0))


def initial_state_taken_as_zero(dh, cache, params):
    _, h0, h = cache
    return _other_sums(dh, cache, params, before=np.concatenate([0 * h0[None], h[:-1]]))


def input_of_the_next_step(dh, cache, params):
    return _other_sums(dh, cache, params, x=np.roll(cache[0], -1, axis=0))


def gradient_of_the_first_state(dh, cache, params):
    dx, _, *sums = right(dh, cache, params)
    da, _ = _through_time(dh, cache, params)
    future = da[1] @ params.Wh.T if len(da) > 1 else 0
    return dx, dh[0] + future, *sums


def initial_state_without_gradient(dh, cache, params):
    dx, dh0, *sums = right(dh, cache, params)
    return dx, np.zeros_like(dh0), *sums


def averaged_over_the_batch(dh, cache, params):
    dx, dh0, *sums = right(dh, cache, params)
    return dx, dh0, *(gradient / dh.shape[1] for gradient in sums)


def inputs_in_the_order_of_the_loop(dh, cache, params):
    dx, dh0, *sums = right(dh, cache, params)
    return dx[::-1], dh0, *sums


def initial_state_before_every_step(dh, cache, params):
    return _other_sums(dh, cache, params, before=np.broadcast_to(cache[1], cache[2].shape))


def input_of_the_step_before(dh, cache, params):
    return _other_sums(dh, cache, params, x=np.roll(cache[0], 1, axis=0))


def last_loss_twice(dh, cache, params):
    """The loop begins with dh[-1] in place of zeros."""
    last = dh.copy()
    last[-1] *= 2
    return right(last, cache, params)


def last_step_left_out(*args):
    """range(T - 2, -1, -1) begins one step too early."""
    return _spoilt(*args, order=lambda steps: reversed(steps[:-1]))


def nothing_but_the_last_step(dh, cache, params):
    """return stands inside the loop."""
    da = np.zeros_like(cache[2])
    da[-1] = dh[-1] * (1 - cache[2][-1] ** 2)
    return da @ params.Wx.T, da[-1] @ params.Wh.T, *_sums(da, cache)


def carried_back_without_the_step(dh, cache, params):
    da = np.cumsum(dh[::-1], axis=0)[::-1] * (1 - cache[2] ** 2)
    return da @ params.Wx.T, da[0] @ params.Wh.T, *_sums(da, cache)


def loss_of_the_next_step(dh, cache, params):
    total = dh.copy()
    total[:-1] += dh[1:]
    da = total * (1 - cache[2] ** 2)
    return da @ params.Wx.T, da[0] @ params.Wh.T, *_sums(da, cache)


def inputs_summed_over_time(dh, cache, params):
    dx, dh0, *sums = right(dh, cache, params)
    return dx.sum(axis=0), dh0, *sums


def input_and_state_exchanged(dh, cache, params):
    dx, dh0, *sums = right(dh, cache, params)
    return dh0, dx, *sums


MISTAKES = (
    Misconception(
        "only the last step's gradient",
        "The same weights worked at every step: what happens to the gradients "
        "that those steps find?",
        only_the_last_step,
    ),
    Misconception(
        "only the first step's gradient",
        "Does each turn of your loop add to the gradients, or replace them?",
        only_the_first_step,
    ),
    Misconception(
        "the first step left out",
        "Write down which values t takes in your loop, to the very last of them.",
        first_step_left_out,
    ),
    Misconception(
        "the future forgotten",
        "A state is used twice: by its own loss and by the next step.",
        future_forgotten,
    ),
    Misconception(
        "the loss of the last step only",
        "Every step has a loss of its own, whose gradient joins the one that comes back "
        "from the future.",
        only_the_last_loss,
    ),
    Misconception(
        "the future piled up",
        "What step t sends back is for step t−1 alone: does yours still hold "
        "what later steps sent?",
        future_piled_up,
    ),
    Misconception(
        "forwards in time",
        "A state can pass its gradient on only when all that comes after it is known.",
        forwards_in_time,
    ),
    Misconception(
        "slope missing on the loss's part",
        "Both gradients that meet at a state go back through the same tanh.",
        slope_on_the_future_only,
    ),
    Misconception(
        "slope missing on the future's part",
        "Both gradients that meet at a state go back through the same tanh.",
        slope_on_the_loss_only,
    ),
    Misconception(
        "no derivative of tanh",
        "Each step back passes through a squashing, which scales the gradient.",
        no_slope,
    ),
    Misconception(
        "slope of the state before",
        "Which state came out of the tanh of step t?",
        slope_of_the_state_before,
    ),
    Misconception(
        "slope missing on the way to the step before",
        "On its way to the state before, the gradient passes tanh first and Wh after it.",
        slope_not_sent_back,
    ),
    Misconception(
        "Wh not transposed",
        "Forwards, entry (j, k) of Wh carries unit j to unit k; which way does a gradient go?",
        recurrent_weights_not_transposed,
    ),
    Misconception(
        "Wh left out between the steps",
        "One state reaches the next through a matrix, and the gradient returns the same way.",
        recurrent_weights_left_out,
    ),
    Misconception(
        "h[t] used for the state before",
        "At step t, Wh multiplied the state that came in, not the one that went out.",
        state_after_the_step,
    ),
    Misconception(
        "the last state before the first step",
        "Which entry of `h` is h[t − 1] when t is 0, and which state should it be?",
        last_state_before_the_first,
    ),
    Misconception(
        "initial state taken as zero",
        "At the first step Wh multiplied a state too, and here it is not zero.",
        initial_state_taken_as_zero,
    ),
    Misconception(
        "input of the next step",
        "Pair the gradient of each step with the input that was read at that very step.",
        input_of_the_next_step,
    ),
    Misconception(
        "gradient of the first state in place of h0's",
        "h0 lies one step further back than the first state: through what?",
        gradient_of_the_first_state,
    ),
    Misconception(
        "the initial state's gradient forgotten",
        "h0 is an input of the first step, and the loss depends on it.",
        initial_state_without_gradient,
    ),
    Misconception(
        "averaged over the batch",
        "If the loss is a mean over sequences, dh holds that factor already.",
        averaged_over_the_batch,
    ),
    Misconception(
        "inputs in the order of the loop",
        "The loop meets the steps from the last to the first; in which order must they lie?",
        inputs_in_the_order_of_the_loop,
    ),
    Misconception(
        "h0 before every step",
        "h0 is the state before one step only: which states came before the others?",
        initial_state_before_every_step,
    ),
    Misconception(
        "input of the step before",
        "Pair the gradient of each step with the input that was read at that very step.",
        input_of_the_step_before,
    ),
    Misconception(
        "the last loss counted twice",
        "After the last step there is no other: with what must the loop begin?",
        last_loss_twice,
    ),
    Misconception(
        "the last step left out",
        "Write down which values t takes in your loop, from the very first of them.",
        last_step_left_out,
    ),
    Misconception(
        "nothing done but the last step",
        "How often does your loop run before the function returns?",
        nothing_but_the_last_step,
    ),
    Misconception(
        "carried back without the step",
        "From a state to the one before, a gradient passes through tanh and Wh: which line of "
        "yours takes it there?",
        carried_back_without_the_step,
    ),
    Misconception(
        "the next loss in place of what its step sends back",
        "What a step sends back comes from all losses after it, through tanh and Wh.",
        loss_of_the_next_step,
    ),
    Misconception(
        "inputs' gradient summed over time",
        "The weights are shared by all steps; does an input belong to more than one?",
        inputs_summed_over_time,
    ),
    Misconception(
        "dx and dh0 exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        input_and_state_exchanged,
        whole=True,
    ),
)
