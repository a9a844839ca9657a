"""Mistakes in gru_step, each a step with one thing spoilt."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import gru
from rnn_core.activations import sigmoid


def _halves(x, h, params):
    """What the input says and what the state says, three blocks each."""
    said_by_x, said_by_h = x @ params.Wx + params.bx, h @ params.Wh + params.bh
    return np.split(said_by_x, 3, axis=1), np.split(said_by_h, 3, axis=1)


def _candidate(x_n, h_n, r):
    return np.tanh(x_n + r * h_n)


def _blend(r, z, n, h):
    return (1 - z) * n + z * h


def _replaced(r, z, n, h):
    return z * n + (1 - z) * h


def _stepping(candidate=_candidate, blend=_blend, gate=sigmoid, order="rzn", halves=_halves):
    """A step with one thing to spoil; `order` names the three blocks of columns."""

    def answer(x, h, params):
        of_x, of_h = (dict(zip(order, blocks, strict=True)) for blocks in halves(x, h, params))
        r, z = (gate(of_x[name] + of_h[name]) for name in "rz")
        return blend(r, z, candidate(of_x["n"], of_h["n"], r), h)

    return answer


def _candidate_of(inside, blend=_blend):
    """The right step but for what goes into the candidate's tanh, and perhaps for the blend."""

    def answer(x, h, params):
        (x_r, x_z, _), (h_r, h_z, _) = _halves(x, h, params)
        Wx_n, Wh_n, bx_n, bh_n = (np.split(w, 3, axis=-1)[2] for w in params)
        r = sigmoid(x_r + h_r)
        n = np.tanh(inside(x @ Wx_n, bx_n, h, Wh_n, bh_n, r))
        return blend(r, sigmoid(x_z + h_z), n, h)

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
    return gru.step(x, np.clip(h, -1, 1), params)[0]


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


def bias_of_the_state_left_out(*blocks):
    """bh is missing in these of the blocks r, z, n."""

    def answer(x, h, params):
        parts = zip("rzn", np.split(params.bh, 3), strict=True)
        left = np.concatenate([0 * part if name in blocks else part for name, part in parts])
        return gru.step(x, h, params._replace(bh=left))[0]

    return answer


def state_overwritten(x, h, params):
    """h = r * h, and this h from there on."""
    (x_r, x_z, x_n), (h_r, h_z, _) = _halves(x, h, params)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    (_, _, h_n) = _halves(x, r * h, params)[1]
    return _blend(r, z, np.tanh(x_n + h_n), r * h)


def state_overwritten_before_the_update_gate(x, h, params):
    (x_r, x_z, x_n), (h_r, _, _) = _halves(x, h, params)
    h = sigmoid(x_r + h_r) * h
    _, h_z, h_n = _halves(x, h, params)[1]
    return _blend(None, sigmoid(x_z + h_z), np.tanh(x_n + h_n), h)


MISTAKES = (
    Misconception(
        "update gate the wrong way round",
        "What does z = 1 do to the state here, and what did u = 1 do in the simplified unit?",
        _stepping(blend=_replaced),
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
        "Have the two gates changed places, in your split (Keras has z first) or in what they do?",
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
    Misconception(
        "N's unit",
        "Two things are designed the other way round here: the sense of the update gate, and "
        "the place of the reset gate.",
        _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + bx + (r * h) @ Wh + bh, _replaced),
    ),
    Misconception(
        "reset before the product, with the bias reset as well",
        "Two designs are in use: here the reset gate acts on what the state says, after it "
        "has been multiplied.",
        _candidate_of(lambda x_Wx, bx, h, Wh, bh, r: x_Wx + bx + (r * h) @ Wh + r * bh),
    ),
    Misconception(
        "bh missing in the candidate",
        "bh has three blocks; is each of them in its place?",
        bias_of_the_state_left_out("n"),
    ),
    Misconception(
        "bh missing in the gates",
        "bh has three blocks; is each of them in its place?",
        bias_of_the_state_left_out("r", "z"),
    ),
    Misconception(
        "the state itself overwritten by what is left after the reset",
        "The reset is for the candidate's eyes only: what do the other lines need of h?",
        state_overwritten,
    ),
    Misconception(
        "the state itself overwritten, before the update gate was made",
        "The reset is for the candidate's eyes only: what do the other lines need of h?",
        state_overwritten_before_the_update_gate,
    ),
    Misconception(
        "σ and tanh exchanged",
        "Which of the two is a share, and which a proposal of either sign?",
        _stepping(gate=np.tanh, candidate=lambda x_n, h_n, r: sigmoid(x_n + r * h_n)),
    ),
    Misconception(
        "order of the gates and sense of the update gate",
        "Two things at once: compare your three blocks with the docstring, and say in words "
        "what z = 1 does to the state.",
        _stepping(order="zrn", blend=_replaced),
    ),
)
