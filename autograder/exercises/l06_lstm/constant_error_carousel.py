"""constant_error_carousel: a cell whose gates are given, and what is left of each of its states.

c[t] = f[t] ⊙ c[t−1] + i[t] ⊙ g[t], with c[−1] = c0
kept[t] = ∂c[T−1] / ∂c[t] = f[t+1] ⊙ … ⊙ f[T−1]        f = 1 everywhere: the carousel, kept = 1
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core.activations import sigmoid


def reference(f, i, g, c0):
    c, kept = np.empty_like(g), np.ones_like(f)
    cell = c0
    for t in range(len(g)):
        cell = f[t] * cell + i[t] * g[t]
        c[t] = cell
    for t in range(len(f) - 2, -1, -1):
        kept[t] = kept[t + 1] * f[t + 1]
    return c, kept


def draw(rng, T, N, H, dtype=float):
    f, i = rng.uniform(0.3, 0.95, size=(2, T, N, H)).astype(dtype)
    g, c0 = rng.uniform(-1, 1, size=(T, N, H)), rng.normal(size=(N, H))
    return f, i, g.astype(dtype), c0.astype(dtype)


def cases(rng):
    f, i, g, c0 = draw(rng, 5, 2, 3)
    shut = f.copy()
    shut[2, 0], shut[1, 1, 0] = 0, 0
    strided = np.moveaxis(np.moveaxis(g, 0, 1).copy(), 1, 0)
    _, i3, g3, c3 = draw(rng, 300, 1, 2)
    return [
        Case("values", "five steps, three sequences", draw(rng, 5, 3, 2)),
        Case("values", "four steps, four cells", draw(rng, 4, 2, 4)),
        Case("edge cases", "the carousel over 300 steps", (np.ones_like(g3), i3, g3, c3)),
        Case("edge cases", "a forget gate that is shut", (shut, i, g, c0)),
        Case("edge cases", "one step, one sequence, one cell", draw(rng, 1, 1, 1)),
        Case("edge cases", "float32", draw(rng, 6, 2, 3, np.float32)),
        Case("edge cases", "a view that is not contiguous", (f, i, strided, c0)),
    ]


def _cells(f, i, g, c0, new):
    c, cell = [], c0
    for t in range(len(g)):
        cell = new(f[t], i[t], g[t], cell)
        c.append(cell)
    return np.array(c)


def _other_cells(new):
    def answer(f, i, g, c0):
        return _cells(f, i, g, c0, new), reference(f, i, g, c0)[1]

    return answer


def start_ignored(f, i, g, c0):
    return reference(f, i, g, np.zeros_like(c0))


def start_as_the_first_cell(f, i, g, c0):
    c, kept = reference(f, i, g, c0)
    return np.concatenate([c0[None], c[:-1]]), kept


def start_in_place_of_the_first_cell(f, i, g, c0):
    later, _ = reference(f[1:], i[1:], g[1:], c0)
    return np.concatenate([c0[None], later]), reference(f, i, g, c0)[1]


def start_at_every_step(f, i, g, c0):
    return f * c0 + i * g, reference(f, i, g, c0)[1]


def gates_exchanged(f, i, g, c0):
    return reference(i, f, g, c0)


def _other_kept(rule):
    def answer(f, i, g, c0):
        return reference(f, i, g, c0)[0], rule(f)

    return answer


def own_gate_too(f):
    return np.cumprod(f[::-1], axis=0)[::-1]


def own_gate_for_the_next(f):
    kept = np.ones_like(f)
    for t in range(len(f) - 2, -1, -1):
        kept[t] = kept[t + 1] * f[t]
    return kept


def last_kept_nothing(f):
    kept = reference(f, f, f, f[0])[1]
    kept[-1] = 0
    return kept


def products_of_the_past(f):
    return np.cumprod(f, axis=0)


def past_without_the_first(f):
    """kept[t] = kept[t − 1] f[t] in the loop of the cells."""
    kept = np.ones_like(f)
    kept[1:] = np.cumprod(f[1:], axis=0)
    return kept


def next_gate_only(f):
    kept = np.ones_like(f)
    kept[:-1] = f[1:]
    return kept


def sums(f):
    kept = np.ones_like(f)
    for t in range(len(f) - 2, -1, -1):
        kept[t] = kept[t + 1] + f[t + 1]
    return kept


def powers_of_one_gate(f):
    left = np.arange(len(f))[::-1, None, None]
    return f**left


def powers_of_the_last_gate(f):
    left = np.arange(len(f))[::-1, None, None]
    return f[-1] ** left


def last_gate_left_out(f):
    """A product over range(t + 1, T − 1)."""
    return np.array([np.prod(f[t + 1 : -1], axis=0) for t in range(len(f))])


def next_gate_left_out(f):
    kept = reference(f, f, f, f[0])[1]
    return np.concatenate([kept[1:], kept[-1:]])


def divided_out(f):
    past = np.cumprod(f, axis=0)
    return past[-1] / past


def turned_round(f):
    return reference(f, f, f, f[0])[1][::-1]


def lost_in_place_of_kept(f):
    return 1 - reference(f, f, f, f[0])[1]


def first_left_out(f):
    """for t in range(T - 2, 0, -1)"""
    kept = reference(f, f, f, f[0])[1]
    kept[0] = 1
    return kept


def nothing_to_begin_with(f):
    """kept filled with zeros, then kept[t] = f[t + 1] * kept[t + 1]."""
    return np.zeros_like(f)


def forget_gate_turned_round(f, i, g, c0):
    return reference(1 - f, i, g, c0)


def one_array_for_all_steps(f, i, g, c0):
    c, kept = reference(f, i, g, c0)
    return np.repeat(c[-1:], len(c), axis=0), kept


def results_exchanged(f, i, g, c0):
    return reference(f, i, g, c0)[::-1]


def gates_squashed(f, i, g, c0):
    return reference(sigmoid(f), sigmoid(i), g, c0)


def all_squashed(f, i, g, c0):
    return reference(sigmoid(f), sigmoid(i), np.tanh(g), c0)


def two_loops(f, i, g, c0):
    T = len(g)
    c, kept = np.zeros(g.shape, g.dtype), np.ones(g.shape, g.dtype)
    c[0] = f[0] * c0 + i[0] * g[0]
    for t in range(1, T):
        c[t] = c[t - 1] * f[t] + g[t] * i[t]
    for t in range(T):
        for s in range(t + 1, T):
            kept[t] *= f[s]
    return c, kept


def products_from_the_end(f, i, g, c0):
    later = np.concatenate([np.ones_like(f[:1]), f[:0:-1]])
    return _cells(f, i, g, c0, lambda f, i, g, c: f * c + i * g), np.cumprod(later, axis=0)[::-1]


def one_sequence_and_cell_at_a_time(f, i, g, c0):
    T, N, H = g.shape
    c, kept = np.empty((2, T, N, H))
    for n in range(N):
        for j in range(H):
            cell = c0[n, j]
            for t in range(T):
                cell = cell * f[t, n, j] + i[t, n, j] * g[t, n, j]
                c[t, n, j] = cell
                kept[t, n, j] = np.prod(f[t + 1 :, n, j])
    return c, kept


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"c": ("T", "N", "H"), "kept": ("T", "N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception("c0 ignored", "What stood in the cell before the first step?", start_ignored),
        Misconception(
            "c0 as the first cell",
            "`c[0]` is the cell after the first step, when something has been written already.",
            start_as_the_first_cell,
        ),
        Misconception(
            "c0 taken for the first result",
            "c0 is the cell before `c[0]`: step 0 has gates, too.",
            start_in_place_of_the_first_cell,
        ),
        Misconception(
            "every step starts from c0",
            "Each step works on what the step before it left in the cell.",
            start_at_every_step,
        ),
        Misconception(
            "gates exchanged",
            "Which of the two gates stands before the old cell, and which before the new value?",
            gates_exchanged,
        ),
        Misconception(
            "input gate left out",
            "What is written passes a gate of its own.",
            _other_cells(lambda f, i, g, c: f * c + g),
        ),
        Misconception(
            "forget gate left out",
            "What was in the cell passes a gate, too, before the new value joins it.",
            _other_cells(lambda f, i, g, c: c + i * g),
        ),
        Misconception(
            "input gate taken as 1 − f",
            "Here keeping and writing have a gate each; neither follows from the other.",
            _other_cells(lambda f, i, g, c: f * c + (1 - f) * g),
        ),
        Misconception(
            "new value forgotten, too",
            "The forget gate acts on what was there before, not on what is being written.",
            _other_cells(lambda f, i, g, c: f * (c + i * g)),
        ),
        Misconception(
            "cell squashed",
            "Nothing squashes the cell on its way to the next step; that is its whole secret.",
            _other_cells(lambda f, i, g, c: np.tanh(f * c + i * g)),
        ),
        Misconception(
            "its own gate counted in kept",
            "`c[t]` lies behind the gate of step t already: which gates are still to come?",
            _other_kept(own_gate_too),
        ),
        Misconception(
            "its own gate in place of the next in kept",
            "Between `c[t]` and `c[t+1]` stands one gate: that of which step?",
            _other_kept(own_gate_for_the_next),
        ),
        Misconception(
            "nothing kept of the last cell",
            "How does the last cell depend on itself?",
            _other_kept(last_kept_nothing),
        ),
        Misconception(
            "gates of the past in kept",
            "Between `c[t]` and the last cell lie the steps after t, not those before it.",
            _other_kept(products_of_the_past),
        ),
        Misconception(
            "kept runs forwards",
            "`kept[t]` tells of the gates still to come: at which t is there none?",
            _other_kept(past_without_the_first),
        ),
        Misconception(
            "only the next gate in kept",
            "From `c[t]` to the last cell there may be more than one step.",
            _other_kept(next_gate_only),
        ),
        Misconception(
            "gates added in kept",
            "There is one path from `c[t]` to the end: how do the links of one path combine?",
            _other_kept(sums),
        ),
        Misconception(
            "a power of one gate in kept",
            "The gates differ from step to step, so no power of one of them can stand for all.",
            _other_kept(powers_of_one_gate),
        ),
        Misconception(
            "a power of the last gate in kept",
            "The gates differ from step to step, so no power of one of them can stand for all.",
            _other_kept(powers_of_the_last_gate),
        ),
        Misconception(
            "candidate squashed",
            "`g` is the value that is offered, as it is.",
            _other_cells(lambda f, i, g, c: f * c + i * np.tanh(g)),
        ),
        Misconception(
            "the gate right after a cell left out of kept",
            "Write down which gates your product takes for the cell before the last one.",
            _other_kept(next_gate_left_out),
        ),
        Misconception(
            "the last gate left out of kept",
            "Write down which gates your product takes for the cell before the last one.",
            _other_kept(last_gate_left_out),
        ),
        Misconception(
            "product of all divided by a part",
            "What happens to your division, or your logarithm, when one of the gates is shut?",
            _other_kept(divided_out),
        ),
        Misconception(
            "kept turned round in time",
            "Of which cell is all still there at the end: the first or the last?",
            _other_kept(turned_round),
        ),
        Misconception(
            "kept ends before the first cell",
            "Down to which t does your loop for kept run?",
            _other_kept(first_left_out),
        ),
        Misconception(
            "kept begins with zeros",
            "What does the first product of your loop start from?",
            _other_kept(nothing_to_begin_with),
        ),
        Misconception(
            "forget gate turned round",
            "In spite of its name, a forget gate at 1 keeps.",
            forget_gate_turned_round,
        ),
        Misconception(
            "the last cell at every step",
            "Are the entries of your list different arrays, or the same one, changed later?",
            one_array_for_all_steps,
        ),
        Misconception(
            "c and kept exchanged in the result",
            "Compare the order in your `return` with the docstring's.",
            results_exchanged,
            whole=True,
        ),
        *(
            Misconception(
                name,
                "The gates are given: are they sums, or numbers between 0 and 1 already?",
                answer,
            )
            for name, answer in (
                ("gates squashed", gates_squashed),
                ("gates and candidate squashed", all_squashed),
            )
        ),
        Misconception(
            "what is lost in place of what is kept",
            "`kept` is a derivative: 1 where a change arrives whole, 0 where nothing arrives.",
            _other_kept(lost_in_place_of_kept),
        ),
    ),
    correct=(two_loops, products_from_the_end, one_sequence_and_cell_at_a_time),
)
