"""gru_step: one step of the GRU.

[x_r x_z x_n] = x Wx + bx            [h_r h_z h_n] = h Wh + bh
r, z = σ(x_r + h_r), σ(x_z + h_z)    n = tanh(x_n + r ⊙ h_n)
h' = (1 − z) ⊙ n + z ⊙ h             z = 1 keeps the state
"""

import numpy as np

from autograder.exercise import Case, Exercise
from autograder.exercises.l07_gru._gru_step_mistakes import MISTAKES
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
    misconceptions=MISTAKES,
    correct=(block_by_block, one_block_matrix, naive_sigmoid_and_einsum),
)
