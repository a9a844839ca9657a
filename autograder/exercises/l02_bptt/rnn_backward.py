"""rnn_backward: through all steps of the unrolled graph, from the last to the first.

δh^(t) = dh[t] + δa^(t+1) Whᵀ        δa^(t) = δh^(t) ⊙ (1 − h^(t)²)
δWx = Σ_t x^(t)ᵀ δa^(t)      δWh = Σ_t h^(t−1)ᵀ δa^(t)      δb = Σ_t Σ_n δa^(t)
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l02_bptt._rnn_backward_mistakes import MISTAKES
from autograder.exercises.l02_bptt.rnn_step_backward import numerical
from rnn_core import rnn


def reference(dh, cache, params):
    dx, dh0, dparams = rnn.backward(dh, cache, params)
    return dx, dh0, *dparams


def draw(rng, T, N, D, H, dtype=float):
    """dh, x, h0, params: nothing is zero, and every step still matters to the first."""
    params = rnn.Params(*(rng.normal(size=s) / s[0] ** 0.5 for s in ((D, H), (H, H), (H,))))
    dh, x = rng.normal(size=(T, N, H)), rng.normal(size=(T, N, D)) / 2
    h0 = np.tanh(rng.normal(size=(N, H)))
    dh, x, h0 = (array.astype(dtype) for array in (dh, x, h0))
    return dh, x, h0, rnn.Params(*(w.astype(dtype) for w in params))


def backwards(dh, x, h0, params):
    return dh, rnn.forward(x, h0, params)[1], params


def cases(rng):
    checked = draw(rng, T=4, N=2, D=3, H=2)
    dh, x, h0, params = draw(rng, T=3, N=2, D=4, H=3)
    last_only = np.zeros_like(dh)
    last_only[-1] = dh[-1]
    strided = np.moveaxis(np.moveaxis(dh, 0, 1).copy(), 1, 0)
    return [
        Case("values", "a loss at every step", backwards(*draw(rng, T=5, N=3, D=2, H=4))),
        Case("values", "more inputs than units", backwards(*draw(rng, T=3, N=4, D=5, H=2))),
        Case(
            "gradient",
            "against central differences",
            backwards(*checked),
            expected=numerical(rnn.forward, *checked),
        ),
        Case("edge cases", "one step", backwards(*draw(rng, T=1, N=2, D=4, H=3))),
        Case("edge cases", "one of everything", backwards(*draw(rng, T=2, N=1, D=1, H=1))),
        Case("edge cases", "a loss at the last step only", backwards(last_only, x, h0, params)),
        Case("edge cases", "float32", backwards(*draw(rng, 3, 2, 4, 5, dtype=np.float32))),
        Case("edge cases", "a view that is not contiguous", backwards(strided, x, h0, params)),
    ]


def step_by_step(dh, cache, params):
    x, h0, h = cache
    Wx, Wh, b = params
    dx = np.zeros_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    future = np.zeros_like(h0)
    for t in reversed(range(len(x))):
        before = h[t - 1] if t > 0 else h0
        da = (dh[t] + future) * (1 - h[t] ** 2)
        dx[t] = da @ Wx.T
        dWx += x[t].T @ da
        dWh += before.T @ da
        db += da.sum(axis=0)
        future = da @ Wh.T
    return dx, future, dWx, dWh, db


def all_products_at_the_end(dh, cache, params):
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da = np.empty_like(h)
    future = 0.0
    for t in range(len(h))[::-1]:
        da[t] = (dh[t] + future) * (1 - h[t] ** 2)
        future = da[t] @ params.Wh.T
    flat = da.reshape(-1, h.shape[2])
    dWx = x.reshape(-1, x.shape[2]).T @ flat
    dWh = before.reshape(-1, h.shape[2]).T @ flat
    return da @ params.Wx.T, future, dWx, dWh, flat.sum(axis=0)


def lists_and_einsum(dh, cache, params):
    x, h0, h = cache
    future, das = np.zeros(h0.shape), []
    for dh_t, h_t in zip(dh[::-1], h[::-1], strict=True):
        das.insert(0, (dh_t + future) * (1 - h_t * h_t))
        future = np.einsum("nk,hk->nh", das[0], params.Wh)
    da = np.array(das)
    before = [h0, *h[:-1]]
    return (
        [np.einsum("nh,dh->nd", d, params.Wx) for d in das],
        future,
        np.einsum("tnd,tnh->dh", x, da),
        sum(b.T @ d for b, d in zip(before, das, strict=True)),
        np.einsum("tnh->h", da),
    )


def every_loss_by_itself(dh, cache, params):
    """Slow and right: each step's loss sends its own gradient back along the chain."""
    x, h0, h = cache
    before = np.concatenate([h0[None], h[:-1]])
    da, dh0 = np.zeros_like(h), np.zeros_like(h0)
    for loss_step in range(len(h)):
        going_back = dh[loss_step]
        for t in range(loss_step, -1, -1):
            local = going_back * (1 - h[t] ** 2)
            da[t] += local
            going_back = local @ params.Wh.T
        dh0 += going_back
    dWx = sum(x[t].T @ da[t] for t in range(len(h)))
    dWh = sum(before[t].T @ da[t] for t in range(len(h)))
    return da @ params.Wx.T, dh0, dWx, dWh, da.sum(axis=(0, 1))


EXERCISE = Exercise(
    points={"values": 5, "gradient": 3, "edge cases": 2},
    returns={
        "dx": ("T", "N", "D"),
        "dh0": ("N", "H"),
        "dWx": ("D", "H"),
        "dWh": ("H", "H"),
        "db": ("H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=MISTAKES,
    correct=(step_by_step, all_products_at_the_end, lists_and_einsum, every_loss_by_itself),
    allowed=(rnn.step_backward,),
)
