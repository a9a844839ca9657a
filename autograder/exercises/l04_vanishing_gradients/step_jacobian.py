"""step_jacobian: how every unit of the new state depends on every unit of the state before.

h' = tanh(x Wx + h Wh + b)          J[n, i, j] = ∂h'_j / ∂h_i = Wh[i, j] (1 − h'_j²)
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import jacobians, rnn
from rnn_core.activations import sigmoid
from rnn_core.gradient_check import numerical_gradient


def reference(h_next, Wh):
    return jacobians.step_jacobian(h_next, Wh)


def draw(rng, N, H, dtype=float):
    """h_next, Wh: states of a size that tanh gives, no symmetry."""
    h_next, Wh = np.tanh(rng.normal(size=(N, H))), rng.normal(size=(H, H)) / H**0.5
    return h_next.astype(dtype), Wh.astype(dtype)


def numerical(x, h, params):
    """->  h_next (N, H), ∂h_next[n, j] / ∂h[n, i] (N, H, H), asked of the forward step."""
    h_next, _ = rnn.step(x, h, params)
    J = np.zeros((*h.shape, h.shape[1]))
    for j in range(h.shape[1]):
        # summed over n: sequence n hears of its own state alone
        J[:, :, j] = numerical_gradient(lambda s, j=j: rnn.step(x, s, params)[0][:, j].sum(), h)
    return h_next, J


def cases(rng):
    x, h = rng.normal(size=(2, 3)), np.tanh(rng.normal(size=(2, 4)))
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((3, 4), (4, 4), (4,))))
    h_next, found = numerical(x, h, params)
    many, Wh = draw(rng, N=6, H=3)
    return [
        Case("values", "three sequences", draw(rng, N=3, H=4)),
        Case("values", "more sequences than units", draw(rng, N=5, H=2)),
        Case("gradient", "against central differences", (h_next, params.Wh), expected=found),
        Case("edge cases", "one sequence, one unit", draw(rng, N=1, H=1)),
        Case("edge cases", "as many sequences as units", draw(rng, N=3, H=3)),
        Case("edge cases", "float32", draw(rng, N=2, H=4, dtype=np.float32)),
        Case("edge cases", "a view that is not contiguous", (many[::2], Wh.T.copy().T)),
    ]


def _with_slope(slope, Wh):
    return Wh * slope[:, None, :]


def slope_on_the_rows(h_next, Wh):
    return Wh * (1 - h_next**2)[:, :, None]


def transposed(h_next, Wh):
    return np.swapaxes(reference(h_next, Wh), 1, 2)


def weights_transposed_only(h_next, Wh):
    return _with_slope(1 - h_next**2, Wh.T)


def no_slope(h_next, Wh):
    return _with_slope(np.ones_like(h_next), Wh)


def no_weights(h_next, Wh):
    return _with_slope(1 - h_next**2, np.eye(len(Wh)))


def own_units_only(h_next, Wh):
    """The diagonal of Wh alone: each unit depends on itself."""
    return _with_slope(1 - h_next**2, np.diag(np.diag(Wh)))


def slope_without_square(h_next, Wh):
    return _with_slope(1 - h_next, Wh)


def square_outside(h_next, Wh):
    return _with_slope((1 - h_next) ** 2, Wh)


def tanh_applied_again(h_next, Wh):
    return _with_slope(1 - np.tanh(h_next) ** 2, Wh)


def slope_of_the_sigmoid(h_next, Wh):
    return _with_slope(h_next * (1 - h_next), Wh)


def state_for_slope(h_next, Wh):
    return _with_slope(h_next, Wh)


def slope_twice(h_next, Wh):
    return _with_slope((1 - h_next**2) ** 2, Wh)


def slope_on_both_sides(h_next, Wh):
    slope = 1 - h_next**2
    return slope[:, :, None] * Wh * slope[:, None, :]


def outer_square(h_next, Wh):
    """h h written for the squares: 1 − h_i h_j."""
    return Wh * (1 - h_next[:, :, None] * h_next[:, None, :])


def mean_slope(h_next, Wh):
    return Wh * (1 - h_next**2).mean(axis=1)[:, None, None]


def one_matrix_for_all(h_next, Wh):
    """The slopes averaged over the sequences."""
    slope = np.broadcast_to((1 - h_next**2).mean(axis=0), h_next.shape)
    return _with_slope(slope, Wh)


def slopes_of_the_first_sequence(h_next, Wh):
    return _with_slope(np.broadcast_to(1 - h_next[0] ** 2, h_next.shape), Wh)


def sigmoid_of_the_state(h_next, Wh):
    out = sigmoid(h_next)
    return _with_slope(out * (1 - out), Wh)


def plus_in_the_slope(h_next, Wh):
    return _with_slope(1 + h_next**2, Wh)


def broadcast(h_next, Wh):
    return Wh[None] * (1 - h_next**2)[:, None, :]


def diagonal_matrices(h_next, Wh):
    return np.stack([Wh @ np.diag(1 - h * h) for h in h_next])


def einsums(h_next, Wh):
    return np.einsum("ij,nj->nij", Wh, 1 - np.square(h_next))


def entry_by_entry(h_next, Wh):
    N, H = h_next.shape
    J = np.empty((N, H, H))
    for n in range(N):
        for i in range(H):
            for j in range(H):
                J[n, i, j] = Wh[i, j] / np.cosh(np.arctanh(h_next[n, j])) ** 2
    return J


EXERCISE = Exercise(
    points={"values": 2, "gradient": 1, "edge cases": 1},
    returns={"J": ("N", "H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "slope on the rows",
            "The slope belongs to the unit that comes out of the tanh: "
            "which of the two indices of J is that?",
            slope_on_the_rows,
        ),
        Misconception(
            "rows and columns exchanged",
            "Here row i is the unit before and column j the unit after; "
            "books that write states as columns have it the other way.",
            transposed,
        ),
        Misconception(
            "Wh transposed",
            "Forwards, entry (i, j) of Wh carries unit i to unit j, "
            "and J asks for just that influence.",
            weights_transposed_only,
        ),
        Misconception(
            "no derivative of tanh",
            "A saturated unit no longer moves: where would that show in your J?",
            no_slope,
        ),
        Misconception(
            "the weights left out",
            "The state before enters the tanh through something.",
            no_weights,
        ),
        Misconception(
            "each unit hears itself only",
            "Every unit of the new state hears from all units of the state before.",
            own_units_only,
        ),
        Misconception(
            "slope without the square",
            "Look again at how the derivative of tanh is written in its own value.",
            slope_without_square,
        ),
        Misconception(
            "square in the wrong place",
            "In the derivative of tanh, what exactly is squared?",
            square_outside,
        ),
        Misconception(
            "tanh applied again",
            "The state that you are given has been through tanh already.",
            tanh_applied_again,
        ),
        Misconception(
            "slope of the sigmoid",
            "This slope belongs to another squashing function than tanh.",
            slope_of_the_sigmoid,
        ),
        Misconception(
            "the state in place of the slope",
            "A unit at 0 is where tanh is steepest: what does your J say there?",
            state_for_slope,
        ),
        Misconception(
            "slope applied twice",
            "There is one tanh between the two states.",
            slope_twice,
        ),
        Misconception(
            "slope on both sides",
            "The state before has left its own tanh long ago: only one is passed in this step.",
            slope_on_both_sides,
        ),
        Misconception(
            "products of two units in the slope",
            "The square of a state is taken unit by unit, not between two units.",
            outer_square,
        ),
        Misconception(
            "one mean slope for all units",
            "Some units may be saturated and others not: each has a slope of its own.",
            mean_slope,
        ),
        Misconception(
            "one matrix for all sequences",
            "Sequences stand in different states: each has a J of its own.",
            one_matrix_for_all,
        ),
        Misconception(
            "the first sequence's slopes for all",
            "Sequences stand in different states: each has a J of its own.",
            slopes_of_the_first_sequence,
        ),
        Misconception(
            "slope of the sigmoid at the state",
            "This slope belongs to another squashing function than tanh.",
            sigmoid_of_the_state,
        ),
        Misconception(
            "sign in the slope",
            "When a unit saturates, does its slope become larger or smaller than at rest?",
            plus_in_the_slope,
        ),
    ),
    correct=(broadcast, diagonal_matrices, einsums, entry_by_entry),
)
