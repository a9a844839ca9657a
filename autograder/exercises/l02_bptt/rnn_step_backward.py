"""rnn_step_backward: one step of the recurrence, backwards.

a = x Wx + h Wh + b,   h' = tanh(a)          δa = δh' ⊙ (1 − h'²)
δx = δa Wxᵀ      δh = δa Whᵀ      δWx = xᵀ δa      δWh = hᵀ δa      δb = Σ_n δa
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l02_bptt._rnn_step_backward_mistakes import MISTAKES
from rnn_core import rnn
from rnn_core.gradient_check import numerical_gradient


def reference(dh_next, cache, params):
    dx, dh, dparams = rnn.step_backward(dh_next, cache, params)
    return dx, dh, *dparams


def draw(rng, N, D, H, dtype=float):
    """dh_next, x, h, params: states of a size that tanh gives, and a bias that is not zero."""
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((D, H), (H, H), (H,))))
    arrays = rng.normal(size=(N, H)), rng.normal(size=(N, D)), np.tanh(rng.normal(size=(N, H)))
    dh_next, x, h = (array.astype(dtype) for array in arrays)
    return dh_next, x, h, rnn.Params(*(w.astype(dtype) for w in params))


def numerical(forward, dh, x, h, params):
    """The gradients of Σ dh ⊙ forward(x, h, params), one argument after the other."""
    inputs = (x, h, *params)

    def loss(k, w):
        x, h, *weights = (*inputs[:k], w, *inputs[k + 1 :])
        return np.sum(dh * forward(x, h, rnn.Params(*weights))[0])

    return tuple(
        numerical_gradient(lambda w, k=k: loss(k, w), array) for k, array in enumerate(inputs)
    )


def cases(rng):
    def backwards(dh_next, x, h, params):
        return dh_next, rnn.step(x, h, params)[1], params

    checked = draw(rng, N=3, D=2, H=4)
    wide, x2, h2, params2 = draw(rng, N=4, D=3, H=2)
    strided = np.asfortranarray(np.repeat(wide, 2, axis=1))[:, ::2]
    return [
        Case("values", "three sequences", backwards(*draw(rng, N=3, D=2, H=4))),
        Case("values", "more inputs than units", backwards(*draw(rng, N=4, D=5, H=3))),
        Case(
            "gradient",
            "against central differences",
            backwards(*checked),
            expected=numerical(rnn.step, *checked),
        ),
        Case("edge cases", "one sequence, one input, one unit", backwards(*draw(rng, 1, 1, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, dtype=np.float32))),
        Case("edge cases", "a view that is not contiguous", backwards(strided, x2, h2, params2)),
    ]


def matrices(dh_next, cache, params):
    x, h, h_next = cache
    da = dh_next * (1 - h_next**2)
    return da @ params.Wx.T, da @ params.Wh.T, x.T @ da, h.T @ da, da.sum(axis=0)


def einsums(dh_next, cache, params):
    x, h, h_next = cache
    Wx, Wh, _ = params
    da = np.einsum("nh,nh->nh", dh_next, 1 - np.square(h_next))
    dx = np.einsum("nh,dh->nd", da, Wx)
    dh = np.einsum("nk,hk->nh", da, Wh)
    return dx, dh, np.einsum("nd,nh->dh", x, da), np.einsum("nk,nh->kh", h, da), da.sum(0)


def one_sequence_at_a_time(dh_next, cache, params):
    x, h, h_next = cache
    Wx, Wh, b = params
    dx, dh = np.zeros_like(x), np.zeros_like(h)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for n in range(len(x)):
        da = dh_next[n] / np.cosh(np.arctanh(h_next[n])) ** 2
        dx[n], dh[n] = Wx @ da, Wh @ da
        dWx += np.outer(x[n], da)
        dWh += np.outer(h[n], da)
        db += da
    return dx, dh, dWx, dWh, db


def one_block_matrix(dh_next, cache, params):
    """[x, h, 1] in front of one matrix that holds Wx, Wh and b."""
    x, h, h_next = cache
    D = x.shape[1]
    block = np.vstack(params)
    z = np.hstack([x, h, np.ones_like(h[:, :1])])
    da = dh_next - dh_next * h_next * h_next
    dz, dblock = da @ block.T, z.T @ da
    return dz[:, :D], dz[:, D:-1], dblock[:D], dblock[D:-1], dblock[-1]


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={
        "dx": ("N", "D"),
        "dh": ("N", "H"),
        "dWx": ("D", "H"),
        "dWh": ("H", "H"),
        "db": ("H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(matrices, einsums, one_sequence_at_a_time, one_block_matrix),
)
