"""jacobian_product: how a late state depends on an early one, ∂h[t] / ∂h[s].

∂h[t] / ∂h[s] = J[s+1] J[s+2] … J[t],      J[k] = Wh diag(1 − h[k]²)
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import jacobians, rnn
from rnn_core.gradient_check import numerical_gradient


def reference(h, Wh, s, t):
    P = np.eye(len(Wh), dtype=h.dtype)
    for k in range(s + 1, t + 1):
        P = P @ jacobians.step_jacobian(h[k], Wh)
    return P


def draw(rng, T, H, dtype=float):
    """h, Wh: slopes that differ between steps, and products that do not vanish."""
    h, Wh = np.tanh(rng.normal(size=(T, H))), rng.normal(size=(H, H)) / H**0.5 + np.eye(H) / 2
    return h.astype(dtype), Wh.astype(dtype)


def numerical(x, h0, params, s, t):
    """->  h (T, H), ∂h[t] / ∂h[s] (H, H), asked of the forward pass."""
    h = rnn.forward(x, h0, params)[0][:, 0]
    later, H = x[s + 1 : t + 1], len(params.Wh)

    def unit(j):
        return lambda state: rnn.forward(later, state, params)[0][-1, 0, j]

    return h, np.stack([numerical_gradient(unit(j), h[s][None])[0] for j in range(H)], axis=1)


def cases(rng):
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((2, 3), (3, 3), (3,))))
    h, found = numerical(rng.normal(size=(6, 1, 2)), np.zeros((1, 3)), params, 1, 4)
    single = draw(rng, T=5, H=3, dtype=np.float32)
    long, Wh = draw(rng, T=8, H=3)
    return [
        Case("values", "four steps", (*draw(rng, T=7, H=3), 1, 5)),
        Case("values", "two steps", (*draw(rng, T=6, H=2), 2, 4)),
        Case("gradient", "against central differences", (h, params.Wh, 1, 4), expected=found),
        Case("edge cases", "a single step", (*draw(rng, T=4, H=3), 1, 2)),
        Case("edge cases", "no step at all", (*draw(rng, T=4, H=3), 2, 2)),
        Case("edge cases", "from the first state to the last", (*draw(rng, T=4, H=2), 0, 3)),
        Case("edge cases", "one unit", (*draw(rng, T=6, H=1), 1, 4)),
        Case("edge cases", "float32", (*single, 0, 4)),
        Case("edge cases", "a view that is not contiguous", (long[::2], Wh.T.copy().T, 0, 3)),
    ]


def _product(matrices, H):
    P = np.eye(H)
    for J in matrices:
        P = P @ J
    return P


def _all(h, Wh):
    return Wh * (1 - h**2)[:, None, :]


def one_step_early(h, Wh, s, t):
    return _product(_all(h, Wh)[s:t], len(Wh))


def one_step_too_many(h, Wh, s, t):
    return _product(_all(h, Wh)[s : t + 1], len(Wh))


def last_step_missing(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 : t], len(Wh))


def from_the_beginning(h, Wh, s, t):
    return _product(_all(h, Wh)[1 : t + 1], len(Wh))


def to_the_end(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 :], len(Wh))


def latest_first(h, Wh, s, t):
    return _product(_all(h, Wh)[s + 1 : t + 1][::-1], len(Wh))


def weights_transposed(h, Wh, s, t):
    return reference(h, Wh.T, s, t)


def nothing_for_no_step(h, Wh, s, t):
    return reference(h, Wh, s, t) * (s < t)


def tanh_of_the_state(h, Wh, s, t):
    return reference(np.tanh(h), Wh, s, t)


def transposed(h, Wh, s, t):
    return reference(h, Wh, s, t).T


def entry_times_entry(h, Wh, s, t):
    return np.prod(_all(h, Wh)[s + 1 : t + 1], axis=0)


def entry_times_entry_of_the_identity(h, Wh, s, t):
    """P * J, begun with np.eye: nothing beside the diagonal survives."""
    return np.eye(len(Wh)) * entry_times_entry(h, Wh, s, t)


def each_factor_transposed(h, Wh, s, t):
    return _product([J.T for J in _all(h, Wh)[s + 1 : t + 1]], len(Wh))


def sum_of_steps(h, Wh, s, t):
    return _all(h, Wh)[s + 1 : t + 1].sum(axis=0)


def power_of_the_weights(h, Wh, s, t):
    return np.linalg.matrix_power(Wh, t - s)


def last_slope_at_every_step(h, Wh, s, t):
    return np.linalg.matrix_power(_all(h, Wh)[t], t - s)


def slopes_only(h, Wh, s, t):
    return np.diag(np.prod(1 - h[s + 1 : t + 1] ** 2, axis=0))


def slope_on_the_rows(h, Wh, s, t):
    J = Wh * (1 - h**2)[:, :, None]
    return _product(J[s + 1 : t + 1], len(Wh))


def slopes_apart_from_weights(h, Wh, s, t):
    """All the weights first, then all the slopes."""
    return np.linalg.matrix_power(Wh, t - s) * np.prod(1 - h[s + 1 : t + 1] ** 2, axis=0)


def only_the_last_step(h, Wh, s, t):
    """Every turn of the loop replaces the product of the turn before."""
    return _all(h, Wh)[t] if t > s else np.eye(len(Wh))


def one_step_at_least(h, Wh, s, t):
    """Begins with the first factor, which there may not be."""
    J = _all(h, Wh)
    P = J[min(s + 1, len(h) - 1)]
    for k in range(s + 2, t + 1):
        P = P @ J[k]
    return P


def loop(h, Wh, s, t):
    P = np.eye(len(Wh))
    for k in range(s + 1, t + 1):
        P = P @ (Wh * (1 - h[k] ** 2))
    return P


def from_the_last_step_backwards(h, Wh, s, t):
    P = np.identity(h.shape[1])
    for k in range(t, s, -1):
        P = Wh @ np.diag(1 - h[k] * h[k]) @ P
    return P


def recursion(h, Wh, s, t):
    if s == t:
        return np.eye(len(Wh))
    return np.einsum("ij,jk,k->ik", recursion(h, Wh, s, t - 1), Wh, 1 - h[t] ** 2)


def unit_by_unit(h, Wh, s, t):
    """Each column by backpropagation from one unit of the late state."""
    columns = []
    for j in range(len(Wh)):
        going_back = np.zeros(len(Wh))
        going_back[j] = 1
        for k in range(t, s, -1):
            going_back = Wh @ (going_back * (1 - h[k] ** 2))
        columns.append(going_back)
    return np.array(columns).T


EXERCISE = Exercise(
    points={"values": 3, "gradient": 1, "edge cases": 1},
    returns={"P": ("H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "Wh transposed",
            "In each factor, entry (i, j) of Wh carries unit i to unit j, and so does J.",
            weights_transposed,
        ),
        Misconception(
            "zero for no step at all",
            "Does h[t] depend on itself? What is a product of no matrices?",
            nothing_for_no_step,
        ),
        Misconception(
            "tanh applied again",
            "The states that you are given have been through tanh already.",
            tanh_of_the_state,
        ),
        Misconception(
            "one step early",
            "Which state does J[k] lead to, and which does it start from? Try t = s + 1.",
            one_step_early,
        ),
        Misconception(
            "one step too many",
            "How many steps lie between h[s] and h[t]? As many factors does the product have.",
            one_step_too_many,
        ),
        Misconception(
            "the last step missing",
            "Python's ranges end before their end: does yours contain the step that makes h[t]?",
            last_step_missing,
        ),
        Misconception(
            "from the beginning of the sequence",
            "The steps before h[s] are over when h[s] is given.",
            from_the_beginning,
        ),
        Misconception(
            "to the end of the sequence",
            "What comes after h[t] does not change h[t].",
            to_the_end,
        ),
        Misconception(
            "latest step first",
            "With row vectors a change in h[s] passes the first step on the left: "
            "which factor does it meet first?",
            latest_first,
        ),
        Misconception(
            "rows and columns exchanged",
            "Rows belong to the early state, columns to the late one.",
            transposed,
        ),
        Misconception(
            "multiplied entry by entry",
            "A unit reaches another over all units in between: that is a product of matrices.",
            entry_times_entry,
        ),
        Misconception(
            "the identity multiplied entry by entry",
            "In NumPy, which sign stands for the product of two matrices?",
            entry_times_entry_of_the_identity,
        ),
        Misconception(
            "each factor transposed",
            "The early state has the rows and the late one the columns, in each factor as in the "
            "product: what needs to be turned?",
            each_factor_transposed,
        ),
        Misconception(
            "steps added up",
            "One step works on what the step before has made of the change.",
            sum_of_steps,
        ),
        Misconception(
            "weights without slopes",
            "This is what a linear network would do: what does the tanh of each step add?",
            power_of_the_weights,
        ),
        Misconception(
            "one slope for all steps",
            "The slopes follow the states, which differ from step to step.",
            last_slope_at_every_step,
        ),
        Misconception(
            "slopes without weights",
            "Between two tanh the change passes a matrix.",
            slopes_only,
        ),
        Misconception(
            "slope on the rows",
            "In each factor, the slope belongs to the unit that comes out of the tanh.",
            slope_on_the_rows,
        ),
        Misconception(
            "weights first, slopes afterwards",
            "Weights and slopes take turns, and matrices may not be put into another order.",
            slopes_apart_from_weights,
        ),
        Misconception(
            "one step at least",
            "How does h[t] depend on itself? Begin the product with what a product of "
            "no matrices is.",
            one_step_at_least,
        ),
        Misconception(
            "only the last factor",
            "Does each turn of your loop multiply the product, or replace it?",
            only_the_last_step,
        ),
    ),
    correct=(loop, from_the_last_step_backwards, recursion, unit_by_unit),
    allowed=(jacobians.step_jacobian,),
)
