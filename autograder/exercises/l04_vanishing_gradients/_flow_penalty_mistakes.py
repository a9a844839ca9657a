"""Mistakes in flow_penalty: in Ω, or in Ω and its gradient; those in the gradient alone are beside.

Many forget that dh may be 0. What they have wrong besides is named with it.
"""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import flow


def right(dh, h, Wh):
    penalty, cache = flow.flow_penalty(dh, h, Wh)
    return penalty, flow.flow_penalty_backward(cache)


def length(vectors):
    return np.sqrt((vectors**2).sum(axis=-1, keepdims=True))


def penalty(
    dh,
    h,
    Wh,
    slope=lambda h: 1 - h**2,
    back=lambda v, W: v @ W.T,
    value=lambda r: (r - 1) ** 2,
    value_slope=lambda r: 2 * (r - 1),
    share=lambda T, N: 1 / N,
    du=lambda direction, u, before: direction * u / (length(u) * before),
    dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", du, v),
    counted=False,
):
    """The right formulas with one thing to spoil; counted: r is 0 where dh is 0.  ->  Ω, ∂Ω/∂Wh."""
    T, N, _ = h.shape
    before = length(dh)
    reached = before > 0
    before = np.where(reached, before, 1)
    v = dh * slope(h)
    u = back(v, Wh)
    r = np.where(reached, length(u) / before, 1)
    u = np.where(reached, u, 1)  # its direction does not matter: r − 1 is 0
    direction = share(T, N) * np.where(reached, value_slope(r), 0)
    if counted:
        r = np.where(reached, r, 0)
    omega = share(T, N) * np.where(reached | counted, value(r), 0).sum()
    return omega, dWh(du(direction, u, before), v, dh)


def no_slope(*args):
    return penalty(*args, slope=np.ones_like)


def slope_without_square(*args):
    return penalty(*args, slope=lambda h: 1 - h)


def slope_of_the_state_before(dh, h, Wh):
    return penalty(dh, h, Wh, slope=lambda h: 1 - np.concatenate([0 * h[:1], h[:-1]]) ** 2)


def weights_not_transposed(*args):
    return penalty(
        *args,
        back=lambda v, W: v @ W,
        dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", v, du),
    )


def square_forgotten(*args):
    return penalty(*args, value=lambda r: r - 1, value_slope=np.ones_like)


def size_in_place_of_square(*args, **more):
    return penalty(
        *args, value=lambda r: np.abs(r - 1), value_slope=lambda r: np.sign(r - 1), **more
    )


def ratio_of_squares(*args):
    return penalty(
        *args,
        value=lambda r: (r**2 - 1) ** 2,
        value_slope=lambda r: 4 * r * (r**2 - 1),
    )


def ratio_turned_round(*args):
    return penalty(
        *args,
        value=lambda r: (1 / r - 1) ** 2,
        value_slope=lambda r: -2 * (1 / r - 1) / r**2,
    )


def drawn_to_zero(*args):
    """(r)² in place of (r − 1)²."""
    return penalty(*args, value=lambda r: r**2, value_slope=lambda r: 2 * r)


def summed_over_the_batch(*args, **more):
    return penalty(*args, share=lambda T, N: 1.0, **more)


def averaged_over_time(*args, **more):
    return penalty(*args, share=lambda T, N: 1 / (T * N), **more)


def averaged_over_time_alone(*args):
    return penalty(*args, share=lambda T, N: 1 / T)


def difference_of_norms(dh, h, Wh):
    """‖u‖ − ‖δh‖ in place of their ratio minus 1."""
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    gap = length(u) - length(dh)
    size = np.where(length(u) > 0, length(u), 1)
    return (gap**2).sum() / N, np.einsum("tni,tnj->ij", 2 / N * gap * u / size, v)


def one_ratio_for_the_batch(dh, h, Wh):
    """Norms over sequences and units at once."""
    v = dh * (1 - h**2)
    u = v @ Wh.T
    before = np.sqrt((dh**2).sum(axis=(1, 2), keepdims=True))
    after = np.sqrt((u**2).sum(axis=(1, 2), keepdims=True))
    reached = before > 0
    before, size = np.where(reached, before, 1), np.where(reached, after, 1)
    r = np.where(reached, after / before, 1)
    du = 2 / h.shape[1] * (r - 1) * u / (size * before)
    return ((r - 1) ** 2).sum() / h.shape[1], np.einsum("tni,tnj->ij", du, v)


def unreached_steps_counted(dh, h, Wh):
    """A ratio of 0 where nothing arrives."""
    omega, dWh = right(dh, h, Wh)
    return omega + (length(dh) == 0).sum() / h.shape[1], dWh


def divided_by_zero(dh, h, Wh):
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    with np.errstate(all="ignore"):
        r = length(u) / length(dh)
        du = 2 / N * (r - 1) * u / (length(u) * length(dh))
    return ((r - 1) ** 2).sum() / N, np.einsum("tni,tnj->ij", du, v)


def first_step_left_out(dh, h, Wh):
    """range(1, T): the step back to h0 does not count."""
    omega, dWh = right(dh, h, Wh)
    first, of_first = right(dh[:1], h[:1], Wh)
    return omega - first, dWh - of_first


def last_step_left_out(dh, h, Wh):
    omega, dWh = right(dh, h, Wh)
    last, of_last = right(dh[-1:], h[-1:], Wh)
    return omega - last, dWh - of_last


def weights_before_the_slope(dh, h, Wh):
    return _spoilt_size(dh, lambda dh: (dh @ Wh.T) * (1 - h**2), dh)


def _spoilt_size(dh, back, v):
    """Ω of another u, with the gradient that its lines would have."""
    N = dh.shape[1]
    u, before = back(dh), length(dh)
    reached = before > 0
    before, size = np.where(reached, before, 1), np.where(reached, length(u), 1)
    distance = size / before - 1
    du = 2 / N * distance * u / (size * before)
    return (distance**2).sum() / N, np.einsum("tni,tnj->ij", du, v)


def ratio_of_two_that_are_given(dh, h, Wh):
    """‖dh[t−1]‖ / ‖dh[t]‖."""
    sizes = length(dh)[..., 0]
    reached = sizes[1:] > 0
    r = np.where(reached, sizes[:-1] / np.where(reached, sizes[1:], 1), 1)
    return ((r - 1) ** 2).sum() / h.shape[1], right(dh, h, Wh)[1]


def left_out_for_all_sequences(dh, h, Wh):
    reached = (length(dh) > 0).all(axis=(1, 2))
    return right(dh[reached], h[reached], Wh)


def _with_mask(dh, h, Wh, unreached):
    """1 in place of both norms where `unreached` says so."""
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    before, after = np.where(unreached, 1, length(dh)), np.where(unreached, 1, length(u))
    distance = np.mean(after / before - 1, axis=2, keepdims=True)
    du = 2 / N * (after / before - 1) * u / (after * before)
    return (distance**2).sum() / N, np.einsum("tni,tnj->ij", du, v)


def one_unit_at_zero(dh, h, Wh):
    return _with_mask(dh, h, Wh, (dh == 0).any(axis=2, keepdims=True))


def entry_by_entry(dh, h, Wh):
    return _with_mask(dh, h, Wh, dh == 0)


def small_ones_left_out(dh, h, Wh):
    return _with_mask(dh, h, Wh, length(dh) < 1e-3)


def something_added_to_the_norms(dh, h, Wh):
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    before, after = length(dh) + 1e-8, length(u) + 1e-8
    distance = np.where(length(dh) > 0, after / before - 1, 0)
    du = 2 / N * distance * u / (after * before)
    return (distance**2).sum() / N, np.einsum("tni,tnj->ij", du, v)


MISTAKES = (
    Misconception(
        "slope without the square",
        "Look again at how the derivative of tanh is written in its own value.",
        slope_without_square,
    ),
    Misconception(
        "no derivative of tanh",
        "A step back passes the tanh first: it may be what makes the gradient shrink.",
        no_slope,
    ),
    Misconception(
        "slope of the state before",
        "On the way from h[t] back to h[t−1], which of the two came out of the tanh?",
        slope_of_the_state_before,
    ),
    Misconception(
        "Wh not transposed",
        "Forwards, entry (i, j) of Wh carries unit i to unit j; which way does a gradient go?",
        weights_not_transposed,
    ),
    Misconception(
        "the square forgotten",
        "May a ratio that is too large make up for another that is too small?",
        square_forgotten,
    ),
    Misconception(
        "sizes in place of squares",
        "How is the distance of a ratio from 1 measured here?",
        size_in_place_of_square,
    ),
    Misconception(
        "ratio of squared norms",
        "A vector (3, 4) has the length 5: is r a ratio of lengths?",
        ratio_of_squares,
    ),
    Misconception(
        "ratio turned round",
        "Which of the two norms is measured after the step back, and where does it stand?",
        ratio_turned_round,
    ),
    Misconception(
        "drawn towards zero",
        "What ratio would be best, and what is your Ω there?",
        drawn_to_zero,
    ),
    Misconception(
        "summed over the batch",
        "Twice as many sequences should not make the penalty twice as large.",
        summed_over_the_batch,
    ),
    Misconception(
        "averaged over time",
        "Over the steps the penalty is a sum.",
        averaged_over_time,
    ),
    Misconception(
        "averaged over time in place of the batch",
        "Twice as many sequences or sequences twice as long: which makes the penalty larger?",
        averaged_over_time_alone,
    ),
    Misconception(
        "difference in place of ratio",
        "A gradient of 1e-9 that keeps its size is as good as one of 1: is it to your Ω?",
        difference_of_norms,
    ),
    Misconception(
        "one ratio for the whole batch",
        "Each sequence has a gradient of its own, with a length of its own.",
        one_ratio_for_the_batch,
    ),
    Misconception(
        "steps counted that the loss does not reach",
        "Where nothing arrives there is nothing to keep: what should such a step add?",
        unreached_steps_counted,
    ),
    Misconception(
        "divided by zero",
        "The gradient at a step may be zero: what does your ratio become there?",
        divided_by_zero,
    ),
    Misconception(
        "the first step left out",
        "A step leads back from h[0] too: to the initial state.",
        first_step_left_out,
    ),
    Misconception(
        "the last step left out",
        "The last state has a gradient like all others: which values does your t take?",
        last_step_left_out,
    ),
    Misconception(
        "weights first, slope afterwards",
        "Forwards it is weights, then tanh; in which order does the way back meet them?",
        weights_before_the_slope,
    ),
    Misconception(
        "ratio of two given gradients",
        "dh_total may hold what a loss asks of h[t−1] directly: what comes back from h[t] alone?",
        ratio_of_two_that_are_given,
    ),
    Misconception(
        "a step left out for all sequences",
        "May the loss reach a step of one sequence, and not the same step of another?",
        left_out_for_all_sequences,
    ),
    Misconception(
        "one unit at zero taken for none at all",
        "Is a step without a gradient when one of its units has none?",
        one_unit_at_zero,
    ),
    Misconception(
        "single units left out",
        "Is a step without a gradient when one of its units has none?",
        entry_by_entry,
    ),
    Misconception(
        "small gradients taken for none",
        "A gradient of 1e-5 that keeps its size is as good as one of 1: what does yours add?",
        small_ones_left_out,
    ),
    Misconception(
        "something added to the norms",
        "Beside a gradient of 1e-5, is what you add still small?",
        something_added_to_the_norms,
    ),
)
