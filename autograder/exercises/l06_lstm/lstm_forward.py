"""lstm_forward: the step along a whole sequence, h[t] and c[t] after reading x[t]."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm.lstm_step import draw_params
from rnn_core import lstm
from rnn_core.activations import sigmoid


def reference(x, h0, c0, params):
    h, c, _ = lstm.forward(x, h0, c0, params)
    return h, c


def draw(rng, T, N, D, H, dtype=float):
    """x, h0, c0, params: no state is zero."""
    arrays = rng.normal(size=(T, N, D)), np.tanh(rng.normal(size=(N, H))), rng.normal(size=(N, H))
    return *(array.astype(dtype) for array in arrays), draw_params(rng, D, H, dtype)


def cases(rng):
    x, h0, c0, params = draw(rng, 3, 2, 4, 3)
    strided = np.moveaxis(np.moveaxis(x, 0, 1).copy(), 1, 0)
    return [
        Case("values", "five steps, three sequences", draw(rng, 5, 3, 2, 4)),
        Case("values", "three steps, more inputs than units", draw(rng, 3, 4, 5, 2)),
        Case("edge cases", "one step", draw(rng, 1, 2, 4, 3)),
        Case("edge cases", "one of everything", draw(rng, 2, 1, 1, 1)),
        Case("edge cases", "states that start at zero", (x, 0 * h0, 0 * c0, params)),
        Case("edge cases", "float32", draw(rng, 3, 2, 4, 5, np.float32)),
        Case("edge cases", "a view that is not contiguous", (strided, h0, c0, params)),
    ]


def _step(x, h, c, params):
    a_i, a_f, a_g, a_o = np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)
    c_next = sigmoid(a_f) * c + sigmoid(a_i) * np.tanh(a_g)
    return sigmoid(a_o) * np.tanh(c_next), c_next


def _sequence(next_states, record="after", order=iter):
    """A loop with one thing to spoil: what the next step is given, and what is written down."""

    def answer(x, h0, c0, params):
        h, c = np.zeros((2, len(x), *h0.shape), x.dtype)
        before = h0, c0
        for t in order(range(len(x))):
            after = _step(x[t], *before, params)
            h[t], c[t] = before if record == "before" else after
            before = next_states(before, after, (h0, c0))
        return h, c

    return answer


def initial_state_ignored(x, h0, c0, params):
    return reference(x, np.zeros_like(h0), c0, params)


def initial_cell_ignored(x, h0, c0, params):
    return reference(x, h0, np.zeros_like(c0), params)


def both_initial_states_ignored(x, h0, c0, params):
    return reference(x, np.zeros_like(h0), np.zeros_like(c0), params)


def results_exchanged(x, h0, c0, params):
    return reference(x, h0, c0, params)[::-1]


def initial_states_exchanged(x, h0, c0, params):
    return reference(x, c0, h0, params)


def handed_on_exchanged(x, h0, c0, params):
    """c, h = step(…): what comes out first goes on as the cell."""
    h, c = np.zeros((2, len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        c0, h0 = _step(x[t], h0, c0, params)
        h[t], c[t] = h0, c0
    return h, c


def taken_exchanged(x, h0, c0, params):
    """h, c = step(x, c, h)."""
    h, c = np.zeros((2, len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        h0, c0 = _step(x[t], c0, h0, params)
        h[t], c[t] = h0, c0
    return h, c


def last_input_first(x, h0, c0, params):
    return reference(x[::-1], h0, c0, params)


def last_states_only(x, h0, c0, params):
    return tuple(states[-1] for states in reference(x, h0, c0, params))


def initial_states_too(x, h0, c0, params):
    h, c = reference(x, h0, c0, params)
    return np.concatenate([h0[None], h]), np.concatenate([c0[None], c])


def first_input_throughout(x, h0, c0, params):
    return reference(np.repeat(x[:1], len(x), axis=0), h0, c0, params)


def starts_as_first_results(x, h0, c0, params):
    """h[0], c[0] = h0, c0, and a loop from 1."""
    if len(x) == 1:
        return h0[None], c0[None]
    h, c = reference(x[1:], h0, c0, params)
    return np.concatenate([h0[None], h]), np.concatenate([c0[None], c])


def state_before_cell(x, h0, c0, params):
    """h = step(…)[0], then c = step(…)[1] with the new h."""
    h, c = np.zeros((2, len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        h0 = _step(x[t], h0, c0, params)[0]
        c0 = _step(x[t], h0, c0, params)[1]
        h[t], c[t] = h0, c0
    return h, c


def cell_starts_as_state(x, h0, c0, params):
    return reference(x, h0, h0, params)


def last_states_everywhere(x, h0, c0, params):
    """Every entry of the results is one and the same array."""
    return tuple(np.repeat(s[-1:], len(x), axis=0) for s in reference(x, h0, c0, params))


def filled_in(x, h0, c0, params):
    h = np.empty((len(x), *h0.shape), x.dtype)
    c = np.empty_like(h)
    for t in range(len(x)):
        h0, c0 = _step(x[t], h0, c0, params)
        h[t], c[t] = h0, c0
    return h, c


def appended(x, h0, c0, params):
    states = [(h0, c0)]
    for x_t in x:
        states.append(_step(x_t, *states[-1], params))
    h, c = zip(*states[1:], strict=True)
    return np.array(h), list(c)


def inputs_first(x, h0, c0, params):
    a_x = x @ params.Wx + params.b
    H = h0.shape[1]
    h, c = [], []
    for a in a_x:
        a = a + h0 @ params.Wh
        s = 0.5 * (1 + np.tanh(0.5 * a))
        c0 = s[:, H : 2 * H] * c0 + s[:, :H] * np.tanh(a[:, 2 * H : 3 * H])
        h0 = s[:, 3 * H :] * np.tanh(c0)
        h.append(h0)
        c.append(c0)
    return np.stack(h), np.stack(c)


def one_sequence_at_a_time(x, h0, c0, params):
    runs = [
        filled_in(x[:, n : n + 1], h0[n : n + 1], c0[n : n + 1], params) for n in range(len(h0))
    ]
    return tuple(np.concatenate(parts, axis=1) for parts in zip(*runs, strict=True))


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h": ("T", "N", "H"), "c": ("T", "N", "H")},
    reference=reference,
    cases=cases,
    allowed=(lstm.step,),
    misconceptions=(
        Misconception(
            "what a step gives put into the wrong names",
            "A step gives the state and the cell: in which order, and into which names?",
            handed_on_exchanged,
        ),
        Misconception(
            "state and cell exchanged among the step's arguments",
            "In which order does `lstm_step` take its arguments?",
            taken_exchanged,
        ),
        Misconception(
            "inputs read from the end",
            "Forwards, which input does the first step read?",
            last_input_first,
        ),
        Misconception(
            "h0 ignored", "The first step needs a state before it, too.", initial_state_ignored
        ),
        Misconception(
            "c0 ignored", "The first step finds something in its cell.", initial_cell_ignored
        ),
        Misconception(
            "both initial states ignored",
            "The sequence may go on from where another one ended.",
            both_initial_states_ignored,
        ),
        Misconception(
            "cell not carried on",
            "Two things go from one step to the next.",
            _sequence(lambda before, after, start: (after[0], start[1])),
        ),
        Misconception(
            "state not carried on",
            "Two things go from one step to the next.",
            _sequence(lambda before, after, start: (start[0], after[1])),
        ),
        Misconception(
            "nothing carried on",
            "Does the second step know that there was a first one?",
            _sequence(lambda before, after, start: start),
        ),
        Misconception(
            "cell fed back as the state",
            "Keep apart what a step holds and what it shows.",
            _sequence(lambda before, after, start: (after[1], after[1])),
        ),
        Misconception(
            "state fed back as the cell",
            "Keep apart what a step holds and what it shows.",
            _sequence(lambda before, after, start: (after[0], after[0])),
        ),
        Misconception(
            "state and cell exchanged between steps",
            "In which order does a step give its two results, and in which does it take them?",
            _sequence(lambda before, after, start: after[::-1]),
        ),
        Misconception(
            "one step late",
            "`h[t]` and `c[t]` are state and cell after reading `x[t]`.",
            _sequence(lambda before, after, start: after, record="before"),
        ),
        Misconception(
            "from the last step to the first",
            "The sequence is read in the order of time.",
            _sequence(lambda before, after, start: after, order=reversed),
        ),
        Misconception(
            "state and cell exchanged in the result",
            "Compare the order in your `return` with the docstring's.",
            results_exchanged,
        ),
        Misconception(
            "h0 and c0 exchanged",
            "Compare the order of your arguments with the docstring's.",
            initial_states_exchanged,
        ),
        Misconception("last states only", "Every step's states are asked for.", last_states_only),
        Misconception(
            "initial states among the results",
            "How many steps are there, and how many states did you return?",
            initial_states_too,
        ),
        Misconception(
            "h0 and c0 taken for the first results",
            "h0 and c0 are there before `x[0]` is read.",
            starts_as_first_results,
        ),
        Misconception(
            "a second call with the new state",
            "When your second call reads the state, which one is it by then?",
            state_before_cell,
        ),
        Misconception(
            "the cell starts as h0",
            "The first step finds something of its own in its cell.",
            cell_starts_as_state,
        ),
        Misconception(
            "the first input at every step",
            "Which input does your loop read at step t?",
            first_input_throughout,
        ),
        Misconception(
            "the last states at every step",
            "Are the entries of your list different arrays, or the same one, changed later?",
            last_states_everywhere,
        ),
    ),
    correct=(filled_in, appended, inputs_first, one_sequence_at_a_time),
)
