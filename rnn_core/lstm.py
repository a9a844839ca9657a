"""The LSTM cell and the network made of it.

    [a_i a_f a_g a_o] = x Wx + h Wh + b          pre-activations
    i, f, o = σ(a_i), σ(a_f), σ(a_o)             input, forget and output gate
    g       = tanh(a_g)                          candidate
    c'      = f ⊙ c + i ⊙ g                      cell
    h'      = o ⊙ tanh(c')                       state

Backwards, where δh' and δc' are all that the loss asks of h' and of c' from later steps:

    δo  = δh' ⊙ tanh(c')
    δc' = δc' + δh' ⊙ o ⊙ (1 − tanh²(c'))        c' reaches the loss through h' as well
    δi  = δc' ⊙ g      δf = δc' ⊙ c      δg = δc' ⊙ i      δc = δc' ⊙ f
    δa  = [δi ⊙ i(1 − i)   δf ⊙ f(1 − f)   δg ⊙ (1 − g²)   δo ⊙ o(1 − o)]
    δx  = δa Wxᵀ       δh = δa Whᵀ       dWx = Σ_t xᵀ δa       dWh = Σ_t hᵀ δa       db = Σ_t δa

Sources: Hochreiter & Schmidhuber, Long short-term memory (1997); with forget gate: Gers,
Schmidhuber & Cummins (2000). Both cut gradients off at the gates, which send none to earlier steps;
in full, as here: Graves & Schmidhuber, Framewise phoneme classification with bidirectional LSTM and
other neural network architectures (2005). Order of the gates i, f, g, o as in torch.nn.LSTM, whose
two biases are here one: their sum.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core._gates import check, empty, kept, per_gate, weight_gradients, with_ones
from rnn_core.activations import sigmoid
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, 4H)
    Wh: np.ndarray  # (H, 4H)
    b: np.ndarray  # (4H,)


AXES = {"Wx": "D4H", "Wh": "H4H", "b": "4H"}
STATES = ("h", "c")
KEPT = "h c i f g o tanh_c"  # by a cache, after x


def initial_params(rng, D, H, dtype=np.float64, forget_bias=1.0):
    """Weights ~ N(0, 1 / rows), b = 0 but for the forget gate, open from the start.  ->  Params.

    Forget bias: Gers et al. (2000); 1, as recommended by Jozefowicz, Zaremba & Sutskever (2015).
    """
    _validate.positive(D=D, H=H)
    b = np.zeros((4, H), dtype)
    b[1] = forget_bias
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, 4 * H)).astype(dtype),
        Wh=rng.normal(0, H**-0.5, (H, 4 * H)).astype(dtype),
        b=b.reshape(-1),
    )


def step(x, h, c, params):
    """x (N, D), h (N, H), c (N, H)  ->  h_next (N, H), c_next (N, H), cache.

    ValueError: bad arguments.
    """
    check(AXES, params, x=(x, "ND"), h=(h, "NH"), c=(c, "NH"))
    a_i, a_f, a_g, a_o = np.split(x @ params.Wx + h @ params.Wh + params.b, 4, axis=1)
    i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
    c_next = f * c + i * g
    tanh_c = np.tanh(c_next)
    h_next = o * tanh_c
    _validate.no_nan(h_next, x=x, h=h, c=c, **params._asdict())
    return h_next, c_next, (x, h, c, i, f, g, o, tanh_c)


def step_backward(dh_next, dc_next, cache, params):
    """dh_next (N, H), dc_next (N, H)  ->  dx (N, D), dh (N, H), dc (N, H), dparams.

    ValueError: bad arguments.
    """
    asked = {"dh_next": (dh_next, "NH"), "dc_next": (dc_next, "NH")}
    check(AXES, params, **kept(cache, "N", KEPT), **asked)
    x, h, c, i, f, g, o, tanh_c = cache

    # h' = o ⊙ tanh(c')
    do = dh_next * tanh_c
    dc_total = dc_next + dh_next * o * (1 - tanh_c**2)  # c' reaches the loss through h' as well

    # c' = f ⊙ c + i ⊙ g
    df, dc = dc_total * c, dc_total * f
    di, dg = dc_total * g, dc_total * i

    # σ' = σ(1 − σ),  tanh' = 1 − tanh²
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])

    # a = x Wx + h Wh + b
    dparams = Params(x.T @ da, h.T @ da, da.sum(axis=0))
    _validate.no_nan(dparams.b, dh_next=dh_next, dc_next=dc_next)
    return da @ params.Wx.T, da @ params.Wh.T, dc, dparams


def forward(x, h0, c0, params):
    """x (T, N, D), h0 (N, H), c0 (N, H)  ->  h (T, N, H), c (T, N, H), cache.

    h[t] and c[t] are the states after reading x[t]. The cache is that of `step`, stacked over
    time: each of its arrays has step t at index t. It holds x, h and c themselves, not copies.
    ValueError: bad arguments.
    """
    check(AXES, params, x=(x, "TND"), h0=(h0, "NH"), c0=(c0, "NH"))
    T, N, H = len(x), *h0.shape
    dtype = np.result_type(x, h0, c0, *params)

    # σ(a) = ½ + ½ tanh(a/2): with half of a_i, a_f and a_o, which lie together here, one tanh
    # serves all the gates. It is right to eps, `step` to eps times σ(a): a gate further shut than
    # that, a ≤ −20 in float32 and −38 in float64, is 0 here
    i_f_o_g = [0, 1, 3, 2]
    halved = np.array([0.5, 0.5, 0.5, 1], dtype)[:, None, None]
    Wx_b = halved * per_gate(np.vstack([params.Wx, params.b]), 4)[i_f_o_g]
    Wh = np.multiply(halved, per_gate(params.Wh, 4)[i_f_o_g], out=empty((4, H, H), dtype))

    gates = empty((4, T, N, H), dtype)
    np.matmul(with_ones(x), Wx_b, out=gates.reshape(-1, T * N, H))  # all inputs at once
    h, c = empty((2, T + 1, N, H), dtype)
    h[0], c[0] = h0, c0
    tanh_c, a, ig = (empty((*sizes, N, H), dtype) for sizes in [(T,), (4,), ()])
    half = np.array(0.5, dtype)  # an array is not converted every time
    for t in range(T):
        gates_t = gates[:, t]  # x Wx + b, and soon the gates
        np.matmul(h[t], Wh, out=a)
        a += gates_t
        np.tanh(a, out=gates_t)
        sigmoids = gates_t[:3]
        sigmoids *= half
        sigmoids += half
        i, f, o, g = gates_t

        c_next = c[t + 1]
        np.multiply(f, c[t], out=c_next)
        np.multiply(i, g, out=ig)
        c_next += ig
        np.tanh(c_next, out=tanh_c[t])
        np.multiply(o, tanh_c[t], out=h[t + 1])

    _validate.no_nan(h[-1], x=x, h0=h0, c0=c0, **params._asdict())  # a NaN reaches all later states
    i, f, o, g = gates
    return h[1:], c[1:], (x, h[:-1], c[:-1], i, f, g, o, tanh_c)


def backward(dh, cache, params, dc=None):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dc0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states; dc (T, N, H) is the
    same for c, and none where the loss sees the cell through h alone.
    """
    asked = {"dh": (dh, "TNH")} if dc is None else {"dh": (dh, "TNH"), "dc": (dc, "TNH")}
    check(AXES, params, **kept(cache, "TN", KEPT), **asked)
    x, h, *states_and_gates = cache
    T, N, H = h.shape

    da = empty((T, N, 4 * H), np.result_type(dh, *cache, *params))
    da_gates, da_t = per_gate(da, 4), empty((4, N, H), da.dtype)
    da_i, da_f, da_g, da_o = da_t
    Wh_T, da_Wh_T = empty((4, H, H), da.dtype), empty((4, N, H), da.dtype)
    Wh_T[:] = per_gate(params.Wh, 4).swapaxes(1, 2)
    dh_total, dc_total = empty((2, N, H), da.dtype)
    dh_total[:] = dc_total[:] = 0
    whole, part = empty((2, N, H), da.dtype)
    one = np.array(1, da.dtype)
    for t in reversed(range(T)):
        c, i, f, g, o, tanh_c = (array[t] for array in states_and_gates)
        dh_total += dh[t]
        if dc is not None:
            dc_total += dc[t]

        # h' = o ⊙ tanh(c'):   δa_o = (1 − o) ⊙ (δh' ⊙ o ⊙ tanh(c'))
        #                      δc' += δh' ⊙ o − (δh' ⊙ o ⊙ tanh(c')) ⊙ tanh(c')
        np.multiply(dh_total, o, out=whole)
        np.multiply(whole, tanh_c, out=part)
        np.subtract(one, o, out=da_o)
        da_o *= part
        part *= tanh_c
        whole -= part
        dc_total += whole

        # i ⊙ g in c':         δa_i = (1 − i) ⊙ (δc' ⊙ i ⊙ g)
        #                      δa_g = δc' ⊙ i − (δc' ⊙ i ⊙ g) ⊙ g
        np.multiply(dc_total, i, out=da_g)
        np.multiply(da_g, g, out=part)
        np.subtract(one, i, out=da_i)
        da_i *= part
        part *= g
        da_g -= part

        # f ⊙ c in c':         δc = δc' ⊙ f,   δa_f = (1 − f) ⊙ c ⊙ δc
        dc_total *= f
        np.subtract(one, f, out=da_f)
        da_f *= c
        da_f *= dc_total

        # a = x Wx + h Wh + b: δh = δa Whᵀ, summed over the gates: four small products are faster
        #                      than their sum in one up to H = 128, and as fast at 256
        da_gates[t] = da_t
        np.matmul(da_t, Wh_T, out=da_Wh_T)
        np.add.reduce(da_Wh_T, axis=0, out=dh_total)

    dparams = Params(*weight_gradients(x, h, da))
    _validate.no_nan(dparams.b, **{name: array for name, (array, _) in asked.items()})
    return (rows(da) @ params.Wx.T).reshape(x.shape), dh_total, dc_total, dparams
