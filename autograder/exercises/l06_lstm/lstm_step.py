"""lstm_step: one step of the LSTM.

[a_i a_f a_g a_o] = x Wx + h Wh + b        i, f, o = σ(a_i), σ(a_f), σ(a_o)      g = tanh(a_g)
c' = f ⊙ c + i ⊙ g                         h' = o ⊙ tanh(c')
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import lstm
from rnn_core.activations import sigmoid


def reference(x, h, c, params):
    h_next, c_next, _ = lstm.step(x, h, c, params)
    return h_next, c_next


def draw_params(rng, D, H, dtype=float):
    """No weight and no bias is zero."""
    shapes = (D, 4 * H), (H, 4 * H), (4 * H,)
    weights = (rng.normal(size=shape) / shape[0] ** 0.5 for shape in shapes[:2])
    return lstm.Params(*(w.astype(dtype) for w in (*weights, rng.normal(size=shapes[2]))))


def draw(rng, N, D, H, dtype=float):
    """x, h, c, params: the cell is large enough for tanh to bend it."""
    arrays = rng.normal(size=(N, D)), np.tanh(rng.normal(size=(N, H))), rng.normal(size=(N, H))
    return *(array.astype(dtype) for array in arrays), draw_params(rng, D, H, dtype)


def cases(rng):
    x, h, c, params = draw(rng, 3, 2, 4)
    wide = np.asfortranarray(np.repeat(h, 2, axis=1))[:, ::2]
    signs = [[1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1], [1, 1, -1, 1]]  # unit 0: all open
    far = params._replace(b=60.0 * np.ravel(signs))
    return [
        Case("values", "three sequences", draw(rng, 3, 2, 4)),
        Case("values", "more inputs than units", draw(rng, 4, 5, 3)),
        Case("edge cases", "nothing in the cell yet", (x, 0 * h, 0 * c, params)),
        Case("edge cases", "gates fully open and fully shut", (x, h, c, far)),
        Case("edge cases", "one sequence, one input, one unit", draw(rng, 1, 1, 1)),
        Case("edge cases", "float32", draw(rng, 2, 3, 4, np.float32)),
        Case("edge cases", "a view that is not contiguous", (x, wide, c, params)),
    ]


def _sums(x, h, params):
    return np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)


def _stepping(order="ifgo", cell=None, state=None, gate=sigmoid, candidate=np.tanh, sums=_sums):
    """A step with one thing to spoil; `order` names the four blocks of columns."""

    def answer(x, h, c, params):
        a = dict(zip(order, sums(x, h, params), strict=True))
        i, f, g, o = gate(a["i"]), gate(a["f"]), candidate(a["g"]), gate(a["o"])
        c_next = cell(i, f, g, o, c) if cell else f * c + i * g
        return state(o, c, c_next) if state else o * np.tanh(c_next), c_next

    return answer


def state_and_cell_exchanged(x, h, c, params):
    return reference(x, h, c, params)[::-1]


def cell_taken_for_the_state(x, h, c, params):
    return reference(x, c, h, params)


def cell_feeds_the_gates(x, h, c, params):
    return reference(x, c, c, params)


def previous_state_added(x, h, c, params):
    h_next, c_next = reference(x, h, c, params)
    return h_next + h, c_next


def columns_interleaved(x, h, params):
    a = x @ params.Wx + h @ params.Wh + params.b
    return [a[:, k::4] for k in range(4)]


def bias_missing(x, h, params):
    return np.split(x @ params.Wx + h @ params.Wh, 4, axis=1)


def state_missing(x, h, params):
    return np.split(x @ params.Wx + params.b, 4, axis=1)


def input_missing(x, h, params):
    return np.split(h @ params.Wh + params.b, 4, axis=1)


def cut_across_the_rows(x, h, params):
    """a.reshape(4, N, H)"""
    a = x @ params.Wx + h @ params.Wh + params.b
    return a.reshape(4, *h.shape)


def old_state_kept(x, h, c, params):
    return reference(x, h, h, params)


def squashed_cell_kept(x, h, c, params):
    h_next, c_next = reference(x, h, c, params)
    return h_next, np.tanh(c_next)


def one_product(x, h, c, params):
    z = np.hstack([x, h, np.ones((len(x), 1), x.dtype)])
    a = z @ np.vstack(params)
    H = h.shape[1]
    i, f, o = (sigmoid(a[:, k * H : (k + 1) * H]) for k in (0, 1, 3))
    c_next = f * c + i * np.tanh(a[:, 2 * H : 3 * H])
    return o * np.tanh(c_next), c_next


def gate_by_gate(x, h, c, params):
    def block(w, k):
        return w[..., k * c.shape[1] : (k + 1) * c.shape[1]]

    def a(k):
        return block(params.b, k) + x.dot(block(params.Wx, k)) + h.dot(block(params.Wh, k))

    def squash(v):
        return 0.5 + 0.5 * np.tanh(v / 2)

    i, f, g, o = squash(a(0)), squash(a(1)), np.tanh(a(2)), squash(a(3))
    cell = i * g
    cell += f * c
    return np.tanh(cell) * o, cell


def naive_sigmoid_and_einsum(x, h, c, params):
    H = c.shape[1]
    per_gate = [np.reshape(w, (-1, 4, H)) for w in params[:2]]
    a = np.einsum("nd,dkh->knh", x, per_gate[0]) + np.einsum("nj,jkh->knh", h, per_gate[1])
    a = a + params.b.reshape(4, 1, H)
    s = 1 / (1 + np.exp(-a))
    c_next = s[1] * c + s[0] * np.tanh(a[2])
    return s[3] * np.tanh(c_next), c_next


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h_next": ("N", "H"), "c_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "input gate taken as 1 − f",
            "The sums hold a block for each of the two gates: neither follows from the other.",
            _stepping(cell=lambda i, f, g, o, c: f * c + (1 - f) * g),
        ),
        Misconception(
            "state through a sigmoid",
            "What is shown may be negative: which function squashes the cell?",
            _stepping(state=lambda o, c, new: o * sigmoid(new)),
        ),
        Misconception(
            "gates squashed twice",
            "What np.split gives has to go through σ or tanh: how often does yours?",
            _stepping(gate=lambda a: sigmoid(sigmoid(a))),
        ),
        Misconception(
            "input and forget gate exchanged",
            "Two gates act on the cell: which of them stands before what was there already?",
            _stepping("figo"),
        ),
        Misconception(
            "columns taken in the order i, f, o, g",
            "Compare the order of your four blocks with the one in the docstring.",
            _stepping("ifog"),
        ),
        Misconception(
            "columns taken in the order i, o, f, g",
            "That is the order of ONNX; compare your four blocks with the docstring.",
            _stepping("iofg"),
        ),
        Misconception(
            "columns taken in the order f, i, o, g",
            "Compare the order of your four blocks with the one in the docstring.",
            _stepping("fiog"),
        ),
        Misconception(
            "every fourth column taken",
            "The columns of one gate lie side by side; how many are they?",
            _stepping(sums=columns_interleaved),
        ),
        Misconception(
            "candidate through a sigmoid",
            "The candidate must be able to write negative numbers into the cell.",
            _stepping(candidate=sigmoid),
        ),
        Misconception(
            "candidate through σ and tanh",
            "One of the four blocks is squashed by another function, and once only.",
            _stepping(candidate=lambda a: np.tanh(sigmoid(a))),
        ),
        Misconception(
            "old state kept in place of the old cell",
            "Which of the two does the forget gate let through: what the unit showed or what it "
            "held?",
            old_state_kept,
        ),
        Misconception(
            "sums cut across the rows",
            "Which entries of one row of `a` belong to one gate?",
            _stepping(sums=cut_across_the_rows),
        ),
        Misconception(
            "gates through tanh",
            "A gate says how much passes, from nothing to all of it: which function does that?",
            _stepping(gate=np.tanh),
        ),
        Misconception(
            "candidate without tanh",
            "What is written into the cell is squashed before the input gate sees it.",
            _stepping(candidate=lambda a: a),
        ),
        Misconception(
            "input gate left out",
            "Look at the equation of the cell: what stands before the candidate?",
            _stepping(cell=lambda i, f, g, o, c: f * c + g),
        ),
        Misconception(
            "forget gate left out",
            "Look at the equation of the cell: what stands before the old cell?",
            _stepping(cell=lambda i, f, g, o, c: c + i * g),
        ),
        Misconception(
            "forget gate taken as 1 − i",
            "Here each gate has weights of its own; coupling two of them comes in lesson 07.",
            _stepping(cell=lambda i, f, g, o, c: (1 - i) * c + i * g),
        ),
        Misconception(
            "forget gate turned round",
            "In spite of its name, a forget gate at 1 keeps.",
            _stepping(cell=lambda i, f, g, o, c: (1 - f) * c + i * g),
        ),
        Misconception(
            "old cell ignored",
            "A memory has to begin with what it remembers.",
            _stepping(cell=lambda i, f, g, o, c: i * g),
        ),
        Misconception(
            "cell squashed for good",
            "Where in the two last equations does tanh act: on the cell that is kept, or on what "
            "is shown of it?",
            squashed_cell_kept,
        ),
        Misconception(
            "state without tanh",
            "What passes the output gate is squashed first.",
            _stepping(state=lambda o, c, new: o * new),
        ),
        Misconception(
            "state shows the old cell",
            "The state is read out after the cell has been written.",
            _stepping(state=lambda o, c, new: o * np.tanh(c)),
        ),
        Misconception(
            "output gate left out",
            "Not all that is in the cell is shown.",
            _stepping(state=lambda o, c, new: np.tanh(new)),
        ),
        Misconception(
            "previous state added to the new one",
            "The new state is made from the cell alone; the old one has had its say in the gates.",
            previous_state_added,
        ),
        Misconception(
            "output gate inside tanh",
            "The output gate acts on what tanh gives.",
            _stepping(state=lambda o, c, new: np.tanh(o * new)),
        ),
        Misconception(
            "state and cell exchanged in the result",
            "Compare the order in your `return` with the docstring's.",
            state_and_cell_exchanged,
        ),
        Misconception(
            "state and cell exchanged among the arguments",
            "Which of the two goes through `Wh`, and which meets the forget gate?",
            cell_taken_for_the_state,
        ),
        Misconception(
            "cell fed to the gates",
            "The gates see what the unit shows, not what it holds.",
            cell_feeds_the_gates,
        ),
        Misconception(
            "bias missing", "One term of the sums is not there.", _stepping(sums=bias_missing)
        ),
        Misconception(
            "previous state ignored",
            "The gates look at the input and at one thing more.",
            _stepping(sums=state_missing),
        ),
        Misconception(
            "input ignored",
            "The gates look at the previous state and at one thing more.",
            _stepping(sums=input_missing),
        ),
    ),
    correct=(one_product, gate_by_gate, naive_sigmoid_and_einsum),
)
