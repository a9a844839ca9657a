"""jacobian_product: how a late state depends on an early one, ∂h[t] / ∂h[s].

∂h[t] / ∂h[s] = J[s+1] J[s+2] … J[t],      J[k] = Wh diag(1 − h[k]²)
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l04_vanishing_gradients._jacobian_product_mistakes import MISTAKES, right
from rnn_core import jacobians, rnn
from rnn_core.gradient_check import numerical_gradient


def reference(h, Wh, s, t):
    return right(h, Wh, s, t)


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
        Case("values", "three steps", (*draw(rng, T=7, H=2), 2, 5)),
        Case("gradient", "against central differences", (h, params.Wh, 1, 4), expected=found),
        Case("edge cases", "a single step", (*draw(rng, T=4, H=3), 1, 2)),
        Case("edge cases", "no step at all", (*draw(rng, T=4, H=3), 2, 2)),
        Case("edge cases", "from the first state to the last", (*draw(rng, T=4, H=2), 0, 3)),
        Case("edge cases", "one unit", (*draw(rng, T=6, H=1), 1, 4)),
        Case("edge cases", "float32", (*single, 0, 4)),
        Case("edge cases", "a view that is not contiguous", (long[::2], Wh.T.copy().T, 0, 3)),
    ]


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


def calls_for_one_step(h, Wh, s, t):
    P = np.eye(len(Wh))
    for k in range(s + 1, t + 1):
        P = P @ jacobians.step_jacobian(h[k : k + 1], Wh)[0]
    return P


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
    misconceptions=MISTAKES,
    correct=(
        loop,
        from_the_last_step_backwards,
        recursion,
        unit_by_unit,
        calls_for_one_step,
    ),
    allowed=(jacobians.step_jacobian,),
)
