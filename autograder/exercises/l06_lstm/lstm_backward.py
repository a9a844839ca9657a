"""lstm_backward: through all steps of an LSTM, from the last to the first, weights included.

δh^(t) = dh[t] + δa^(t+1) Whᵀ        δc^(t) = δc^(t+1) ⊙ f^(t+1) + through h^(t)
δWx = Σ_t x^(t)ᵀ δa^(t)      δWh = Σ_t h^(t−1)ᵀ δa^(t)      δb = Σ_t Σ_n δa^(t)

The gradients of the weights are judged gate by gate: dWx[i], dWx[f], dWx[g], dWx[o].
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm._derivation import MISREAD, MISREAD_HINT, misread
from autograder.exercises.l06_lstm._in_a_step import IN_A_STEP
from autograder.exercises.l06_lstm._in_time import IN_TIME, WHOLE, reference, spoilt_in_time
from autograder.exercises.l06_lstm.lstm_forward import draw
from autograder.exercises.l06_lstm.lstm_step_backward import line_by_line, numerical
from rnn_core import lstm


def cases(rng):
    def backwards(x, h0, c0, params, size=1):
        cache = lstm.forward(x, h0, c0, params)[2]
        return size * rng.normal(size=cache[1].shape).astype(x.dtype), cache, params

    *inputs, params = draw(rng, 4, 2, 3, 2)
    dh, cache, _ = backwards(*inputs, params)
    single, *others = backwards(*draw(rng, 3, 2, 4, 5, np.float32))
    strided = np.moveaxis(np.moveaxis(single, 0, 1).copy(), 1, 0)
    return [
        Case("values", "a loss at every step", backwards(*draw(rng, 5, 3, 2, 4), size=20)),
        Case("values", "more inputs than units", backwards(*draw(rng, 3, 4, 5, 2))),
        Case("values", "one step", backwards(*draw(rng, 1, 2, 4, 3))),
        Case(
            "gradient",
            "against central differences",
            (dh, cache, params),
            expected=numerical(lstm.forward, dh, np.zeros_like(dh), inputs, params),
        ),
        Case("edge cases", "one of everything", backwards(*draw(rng, 2, 1, 1, 1))),
        Case("edge cases", "a view of float32 that is not contiguous", (strided, *others)),
    ]


def _reads(order):
    return lambda dh, cache, params: reference(dh, misread(cache, order), params)


def step_by_step(dh, cache, params):
    x = cache[0]
    dx = np.zeros_like(x)
    dh_later = dc_later = np.zeros_like(dh[0])
    sums = [np.zeros_like(w) for w in params]
    for t in reversed(range(len(x))):
        step_cache = [kept[t] for kept in cache]
        results = line_by_line(dh[t] + dh_later, dc_later, step_cache, params)
        dx[t], dh_later, dc_later, *grads = results
        sums = [total + grad for total, grad in zip(sums, grads, strict=True)]
    return dx, dh_later, dc_later, *sums


def all_products_at_the_end(dh, cache, params):
    x, h, c, i, f, g, o, tanh_c = cache
    slopes = np.concatenate([g * i * (1 - i), c * f * (1 - f), i * (1 - g**2)], axis=2)
    da = np.empty((*dh.shape[:2], 4 * dh.shape[2]))
    H = dh.shape[2]
    back_h, back_c = 0.0, 0.0
    for t in range(len(dh))[::-1]:
        asked = dh[t] + back_h
        cell = back_c + asked * o[t] * (1 - tanh_c[t] ** 2)
        da[t, :, : 3 * H] = np.tile(cell, 3) * slopes[t]
        da[t, :, 3 * H :] = asked * tanh_c[t] * o[t] * (1 - o[t])
        back_h, back_c = da[t] @ params.Wh.T, cell * f[t]
    flat = da.reshape(-1, 4 * H)
    dWx = x.reshape(-1, x.shape[2]).T @ flat
    return da @ params.Wx.T, back_h, back_c, dWx, h.reshape(-1, H).T @ flat, flat.sum(axis=0)


def one_sequence_at_a_time(dh, cache, params):
    parts = []
    for n in range(dh.shape[1]):
        alone = slice(n, n + 1)
        own = [kept[:, alone] for kept in cache]
        parts.append(step_by_step(dh[:, alone], own, params))
    dx, dh0, dc0, *sums = zip(*parts, strict=True)
    return np.concatenate(dx, axis=1), np.vstack(dh0), np.vstack(dc0), *map(sum, sums)


# Here later steps ask of the cell only what has come back through h', so that these give the same
# as others above.
SAME_IN_TIME = {
    "what later steps ask of the cell forgotten",
    "old cell asked by later steps only",
    "old cell without a gradient",
    "dc_next passed straight on as well",
}

EXERCISE = Exercise(
    points={"values": 6, "gradient": 4, "edge cases": 2},
    returns={
        "dx": ("T", "N", "D"),
        "dh0": ("N", "H"),
        "dc0": ("N", "H"),
        "dWx": ("D", "4H"),
        "dWh": ("H", "4H"),
        "db": ("4H",),
    },
    reference=reference,
    cases=cases,
    allowed=(lstm.step_backward,),
    misconceptions=(
        *(Misconception(name, hint, answer, whole=name in WHOLE) for name, hint, answer in IN_TIME),
        *(
            Misconception(name, hint, spoilt_in_time(wrong=wrong))
            for name, hint, wrong in IN_A_STEP
            if name not in SAME_IN_TIME
        ),
        *(
            Misconception(f"cache read in the order x {order} tanh_c", MISREAD_HINT, _reads(order))
            for order in MISREAD
        ),
        *(
            Misconception(
                f"nothing for the {gate}",
                "One of the four blocks hears nothing: is it in your δa?",
                spoilt_in_time(wrong={f"da_{letter}": lambda s: 0 * s.c}),
            )
            for letter, gate in (("i", "input gate"), ("f", "forget gate"), ("g", "candidate"))
        ),
    ),
    correct=(step_by_step, all_products_at_the_end, one_sequence_at_a_time),
)
