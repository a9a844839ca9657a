"""The gated recurrent unit and the network made of it.

    [x_r x_z x_n] = x Wx + bx                    what the input says
    [h_r h_z h_n] = h Wh + bh                    what the state says
    r, z = σ(x_r + h_r), σ(x_z + h_z)            reset and update gate
    n    = tanh(x_n + r ⊙ h_n)                   candidate
    h'   = (1 − z) ⊙ n + z ⊙ h                   state: z = 1 keeps it

Backwards, where δh' is all that the loss asks of h':

    δn   = δh' ⊙ (1 − z)         δz   = δh' ⊙ (h − n)
    δx_n = δn ⊙ (1 − n²)         δh_n = δx_n ⊙ r         δr = δx_n ⊙ h_n
    δx_r = δh_r = δr ⊙ r(1 − r)  δx_z = δh_z = δz ⊙ z(1 − z)
    δx = [δx_r δx_z δx_n] Wxᵀ    δh = δh' ⊙ z + [δh_r δh_z δh_n] Whᵀ

Sources: Cho et al., Learning phrase representations using RNN encoder–decoder (2014). Its first
version (arXiv:1406.1078v1) resets after the product, as here and in torch.nn.GRU, whose order
r, z, n and whose two biases these are; its later ones, and Chung et al. (2014), reset the state
before the product, which is another cell. In Cho et al. z = 1 keeps the state, as here; in Chung
et al. and in many courses z = 1 replaces it: `convert_update_gate` leads from one convention to
the other.
"""

from typing import NamedTuple

import numpy as np

from rnn_core import _validate
from rnn_core._gates import check, empty, kept, per_gate, with_ones
from rnn_core.activations import sigmoid
from rnn_core.linear import rows


class Params(NamedTuple):
    Wx: np.ndarray  # (D, 3H)
    Wh: np.ndarray  # (H, 3H)
    bx: np.ndarray  # (3H,)
    bh: np.ndarray  # (3H,)


AXES = {"Wx": "D3H", "Wh": "H3H", "bx": "3H", "bh": "3H"}
STATES = ("h",)
KEPT = "h r z n h_n"  # by a cache, after x


def initial_params(rng, D, H, dtype=np.float64):
    """Weights ~ N(0, 1 / rows), so that sums keep their size; bx = bh = 0.  ->  Params."""
    _validate.positive(D=D, H=H)
    return Params(
        Wx=rng.normal(0, D**-0.5, (D, 3 * H)).astype(dtype),
        Wh=rng.normal(0, H**-0.5, (H, 3 * H)).astype(dtype),
        bx=np.zeros(3 * H, dtype),
        bh=np.zeros(3 * H, dtype),
    )


def convert_update_gate(params):
    """Params for h' = (1 − z) ⊙ n + z ⊙ h  <->  Params for h' = z ⊙ n + (1 − z) ⊙ h.

    As 1 − σ(a) = σ(−a), the columns of z change their sign. So do those of the gradients:

        h, cache = gru.forward(x, h0, convert_update_gate(params))    the other convention
        dx, dh0, dparams = gru.backward(dh, cache, convert_update_gate(params))
        dparams = convert_update_gate(dparams)
    """
    check(AXES, params)
    H = params.Wh.shape[0]
    sign = np.repeat(np.array([1, -1, 1], params.Wh.dtype), H)
    return Params(*(w * sign for w in params))


def step(x, h, params):
    """x (N, D), h (N, H)  ->  h_next (N, H), cache. ValueError: bad arguments."""
    check(AXES, params, x=(x, "ND"), h=(h, "NH"))
    x_r, x_z, x_n = np.split(x @ params.Wx + params.bx, 3, axis=1)
    h_r, h_z, h_n = np.split(h @ params.Wh + params.bh, 3, axis=1)
    r, z = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
    n = np.tanh(x_n + r * h_n)
    h_next = (1 - z) * n + z * h
    _validate.no_nan(h_next, x=x, h=h, **params._asdict())
    return h_next, (x, h, r, z, n, h_n)


def step_backward(dh_next, cache, params):
    """dh_next (N, H)  ->  dx (N, D), dh (N, H), dparams. ValueError: bad arguments."""
    check(AXES, params, **kept(cache, "N", KEPT), dh_next=(dh_next, "NH"))
    x, h, r, z, n, h_n = cache

    # h' = (1 − z) ⊙ n + z ⊙ h
    dn, dz, dh = dh_next * (1 - z), dh_next * (h - n), dh_next * z

    # n = tanh(x_n + r ⊙ h_n),  tanh' = 1 − tanh²
    dx_n = dn * (1 - n**2)
    dr, dh_n = dx_n * h_n, dx_n * r

    # r, z = σ(x_r + h_r), σ(x_z + h_z),  σ' = σ(1 − σ)
    da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)

    # the two affine maps
    da_x, da_h = np.hstack([da_r, da_z, dx_n]), np.hstack([da_r, da_z, dh_n])
    dparams = Params(x.T @ da_x, h.T @ da_h, da_x.sum(axis=0), da_h.sum(axis=0))
    _validate.no_nan(dparams.bx, dh_next=dh_next)
    return da_x @ params.Wx.T, dh + da_h @ params.Wh.T, dparams


def forward(x, h0, params):
    """x (T, N, D), h0 (N, H)  ->  h (T, N, H), cache. ValueError: bad arguments.

    h[t] is the state after reading x[t]. The cache is that of `step`, stacked over time: each of
    its arrays has step t at index t. It holds x and h themselves, not copies.
    """
    check(AXES, params, x=(x, "TND"), h0=(h0, "NH"))
    T, N, H = len(x), *h0.shape
    dtype = np.result_type(x, h0, *params)
    bh_r_z, bh_n = np.split(params.bh, [2 * H])
    b = params.bx.astype(dtype)
    b[: 2 * H] += bh_r_z  # r and z need only the sum

    # σ(a) = ½ + ½ tanh(a/2), to within eps as in lstm.py: the pre-activations of r and z are halved
    halved = np.array([0.5, 0.5, 1], dtype)[:, None, None]
    Wx_b = np.multiply(halved, per_gate(np.vstack([params.Wx, b]), 3), order="C")
    Wh = np.multiply(halved, per_gate(params.Wh, 3), out=empty((3, H, H), dtype))

    gates = empty((3, T, N, H), dtype)
    np.matmul(with_ones(x), Wx_b, out=gates.reshape(-1, T * N, H))  # all inputs at once
    h, h_n, h_Wh, change = (empty((*k, N, H), dtype) for k in [(T + 1,), (T,), (3,), ()])
    h[0] = h0
    half, one = np.array(0.5, dtype), np.array(1, dtype)  # arrays are not converted every time
    for t in range(T):
        r_z, (r, z, n) = gates[:2, t], gates[:, t]  # what the input says, and soon the gates
        np.matmul(h[t], Wh, out=h_Wh)
        np.add(h_Wh[2], bh_n, out=h_n[t])

        r_z += h_Wh[:2]
        np.tanh(r_z, out=r_z)
        r_z *= half
        r_z += half
        np.multiply(r, h_n[t], out=change)
        n += change
        np.tanh(n, out=n)

        np.subtract(one, z, out=change)
        change *= n
        np.multiply(z, h[t], out=h[t + 1])
        h[t + 1] += change

    _validate.no_nan(h[-1], x=x, h0=h0, **params._asdict())  # a NaN reaches all later states
    return h[1:], (x, h[:-1], *gates, h_n)


def backward(dh, cache, params):
    """dh (T, N, H)  ->  dx (T, N, D), dh0 (N, H), dparams. ValueError: bad arguments.

    dh[t] is what the loss asks of h[t] directly, not through later states.
    """
    check(AXES, params, **kept(cache, "TN", KEPT), dh=(dh, "TNH"))
    x, h, *gates = cache
    T, N, H = h.shape

    # δ of x_n, r, z, h_n side by side, r and z (which are sums) only once: the first three belong
    # to x Wx + bx, the last three to h Wh + bh
    da = empty((T, N, 4 * H), np.result_type(dh, *cache, *params))
    da_x, da_h = da[:, :, : 3 * H], da[:, :, H:]

    da_gates, da_t = per_gate(da, 4), empty((4, N, H), da.dtype)
    dx_n, da_r, da_z, dh_n = da_t
    Wh_T = empty((3 * H, H), da.dtype)
    Wh_T[:] = params.Wh.T
    dh_total, dn, da_Wh_T = (empty((N, H), da.dtype) for _ in range(3))
    dh_total[:] = 0
    one = np.array(1, da.dtype)
    for t in reversed(range(T)):
        r, z, n, h_n = (array[t] for array in gates)
        dh_total += dh[t]

        # h' = (1 − z) ⊙ n + z ⊙ h:   δn = (1 − z) ⊙ δh',   δa_z = (h − n) ⊙ z ⊙ δn
        np.subtract(one, z, out=dn)
        dn *= dh_total
        np.subtract(h[t], n, out=da_z)
        da_z *= z
        da_z *= dn

        # n = tanh(x_n + r ⊙ h_n):    δx_n = (1 − n²) ⊙ δn,   δh_n = δx_n ⊙ r
        np.multiply(n, n, out=dx_n)
        np.subtract(one, dx_n, out=dx_n)
        dx_n *= dn
        np.multiply(dx_n, r, out=dh_n)

        # r ⊙ h_n in it:              δa_r = (1 − r) ⊙ h_n ⊙ δh_n
        np.subtract(one, r, out=da_r)
        da_r *= h_n
        da_r *= dh_n

        # δh = δh' ⊙ z + [δa_r δa_z δh_n] Whᵀ
        da_gates[t] = da_t
        np.matmul(da_h[t], Wh_T, out=da_Wh_T)
        dh_total *= z
        dh_total += da_Wh_T

    dWx_b, dWh_b = with_ones(x).T @ rows(da_x), with_ones(h).T @ rows(da_h)  # all steps at once
    dWx_b = np.roll(dWx_b, -H, axis=1)  # from the order n, r, z
    dparams = Params(dWx_b[:-1], dWh_b[:-1], dWx_b[-1], dWh_b[-1])
    _validate.no_nan(dparams.bx, dh=dh)
    dx = rows(da_x) @ np.roll(params.Wx, H, axis=1).T
    return dx.reshape(x.shape), dh_total, dparams
