"""gradient_norms: how much of what a loss asks of the last state arrives at each state before.

δh[T−1] = dh_last      δh[t−1] = (δh[t] ⊙ (1 − h[t]²)) Whᵀ      norm[t, n] = ‖δh[t, n]‖
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import rnn
from rnn_core.gradient_check import numerical_gradient


def gradients(dh_last, h, Wh, slope=lambda h, t: 1 - h[t] ** 2, back=lambda da, Wh: da @ Wh.T):
    """->  δh (T, N, H); `slope` and `back` are there to be spoilt."""
    dh = np.zeros(h.shape, np.result_type(dh_last, h, Wh))
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = back(dh[t] * slope(h, t), Wh)
    return dh


def reference(dh_last, h, Wh):
    return np.linalg.norm(gradients(dh_last, h, Wh), axis=2)


def draw(rng, T, N, H, dtype=float):
    """dh_last, h, Wh: norms that change from step to step and do not vanish."""
    Wh = rng.normal(size=(H, H)) / H**0.5 + np.eye(H)
    arrays = rng.normal(size=(N, H)), np.tanh(rng.normal(size=(T, N, H))), Wh
    return tuple(array.astype(dtype) for array in arrays)


def numerical(dh_last, x, h0, params):
    """->  h (T, N, H), the norms (T, N) of ∂(Σ dh_last ⊙ h[T−1]) / ∂h[t], asked of the loss."""
    h, _ = rnn.forward(x, h0, params)
    norms = [np.linalg.norm(dh_last, axis=1)]
    for t in range(len(x) - 2, -1, -1):

        def loss(state, t=t):
            return np.sum(dh_last * rnn.forward(x[t + 1 :], state, params)[0][-1])

        norms.append(np.linalg.norm(numerical_gradient(loss, h[t]), axis=1))
    return h, np.array(norms[::-1])


def cases(rng):
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((2, 3), (3, 3), (3,))))
    asked = rng.normal(size=(2, 3))
    h, found = numerical(asked, rng.normal(size=(4, 2, 2)), np.zeros((2, 3)), params)
    dh_last, long, Wh = draw(rng, T=8, N=2, H=3)
    return [
        Case("values", "five steps, three sequences", draw(rng, T=5, N=3, H=4)),
        Case("values", "four steps, five sequences", draw(rng, T=4, N=5, H=2)),
        Case("gradient", "against central differences", (asked, h, params.Wh), expected=found),
        Case("edge cases", "one step", draw(rng, T=1, N=2, H=3)),
        Case("edge cases", "one sequence, one unit", draw(rng, T=4, N=1, H=1)),
        Case("edge cases", "float32", draw(rng, T=4, N=2, H=3, dtype=np.float32)),
        Case(
            "edge cases", "a view that is not contiguous", (50 * dh_last, long[::2], Wh.T.copy().T)
        ),
    ]


def _norms(dh):
    return np.linalg.norm(dh, axis=2)


def not_transposed(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, back=lambda da, Wh: da @ Wh))


def no_slope(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: 1))


def slope_of_the_state_before(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: 1 - h[t - 1] ** 2))


def tanh_of_the_state(dh_last, h, Wh):
    return _norms(gradients(dh_last, np.tanh(h), Wh))


def last_slope_at_every_step(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: 1 - h[-1] ** 2))


def slope_without_square(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: 1 - h[t]))


def no_weights(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, back=lambda da, Wh: da))


def slope_after_the_weights(dh_last, h, Wh):
    dh = np.zeros(h.shape)
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = (dh[t] @ Wh.T) * (1 - h[t] ** 2)
    return _norms(dh)


def slope_before_after_the_weights(dh_last, h, Wh):
    """The way from δa[t] to δa[t−1], begun with δh of the last step."""
    dh = np.zeros(h.shape)
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = (dh[t] @ Wh.T) * (1 - h[t - 1] ** 2)
    return _norms(dh)


def norm_over_the_batch(dh_last, h, Wh):
    """np.linalg.norm without an axis: one number for all sequences of a step."""
    norms = reference(dh_last, h, Wh)
    return np.linalg.norm(norms, axis=1, keepdims=True) * np.ones_like(norms)


def behind_the_slope(dh_last, h, Wh):
    """‖δa[t]‖ in place of ‖δh[t]‖."""
    return _norms(gradients(dh_last, h, Wh) * (1 - h**2))


def one_step_too_far(dh_last, h, Wh):
    """Goes through a step before it measures: row t is the gradient of h[t−1]."""
    dh = gradients(dh_last, h, Wh)
    return _norms((dh * (1 - h**2)) @ Wh.T)


def squared(dh_last, h, Wh):
    return reference(dh_last, h, Wh) ** 2


def sum_of_sizes(dh_last, h, Wh):
    return np.abs(gradients(dh_last, h, Wh)).sum(axis=2)


def largest_entry(dh_last, h, Wh):
    return np.abs(gradients(dh_last, h, Wh)).max(axis=2)


def root_mean_square(dh_last, h, Wh):
    return reference(dh_last, h, Wh) / h.shape[2] ** 0.5


def in_the_order_of_the_loop(dh_last, h, Wh):
    return reference(dh_last, h, Wh)[::-1]


def relative_to_the_last(dh_last, h, Wh):
    norms = reference(dh_last, h, Wh)
    return norms / norms[-1]


def sizes_of_the_factors(dh_last, h, Wh):
    """The upper bound: norms of the Jacobians multiplied, and not the norm of the product."""
    J = Wh * (1 - h**2)[:, :, None, :]
    stretch = np.linalg.norm(J, 2, axis=(2, 3))
    norms = np.linalg.norm(dh_last, axis=1) * np.ones(h.shape[:2])
    for t in range(len(h) - 1, 0, -1):
        norms[t - 1] = norms[t] * stretch[t]
    return norms


def loss_at_every_step(dh_last, h, Wh):
    dh = np.zeros(h.shape)
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = dh_last + (dh[t] * (1 - h[t] ** 2)) @ Wh.T
    return _norms(dh)


def first_row_never_filled(dh_last, h, Wh):
    """Measures at the top of a loop that ends at t = 1."""
    norms = reference(dh_last, h, Wh)
    norms[0] = 0
    return norms


def last_row_never_filled(dh_last, h, Wh):
    """Measures at the end of each turn, after the step back."""
    norms = reference(dh_last, h, Wh)
    norms[-1] = 0
    return norms


def forwards_with_the_jacobian(dh_last, h, Wh):
    """dh J in place of dh Jᵀ."""
    dh = np.zeros(h.shape)
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = (dh[t] @ Wh) * (1 - h[t] ** 2)
    return _norms(dh)


def from_the_loss_anew(dh_last, h, Wh):
    dh = np.zeros(h.shape)
    dh[-1] = dh_last
    for t in range(len(h) - 1, 0, -1):
        dh[t - 1] = (dh_last * (1 - h[t] ** 2)) @ Wh.T
    return _norms(dh)


def sum_of_entries(dh_last, h, Wh):
    return gradients(dh_last, h, Wh).sum(axis=2)


def slope_of_the_sigmoid(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: h[t] * (1 - h[t])))


def state_for_slope(dh_last, h, Wh):
    return _norms(gradients(dh_last, h, Wh, slope=lambda h, t: h[t]))


def going_back(dh_last, h, Wh):
    dh, norms = dh_last, []
    for h_t in h[::-1]:
        norms.append(np.sqrt((dh**2).sum(axis=1)))
        dh = (dh * (1 - h_t**2)) @ Wh.T
    return np.array(norms[::-1])


def products_of_jacobians(dh_last, h, Wh):
    T, N, H = h.shape
    P = np.tile(np.eye(H), (N, 1, 1))
    norms = np.empty((T, N))
    for t in range(T - 1, -1, -1):
        norms[t] = np.linalg.norm(np.einsum("nj,nij->ni", dh_last, P), axis=-1)
        P = (Wh * (1 - h[t] ** 2)[:, None, :]) @ P
    return norms


def one_sequence_at_a_time(dh_last, h, Wh):
    T, N, _ = h.shape
    norms = np.zeros((T, N))
    for n in range(N):
        v = dh_last[n].copy()
        norms[T - 1, n] = np.linalg.norm(v)
        for t in range(T - 2, -1, -1):
            v = Wh @ (v * (1 - h[t + 1, n] ** 2))
            norms[t, n] = np.linalg.norm(v)
    return norms


EXERCISE = Exercise(
    points={"values": 3, "gradient": 2, "edge cases": 1},
    returns={"norms": ("T", "N")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "tanh applied again",
            "The states that you are given have been through tanh already.",
            tanh_of_the_state,
        ),
        Misconception(
            "one slope for all steps",
            "The slopes follow the states, which differ from step to step.",
            last_slope_at_every_step,
        ),
        Misconception(
            "Wh not transposed",
            "Forwards, entry (j, k) of Wh carries unit j to unit k; which way does a gradient go?",
            not_transposed,
        ),
        Misconception(
            "no derivative of tanh",
            "Each step back passes through a squashing, which scales the gradient.",
            no_slope,
        ),
        Misconception(
            "slope of the state before",
            "On the way from h[t] back to h[t−1], which of the two came out of the tanh?",
            slope_of_the_state_before,
        ),
        Misconception(
            "slope without the square",
            "Look again at how the derivative of tanh is written in its own value.",
            slope_without_square,
        ),
        Misconception(
            "Wh left out between the steps",
            "One state reaches the next through a matrix, and the gradient returns the same way.",
            no_weights,
        ),
        Misconception(
            "weights first, slope afterwards",
            "Forwards it is weights, then tanh; in which order does the way back meet them?",
            slope_after_the_weights,
        ),
        Misconception(
            "weights first, then the slope of the state before",
            "So goes a gradient from inside one tanh to inside the tanh before it. Yours begins "
            "at a state, outside the tanh.",
            slope_before_after_the_weights,
        ),
        Misconception(
            "one norm for the whole batch",
            "Each sequence has a gradient, and a norm, of its own.",
            norm_over_the_batch,
        ),
        Misconception(
            "measured inside the tanh",
            "Measure what arrives at the state itself, before it goes on through the state's tanh.",
            behind_the_slope,
        ),
        Misconception(
            "measured one step too far back",
            "Nothing stands between the loss and the last state: what is the last row?",
            one_step_too_far,
        ),
        Misconception(
            "squared norm",
            "A vector (3, 4) has the length 5.",
            squared,
        ),
        Misconception(
            "sum of sizes in place of the norm",
            "A vector (3, 4) has the length 5.",
            sum_of_sizes,
        ),
        Misconception(
            "largest entry in place of the norm",
            "A vector (3, 4) has the length 5.",
            largest_entry,
        ),
        Misconception(
            "mean in place of the sum in the norm",
            "A vector (3, 4) has the length 5, and two more units at 0 do not change that.",
            root_mean_square,
        ),
        Misconception(
            "norms in the order of the loop",
            "The loop meets the steps from the last to the first; in which order must they lie?",
            in_the_order_of_the_loop,
        ),
        Misconception(
            "relative to the last step",
            "The norms themselves are asked for, not their share of the last one.",
            relative_to_the_last,
        ),
        Misconception(
            "norms multiplied in place of matrices",
            "That is an upper bound: a matrix stretches its favourite direction most, "
            "and your vector need not point there.",
            sizes_of_the_factors,
        ),
        Misconception(
            "a loss at every step",
            "Here only the last state has a loss.",
            loss_at_every_step,
        ),
        Misconception(
            "the first row never filled",
            "Which rows does your loop write? Look at the first and the last.",
            first_row_never_filled,
        ),
        Misconception(
            "the last row never filled",
            "Which rows does your loop write? Look at the first and the last.",
            last_row_never_filled,
        ),
        Misconception(
            "J not transposed",
            "J takes a change forwards. What takes a gradient back?",
            forwards_with_the_jacobian,
        ),
        Misconception(
            "from the loss anew at each step",
            "What arrives at h[t−1]: does it start at the last state, or at h[t]?",
            from_the_loss_anew,
        ),
        Misconception(
            "sum in place of the norm",
            "A vector (3, −4) has the length 5, not −1.",
            sum_of_entries,
        ),
        Misconception(
            "slope of the sigmoid",
            "This slope belongs to another squashing function than tanh.",
            slope_of_the_sigmoid,
        ),
        Misconception(
            "the state in place of the slope",
            "A unit at 0 is where tanh is steepest: what does it let through in your loop?",
            state_for_slope,
        ),
    ),
    correct=(going_back, products_of_jacobians, one_sequence_at_a_time),
)
