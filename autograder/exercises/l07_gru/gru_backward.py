"""gru_backward: through all steps of a GRU, from the last to the first, weights included.

δh^(t) = dh[t] + what step t+1 asks of it
δWx = Σ_t x^(t)ᵀ δa_x^(t)      δWh = Σ_t h^(t−1)ᵀ δa_h^(t)      δbx, δbh = Σ_t Σ_n δa_x, δa_h

The gradients of the weights are judged gate by gate: dWx[r], dWx[z], dWx[n].
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l07_gru._derivation import LINES, step_back
from autograder.exercises.l07_gru._step_mistakes import IN_A_STEP, WHOLE
from autograder.exercises.l07_gru.gru_forward import draw
from autograder.exercises.l07_gru.gru_step_backward import line_by_line, numerical
from rnn_core import gru


def reference(dh, cache, params):
    dx, dh0, dparams = gru.backward(dh, cache, params)
    return dx, dh0, *dparams


def cases(rng):
    def backwards(x, h0, params):
        h, cache = gru.forward(x, h0, params)
        return rng.normal(size=h.shape).astype(x.dtype), cache, params

    *inputs, params = draw(rng, 3, 2, 4, 3)
    dh, cache, _ = backwards(*inputs, params)
    strided = np.moveaxis(np.moveaxis(dh, 0, 1).copy(), 1, 0)
    return [
        Case("values", "four steps, three sequences", backwards(*draw(rng, 4, 3, 2, 5))),
        Case(
            "gradient",
            "against central differences, more inputs than units",
            (dh, cache, params),
            expected=numerical(gru.forward, dh, inputs, params),
        ),
        Case("edge cases", "one step, one sequence, one unit", backwards(*draw(rng, 1, 1, 2, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, 5, np.float32))),
        Case("edge cases", "a view that is not contiguous", (strided, cache, params)),
    ]


def _loop(dh, cache, params, wrong=None, arrives=np.add, goes_on=None, order=reversed):
    """The right recursion with something to spoil.  ->  the symbols of each step, dh0."""
    steps = [None] * len(dh)
    later = np.zeros_like(dh[0])
    for t in order(range(len(dh))):
        step_cache = [kept[t] for kept in cache]
        steps[t] = s = step_back(LINES | (wrong or {}), arrives(dh[t], later), step_cache, params)
        later = goes_on(s, later) if goes_on else s.dh
    return steps, later


def _spoilt(**what):
    def answer(dh, cache, params):
        steps, dh0 = _loop(dh, cache, params, **what)
        sums = (sum(getattr(s, name) for s in steps) for name in ("dWx", "dWh", "dbx", "dbh"))
        return np.array([s.dx for s in steps]), dh0, *sums

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


def _weights_of(pick):
    """The weights' gradients as `pick` makes them of those of all steps."""

    def answer(dh, cache, params):
        steps, dh0 = _loop(dh, cache, params)
        grads = ([getattr(s, name) for s in steps] for name in ("dWx", "dWh", "dbx", "dbh"))
        return np.array([s.dx for s in steps]), dh0, *map(pick, grads)

    return answer


def first_step_left_out(dh, cache, params):
    """range(T - 1, 0, -1) ends one step early."""
    if len(dh) == 1:
        return tuple(0 * part for part in reference(dh, cache, params))
    dx, *rest = reference(dh[1:], [kept[1:] for kept in cache], params)
    return np.concatenate([0 * dx[:1], dx]), *rest


def one_state_too_far_back(dh, cache, params):
    h = cache[1]
    earlier = np.concatenate([0 * h[:1], h[:-1]])
    dx, dh0, dWx, _, dbx, dbh = reference(dh, cache, params)
    steps, _ = _loop(dh, cache, params)
    dWh = sum(before.T @ s.da_h for before, s in zip(earlier, steps, strict=True))
    return dx, dh0, dWx, dWh, dbx, dbh


def gradient_of_the_first_state(dh, cache, params, dx, dh0, *sums):
    if len(dh) == 1:
        return dx, dh[0], *sums
    return dx, dh[0] + reference(dh[1:], [kept[1:] for kept in cache], params)[1], *sums


def before_the_last_turn(dh, cache, params, dx, dh0, *sums):
    """h0 is given what reached the state after the first step."""
    later = reference(dh[1:], [kept[1:] for kept in cache], params)[1] if len(dh) > 1 else 0 * dh0
    return dx, later, *sums


def last_loss_twice(dh, cache, params):
    """The loop begins with dh[-1] in place of zero."""
    dh = dh.copy()
    dh[-1] *= 2
    return reference(dh, cache, params)


def last_step_left_out(dh, cache, params):
    """range(T - 2, -1, -1) begins one step late."""
    if len(dh) == 1:
        return tuple(0 * part for part in reference(dh, cache, params))
    dx, *rest = reference(dh[:-1], [kept[:-1] for kept in cache], params)
    return np.concatenate([dx, 0 * dx[:1]]), *rest


def _only_the_losses_turned_round(dx_of):
    """for t, d in enumerate(dh[::-1]), and everything else by that t."""

    def answer(dh, cache, params):
        dx, *rest = _spoilt(order=iter)(dh[::-1], cache, params)
        return dx_of(dx), *rest

    return answer


def all_gradients_of_states(dh, cache, params):
    """Every δh^(t−1) in place of the first of them."""
    steps, _ = _loop(dh, cache, params)
    dx, _, *sums = reference(dh, cache, params)
    return dx, np.array([s.dh for s in steps]), *sums


def _with_states(states):
    """The states before the steps changed, all else in the cache as it was."""

    def answer(dh, cache, params):
        x, h, *gates = cache
        return reference(dh, (x, states(h), *gates), params)

    return answer


def step_by_step(dh, cache, params):
    """With the course's step, as an answer may."""
    dx, dh_later = np.zeros_like(cache[0]), np.zeros_like(dh[0])
    sums = [np.zeros_like(w) for w in params]
    for t in reversed(range(len(dh))):
        step_cache = tuple(kept[t] for kept in cache)
        dx[t], dh_later, grads = gru.step_backward(dh[t] + dh_later, step_cache, params)
        sums = [total + grad for total, grad in zip(sums, grads, strict=True)]
    return dx, dh_later, gru.Params(*sums)


def all_products_at_the_end(dh, cache, params):
    x, h, r, z, n, h_n = cache
    T, N, H = dh.shape
    slope_n, slope_z = (1 - z) * (1 - n**2), (h - n) * z * (1 - z)
    slope_r = slope_n * h_n * r * (1 - r)
    slopes = np.concatenate([slope_r, slope_z, slope_n, slope_n * r], axis=2)
    da = np.empty((T, N, 4 * H))
    back = 0.0
    for t in range(T)[::-1]:
        asked = dh[t] + back
        da[t] = np.tile(asked, 4) * slopes[t]
        back = z[t] * asked + np.delete(da[t], np.s_[2 * H : 3 * H], axis=1) @ params.Wh.T
    of_x, of_h = da[..., : 3 * H], np.delete(da, np.s_[2 * H : 3 * H], axis=2)
    dWx, dWh = np.einsum("tnd,tnk->dk", x, of_x), np.einsum("tnh,tnk->hk", h, of_h)
    return of_x @ params.Wx.T, back, dWx, dWh, of_x.sum((0, 1)), of_h.sum((0, 1))


def one_sequence_at_a_time(dh, cache, params):
    """Recursion over the steps of each sequence."""

    def back(dh, cache):
        if not len(dh):
            return [], 0.0, [0.0] * 4
        later, asked, sums = back(dh[1:], [kept[1:] for kept in cache])
        first = [kept[0] for kept in cache]
        dx, dh_before, *grads = line_by_line(dh[0] + asked, first, params)
        return [dx, *later], dh_before, [a + b for a, b in zip(sums, grads, strict=True)]

    runs = [
        back(dh[:, n : n + 1], [kept[:, n : n + 1] for kept in cache]) for n in range(dh.shape[1])
    ]
    dx, dh0, sums = zip(*runs, strict=True)
    return np.concatenate(dx, axis=1), np.vstack(dh0), *map(sum, zip(*sums, strict=True))


_BEFORE_ALREADY = "The cache's `h[t]` is the state before step t already."

# True only where all that it changes is wrong.
_WHOLE = {
    "no future",
    "the loss of the last step only",
    "the first step left out",
    "the last step left out",
    "the last loss counted twice",
    "dx and dh0 exchanged",
}

_IN_TIME = (
    (
        "no future",
        "What a step sends back has to be given to the step before it.",
        _spoilt(arrives=lambda dh_t, later: dh_t),
    ),
    (
        "the loss of the last step only",
        "Every step has a loss of its own, whose gradient joins the one that comes back.",
        only_the_last_loss,
    ),
    (
        "the future piled up",
        "What step t sends back is for step t−1 alone: does yours still hold what later steps "
        "sent?",
        _spoilt(goes_on=lambda s, later: later + s.dh),
    ),
    (
        "forwards in time",
        "A step can pass its gradient on only when all that comes after it is known.",
        _spoilt(order=iter),
    ),
    (
        "only the last step's gradient",
        "The same weights worked at every step: what happens to the gradients that those steps "
        "find?",
        _weights_of(lambda grads: grads[-1]),
    ),
    (
        "only the first step's gradient",
        "Does each turn of your loop add to the gradients, or replace them?",
        _weights_of(lambda grads: grads[0]),
    ),
    (
        "gradients not summed over time",
        "The same weights worked at every step: how do the gradients of the steps meet?",
        _weights_of(np.array),
    ),
    (
        "averaged over the batch",
        "If the loss is a mean over sequences, dh holds that factor already.",
        _changed(
            lambda dh, cache, params, dx, dh0, *sums: (dx, dh0, *(w / dh.shape[1] for w in sums))
        ),
    ),
    (
        "the first step left out",
        "Write down which values t takes in your loop, to the very last of them.",
        first_step_left_out,
    ),
    (
        "one state too far back under Wh",
        _BEFORE_ALREADY,
        one_state_too_far_back,
    ),
    (
        "gradient of the first state in place of h0's",
        "h0 lies one step further back than the first state.",
        _changed(gradient_of_the_first_state),
    ),
    (
        "h0 given what the first state was given",
        "h0 lies before the first step: has that step been gone through as well?",
        _changed(before_the_last_turn),
    ),
    (
        "h0 asked by the first loss only",
        "The losses of all steps look back to h0, each through the steps before it.",
        _changed(
            lambda dh, cache, params, dx, dh0, *sums: (
                dx,
                reference(dh[:1], [kept[:1] for kept in cache], params)[1],
                *sums,
            )
        ),
    ),
    (
        "a loss asked of h0",
        "dh[0] belongs to the state after the first step; h0 has no loss of its own.",
        _changed(lambda dh, cache, params, dx, dh0, *sums: (dx, dh0 + dh[0], *sums)),
    ),
    (
        "each loss counted twice",
        "What step t sends back holds its own loss already, carried through the step.",
        _spoilt(goes_on=lambda s, later: s.dh + s.dh_next - later),
    ),
    *(
        (f"the state one step too early{more}", _BEFORE_ALREADY, _with_states(states))
        for more, states in {
            "": lambda h: np.roll(h, 1, axis=0),
            ", zero at the first step": lambda h: np.concatenate([0 * h[:1], h[:-1]]),
            ", the first one used twice": lambda h: np.concatenate([h[:1], h[:-1]]),
        }.items()
    ),
    (
        "the cache of another step",
        "Which entry of the cache did step t itself write?",
        lambda dh, cache, params: reference(dh, [np.roll(k, 1, axis=0) for k in cache], params),
    ),
    (
        "dh turned round, the cache not",
        "When you take the last loss first, whose entry of the cache do you take with it?",
        _only_the_losses_turned_round(lambda dx: dx),
    ),
    (
        "dh turned round and dx back, the cache not",
        "When you take the last loss first, whose entry of the cache do you take with it?",
        _only_the_losses_turned_round(lambda dx: dx[::-1]),
    ),
    (
        "the last step left out",
        "Write down which values t takes in your loop, from the very first of them.",
        last_step_left_out,
    ),
    (
        "the gradients of all states in place of h0's",
        "dh0 has the shape of one state: which of your gradients is it?",
        all_gradients_of_states,
    ),
    (
        "averaged over steps and batch",
        "The same weights worked at every step: how do the gradients of the steps meet?",
        _changed(
            lambda dh, cache, params, dx, dh0, *sums: (
                dx,
                dh0,
                *(w / (dh.shape[0] * dh.shape[1]) for w in sums),
            )
        ),
    ),
    (
        "the last loss counted twice",
        "What comes back to the last step from beyond the end?",
        last_loss_twice,
    ),
    (
        "dh[0] in place of the gradient of h0",
        "h0 has no loss of its own: what does the first step send back to it?",
        _changed(lambda dh, cache, params, dx, dh0, *sums: (dx, dh[0], *sums)),
    ),
    (
        "dx and dh0 exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        _changed(lambda dh, cache, params, dx, dh0, *sums: (dh0, dx, *sums)),
    ),
    (
        "no gradient of the initial state",
        "h0 is an input of the first step, and the loss depends on it.",
        _changed(lambda dh, cache, params, dx, dh0, *sums: (dx, 0 * dh0, *sums)),
    ),
)

EXERCISE = Exercise(
    points={"values": 6, "gradient": 4, "edge cases": 2},
    returns={
        "dx": ("T", "N", "D"),
        "dh0": ("N", "H"),
        "dWx": ("D", "3H"),
        "dWh": ("H", "3H"),
        "dbx": ("3H",),
        "dbh": ("3H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=(
        *(
            Misconception(name, hint, answer, whole=name in _WHOLE)
            for name, hint, answer in _IN_TIME
        ),
        *(
            Misconception(
                f"a mistake in your step: {name}", hint, _spoilt(wrong=wrong), whole=name in WHOLE
            )
            for name, hint, wrong in IN_A_STEP
        ),
    ),
    correct=(step_by_step, all_products_at_the_end, one_sequence_at_a_time),
    allowed=(gru.step_backward,),
)
