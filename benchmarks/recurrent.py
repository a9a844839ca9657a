"""The recurrent network, forward and backward, against torch.nn.RNN and against its own products.

All gradients are asked for: parameters, input and initial state. "Products" are the matrix
products alone, with the same shapes and nothing else: what no implementation on the same BLAS
can do without.
"""

import numpy as np
from tqdm import tqdm

from benchmarks.timing import medians
from rnn_core import rnn

try:
    import torch
except ImportError:
    torch = None

SIZES = [(25, 1, 27, 64), (50, 16, 64, 128), (100, 32, 64, 128), (50, 64, 128, 256)]


def table():
    """->  title, header, rows of text."""
    header = ["T, N, D, H", "dtype", "rnn_core", "torch", "products", "÷ torch", "÷ products"]
    cases = [(sizes, dtype) for dtype in (np.float64, np.float32) for sizes in SIZES]
    rows = []
    for sizes, dtype in tqdm(cases, desc="recurrent", leave=False):
        x, h0, params, dh = _arguments(sizes, dtype)
        contenders = [_ours(x, h0, params, dh), _products(x, h0, params, dh)]
        if torch:
            contenders.append(_torch(x, h0, params, dh))
        ours, products, *theirs = medians(contenders)
        rows.append(
            [
                ", ".join(map(str, sizes)),
                np.dtype(dtype).name,
                f"{ours * 1e3:.2f} ms",
                f"{theirs[0] * 1e3:.2f} ms" if torch else "not installed",
                f"{products * 1e3:.2f} ms",
                f"{ours / theirs[0]:.2f}" if torch else "not installed",
                f"{ours / products:.2f}",
            ]
        )
    return "RNN forward and backward, one thread, median time", header, rows


def _arguments(sizes, dtype):
    T, N, D, H = sizes
    rng = np.random.default_rng(0)
    x, h0, dh = (rng.normal(size=s).astype(dtype) for s in [(T, N, D), (N, H), (T, N, H)])
    return x, h0, rnn.initial_params(rng, D, H, dtype), dh


def _ours(x, h0, params, dh):
    def run():
        _, cache = rnn.forward(x, h0, params)
        return rnn.backward(dh, cache, params)

    return run


def _torch(x, h0, params, dh):
    torch.set_num_threads(1)
    x, h0, dh = torch.tensor(x), torch.tensor(h0)[None], torch.tensor(dh)
    model = torch.nn.RNN(x.shape[-1], h0.shape[-1], dtype=x.dtype)
    with torch.no_grad():
        model.weight_ih_l0.copy_(torch.tensor(params.Wx.T))
        model.weight_hh_l0.copy_(torch.tensor(params.Wh.T))
    wanted = [x.requires_grad_(), h0.requires_grad_(), *model.parameters()]

    def run():
        h, _ = model(x, h0)
        return torch.autograd.grad(h, wanted, dh)

    return run


def _products(x, h0, params, dh):
    T, N, D = x.shape
    x, da = x.reshape(T * N, D), dh.reshape(T * N, -1)
    h = da.copy()  # not da itself: NumPy halves the work of a product A.T @ A
    Wx, Wh, _ = params
    Wh_T = Wh.T.copy()
    state, a, dx = np.empty_like(h0), np.empty_like(h), np.empty_like(x)
    dWx, dWh = np.empty_like(Wx), np.empty_like(Wh)

    def run():
        np.matmul(x, Wx, out=a)
        for _ in range(T):
            np.matmul(h0, Wh, out=state)
        for _ in range(T):
            np.matmul(h0, Wh_T, out=state)
        np.matmul(x.T, da, out=dWx)
        np.matmul(h.T, da, out=dWh)
        np.matmul(da, Wx.T, out=dx)

    return run
