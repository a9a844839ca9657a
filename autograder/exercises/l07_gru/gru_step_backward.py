"""gru_step_backward: one step of the GRU, backwards, gradients of the weights included.

δn   = δh' ⊙ (1 − z)          δz   = δh' ⊙ (h − n)
δx_n = δn ⊙ (1 − n²)          δh_n = δx_n ⊙ r         δr = δx_n ⊙ h_n
δa_r = δr ⊙ r(1 − r)          δa_z = δz ⊙ z(1 − z)
δa_x = [δa_r δa_z δx_n]       δa_h = [δa_r δa_z δh_n]
δx = δa_x Wxᵀ                 δh = δh' ⊙ z + δa_h Whᵀ
δWx = xᵀ δa_x                 δWh = hᵀ δa_h           δbx = Σ_n δa_x      δbh = Σ_n δa_h

The gradients of the weights are judged gate by gate: dWx[r], dWx[z], dWx[n].
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l07_gru._derivation import spoilt
from autograder.exercises.l07_gru._step_mistakes import IN_A_STEP, WHOLE
from autograder.exercises.l07_gru.gru_step import draw
from rnn_core import gru
from rnn_core.gradient_check import numerical_gradient


def reference(dh_next, cache, params):
    dx, dh, dparams = gru.step_backward(dh_next, cache, params)
    return dx, dh, *dparams


def numerical(forward, dh, inputs, params):
    """The gradients of Σ dh ⊙ h', one argument of `forward` after the other."""
    arguments = (*inputs, *params)

    def asked(k, w):
        x, h, *weights = (*arguments[:k], w, *arguments[k + 1 :])
        return np.sum(dh * forward(x, h, gru.Params(*weights))[0])

    return tuple(
        numerical_gradient(lambda w, k=k: asked(k, w), array) for k, array in enumerate(arguments)
    )


def cases(rng):
    def backwards(x, h, params):
        dh_next = rng.normal(size=h.shape).astype(h.dtype)
        return dh_next, gru.step(x, h, params)[1], params

    *inputs, params = draw(rng, 2, 4, 3)
    dh_next, cache, _ = backwards(*inputs, params)
    strided = np.asfortranarray(np.repeat(dh_next, 2, axis=1))[:, ::2]
    return [
        Case("values", "three sequences", backwards(*draw(rng, 3, 2, 4))),
        Case(
            "gradient",
            "against central differences, more inputs than units",
            (dh_next, cache, params),
            expected=numerical(gru.step, dh_next, inputs, params),
        ),
        Case("edge cases", "one sequence, one input, one unit", backwards(*draw(rng, 1, 1, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, np.float32))),
        Case("edge cases", "a view that is not contiguous", (strided, cache, params)),
    ]


# In a whole sequence these are one with what may go wrong there.
_OVER_THE_BATCH = (
    (
        "weights averaged over the batch",
        "If the loss is a mean over sequences, dh_next holds that factor already.",
        {
            "dWx": lambda s: s.x.T @ s.da_x / len(s.x),
            "dWh": lambda s: s.h.T @ s.da_h / len(s.x),
            "dbx": lambda s: s.da_x.mean(axis=0),
            "dbh": lambda s: s.da_h.mean(axis=0),
        },
    ),
    (
        "biases averaged over the batch",
        "If the loss is a mean over sequences, dh_next holds that factor already.",
        {
            "dbx": lambda s: s.da_x.mean(axis=0),
            "dbh": lambda s: s.da_h.mean(axis=0),
        },
    ),
)


def gates_exchanged_in_the_cache(dh_next, cache, params):
    x, h, r, z, n, h_n = cache
    return reference(dh_next, (x, h, z, r, n, h_n), params)


def candidate_exchanged_in_the_cache(dh_next, cache, params):
    x, h, r, z, n, h_n = cache
    return reference(dh_next, (x, h, r, z, h_n, n), params)


def first_two_exchanged(dh_next, cache, params):
    dx, dh, *sums = reference(dh_next, cache, params)
    return dh, dx, *sums


def line_by_line(dh_next, cache, params):
    x, h, r, z, n, h_n = cache
    dn, dz = dh_next * (1 - z), dh_next * (h - n)
    dx_n = dn * (1 - n**2)
    dr, dh_n = dx_n * h_n, dx_n * r
    da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)
    da_x, da_h = np.hstack([da_r, da_z, dx_n]), np.hstack([da_r, da_z, dh_n])
    dh = dh_next * z + da_h @ params.Wh.T
    return da_x @ params.Wx.T, dh, x.T @ da_x, h.T @ da_h, da_x.sum(axis=0), da_h.sum(axis=0)


def each_gate_apart(dh_next, cache, params):
    """Three networks with two matrices each, put together at the end."""
    x, h, r, z, n, h_n = cache
    Wx, Wh = (np.split(w, 3, axis=1) for w in params[:2])
    candidate = (dh_next - dh_next * z) * (1 + n) * (1 - n)
    reset = candidate * h_n * (r - r**2)
    update = dh_next * (h - n) * (z - np.square(z))
    of_x, of_h = (reset, update, candidate), (reset, update, candidate * r)
    dx = sum(da @ w.T for da, w in zip(of_x, Wx, strict=True))
    dh = sum((da @ w.T for da, w in zip(of_h, Wh, strict=True)), z * dh_next)
    dWx = np.concatenate([x.T @ da for da in of_x], axis=1)
    dWh = np.concatenate([h.T @ da for da in of_h], axis=1)
    dbx, dbh = (np.concatenate([da.sum(axis=0) for da in das]) for das in (of_x, of_h))
    return dx, dh, dWx, dWh, dbx, dbh


def one_sequence_at_a_time(dh_next, cache, params):
    Wx, Wh, *_ = params
    dx, dh = np.zeros((len(dh_next), len(Wx))), np.zeros(dh_next.shape)
    dWx, dWh, dbx, dbh = (np.zeros(w.shape) for w in params)
    for s, asked in enumerate(dh_next):
        x, h, r, z, n, h_n = (kept[s] for kept in cache)
        inside = asked * (1 - z) * (1 - n * n)
        gates = [inside * h_n * r * (1 - r), asked * (h - n) * z * (1 - z)]
        da_x, da_h = np.concatenate([*gates, inside]), np.concatenate([*gates, inside * r])
        dx[s], dh[s] = Wx @ da_x, Wh @ da_h + asked * z
        dWx += np.outer(x, da_x)
        dWh += np.outer(h, da_h)
        dbx += da_x
        dbh += da_h
    return dx, dh, dWx, dWh, dbx, dbh


def four_blocks(dh_next, cache, params):
    """δ of r, z, x_n and h_n side by side; the gradients nested as they are in rnn_core."""
    x, h, r, z, n, h_n = cache
    H = h.shape[1]
    inside = np.einsum("nh,nh,nh->nh", dh_next, 1 - z, 1 - n**2)
    da = np.hstack([inside, inside, dh_next, inside])
    da *= np.hstack([h_n * r * (1 - r), h_n * 0 + 1, (h - n) * z * (1 - z), r])
    reset, x_n, update, of_h_n = np.split(da, 4, axis=1)
    da = np.concatenate([reset, update, x_n, of_h_n], axis=1)
    to_x, to_h = np.arange(3 * H), np.r_[: 2 * H, 3 * H : 4 * H]
    dx, dh = da[:, to_x] @ params.Wx.T, dh_next * z + da[:, to_h] @ params.Wh.T
    by_x = np.hstack([x, np.ones((len(x), 1))]).T @ da
    by_h = np.hstack([h, np.ones((len(h), 1))]).T @ da
    dparams = gru.Params(by_x[:-1, to_x], by_h[:-1, to_h], by_x[-1, to_x], by_h[-1, to_h])
    return dx, dh, dparams


EXERCISE = Exercise(
    points={"values": 5, "gradient": 3, "edge cases": 1},
    returns={
        "dx": ("N", "D"),
        "dh": ("N", "H"),
        "dWx": ("D", "3H"),
        "dWh": ("H", "3H"),
        "dbx": ("3H",),
        "dbh": ("3H",),
    },
    reference=reference,
    cases=cases,
    misconceptions=(
        *(
            Misconception(name, hint, spoilt(**wrong), whole=name in WHOLE)
            for name, hint, wrong in IN_A_STEP + _OVER_THE_BATCH
        ),
        Misconception(
            "cache unpacked in the order z, r",
            "Compare the names on the left of your first line with the docstring's cache.",
            gates_exchanged_in_the_cache,
        ),
        Misconception(
            "cache unpacked in the order h_n, n",
            "Compare the names on the left of your first line with the docstring's cache.",
            candidate_exchanged_in_the_cache,
        ),
        Misconception(
            "dx and dh exchanged",
            "All numbers are right; compare the order in your `return` with the docstring's.",
            first_two_exchanged,
            whole=True,
        ),
    ),
    correct=(line_by_line, each_gate_apart, one_sequence_at_a_time, four_blocks),
)
