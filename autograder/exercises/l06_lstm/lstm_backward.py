"""lstm_backward: through all steps of an LSTM, from the last to the first, weights included.

δh^(t) = dh[t] + δa^(t+1) Whᵀ        δc^(t) = δc^(t+1) ⊙ f^(t+1) + through h^(t)
δWx = Σ_t x^(t)ᵀ δa^(t)      δWh = Σ_t h^(t−1)ᵀ δa^(t)      δb = Σ_t Σ_n δa^(t)

The gradients of the weights are judged gate by gate: dWx[i], dWx[f], dWx[g], dWx[o].
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm._derivation import CACHE, IN_A_STEP, LINES, step_back
from autograder.exercises.l06_lstm.lstm_forward import draw
from autograder.exercises.l06_lstm.lstm_step_backward import line_by_line, numerical
from rnn_core import lstm


def reference(dh, cache, params):
    dx, dh0, dc0, dparams = lstm.backward(dh, cache, params)
    return dx, dh0, dc0, *dparams


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
        Case("edge cases", "float32, and a view that is not contiguous", (strided, *others)),
    ]


def arrives(dh_t, dh_later, dc_later):
    return dh_t + dh_later, dc_later


def goes_on(s, dh_later, dc_later):
    return s.dh, s.dc


def _loop(dh, cache, params, wrong=None, arrives=arrives, goes_on=goes_on, order=reversed):
    """The right recursion with something to spoil.  ->  δa (T, N, 4H), dh0, dc0."""
    da = [None] * len(dh)
    later = np.zeros_like(dh[0]), np.zeros_like(dh[0])
    for t in order(range(len(dh))):
        step_cache = [kept[t] for kept in cache]
        s = step_back(LINES | (wrong or {}), *arrives(dh[t], *later), step_cache, params)
        da[t] = s.da
        later = goes_on(s, *later)
    return np.array(da), *later


def _gather(da, cache, params, before=None):
    """dx, dWx, dWh, db; `before` in place of the states before each step."""
    x, h, *_ = cache
    before = h if before is None else before
    sums = np.einsum("tnd,tnk->dk", x, da), np.einsum("tnh,tnk->hk", before, da), da.sum((0, 1))
    return da @ params.Wx.T, *sums


def _spoilt(**what):
    def answer(dh, cache, params):
        da, dh0, dc0 = _loop(dh, cache, params, **what)
        dx, *sums = _gather(da, cache, params)
        return dx, dh0, dc0, *sums

    return answer


def _changed(change):
    """The right results, some of them changed."""

    def answer(dh, cache, params):
        return change(dh, cache, params, *reference(dh, cache, params))

    return answer


def only_the_last_loss(dh, cache, params):
    last = np.zeros_like(dh)
    last[-1] = dh[-1]
    return reference(last, cache, params)


def _one_step_only(step):
    def answer(dh, cache, params):
        dx, dh0, dc0, *_ = reference(dh, cache, params)
        da, *_ = _loop(dh, cache, params)
        kept = np.zeros_like(da)
        kept[step] = da[step]
        return dx, dh0, dc0, *_gather(kept, cache, params)[1:]

    return answer


def first_step_left_out(dh, cache, params):
    """range(T - 1, 0, -1) ends one step early."""
    rest = [kept[1:] for kept in cache]
    if len(dh) == 1:
        dx, dh0, dc0, *sums = (0 * part for part in reference(dh, cache, params))
        return dx, dh0, dc0, *sums
    dx, dh0, dc0, *sums = reference(dh[1:], rest, params)
    return np.concatenate([0 * dx[:1], dx]), dh0, dc0, *sums


def _other_state_under_Wh(before):
    def answer(dh, cache, params):
        dx, dh0, dc0, *_ = reference(dh, cache, params)
        da, *_ = _loop(dh, cache, params)
        return dx, dh0, dc0, *_gather(da, cache, params, before(cache))[1:]

    return answer


def _shifted(shift, *which):
    """As if the cache held some states after each step, so that those before it are looked for."""

    def answer(dh, cache, params):
        other = [
            shift(kept) if name in which else kept for name, kept in zip(CACHE, cache, strict=True)
        ]
        return reference(dh, tuple(other), params)

    return answer


def zero_first(states):
    return np.concatenate([np.zeros_like(states[:1]), states[:-1]])


def gradient_of_the_first_state(dh, cache, params, dx, dh0, dc0, *sums):
    if len(dh) == 1:
        return dx, dh[0], dc0, *sums
    rest = [kept[1:] for kept in cache]
    return dx, dh[0] + reference(dh[1:], rest, params)[1], dc0, *sums


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


IN_TIME = (
    (
        "the state's future forgotten",
        "A state is used twice: by its own loss and by the gates of the next step.",
        _spoilt(arrives=lambda dh_t, dh_later, dc_later: (dh_t, dc_later)),
    ),
    (
        "the cell's future forgotten",
        "Two things go from a step to the next, so two gradients come back.",
        _spoilt(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dh_later, 0 * dc_later)),
    ),
    (
        "the loss asked of the cell as well",
        "The loss sees the cell through the state alone.",
        _spoilt(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dh_later, dc_later + dh_t)),
    ),
    (
        "the loss asked of the cell in place of the state",
        "Which of the two does the loss see: what a unit holds or what it shows?",
        _spoilt(arrives=lambda dh_t, dh_later, dc_later: (dh_later, dc_later + dh_t)),
    ),
    (
        "what comes back to state and cell exchanged",
        "A step takes and gives the gradients of state and cell: in the same order?",
        _spoilt(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dc_later, dh_later)),
    ),
    (
        "the state's future piled up",
        "What step t sends back is for step t−1 alone: does yours still hold what later steps "
        "sent?",
        _spoilt(goes_on=lambda s, dh_later, dc_later: (dh_later + s.dh, s.dc)),
    ),
    (
        "the loss of the last step only",
        "Every step has a loss of its own, whose gradient joins the one that comes back.",
        only_the_last_loss,
    ),
    (
        "forwards in time",
        "A step can pass its gradient on only when all that comes after it is known.",
        _spoilt(order=iter),
    ),
    (
        "only the first step's gradient",
        "Does each turn of your loop add to the gradients, or replace them?",
        _one_step_only(0),
    ),
    (
        "the first step left out",
        "Write down which values t takes in your loop, to the very last of them.",
        first_step_left_out,
    ),
    (
        "state after the step under Wh",
        "Wh multiplied the state that came in; the cache's `h[t]` is that one.",
        _other_state_under_Wh(lambda cache: cache[6] * cache[7]),
    ),
    (
        "one state too far back under Wh",
        "The cache's `h[t]` is the state before step t already.",
        _shifted(zero_first, "h"),
    ),
    (
        "one cell too far back at the forget gate",
        "The cache's `c[t]` is the cell before step t already.",
        _shifted(zero_first, "c"),
    ),
    (
        "forget gate twice on the way back",
        "What a step sends back has been through its forget gate already.",
        _spoilt(wrong={"dc": lambda s: s.dc_total * s.f**2}),
    ),
    (
        "gradient of the first state in place of h0's",
        "h0 lies one step further back than the first state.",
        _changed(gradient_of_the_first_state),
    ),
    (
        "h0 and c0 exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, dc0, dh0, *sums)),
    ),
    (
        "no gradient of the initial state",
        "h0 is an input of the first step, and the loss depends on it.",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, 0 * dh0, dc0, *sums)),
    ),
    (
        "no gradient of the initial cell",
        "c0 is an input of the first step, and the loss depends on it.",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, dh0, 0 * dc0, *sums)),
    ),
    (
        "averaged over the batch",
        "If the loss is a mean over sequences, dh holds that factor already.",
        _changed(
            lambda dh, cache, params, dx, dh0, dc0, *sums: (
                *(dx, dh0, dc0),
                *(w / dh.shape[1] for w in sums),
            )
        ),
    ),
    (
        "averaged over time",
        "The weights worked at every step: do their gradients meet in a sum or in a mean?",
        _changed(
            lambda dh, cache, params, dx, dh0, dc0, *sums: (
                *(dx, dh0, dc0),
                *(w / len(dh) for w in sums),
            )
        ),
    ),
    (
        "inputs in the order of the loop",
        "The loop meets the steps from the last to the first; in which order must they lie?",
        _changed(lambda dh, cache, params, dx, *rest: (dx[::-1], *rest)),
    ),
)
# Those of a step that are written here, too, by those who do not call their step. All others are
# told by the gates that "one step" shows to be wrong; every name costs the check time.
OF_A_STEP = {
    "the way through h' forgotten",
    "c' used for c at the forget gate",
    "forget gate missing on the way back",
    "old cell without a gradient",
    "no derivative of the gates' squashing",
    "slope of tanh at the gates",
    *(f"no derivative of σ at the {gate} gate" for gate in ("input", "forget", "output")),
    "no derivative of tanh at the candidate",
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
        *(Misconception(name, hint, answer) for name, hint, answer in IN_TIME),
        *(
            Misconception(name, hint, _spoilt(wrong=wrong))
            for name, hint, wrong in IN_A_STEP
            if name in OF_A_STEP
        ),
        *(
            Misconception(
                f"nothing for the {gate}",
                "One of the four blocks hears nothing: is it in your δa?",
                _spoilt(wrong={f"da_{letter}": lambda s: 0 * s.c}),
            )
            for letter, gate in (("i", "input gate"), ("f", "forget gate"), ("g", "candidate"))
        ),
    ),
    correct=(step_by_step, all_products_at_the_end, one_sequence_at_a_time),
)
