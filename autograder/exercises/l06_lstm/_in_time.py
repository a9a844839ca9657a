"""Backpropagation through an LSTM, and what learners get wrong between its steps."""

import numpy as np

from autograder.exercises.l06_lstm._derivation import CACHE, LINES, step_back
from rnn_core import lstm


def reference(dh, cache, params):
    dx, dh0, dc0, dparams = lstm.backward(dh, cache, params)
    return dx, dh0, dc0, *dparams


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


def spoilt_in_time(**what):
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


def _other_losses(move):
    """dh of another step in place of dh[t]."""
    return lambda dh, cache, params: reference(move(dh), cache, params)


def last_first(losses):
    """dh[t - 1] at t = 0 is dh[-1]."""
    return np.roll(losses, 1, axis=0)


def zero_last(losses):
    return np.concatenate([losses[1:], np.zeros_like(losses[:1])])


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


def first_twice(kept):
    """kept[max(t - 1, 0)] in place of kept[t]."""
    return np.concatenate([kept[:1], kept[:-1]])


def last_step_left_out(dh, cache, params):
    """range(T - 2, -1, -1) begins one step early."""
    before = [kept[:-1] for kept in cache]
    if len(dh) == 1:
        return tuple(0 * part for part in reference(dh, cache, params))
    dx, *rest = reference(dh[:-1], before, params)
    return np.concatenate([dx, 0 * dx[:1]]), *rest


def come_back_to_the_first(dh, cache, params):
    """What the second step sends back to the first state and the first cell."""
    if len(dh) == 1:
        return np.zeros_like(dh[0]), np.zeros_like(dh[0])
    return reference(dh[1:], [kept[1:] for kept in cache], params)[1:3]


def bias_not_summed(dh, cache, params):
    da, *_ = _loop(dh, cache, params)
    return *reference(dh, cache, params)[:-1], da.sum(axis=0)


def gradient_of_the_first_state(dh, cache, params, dx, dh0, dc0, *sums):
    return dx, dh[0] + come_back_to_the_first(dh, cache, params)[0], dc0, *sums


def what_came_back_to_the_first_state(dh, cache, params, dx, dh0, dc0, *sums):
    return dx, come_back_to_the_first(dh, cache, params)[0], dc0, *sums


def gradient_of_the_first_cell(dh, cache, params, dx, dh0, dc0, *sums):
    return dx, dh0, come_back_to_the_first(dh, cache, params)[1], *sums


# True only of all that they spoil.
WHOLE = {
    "h0 and c0 exchanged",
    "the losses of the steps not used",
    "the first step left out",
    "the last step left out",
    "zeros for both initial gradients",
}
IN_TIME = (
    (
        "the state's future forgotten",
        "A state is used twice: by its own loss and by the gates of the next step.",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_t, dc_later)),
    ),
    (
        "the cell's future forgotten",
        "Two things go from a step to the next, so two gradients come back.",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dh_later, 0 * dc_later)),
    ),
    (
        "nothing comes back from later steps",
        "What a step sends back has to be given to the step before it.",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_t, 0 * dc_later)),
    ),
    (
        "the losses of the steps not used",
        "What does the loss of step t itself ask of the state?",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_later, dc_later)),
    ),
    (
        "the loss of the step after",
        "`dh[t]` is what the loss asks of the state that step t has made.",
        _other_losses(zero_last),
    ),
    (
        "the loss of the step before",
        "`dh[t]` is what the loss asks of the state that step t has made.",
        _other_losses(zero_first),
    ),
    (
        "the loss of the step before, round the corner",
        "`dh[t]` is what the loss asks of the state that step t has made; and what is `dh[-1]`?",
        _other_losses(last_first),
    ),
    (
        "the loss asked of the cell as well",
        "The loss sees the cell through the state alone.",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dh_later, dc_later + dh_t)),
    ),
    (
        "the loss asked of the cell in place of the state",
        "Which of the two does the loss see: what a unit holds or what it shows?",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_later, dc_later + dh_t)),
    ),
    (
        "what comes back to state and cell exchanged",
        "A step takes and gives the gradients of state and cell: in the same order?",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dh_t + dc_later, dh_later)),
    ),
    (
        "state and cell exchanged among the step's arguments",
        "A step is handed what is asked of the state and what is asked of the cell: in which "
        "order?",
        spoilt_in_time(arrives=lambda dh_t, dh_later, dc_later: (dc_later, dh_t + dh_later)),
    ),
    (
        "the cell's future piled up",
        "What comes back to the cell holds all of its future already: is it added to, or replaced?",
        spoilt_in_time(goes_on=lambda s, dh_later, dc_later: (s.dh, dc_later + s.dc)),
    ),
    (
        "nothing comes back to the old cell",
        "No loss asks anything of a cell directly, but each asks it through the state: does your "
        "δc hear of that?",
        spoilt_in_time(wrong={"dc": lambda s: 0 * s.c}),
    ),
    (
        "the state's future piled up",
        "What step t sends back is for step t−1 alone: does yours still hold what later steps "
        "sent?",
        spoilt_in_time(goes_on=lambda s, dh_later, dc_later: (dh_later + s.dh, s.dc)),
    ),
    (
        "the loss of the last step only",
        "Every step has a loss of its own, whose gradient joins the one that comes back.",
        only_the_last_loss,
    ),
    (
        "forwards in time",
        "A step can pass its gradient on only when all that comes after it is known.",
        spoilt_in_time(order=iter),
    ),
    (
        "only the last step's gradient",
        "The same weights worked at every step: what happens to the gradients that those steps "
        "find?",
        _one_step_only(-1),
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
        "the last step left out",
        "Write down which values t takes in your loop, from the very first of them.",
        last_step_left_out,
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
    *(
        (
            f"the caches of the step before{how}",
            "At index t the cache holds what step t was given and what it made: through which step "
            "do you send back the gradient of `dh[t]`?",
            _shifted(shift, *CACHE),
        )
        for how, shift in (("", first_twice), (", round the corner", last_first))
    ),
    (
        "cell used for the state under Wh",
        "Wh multiplied what the unit showed, not what it held.",
        _other_state_under_Wh(lambda cache: cache[2]),
    ),
    (
        "forget gate twice on the way back",
        "What a step sends back has been through its forget gate already.",
        spoilt_in_time(wrong={"dc": lambda s: s.dc_total * s.f**2}),
    ),
    (
        "gradient of the first state in place of h0's",
        "h0 lies one step further back than the first state.",
        _changed(gradient_of_the_first_state),
    ),
    (
        "what comes back to the first state in place of h0's gradient",
        "h0 lies one step further back than the first state.",
        _changed(what_came_back_to_the_first_state),
    ),
    (
        "gradient of the first cell in place of c0's",
        "c0 lies one step further back than the first cell.",
        _changed(gradient_of_the_first_cell),
    ),
    (
        "the first loss added to the gradient of h0",
        "h0 is there before the first step: does the loss of that step see it directly?",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, dh0 + dh[0], dc0, *sums)),
    ),
    (
        "h0 and c0 exchanged",
        "Compare the order in your `return` with the docstring's.",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, dc0, dh0, *sums)),
    ),
    (
        "zeros for both initial gradients",
        "When your loop has ended, what has come back to the state and the cell before it?",
        _changed(lambda dh, cache, params, dx, dh0, dc0, *sums: (dx, 0 * dh0, 0 * dc0, *sums)),
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
        "bias not summed over the batch",
        "One bias serves all sequences: how do their gradients meet?",
        bias_not_summed,
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
