"""peephole_step: a step of the LSTM whose gates see the cell.

i, f = σ(a_i + p_i ⊙ c), σ(a_f + p_f ⊙ c)      g = tanh(a_g)      c' = f ⊙ c + i ⊙ g
o    = σ(a_o + p_o ⊙ c')                       h' = o ⊙ tanh(c')
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm import lstm_step
from rnn_core import peephole_lstm
from rnn_core.activations import sigmoid


def reference(x, h, c, params):
    h_next, c_next, _ = peephole_lstm.step(x, h, c, params)
    return h_next, c_next


def draw(rng, N, D, H, dtype=float):
    """x, h, c, params: peepholes as large as the other weights."""
    x, h, c, params = lstm_step.draw(rng, N, D, H, dtype)
    return x, h, c, peephole_lstm.Params(*params, rng.normal(size=(3, H)).astype(dtype))


def cases(rng):
    x, h, c, params = draw(rng, 3, 2, 4)
    wide = np.asfortranarray(np.repeat(c, 2, axis=1))[:, ::2]
    return [
        Case("values", "three sequences", draw(rng, 3, 2, 4)),
        Case("values", "more inputs than units", draw(rng, 4, 5, 3)),
        Case("edge cases", "nothing in the cell yet", (x, h, 0 * c, params)),
        Case("edge cases", "peepholes that are closed", (x, h, c, params._replace(p=0 * params.p))),
        Case("edge cases", "one sequence, one input, one unit", draw(rng, 1, 1, 1)),
        Case("edge cases", "float32", draw(rng, 2, 3, 4, np.float32)),
        Case("edge cases", "a view that is not contiguous", (x, h, wide, params)),
    ]


def _looking(i=None, f=None, o=None, g=None, p_order=(0, 1, 2)):
    """A step where a gate sees something else than it should.

    Each takes (p, c, c_next, h) to what is added to its sum; the right ones are p c, p c, p c'.
    """

    def answer(x, h, c, params):
        a_i, a_f, a_g, a_o = np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)
        p_i, p_f, p_o = params.p[list(p_order)]
        blind = sigmoid(a_f) * c + sigmoid(a_i) * np.tanh(a_g)
        seen_i = i(p_i, c, blind, h) if i else p_i * c
        seen_f = f(p_f, c, blind, h) if f else p_f * c
        seen_g = g(params.p, c) if g else 0
        c_next = sigmoid(a_f + seen_f) * c + sigmoid(a_i + seen_i) * np.tanh(a_g + seen_g)
        seen_o = o(p_o, c, c_next, h) if o else p_o * c_next
        return sigmoid(a_o + seen_o) * np.tanh(c_next), c_next

    return answer


def nothing(p, c, c_next, h):
    return 0


def old_cell(p, c, c_next, h):
    return p * c


def new_cell(p, c, c_next, h):
    return p * c_next


def shown_cell(p, c, c_next, h):
    return p * np.tanh(c)


def shown_new_cell(p, c, c_next, h):
    return p * np.tanh(c_next)


def state(p, c, c_next, h):
    return p * h


def peephole_alone(p, c, c_next, h):
    return p


def cell_alone(p, c, c_next, h):
    return c


def new_cell_alone(p, c, c_next, h):
    return c_next


def _outside_of_sigmoid(gates):
    """What these gates see of the cell is added to the gate, not to its sum."""

    def answer(x, h, c, params):
        a_i, a_f, a_g, a_o = np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)
        p = dict(zip("ifo", params.p, strict=True))

        def gate(letter, a, cell):
            seen = p[letter] * cell
            return sigmoid(a) + seen if letter in gates else sigmoid(a + seen)

        c_next = gate("f", a_f, c) * c + gate("i", a_i, c) * np.tanh(a_g)
        return gate("o", a_o, c_next) * np.tanh(c_next), c_next

    return answer


def _products(product):
    """Each gate looks at product(its row of p, cell)."""

    def old(p, c, c_next, h):
        return product(p, c)

    def new(p, c, c_next, h):
        return product(p, c_next)

    return _looking(i=old, f=old, o=new)


def results_exchanged(x, h, c, params):
    return reference(x, h, c, params)[::-1]


def line_by_line(x, h, c, params):
    a_i, a_f, a_g, a_o = np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)
    p_i, p_f, p_o = params.p
    i, f = sigmoid(a_i + p_i * c), sigmoid(a_f + p_f * c)
    c_next = f * c + i * np.tanh(a_g)
    return sigmoid(a_o + p_o * c_next) * np.tanh(c_next), c_next


def diagonal_matrices(x, h, c, params):
    """A peephole as a matrix that leads from each cell to its own gate alone."""
    H = c.shape[1]
    see = [np.diag(p) for p in params.p]
    a = np.hstack([x, h]) @ np.vstack([params.Wx, params.Wh]) + params.b
    gate = [1 / (1 + np.exp(-(a[:, k * H : (k + 1) * H] + c @ see[k]))) for k in (0, 1)]
    new = gate[1] * c + gate[0] * np.tanh(a[:, 2 * H : 3 * H])
    return np.tanh(new) / (1 + np.exp(-a[:, 3 * H :] - new @ see[2])), new


def one_sequence_at_a_time(x, h, c, params):
    h_next, c_next = np.empty_like(h), np.empty_like(c)
    for n in range(len(x)):
        a = (x[n] @ params.Wx + h[n] @ params.Wh + params.b).reshape(4, -1)
        a[:2] += params.p[:2] * c[n]
        i, f = sigmoid(a[:2])
        c_next[n] = f * c[n] + i * np.tanh(a[2])
        h_next[n] = sigmoid(a[3] + params.p[2] * c_next[n]) * np.tanh(c_next[n])
    return h_next, c_next


OUTSIDE = "A gate stays between 0 and 1 whatever it sees: where is what it sees added?"
ONE_WEIGHT = "Each unit has one weight for its own cell alone: which product is that?"

EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"h_next": ("N", "H"), "c_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "no peepholes",
            "This is the plain LSTM: where does `params.p` enter?",
            _looking(i=nothing, f=nothing, o=nothing),
        ),
        Misconception(
            "output gate sees the old cell",
            "What does the output gate let out: the cell before the step or after it?",
            _looking(o=old_cell),
        ),
        Misconception(
            "output gate without a peephole", "Three gates look at the cell.", _looking(o=nothing)
        ),
        Misconception(
            "input gate without a peephole", "Three gates look at the cell.", _looking(i=nothing)
        ),
        Misconception(
            "forget gate without a peephole", "Three gates look at the cell.", _looking(f=nothing)
        ),
        Misconception(
            "only the output gate has a peephole",
            "Three gates look at the cell.",
            _looking(i=nothing, f=nothing),
        ),
        Misconception(
            "peepholes outside of σ",
            OUTSIDE,
            _outside_of_sigmoid("ifo"),
        ),
        *(
            Misconception(f"peephole of gate {k} outside of σ", OUTSIDE, _outside_of_sigmoid(k))
            for k in "ifo"
        ),
        Misconception(
            "cell multiplied with a peephole by @", ONE_WEIGHT, _products(lambda p, cell: cell @ p)
        ),
        Misconception(
            "every gate looks at all cells",
            ONE_WEIGHT,
            _products(lambda p, cell: cell @ p[:, None]),
        ),
        Misconception(
            "input and forget gate see the new cell",
            "When these two open, has the new cell been made yet?",
            _looking(i=new_cell, f=new_cell),
        ),
        Misconception(
            "gates see tanh of the cell",
            "A peephole looks at the cell itself, not at what tanh leaves of it.",
            _looking(i=shown_cell, f=shown_cell, o=shown_new_cell),
        ),
        Misconception(
            "output gate sees tanh of the cell",
            "A peephole looks at the cell itself, not at what tanh leaves of it.",
            _looking(o=shown_new_cell),
        ),
        Misconception(
            "peepholes look at the state",
            "The gates see the state through `Wh` already.",
            _looking(i=state, f=state, o=state),
        ),
        Misconception(
            "output gate looks at the state",
            "The gates see the state through `Wh` already.",
            _looking(o=state),
        ),
        Misconception(
            "only the forget gate has a peephole",
            "Three gates look at the cell.",
            _looking(i=nothing, o=nothing),
        ),
        Misconception(
            "only the input gate has a peephole",
            "Three gates look at the cell.",
            _looking(f=nothing, o=nothing),
        ),
        Misconception(
            "peepholes added like a bias",
            "A peephole is a weight: on what?",
            _looking(i=peephole_alone, f=peephole_alone, o=peephole_alone),
        ),
        Misconception(
            "cell added without its weight",
            "Every unit has three weights for what its gates see of the cell.",
            _looking(i=cell_alone, f=cell_alone, o=new_cell_alone),
        ),
        Misconception(
            "peepholes of input and forget gate exchanged",
            "Compare the order of the rows of `params.p` with the docstring.",
            _looking(p_order=(1, 0, 2)),
        ),
        Misconception(
            "peepholes of forget and output gate exchanged",
            "Compare the order of the rows of `params.p` with the docstring.",
            _looking(p_order=(0, 2, 1)),
        ),
        Misconception(
            "peepholes in the order o, f, i",
            "Compare the order of the rows of `params.p` with the docstring.",
            _looking(p_order=(2, 1, 0)),
        ),
        Misconception(
            "candidate looks at the cell, too",
            "The candidate is what is written, not a gate.",
            _looking(g=lambda p, c: p[2] * c),
        ),
        Misconception(
            "candidate looks through the input gate's peephole",
            "The candidate is what is written, not a gate.",
            _looking(g=lambda p, c: p[0] * c),
        ),
        Misconception(
            "candidate looks at the cell in place of the output gate",
            "Three blocks look at the cell: which of the four does not?",
            _looking(g=lambda p, c: p[2] * c, o=nothing),
        ),
        Misconception(
            "state and cell exchanged in the result",
            "Compare the order in your `return` with the docstring's.",
            results_exchanged,
        ),
    ),
    correct=(line_by_line, diagonal_matrices, one_sequence_at_a_time),
)
