"""flow_penalty: Ω of Pascanu, Mikolov & Bengio (2013), and its gradient with respect to Wh.

v = δh ⊙ (1 − h²)    u = v Whᵀ    r = ‖u‖ / ‖δh‖    Ω = 1/N Σ_n Σ_t (r − 1)²
∂Ω/∂u = 2/N (r − 1) u / (‖u‖ ‖δh‖)                ∂Ω/∂Wh = Σ_n Σ_t (∂Ω/∂u)ᵀ v
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import flow
from rnn_core.gradient_check import numerical_gradient


def reference(dh, h, Wh):
    penalty, cache = flow.flow_penalty(dh, h, Wh)
    return penalty, flow.flow_penalty_backward(cache)


def draw(rng, T, N, H, dtype=float):
    """dh, h, Wh: gradients of different sizes, ratios on both sides of 1."""
    dh = rng.normal(size=(T, N, H)) * rng.uniform(0.3, 3, size=(T, N, 1))
    h, Wh = np.tanh(rng.normal(size=(T, N, H)) / 2), 1.3 * rng.normal(size=(H, H)) / H**0.5
    return dh.astype(dtype), h.astype(dtype), Wh.astype(dtype)


def cases(rng):
    checked = draw(rng, T=4, N=2, H=3)
    dh, h, Wh = checked
    found = numerical_gradient(lambda W: flow.flow_penalty(dh, h, W)[0], Wh)
    unreached = draw(rng, T=5, N=2, H=3)
    unreached[0][3:, 0] = 0
    unreached[0][4:, 1] = 0
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
        Case("edge cases", "float32", draw(rng, T=3, N=2, H=4, dtype=np.float32)),
        Case(
            "edge cases",
            "views that are not contiguous",
            (long[0][::2], long[1][::2], long[2].T.copy().T),
        ),
    ]


def _length(vectors):
    return np.sqrt((vectors**2).sum(axis=-1, keepdims=True))


def _penalty(
    dh,
    h,
    Wh,
    slope=lambda h: 1 - h**2,
    back=lambda v, W: v @ W.T,
    value=lambda r: (r - 1) ** 2,
    value_slope=lambda r: 2 * (r - 1),
    share=lambda T, N: 1 / N,
    du=lambda direction, u, before: direction * u / (_length(u) * before),
    dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", du, v),
):
    """The right formulas with one thing to spoil.  ->  Ω, ∂Ω/∂Wh."""
    T, N, _ = h.shape
    before = _length(dh)
    reached = before > 0
    before = np.where(reached, before, 1)
    v = dh * slope(h)
    u = back(v, Wh)
    r = np.where(reached, _length(u) / before, 1)
    u = np.where(reached, u, 1)  # its direction does not matter: r − 1 is 0
    direction = share(T, N) * np.where(reached, value_slope(r), 0)
    omega = share(T, N) * np.where(reached, value(r), 0).sum()
    return omega, dWh(du(direction, u, before), v, dh)


def no_slope(*args):
    return _penalty(*args, slope=np.ones_like)


def slope_without_square(*args):
    return _penalty(*args, slope=lambda h: 1 - h)


def norm_before_twice(*args):
    return _penalty(*args, du=lambda direction, u, before: direction * u / before**2)


def slope_of_the_state_before(dh, h, Wh):
    return _penalty(dh, h, Wh, slope=lambda h: 1 - np.concatenate([0 * h[:1], h[:-1]]) ** 2)


def weights_not_transposed(*args):
    return _penalty(
        *args,
        back=lambda v, W: v @ W,
        dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", v, du),
    )


def square_forgotten(*args):
    return _penalty(*args, value=lambda r: r - 1, value_slope=np.ones_like)


def size_in_place_of_square(*args):
    return _penalty(*args, value=lambda r: np.abs(r - 1), value_slope=lambda r: np.sign(r - 1))


def ratio_of_squares(*args):
    return _penalty(
        *args,
        value=lambda r: (r**2 - 1) ** 2,
        value_slope=lambda r: 4 * r * (r**2 - 1),
    )


def ratio_turned_round(*args):
    return _penalty(
        *args,
        value=lambda r: (1 / r - 1) ** 2,
        value_slope=lambda r: -2 * (1 / r - 1) / r**2,
    )


def drawn_to_zero(*args):
    """(r)² in place of (r − 1)²."""
    return _penalty(*args, value=lambda r: r**2, value_slope=lambda r: 2 * r)


def summed_over_the_batch(*args):
    return _penalty(*args, share=lambda T, N: 1.0)


def averaged_over_time(*args):
    return _penalty(*args, share=lambda T, N: 1 / (T * N))


def averaged_over_time_alone(*args):
    return _penalty(*args, share=lambda T, N: 1 / T)


def difference_of_norms(dh, h, Wh):
    """‖u‖ − ‖δh‖ in place of their ratio minus 1."""
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    gap = _length(u) - _length(dh)
    size = np.where(_length(u) > 0, _length(u), 1)
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
    omega, dWh = reference(dh, h, Wh)
    return omega + (_length(dh) == 0).sum() / h.shape[1], dWh


def divided_by_zero(dh, h, Wh):
    N = h.shape[1]
    v = dh * (1 - h**2)
    u = v @ Wh.T
    with np.errstate(all="ignore"):
        r = _length(u) / _length(dh)
        du = 2 / N * (r - 1) * u / (_length(u) * _length(dh))
    return ((r - 1) ** 2).sum() / N, np.einsum("tni,tnj->ij", du, v)


def first_step_left_out(dh, h, Wh):
    """range(1, T): the step back to h0 does not count."""
    omega, dWh = reference(dh, h, Wh)
    first, of_first = reference(dh[:1], h[:1], Wh)
    return omega - first, dWh - of_first


def last_step_left_out(dh, h, Wh):
    omega, dWh = reference(dh, h, Wh)
    last, of_last = reference(dh[-1:], h[-1:], Wh)
    return omega - last, dWh - of_last


def two_forgotten(*args):
    return _penalty(*args, value_slope=lambda r: r - 1)


def product_turned_round(*args):
    return _penalty(*args, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", v, du))


def slope_missing_in_the_gradient(*args):
    return _penalty(*args, dWh=lambda du, v, dh: np.einsum("tni,tnj->ij", du, dh))


def own_length_not_divided_out(*args):
    """∂‖u‖/∂u taken as u."""
    return _penalty(*args, du=lambda direction, u, before: direction * u / before)


def first_length_not_divided_out(*args):
    return _penalty(*args, du=lambda direction, u, before: direction * u / _length(u))


def ratio_in_place_of_its_distance(*args):
    return _penalty(*args, value_slope=lambda r: 2 * r)


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
    misconceptions=(
        Misconception(
            "slope without the square",
            "Look again at how the derivative of tanh is written in its own value.",
            slope_without_square,
        ),
        Misconception(
            "the norm before in place of the norm after",
            "Two norms stand below the line: which two?",
            norm_before_twice,
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
            "a factor forgotten in the gradient",
            "Differentiate the square once more.",
            two_forgotten,
        ),
        Misconception(
            "the product turned round",
            "Entry (i, j) of Wh carries a gradient from unit j to unit i: "
            "which of your two factors has index i?",
            product_turned_round,
        ),
        Misconception(
            "slope missing in the gradient",
            "What exactly is it that Wh multiplies on the way back?",
            slope_missing_in_the_gradient,
        ),
        Misconception(
            "the gradient of a length taken as the vector",
            "How fast does a length grow along its own direction? Never by more than 1.",
            own_length_not_divided_out,
        ),
        Misconception(
            "the norm below the line forgotten",
            "r is a ratio, and what stands below its line scales its gradient too.",
            first_length_not_divided_out,
        ),
        Misconception(
            "the ratio in place of its distance from 1",
            "What should the gradient be when r is exactly 1?",
            ratio_in_place_of_its_distance,
        ),
    ),
    correct=(arrays, step_by_step, unit_vectors),
)
