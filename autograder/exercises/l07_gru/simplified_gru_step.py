"""simplified_gru_step: one step of the unit with a single gate.

[a_u a_n] = x Wx + h Wh + b        u = σ(a_u)      n = tanh(a_n)
h' = u ⊙ n + (1 − u) ⊙ h           u = 1 replaces the state
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import simplified_gru
from rnn_core.activations import sigmoid


def reference(x, h, params):
    return simplified_gru.step(x, h, params)[0]


def draw(rng, N, D, H, dtype=float):
    """x, h, params: no state, weight or bias is zero, and some states lie beyond −1 and 1."""
    x, h = rng.normal(size=(N, D)), 2 * rng.normal(size=(N, H))
    Wx, Wh = (rng.normal(size=(rows, 2 * H)) / rows**0.5 for rows in (D, H))
    weights = (w.astype(dtype) for w in (Wx, Wh, rng.normal(size=2 * H)))
    return x.astype(dtype), h.astype(dtype), simplified_gru.Params(*weights)


def cases(rng):
    x, h, params = draw(rng, 3, 2, 4)
    wide = np.asfortranarray(np.repeat(h, 2, axis=1))[:, ::2]
    far = params._replace(b=60.0 * np.array([1, -1, 1, -1, 1, 1, -1, -1]))
    return [
        Case("values", "three sequences", draw(rng, 3, 2, 4)),
        Case("values", "more inputs than units", draw(rng, 4, 5, 3)),
        Case("edge cases", "a state of zero", (x, 0 * h, params)),
        Case("edge cases", "a gate fully open or fully shut", (x, h, far)),
        Case("edge cases", "one sequence, one input, one unit", draw(rng, 1, 1, 1)),
        Case("edge cases", "float32", draw(rng, 2, 3, 4, np.float32)),
        Case("edge cases", "a view that is not contiguous", (x, wide, params)),
    ]


def _sums(x, h, params):
    return np.split(x @ params.Wx + h @ params.Wh + params.b, 2, axis=1)


def _blend(u, n, h):
    return u * n + (1 - u) * h


def _stepping(blend=_blend, gate=sigmoid, candidate=np.tanh, sums=_sums):
    """A step with one thing to spoil."""

    def answer(x, h, params):
        a_u, a_n = sums(x, h, params)
        return blend(gate(a_u), candidate(a_n), h)

    return answer


def columns_exchanged(x, h, params):
    return _sums(x, h, params)[::-1]


def columns_interleaved(x, h, params):
    a = x @ params.Wx + h @ params.Wh + params.b
    return a[:, ::2], a[:, 1::2]


def bias_missing(x, h, params):
    return np.split(x @ params.Wx + h @ params.Wh, 2, axis=1)


def state_missing(x, h, params):
    return np.split(x @ params.Wx + params.b, 2, axis=1)


def input_missing(x, h, params):
    return np.split(h @ params.Wh + params.b, 2, axis=1)


def state_missing_in_the_gate(x, h, params):
    return state_missing(x, h, params)[0], _sums(x, h, params)[1]


def state_missing_in_the_candidate(x, h, params):
    return _sums(x, h, params)[0], state_missing(x, h, params)[1]


def gated_state_in_the_candidate(x, h, params):
    a_u, _ = _sums(x, h, params)
    return a_u, _sums(x, sigmoid(a_u) * h, params)[1]


def gate_inside_the_candidate(x, h, params):
    (a_u, _), (x_n, b_n) = _sums(x, h, params), (np.split(w, 2, axis=-1)[1] for w in params[::2])
    return a_u, x @ x_n + sigmoid(a_u) * (h @ np.split(params.Wh, 2, axis=1)[1]) + b_n


def state_cut_off(x, h, params):
    return reference(x, np.clip(h, -1, 1), params)


def one_product(x, h, params):
    a = np.hstack([x, h, np.ones_like(h[:, :1])]) @ np.vstack(params)
    H = h.shape[1]
    return h + sigmoid(a[:, :H]) * (np.tanh(a[:, H:]) - h)


def blocks(x, h, params):
    H = h.shape[1]
    (Wx, Wh, b), u, n = params, slice(H), slice(H, None)
    gate = 1 / (1 + np.exp(-(x.dot(Wx[:, u]) + h.dot(Wh[:, u]) + b[u])))
    h_next = gate * np.tanh(x.dot(Wx[:, n]) + h.dot(Wh[:, n]) + b[n])
    h_next += (1 - gate) * h
    return h_next


def unit_by_unit(x, h, params):
    N, H = h.shape
    h_next = np.empty((N, H))
    for s in range(N):
        for k in range(H):
            a_u, a_n = (
                params.b[j] + x[s] @ params.Wx[:, j] + h[s] @ params.Wh[:, j] for j in (k, H + k)
            )
            u = 0.5 * (1 + np.tanh(a_u / 2))
            h_next[s, k] = u * np.tanh(a_n) + (1 - u) * h[s, k]
    return h_next


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "update gate the wrong way round",
            "Say in words what u = 1 does to the state; compare it with your last line and your σ.",
            _stepping(lambda u, n, h: (1 - u) * n + u * h),
        ),
        Misconception(
            "candidate added instead of blended in",
            "What comes in has to make room for itself: what happens to the old state?",
            _stepping(lambda u, n, h: h + u * n),
        ),
        Misconception(
            "candidate not gated",
            "A gate that is shut must keep the candidate out altogether.",
            _stepping(lambda u, n, h: n + (1 - u) * h),
        ),
        Misconception(
            "the same share of both",
            "The two shares have to add up to the whole.",
            _stepping(lambda u, n, h: u * n + u * h),
        ),
        Misconception(
            "sign of the kept share",
            "The new state lies between candidate and old state: of what signs are two shares?",
            _stepping(lambda u, n, h: u * n - (1 - u) * h),
        ),
        Misconception(
            "the rest of the candidate kept",
            "Which of the two says how much is kept, the gate or the candidate?",
            _stepping(lambda u, n, h: u * n + (1 - n) * h),
        ),
        Misconception(
            "old state ignored",
            "What becomes of a unit whose gate stays shut?",
            _stepping(lambda u, n, h: u * n),
        ),
        Misconception(
            "candidate left out",
            "What does the unit learn from what it reads?",
            _stepping(lambda u, n, h: (1 - u) * h),
        ),
        Misconception(
            "gate left out",
            "The candidate is a proposal only: who decides on it?",
            _stepping(lambda u, n, h: n),
        ),
        Misconception(
            "gate either open or shut",
            "To think of 0 and 1 helps, but a gate takes every value between them.",
            _stepping(lambda u, n, h: np.where(u > 0.5, n, h)),
        ),
        Misconception(
            "new state squashed once more",
            "A state that is kept has to stay exactly what it was.",
            _stepping(lambda u, n, h: np.tanh(_blend(u, n, h))),
        ),
        Misconception(
            "columns of gate and candidate exchanged",
            "Compare the order of your two blocks with the one in the docstring.",
            _stepping(sums=columns_exchanged),
        ),
        Misconception(
            "order of the blocks and sense of the gate",
            "Two things at once: compare your two blocks with the docstring, and say in words what "
            "u = 1 does to the state.",
            _stepping(lambda u, n, h: (1 - u) * n + u * h, sums=columns_exchanged),
        ),
        Misconception(
            "every second column taken",
            "The columns of the gate lie side by side; how many are they?",
            _stepping(sums=columns_interleaved),
        ),
        Misconception(
            "gate through tanh",
            "A gate says how much passes, from nothing to all of it: which function does that?",
            _stepping(gate=np.tanh),
        ),
        Misconception(
            "gate without σ",
            "A gate says how much passes, from nothing to all of it: does yours stay between?",
            _stepping(gate=lambda a: a),
        ),
        Misconception(
            "σ and tanh exchanged",
            "Which of the two is a share, and which a proposal of either sign?",
            _stepping(gate=np.tanh, candidate=sigmoid),
        ),
        Misconception(
            "state cut off at −1 and 1",
            "Nothing cuts a state off: if it begins beyond 1, it comes back as the gate lets it.",
            state_cut_off,
        ),
        Misconception(
            "candidate through a sigmoid",
            "The candidate must be able to write negative numbers into the state.",
            _stepping(candidate=sigmoid),
        ),
        Misconception(
            "candidate without tanh",
            "What may be written into the state is squashed first.",
            _stepping(candidate=lambda a: a),
        ),
        Misconception(
            "candidate sees the gated state",
            "A gate that the candidate looks through comes later: here there is one gate only, "
            "and it acts once.",
            _stepping(sums=gated_state_in_the_candidate),
        ),
        Misconception(
            "gate inside the candidate",
            "A gate that the candidate looks through comes later: here there is one gate only, "
            "and it acts once.",
            _stepping(sums=gate_inside_the_candidate),
        ),
        Misconception(
            "bias missing", "One term of the sums is not there.", _stepping(sums=bias_missing)
        ),
        Misconception(
            "state ignored in gate and candidate",
            "Gate and candidate look at the input and at one thing more.",
            _stepping(sums=state_missing),
        ),
        Misconception(
            "state ignored in the gate",
            "Whether to overwrite depends on what is there already.",
            _stepping(sums=state_missing_in_the_gate),
        ),
        Misconception(
            "state ignored in the candidate",
            "The candidate is made as the state of a plain network is, from two things.",
            _stepping(sums=state_missing_in_the_candidate),
        ),
        Misconception(
            "input ignored",
            "Gate and candidate look at the previous state and at one thing more.",
            _stepping(sums=input_missing),
        ),
    ),
    correct=(one_product, blocks, unit_by_unit),
)
