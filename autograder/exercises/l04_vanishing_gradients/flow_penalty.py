"""flow_penalty: Ω of Pascanu, Mikolov & Bengio (2013), and its gradient with respect to Wh.

v = δh ⊙ (1 − h²)    u = v Whᵀ    r = ‖u‖ / ‖δh‖    Ω = 1/N Σ_n Σ_t (r − 1)²
∂Ω/∂u = 2/N (r − 1) u / (‖u‖ ‖δh‖)                ∂Ω/∂Wh = Σ_n Σ_t (∂Ω/∂u)ᵀ v
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l04_vanishing_gradients._flow_penalty_gradient_mistakes import MISTAKES
from rnn_core import flow
from rnn_core.gradient_check import numerical_gradient


def reference(dh_total, h, Wh):
    penalty, cache = flow.flow_penalty(dh_total, h, Wh)
    return penalty, flow.flow_penalty_backward(cache)


def draw(rng, T, N, H, dtype=float):
    """dh, h, Wh: gradients of different sizes, ratios on both sides of 1."""
    dh = rng.normal(size=(T, N, H)) * rng.uniform(0.3, 3, size=(T, N, 1))
    h, Wh = np.tanh(rng.normal(size=(T, N, H)) / 2), 1.3 * rng.normal(size=(H, H)) / H**0.5
    return dh.astype(dtype), h.astype(dtype), Wh.astype(dtype)


def cases(rng):
    checked = draw(rng, T=4, N=3, H=2)
    dh, h, Wh = checked
    found = numerical_gradient(lambda W: flow.flow_penalty(dh, h, W)[0], Wh)
    unreached = draw(rng, T=5, N=2, H=3)
    unreached[0][3:, 0] = 0
    unreached[0][4:, 1] = 0
    unreached[0][1, 0, 0] = unreached[0][2, 1, :2] = 0  # some units only: these are reached
    # Of a size beside which a number added to the norms shows, unless it is tiny.
    faint = draw(rng, T=4, N=2, H=3)
    size = np.linalg.norm(faint[0], axis=2, keepdims=True) / rng.uniform(1e-5, 2e-5, (4, 2, 1))
    long = draw(rng, T=6, N=2, H=3)
    return [
        Case("values", "five steps, three sequences", draw(rng, T=5, N=3, H=4)),
        Case("values", "three steps, four sequences", draw(rng, T=3, N=4, H=2)),
        Case(
            "gradient",
            "against central differences",
            checked,
            expected=(flow.flow_penalty(dh, h, Wh)[0], found),
        ),
        Case("edge cases", "one step", draw(rng, T=1, N=2, H=3)),
        Case("edge cases", "one sequence", draw(rng, T=3, N=1, H=2)),
        Case("edge cases", "steps that the loss does not reach", unreached),
        Case("edge cases", "very small gradients", (faint[0] / size, *faint[1:]), tolerance=1e-4),
        Case("edge cases", "float32", draw(rng, T=3, N=2, H=4, dtype=np.float32)),
        Case(
            "edge cases",
            "views that are not contiguous",
            (long[0][::2], long[1][::2], long[2].T.copy().T),
        ),
    ]


def arrays(dh, h, Wh):
    N = h.shape[1]
    before = np.linalg.norm(dh, axis=2, keepdims=True)
    reached = before > 0
    v = dh * (1 - h**2)
    u = v @ Wh.T
    after = np.linalg.norm(u, axis=2, keepdims=True)
    r = np.divide(after, before, out=np.ones_like(after), where=reached)
    weight = np.divide(2 * (r - 1), N * after * before, out=np.zeros_like(after), where=reached)
    return ((r - 1) ** 2).sum() / N, np.einsum("tni,tnj->ij", weight * u, v)


def step_by_step(dh, h, Wh):
    T, N, H = h.shape
    omega, dWh = 0.0, np.zeros((H, H))
    for t in range(T):
        for n in range(N):
            before = np.linalg.norm(dh[t, n])
            if before == 0:
                continue
            v = dh[t, n] * (1 - h[t, n] ** 2)
            u = Wh @ v
            after = np.linalg.norm(u)
            r = after / before
            omega += (r - 1) ** 2 / N
            dWh += np.outer(2 / N * (r - 1) * u / (after * before), v)
    return omega, dWh


def unit_vectors(dh, h, Wh):
    """With δh of length 1 from the start, one division is enough."""
    H = len(Wh)
    flat, states = dh.reshape(-1, H), h.reshape(-1, H)
    kept = np.any(flat != 0, axis=1)
    flat, states = flat[kept], states[kept]
    flat = flat / np.linalg.norm(flat, axis=1)[:, None]
    v = flat * (1 - states * states)
    u = v @ Wh.T
    r = np.linalg.norm(u, axis=1)[:, None]
    return np.sum((r - 1) ** 2) / h.shape[1], 2 / h.shape[1] * ((1 - 1 / r) * u).T @ v


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={"omega": (), "dWh": ("H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(arrays, step_by_step, unit_vectors),
)
