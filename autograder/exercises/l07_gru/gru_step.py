"""gru_step: one step of the GRU.

[x_r x_z x_n] = x Wx + bx            [h_r h_z h_n] = h Wh + bh
r, z = σ(x_r + h_r), σ(x_z + h_z)    n = tanh(x_n + r ⊙ h_n)
h' = (1 − z) ⊙ n + z ⊙ h             z = 1 keeps the state
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import gru
from rnn_core.activations import sigmoid


def reference(x, h, params):
    return gru.step(x, h, params)[0]


def draw_params(rng, D, H, dtype=float):
    """No weight and no bias is zero, and the two biases differ."""
    Wx, Wh = (rng.normal(size=(rows, 3 * H)) / rows**0.5 for rows in (D, H))
    bx, bh = rng.normal(size=(2, 3 * H))
    return gru.Params(*(w.astype(dtype) for w in (Wx, Wh, bx, bh)))


def draw(rng, N, D, H, dtype=float):
    """x, h, params: no state is zero, and some lie beyond −1 and 1, as a first one may."""
    x, h = rng.normal(size=(N, D)), 2 * rng.normal(size=(N, H))
    return x.astype(dtype), h.astype(dtype), draw_params(rng, D, H, dtype)


def cases(rng):
    x, h, params = draw(rng, 3, 2, 4)
    wide = np.asfortranarray(np.repeat(h, 2, axis=1))[:, ::2]
    open_or_shut = [[1, 1, -1, -1], [1, -1, 1, -1], [0, 0, 0, 0]]
    far = params._replace(bx=60.0 * np.ravel(open_or_shut))
    return [
        Case("values", "three sequences", draw(rng, 3, 2, 4)),
        Case("values", "more inputs than units", draw(rng, 4, 5, 3)),
        Case("edge cases", "a state of zero", (x, 0 * h, params)),
        Case("edge cases", "gates fully open and fully shut", (x, h, far)),
        Case("edge cases", "one sequence, one input, one unit", draw(rng, 1, 1, 1)),
        Case("edge cases", "float32", draw(rng, 2, 3, 4, np.float32)),
        Case("edge cases", "a view that is not contiguous", (x, wide, params)),
    ]


def _halves(x, h, params):
    """What the input says and what the state says, three blocks each."""
    said_by_x, said_by_h = x @ params.Wx + params.bx, h @ params.Wh + params.bh
    return np.split(said_by_x, 3, axis=1), np.split(said_by_h, 3, axis=1)


def _candidate(x_n, h_n, r):
    return np.tanh(x_n + r * h_n)


def _blend(r, z, n, h):
    return (1 - z) * n + z * h


def _stepping(candidate=_candidate, blend=_blend, gate=sigmoid, order="rzn", halves=_halves):
    """A step with one thing to spoil; `order` names the three blocks of columns."""

    def answer(x, h, params):
        of_x, of_h = (dict(zip(order, blocks, strict=True)) for blocks in halves(x, h, params))
        r, z = (gate(of_x[name] + of_h[name]) for name in "rz")
        return blend(r, z, candidate(of_x["n"], of_h["n"], r), h)

    return answer


def _candidate_of(inside):
    """The right step but for what goes into the candidate's tanh."""

    def answer(x, h, params):
        (x_r, x_z, _), (h_r, h_z, _) = _halves(x, h, params)
        Wx_n, Wh_n, bx_n, bh_n = (np.split(w, 3, axis=-1)[2] for w in params)
        r = sigmoid(x_r + h_r)
        n = np.tanh(inside(x @ Wx_n, bx_n, h, Wh_n, bh_n, r))
        return _blend(r, sigmoid(x_z + h_z), n, h)

    return answer


def columns_interleaved(x, h, params):
    sums = x @ params.Wx + params.bx, h @ params.Wh + params.bh
    return [[a[:, k::3] for k in range(3)] for a in sums]


def _without(*names):
    def halves(x, h, params):
        return _halves(x, h, params._replace(**{name: 0 * getattr(params, name) for name in names}))

    return halves


def _biases_exchanged(x, h, params):
    return _halves(x, h, params._replace(bx=params.bh, bh=params.bx))


def _with_gates_of(*sides):
    """The right step, whose gates look at one side only."""

    def halves(x, h, params):
        (*of_x, x_n), (*of_h, h_n) = _halves(x, h, params)
        of_x, of_h = (
            blocks if side in sides else [0 * block for block in blocks]
            for side, blocks in (("x", of_x), ("h", of_h))
        )
        return [*of_x, x_n], [*of_h, h_n]

    return halves


def state_cut_off(x, h, params):
    return reference(x, np.clip(h, -1, 1), params)


def says_in_place_of_state(x, h, params):
    _, (*_, h_n) = _halves(x, h, params)
    _, (_, _, _, z, n, _) = gru.step(x, h, params)
    return _blend(None, z, n, h_n)


def state_itself_reset(x, h, params):
    (_, _, x_n), _ = _halves(x, h, params)
    _, (_, _, r, z, _, _) = gru.step(x, h, params)
    return _blend(None, z, np.tanh(x_n + r * h), h)


def reset_in_the_blend_only(x, h, params):
    (_, _, x_n), (_, _, h_n) = _halves(x, h, params)
    _, (_, _, r, z, _, _) = gru.step(x, h, params)
    return _blend(None, z, np.tanh(x_n + h_n), r * h)


def still_simplified(x, h, params):
    (_, _, x_n), (_, _, h_n) = _halves(x, h, params)
    z = gru.step(x, h, params)[1][3]
    return _blend(None, 1 - z, np.tanh(x_n + h_n), h)


def update_gate_resets(x, h, params):
    (_, x_z, x_n), (_, h_z, h_n) = _halves(x, h, params)
    z = sigmoid(x_z + h_z)
    return _blend(None, z, np.tanh(x_n + z * h_n), h)


def block_by_block(x, h, params):
    def block(k):
        Wx, Wh, bx, bh = (w[..., k * h.shape[1] : (k + 1) * h.shape[1]] for w in params)
        return x.dot(Wx) + bx, h.dot(Wh) + bh

    def squash(a):
        return 0.5 + 0.5 * np.tanh(a / 2)

    r, z = squash(sum(block(0))), squash(sum(block(1)))
    x_n, h_n = block(2)
    h_next = z * h
    h_next += np.tanh(r * h_n + x_n) * (1 - z)
    return h_next


def one_block_matrix(x, h, params):
    """[x, 1, h, 1] in front of one matrix with four blocks: r, z, x_n, h_n."""
    H = h.shape[1]
    ones, zeros = np.ones_like(h[:, :1]), np.zeros_like
    of_x, of_h = np.vstack([params.Wx, params.bx]), np.vstack([params.Wh, params.bh])
    above = np.hstack([of_x, zeros(of_x[:, :H])])
    below = np.hstack([of_h[:, : 2 * H], zeros(of_h[:, :H]), of_h[:, 2 * H :]])
    a = np.hstack([x, ones, h, ones]) @ np.vstack([above, below])
    r, z = np.split(sigmoid(a[:, : 2 * H]), 2, axis=1)
    n = np.tanh(a[:, 2 * H : 3 * H] + r * a[:, 3 * H :])
    return n + z * (h - n)


def naive_sigmoid_and_einsum(x, h, params):
    H = h.shape[1]
    Wx, Wh, bx, bh = (np.reshape(w, (-1, 3, H)) for w in params)
    of_x = np.einsum("nd,dkh->knh", x, Wx) + bx.reshape(3, 1, H)
    of_h = np.einsum("nj,jkh->knh", h, Wh) + bh.reshape(3, 1, H)
    r, z = 1 / (1 + np.exp(-of_x[:2] - of_h[:2]))
    return (1 - z) * np.tanh(of_x[2] + r * of_h[2]) + z * h


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"h_next": ("N", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "update gate the wrong way round",
            "What does z = 1 do to the state here, and what did u = 1 do in the simplified unit?",
            _stepping(blend=lambda r, z, n, h: z * n + (1 - z) * h),
        ),
        Misconception(
            "old state added whole",
            "What comes in has to make room for itself: what happens to the old state?",
            _stepping(blend=lambda r, z, n, h: (1 - z) * n + h),
        ),
        Misconception(
            "candidate added whole",
            "A unit that keeps its state must keep the candidate out altogether.",
            _stepping(blend=lambda r, z, n, h: n + z * h),
        ),
        Misconception(
            "update gate left out",
            "The candidate is a proposal only: who decides on it?",
            _stepping(blend=lambda r, z, n, h: n),
        ),
        Misconception(
            "old state left out of the blend",
            "What becomes of a unit whose update gate stays at 1?",
            _stepping(blend=lambda r, z, n, h: (1 - z) * n),
        ),
        Misconception(
            "blended by the reset gate",
            "Each of the two gates has a place of its own: which of them blends?",
            _stepping(blend=lambda r, z, n, h: (1 - r) * n + r * h),
        ),
        Misconception(
            "reset state in the blend",
            "The reset gate hides the state from the candidate; what is kept is kept whole.",
            _stepping(blend=lambda r, z, n, h: (1 - z) * n + z * (r * h)),
        ),
        Misconception(
            "reset in the blend only",
            "The reset gate hides the state from the candidate; what is kept is kept whole.",
            reset_in_the_blend_only,
        ),
        Misconception(
            "h_n kept in place of h",
            "What is kept is the state itself, not what it says to the candidate.",
            says_in_place_of_state,
        ),
        Misconception(
            "state cut off at −1 and 1",
            "Nothing cuts a state off: if it begins beyond 1, it comes back as the gate lets it.",
            state_cut_off,
        ),
        Misconception(
            "still the simplified unit",
            "Section 2 brought a gate back, and turned another one round.",
            still_simplified,
        ),
        Misconception(
            "new state squashed once more",
            "A state that is kept has to stay exactly what it was.",
            _stepping(blend=lambda r, z, n, h: np.tanh(_blend(r, z, n, h))),
        ),
        Misconception(
            "reset gate left out",
            "One of the two gates takes no part in your candidate.",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(x_n + h_n)),
        ),
        Misconception(
            "reset gate turned round",
            "In spite of its name, a reset gate at 1 lets the state through.",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(x_n + (1 - r) * h_n)),
        ),
        Misconception(
            "update gate used as the reset gate",
            "Each of the two gates has a place of its own: which of them acts in the candidate?",
            update_gate_resets,
        ),
        Misconception(
            "reset before the product",
            "Two designs are in use: here the reset gate acts on what the state says, after it "
            "has been multiplied.",
            _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + bx + (r * h) @ Wh + bh),
        ),
        Misconception(
            "reset before the product, and the state's bias left out",
            "Two designs are in use: here the reset gate acts on all of h_n, after the product.",
            _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + bx + (r * h) @ Wh),
        ),
        Misconception(
            "bias of the state outside the reset",
            "What belongs to the state's half of the candidate: does a reset at 0 leave anything "
            "of it?",
            _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + bx + r * (h @ Wh) + bh),
        ),
        Misconception(
            "bias of the input inside the reset",
            "The reset gate acts on what the state says, and on nothing of what the input says.",
            _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + r * (h @ Wh + bh + bx)),
        ),
        Misconception(
            "reset of the whole candidate",
            "A network that forgets its past must still be able to read.",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(r * (x_n + h_n))),
        ),
        Misconception(
            "reset of the input",
            "Which of the two halves of the candidate can be reset, past or present?",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(r * x_n + h_n)),
        ),
        Misconception(
            "reset outside tanh",
            "The reset gate acts inside the candidate, before it is squashed.",
            _stepping(candidate=lambda x_n, h_n, r: r * np.tanh(x_n + h_n)),
        ),
        Misconception(
            "h in place of h_n in the candidate",
            "What the state says is made with a matrix; what is it that the reset gate meets?",
            state_itself_reset,
        ),
        Misconception(
            "input forgotten in the candidate",
            "The candidate is made as the state of a plain network is, from two things.",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(r * h_n)),
        ),
        Misconception(
            "state forgotten in the candidate",
            "The candidate is made as the state of a plain network is, from two things.",
            _stepping(candidate=lambda x_n, h_n, r: np.tanh(x_n)),
        ),
        Misconception(
            "candidate through a sigmoid",
            "The candidate must be able to write negative numbers into the state.",
            _stepping(candidate=lambda x_n, h_n, r: sigmoid(x_n + r * h_n)),
        ),
        Misconception(
            "candidate without tanh",
            "What may be written into the state is squashed first.",
            _stepping(candidate=lambda x_n, h_n, r: x_n + r * h_n),
        ),
        Misconception(
            "gates through tanh",
            "A gate says how much passes, from nothing to all of it: which function does that?",
            _stepping(gate=np.tanh),
        ),
        Misconception(
            "columns taken in the order z, r, n",
            "That is the order of Keras; compare your three blocks with the docstring.",
            _stepping(order="zrn"),
        ),
        *(
            Misconception(
                f"columns taken in the order {', '.join(order)}",
                "Compare the order of your three blocks with the one in the docstring.",
                _stepping(order=order),
            )
            for order in ("rnz", "znr", "nzr", "nrz")
        ),
        Misconception(
            "every third column taken",
            "The columns of one gate lie side by side; how many are they?",
            _stepping(halves=columns_interleaved),
        ),
        Misconception(
            "bx missing",
            "There are two biases; is each in its place?",
            _stepping(halves=_without("bx")),
        ),
        Misconception(
            "bh missing",
            "There are two biases; is each in its place?",
            _stepping(halves=_without("bh")),
        ),
        Misconception(
            "both biases missing",
            "One term of each half of the sums is not there.",
            _stepping(halves=_without("bx", "bh")),
        ),
        Misconception(
            "the two biases exchanged",
            "Which of the two biases does the reset gate meet?",
            _stepping(halves=_biases_exchanged),
        ),
        Misconception(
            "state ignored by the gates",
            "The gates look at the input and at one thing more.",
            _stepping(halves=_with_gates_of("x")),
        ),
        Misconception(
            "input ignored by the gates",
            "The gates look at the previous state and at one thing more.",
            _stepping(halves=_with_gates_of("h")),
        ),
        Misconception(
            "input ignored",
            "The gates look at the previous state and at one thing more.",
            _stepping(halves=_without("Wx")),
        ),
        Misconception(
            "state ignored by gates and candidate",
            "The gates look at the input and at one thing more.",
            _stepping(halves=_without("Wh")),
        ),
    ),
    correct=(block_by_block, one_block_matrix, naive_sigmoid_and_einsum),
)
