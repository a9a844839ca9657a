"""lstm_step_backward: one step of the LSTM, backwards, gradients of the weights included.

δo = δh' ⊙ tanh(c')                             δc' = δc' + δh' ⊙ o ⊙ (1 − tanh²(c'))
δi = δc' ⊙ g      δf = δc' ⊙ c      δg = δc' ⊙ i      δc = δc' ⊙ f
δa = [δi ⊙ i(1 − i)   δf ⊙ f(1 − f)   δg ⊙ (1 − g²)   δo ⊙ o(1 − o)]
δx = δa Wxᵀ       δh = δa Whᵀ       δWx = xᵀ δa       δWh = hᵀ δa       δb = Σ_n δa

The gradients of the weights are judged gate by gate: dWx[i], dWx[f], dWx[g], dWx[o].
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm._derivation import (
    MISREAD,
    MISREAD_HINT,
    misread,
    spoilt,
)
from autograder.exercises.l06_lstm._in_a_step import IN_A_STEP
from autograder.exercises.l06_lstm.lstm_step import draw
from rnn_core import lstm
from rnn_core.gradient_check import numerical_gradient


def reference(dh_next, dc_next, cache, params):
    dx, dh, dc, dparams = lstm.step_backward(dh_next, dc_next, cache, params)
    return dx, dh, dc, *dparams


def numerical(forward, dh, dc, inputs, params):
    """The gradients of Σ dh ⊙ h' + Σ dc ⊙ c', one argument of `forward` after the other."""
    arguments = (*inputs, *params)

    def asked(k, w):
        *inputs, Wx, Wh, b = (*arguments[:k], w, *arguments[k + 1 :])
        h_next, c_next, _ = forward(*inputs, lstm.Params(Wx, Wh, b))
        return np.sum(dh * h_next) + np.sum(dc * c_next)

    return tuple(
        numerical_gradient(lambda w, k=k: asked(k, w), array) for k, array in enumerate(arguments)
    )


def cases(rng):
    def backwards(x, h, c, params):
        asked = rng.normal(size=(2, *h.shape)).astype(h.dtype)
        return *asked, lstm.step(x, h, c, params)[2], params

    x, h, c, params = checked = draw(rng, 3, 2, 4)
    dh_next, dc_next, cache, _ = against = backwards(*checked)
    strided = np.asfortranarray(np.repeat(dh_next, 2, axis=1))[:, ::2]
    nothing = np.zeros_like(h)
    return [
        Case("values", "three sequences", backwards(*draw(rng, 3, 2, 4))),
        Case("values", "more inputs than units", backwards(*draw(rng, 4, 5, 3))),
        Case(
            "gradient",
            "against central differences",
            against,
            expected=numerical(lstm.step, dh_next, dc_next, (x, h, c), params),
        ),
        Case("edge cases", "only the state is asked", (dh_next, nothing, cache, params)),
        Case("edge cases", "only the cell is asked", (nothing, 50 * dc_next, cache, params)),
        Case("edge cases", "one sequence, one input, one unit", backwards(*draw(rng, 1, 1, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, np.float32))),
        Case("edge cases", "a view that is not contiguous", (strided, dc_next, cache, params)),
    ]


_IN_THE_WEIGHTS = (
    (
        "state after the step under Wh",
        "Wh multiplied the state that came in, not the one that went out.",
        {"dWh": lambda s: (s.o * s.tanh_c).T @ s.da},
    ),
    (
        "cell used for the state under Wh",
        "Wh multiplied what the unit showed, not what it held.",
        {"dWh": lambda s: s.c.T @ s.da},
    ),
    (
        "bias averaged over the batch",
        "If the loss is a mean over sequences, dh_next and dc_next hold that factor already.",
        {"db": lambda s: s.da.mean(axis=0)},
    ),
    (
        "weights averaged over the batch",
        "If the loss is a mean over sequences, dh_next and dc_next hold that factor already.",
        {
            "dWx": lambda s: s.x.T @ s.da / len(s.x),
            "dWh": lambda s: s.h.T @ s.da / len(s.x),
            "db": lambda s: s.da.mean(axis=0),
        },
    ),
    (
        "bias not summed over the batch",
        "One bias serves all sequences: how do their gradients meet?",
        {"db": lambda s: s.da},
    ),
    (
        "dh_next passed straight on",
        "The old state reaches the new one through the four sums alone; no path goes round them.",
        {"dh": lambda s: s.da @ s.params.Wh.T + s.dh_next},
    ),
)


def _reads(order):
    return lambda dh_next, dc_next, cache, params: line_by_line(
        dh_next, dc_next, misread(cache, order), params
    )


def line_by_line(dh_next, dc_next, cache, params):
    x, h, c, i, f, g, o, tanh_c = cache
    do = dh_next * tanh_c
    dc_total = dc_next + dh_next * o * (1 - tanh_c**2)
    df, dc = dc_total * c, dc_total * f
    di, dg = dc_total * g, dc_total * i
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    return da @ params.Wx.T, da @ params.Wh.T, dc, x.T @ da, h.T @ da, da.sum(axis=0)


def each_gate_apart(dh_next, dc_next, cache, params):
    """Four networks with a matrix each, put together at the end."""
    x, h, c, i, f, g, o, tanh_c = cache
    Wx, Wh = (np.split(w, 4, axis=1) for w in params[:2])
    through_h = dh_next * (o - o * tanh_c * tanh_c)
    dc_all = through_h + dc_next
    das = (
        dc_all * g * (i - i**2),
        dc_all * c * (f - f**2),
        dc_all * i * (1 - np.square(g)),
        dh_next * tanh_c * (o - o**2),
    )
    dx = sum(da @ w.T for da, w in zip(das, Wx, strict=True))
    dh = sum(da @ w.T for da, w in zip(das, Wh, strict=True))
    dWx = np.concatenate([x.T @ da for da in das], axis=1)
    dWh = np.concatenate([h.T @ da for da in das], axis=1)
    return dx, dh, dc_all * f, dWx, dWh, np.concatenate([da.sum(axis=0) for da in das])


def one_sequence_at_a_time(dh_next, dc_next, cache, params):
    Wx, Wh, b = params
    N, H = dh_next.shape
    dx, dh, dc = np.zeros((N, len(Wx))), np.zeros((N, H)), np.zeros((N, H))
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for n in range(N):
        x, h, c, i, f, g, o, tanh_c = (kept[n] for kept in cache)
        da = np.empty((4, H))
        total = dc_next[n] + dh_next[n] * o / np.cosh(np.arctanh(tanh_c)) ** 2
        da[0] = total * g * i * (1 - i)
        da[1] = total * c * f * (1 - f)
        da[2] = total * i * (1 - g) * (1 + g)
        da[3] = dh_next[n] * tanh_c * o * (1 - o)
        da = da.ravel()
        dx[n], dh[n], dc[n] = Wx @ da, Wh @ da, total * f
        dWx += np.outer(x, da)
        dWh += np.outer(h, da)
        db += da
    return dx, dh, dc, dWx, dWh, db


def one_block_matrix(dh_next, dc_next, cache, params):
    """[x, h, 1] in front of one matrix that holds Wx, Wh and b; the gradients nested."""
    x, h, c, i, f, g, o, tanh_c = cache
    D = x.shape[1]
    dc_next = dc_next + np.einsum("nh,nh,nh->nh", dh_next, o, 1 - tanh_c**2)
    a = np.stack([dc_next * g, dc_next * c, dc_next * i, dh_next * tanh_c], axis=1)
    a = a * np.stack([i * (1 - i), f * (1 - f), 1 - g * g, o * (1 - o)], axis=1)
    da = a.reshape(len(x), -1)
    z = np.hstack([x, h, np.ones_like(h[:, :1])])
    dz, dblock = da @ np.vstack(params).T, z.T @ da
    dparams = lstm.Params(dblock[:D], dblock[D:-1], dblock[-1])
    return dz[:, :D], dz[:, D:-1], dc_next * f, dparams


def old_state_and_cell_exchanged(dh_next, dc_next, cache, params):
    dx, dh, dc, *weights = line_by_line(dh_next, dc_next, cache, params)
    return dx, dc, dh, *weights


EXERCISE = Exercise(
    points={"values": 5, "gradient": 3, "edge cases": 1},
    returns={
        "dx": ("N", "D"),
        "dh": ("N", "H"),
        "dc": ("N", "H"),
        "dWx": ("D", "4H"),
        "dWh": ("H", "4H"),
        "db": ("4H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=(
        *(
            Misconception(name, hint, spoilt(**wrong))
            for name, hint, wrong in IN_A_STEP + _IN_THE_WEIGHTS
        ),
        *(
            Misconception(f"cache read in the order x {order} tanh_c", MISREAD_HINT, _reads(order))
            for order in MISREAD
        ),
        Misconception(
            "old state and old cell exchanged",
            "Compare the order in your `return` with the docstring's.",
            old_state_and_cell_exchanged,
            whole=True,
        ),
    ),
    correct=(line_by_line, each_gate_apart, one_sequence_at_a_time, one_block_matrix),
)
