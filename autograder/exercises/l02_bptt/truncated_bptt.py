"""truncated_bptt: backward, but no gradient crosses the border between two chunks of steps.

chunks of `length` steps, counted from t = 0; the last may be shorter
δh^(t) = dh[t] + δa^(t+1) Whᵀ  inside a chunk        δh^(t) = dh[t]  at its last step
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l02_bptt._truncated_bptt_mistakes import (
    MISTAKES,
    chunks,
    gather,
    join,
)
from autograder.exercises.l02_bptt.rnn_backward import backwards, draw
from rnn_core import rnn


def reference(dh, cache, params, length):
    dx, dh0, dparams = rnn.truncated_backward(dh, cache, params, length)
    return dx, dh0, *dparams


def cases(rng):
    def cut(length, *problem):
        return *backwards(*problem), length

    dh, x, h0, params = draw(rng, T=5, N=2, D=4, H=3)
    strided = np.moveaxis(np.moveaxis(dh, 0, 1).copy(), 1, 0)
    return [
        Case("values", "seven steps in chunks of three", cut(3, *draw(rng, 7, 3, 2, 4))),
        Case("values", "eight steps in chunks of two", cut(2, *draw(rng, 8, 2, 5, 3))),
        Case("edge cases", "chunks of one step", cut(1, *draw(rng, 4, 3, 2, 5))),
        Case("edge cases", "one chunk for all steps", cut(6, *draw(rng, 6, 2, 3, 4))),
        Case("edge cases", "chunks longer than the sequence", cut(9, *draw(rng, 4, 1, 1, 1))),
        Case("edge cases", "float32", cut(2, *draw(rng, 5, 2, 4, 3, dtype=np.float32))),
        Case("edge cases", "a view that is not contiguous", cut(2, strided, x, h0, params)),
    ]


def chunk_by_chunk(dh, cache, params, length):
    return join(chunks(dh, cache, params, length))


def one_loop_with_a_cut(dh, cache, params, length):
    x, h0, h = cache
    Wx, Wh, b = params
    dx = np.zeros_like(x)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    future = np.zeros_like(h0)
    for t in range(len(x) - 1, -1, -1):
        if t % length == length - 1:
            future = np.zeros_like(h0)
        da = (dh[t] + future) * (1 - h[t] ** 2)
        dx[t] = da @ Wx.T
        dWx += x[t].T @ da
        dWh += (h[t - 1] if t else h0).T @ da
        db += da.sum(axis=0)
        future = da @ Wh.T
    return dx, future, dWx, dWh, db


def chunks_side_by_side(dh, cache, params, length):
    """All chunks at once: step k of every chunk, for k from the last to the first."""
    x, h0, h = cache
    T = len(h)
    before = np.concatenate([h0[None], h[:-1]])
    da = np.zeros(h.shape)
    for k in reversed(range(min(length, T))):
        steps = np.arange(k, T, length)
        has_next = (k + 1 < length) & (steps + 1 < T)
        ahead = da[np.minimum(steps + 1, T - 1)] * has_next[:, None, None]
        da[steps] = (dh[steps] + ahead @ params.Wh.T) * (1 - h[steps] ** 2)
    return gather(da, da[0] @ params.Wh.T, x, before, params)


EXERCISE = Exercise(
    points={"values": 4, "edge cases": 2},
    returns={
        "dx": ("T", "N", "D"),
        "dh0": ("N", "H"),
        "dWx": ("D", "H"),
        "dWh": ("H", "H"),
        "db": ("H",),
    },
    reference=reference,
    cases=cases,
    allowed=(rnn.forward, rnn.backward, rnn.step_backward),
    misconceptions=MISTAKES,
    correct=(chunk_by_chunk, one_loop_with_a_cut, chunks_side_by_side),
)
