"""gru_forward: the step along a whole sequence, h[t] after reading x[t]."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l07_gru._gru_step_mistakes import MISTAKES, state_cut_off
from autograder.exercises.l07_gru.gru_step import draw_params
from rnn_core import gru
from rnn_core.activations import sigmoid


def reference(x, h0, params):
    return gru.forward(x, h0, params)[0]


def draw(rng, T, N, D, H, dtype=float):
    """x, h0, params: no state is zero, and some of h0 lie beyond −1 and 1."""
    x, h0 = rng.normal(size=(T, N, D)), 2 * rng.normal(size=(N, H))
    return x.astype(dtype), h0.astype(dtype), draw_params(rng, D, H, dtype)


def cases(rng):
    x, h0, params = draw(rng, 3, 2, 4, 3)
    strided = np.moveaxis(np.moveaxis(x, 0, 1).copy(), 1, 0)
    return [
        Case("values", "five steps, three sequences", draw(rng, 5, 3, 2, 4)),
        Case("values", "three steps, more inputs than units", draw(rng, 3, 4, 5, 2)),
        Case("edge cases", "one step", draw(rng, 1, 2, 4, 3)),
        Case("edge cases", "one of everything", draw(rng, 2, 1, 1, 1)),
        Case("edge cases", "a state that starts at zero", (x, 0 * h0, params)),
        Case("edge cases", "float32", draw(rng, 3, 2, 4, 5, np.float32)),
        Case("edge cases", "a view that is not contiguous", (strided, h0, params)),
    ]


def _after(before, after, h0, n):
    return after


def _sequence(next_state=_after, record=_after, order=iter):
    """A loop with one thing to spoil: what the next step is given, and what is written down."""

    def answer(x, h0, params):
        h = np.zeros((len(x), *h0.shape), x.dtype)
        before = h0
        for t in order(range(len(x))):
            after, (*_, n, _) = gru.step(x[t], before, params)
            h[t] = record(before, after, h0, n)
            before = next_state(before, after, h0, n)
        return h

    return answer


def _along(step):
    """A right loop over a step that may be wrong."""

    def answer(x, h0, params):
        states, h = [], h0
        for x_t in x:
            h = step(x_t, h, params)
            states.append(h)
        return np.array(states)

    return answer


def _h0_still(blend):
    """In a right loop, h0 in place of the state before at one spot."""

    def answer(x, h0, params):
        return _along(lambda x_t, h, params: blend(x_t, h, h0, params))(x, h0, params)

    return answer


def h0_blended_in(x_t, h, h0, params):
    _, (_, _, _, z, n, _) = gru.step(x_t, h, params)
    return (1 - z) * n + z * h0


def h0_asked(x_t, h, h0, params):
    _, (_, _, _, z, n, _) = gru.step(x_t, h0, params)
    return (1 - z) * n + z * h


def initial_state_ignored(x, h0, params):
    return reference(x, np.zeros_like(h0), params)


def initial_state_first(x, h0, params):
    """h[0] = h0, and the loop begins with the second input."""
    return np.concatenate([h0[None], reference(x[1:], h0, params)]) if len(x) > 1 else h0[None]


def initial_state_too(x, h0, params):
    return np.concatenate([h0[None], reference(x, h0, params)])


def last_step_missing(x, h0, params):
    h = reference(x, h0, params)
    h[-1] = 0
    return h


def first_step_missing(x, h0, params):
    """A loop over range(1, T)."""
    h = np.zeros((len(x), *h0.shape), x.dtype)
    if len(x) > 1:
        h[1:] = reference(x[1:], h0, params)
    return h


def first_state_zero(x, h0, params):
    """The same loop, which finds the zeros of h[0] in place of a state."""
    return first_step_missing(x, 0 * h0, params)


def last_state_only(x, h0, params):
    return reference(x, h0, params)[-1]


def last_state_everywhere(x, h0, params):
    """Every entry of the result is one and the same array."""
    return np.repeat(reference(x, h0, params)[-1:], len(x), axis=0)


def _other_inputs(change):
    def answer(x, h0, params):
        return reference(change(x), h0, params)

    return answer


def with_the_course_step(x, h0, params):
    h = np.empty((len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        h[t], _ = gru.step(x[t], h[t - 1] if t else h0, params)
    return h


def appended(x, h0, params):
    """Written out, one matrix for each gate."""
    (Wx_r, Wx_z, Wx_n), (Wh_r, Wh_z, Wh_n) = (np.split(w, 3, axis=1) for w in params[:2])
    (bx_r, bx_z, bx_n), (bh_r, bh_z, bh_n) = (np.split(b, 3) for b in params[2:])
    states = [h0]
    for x_t in x:
        h = states[-1]
        r = sigmoid(x_t @ Wx_r + h @ Wh_r + bx_r + bh_r)
        z = sigmoid(x_t @ Wx_z + h @ Wh_z + bx_z + bh_z)
        n = np.tanh(x_t @ Wx_n + bx_n + r * (h @ Wh_n + bh_n))
        states.append((1 - z) * n + z * h)
    return states[1:]


def inputs_first(x, h0, params):
    """What the inputs say, for all steps at once."""
    H = h0.shape[1]
    h = []
    for a in x @ params.Wx + params.bx:
        b = h0 @ params.Wh + params.bh
        s = 0.5 * (1 + np.tanh(0.5 * (a + b)[:, : 2 * H]))
        n = np.tanh(a[:, 2 * H :] + s[:, :H] * b[:, 2 * H :])
        h0 = n + s[:, H:] * (h0 - n)
        h.append(h0)
    return np.stack(h)


def one_sequence_at_a_time(x, h0, params):
    runs = [appended(x[:, n : n + 1], h0[n : n + 1], params) for n in range(len(h0))]
    return np.concatenate(runs, axis=1)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h": ("T", "N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "h0 ignored", "The first step needs a state before it, too.", initial_state_ignored
        ),
        Misconception(
            "state cut off at −1 and 1",
            "Nothing cuts a state off: if it begins beyond 1, it comes back as the gate lets it.",
            lambda x, h0, params: reference(x, np.clip(h0, -1, 1), params),
        ),
        Misconception(
            "every step begins with h0",
            "Does the second step know that there was a first one?",
            _sequence(lambda before, after, h0, n: h0),
        ),
        Misconception(
            "h0 in the blend of every step",
            "Is it still h0 that is kept at the second step?",
            _h0_still(h0_blended_in),
        ),
        Misconception(
            "h0 in the gates and the candidate of every step",
            "What do gates and candidate look at in the second step?",
            _h0_still(h0_asked),
        ),
        Misconception(
            "candidate carried on",
            "What goes from one step to the next: the proposal, or what became of it?",
            _sequence(lambda before, after, h0, n: n),
        ),
        Misconception(
            "candidates written down",
            "Is it the proposals that are asked for, or the states?",
            _sequence(record=lambda before, after, h0, n: n),
        ),
        Misconception(
            "states added up",
            "The step has blended the old state in already.",
            _sequence(lambda before, after, h0, n: before + after),
        ),
        Misconception(
            "new state added to the old",
            "The step has blended the old state in already.",
            _sequence(
                lambda before, after, h0, n: before + after,
                lambda before, after, h0, n: before + after,
            ),
        ),
        Misconception(
            "changes written down",
            "`h[t]` is the state itself, not what the step did to it.",
            _sequence(record=lambda before, after, h0, n: after - before),
        ),
        Misconception(
            "one step late",
            "`h[t]` is the state after reading `x[t]`.",
            _sequence(record=lambda before, after, h0, n: before),
        ),
        Misconception(
            "h0 as the first state",
            "The first input is read, too: `h[0]` is the state after it.",
            initial_state_first,
        ),
        Misconception(
            "from the last step to the first",
            "The sequence is read in the order of time.",
            _sequence(order=reversed),
        ),
        Misconception(
            "the inputs turned round",
            "The sequence is read in the order of time.",
            _other_inputs(lambda x: x[::-1]),
        ),
        Misconception(
            "the first step left out",
            "Write down which values t takes in your loop, from the very first of them.",
            first_step_missing,
        ),
        Misconception(
            "the first step left out, h0 with it",
            "`h[0]` is the state after `x[0]` already: from which state does that step begin?",
            first_state_zero,
        ),
        Misconception(
            "the last step missing",
            "Write down which values t takes in your loop, to the very last of them.",
            last_step_missing,
        ),
        Misconception(
            "the last state only", "The states of all steps are asked for.", last_state_only
        ),
        Misconception(
            "h0 among the results",
            "How many steps are there, and how many states did you return?",
            initial_state_too,
        ),
        Misconception(
            "the last state at every step",
            "Is each state kept at the step that makes it, in an array of its own?",
            last_state_everywhere,
        ),
        Misconception(
            "the first input at every step",
            "Which input does your loop read at step t?",
            _other_inputs(lambda x: np.repeat(x[:1], len(x), axis=0)),
        ),
        Misconception(
            "the input of the step before",
            "Which input does your loop read at step t, and which at the first step?",
            _other_inputs(lambda x: np.roll(x, 1, axis=0)),
        ),
        *(
            Misconception(f"a mistake in your step: {wrong.name}", wrong.hint, _along(wrong.answer))
            for wrong in MISTAKES
            if wrong.answer is not state_cut_off  # the same as h0 cut off
        ),
    ),
    correct=(with_the_course_step, appended, inputs_first, one_sequence_at_a_time),
    allowed=(gru.step,),
)
