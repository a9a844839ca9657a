"""The recurrent networks, forward and backward, against PyTorch's and against their own products.

All gradients are asked for: parameters, input and initial states. "Products" are the matrix
products alone, with the same shapes and nothing else: what no implementation on the same BLAS
can do without.
"""

from types import ModuleType
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from benchmarks.timing import medians
from rnn_core import gru, lstm, rnn

try:
    import torch
except ImportError:
    torch = None

SIZES = [(25, 1, 27, 64), (50, 16, 64, 128), (100, 32, 64, 128), (50, 64, 128, 256)]


class Cell(NamedTuple):
    name: str  # as in torch.nn
    module: ModuleType
    states: int  # h, or h and c


CELLS = [Cell("RNN", rnn, 1), Cell("LSTM", lstm, 2), Cell("GRU", gru, 1)]


def table():
    """->  title, header, rows of text."""
    header = ["network", "T, N, D, H", "dtype", "rnn_core", "torch", "products"]
    header += ["÷ torch", "÷ products"]
    dtypes = (np.float64, np.float32)
    cases = [(cell, sizes, dtype) for cell in CELLS for dtype in dtypes for sizes in SIZES]
    rows = []
    for cell, sizes, dtype in tqdm(cases, desc="recurrent", leave=False):
        arguments = _arguments(cell, sizes, dtype)
        contenders = [_ours(cell, *arguments), _products(*arguments)]
        if torch:
            contenders.append(_torch(cell, *arguments))
        ours, products, *theirs = medians(contenders)
        rows.append(
            [
                cell.name,
                ", ".join(map(str, sizes)),
                np.dtype(dtype).name,
                f"{ours * 1e3:.2f} ms",
                f"{theirs[0] * 1e3:.2f} ms" if torch else "not installed",
                f"{products * 1e3:.2f} ms",
                f"{ours / theirs[0]:.2f}" if torch else "not installed",
                f"{ours / products:.2f}",
            ]
        )
    return "Recurrent networks, forward and backward, one thread, median time", header, rows


def _arguments(cell, sizes, dtype):
    T, N, D, H = sizes
    rng = np.random.default_rng(0)
    x, dh = (rng.normal(size=size).astype(dtype) for size in [(T, N, D), (T, N, H)])
    states = [rng.normal(size=(N, H)).astype(dtype) for _ in range(cell.states)]
    return x, states, cell.module.initial_params(rng, D, H, dtype), dh


def _ours(cell, x, states, params, dh):
    def run():
        *_, cache = cell.module.forward(x, *states, params)
        return cell.module.backward(dh, cache, params)

    return run


def _torch(cell, x, states, params, dh):
    torch.set_num_threads(1)
    x, dh = torch.tensor(x), torch.tensor(dh)
    states = tuple(torch.tensor(s)[None].requires_grad_() for s in states)
    model = getattr(torch.nn, cell.name)(x.shape[-1], dh.shape[-1], dtype=x.dtype)
    with torch.no_grad():
        model.weight_ih_l0.copy_(torch.tensor(params.Wx.T))
        model.weight_hh_l0.copy_(torch.tensor(params.Wh.T))
    wanted = [x.requires_grad_(), *states, *model.parameters()]

    def run():
        h, _ = model(x, states if cell.states > 1 else states[0])
        return torch.autograd.grad(h, wanted, dh)

    return run


def _products(x, states, params, dh):
    T, N, D = x.shape
    Wx, Wh = params.Wx, params.Wh
    Wh_T = Wh.T.copy()
    x, h = x.reshape(T * N, D), dh.reshape(T * N, -1)
    a, dx = np.empty((T * N, Wh.shape[1]), x.dtype), np.empty_like(x)
    da = np.random.default_rng(1).normal(size=a.shape).astype(x.dtype)
    state, a_t, da_t = np.empty_like(states[0]), np.empty_like(a[:N]), da[:N]
    dWx, dWh = np.empty_like(Wx), np.empty_like(Wh)

    def run():
        np.matmul(x, Wx, out=a)
        for _ in range(T):
            np.matmul(states[0], Wh, out=a_t)
        for _ in range(T):
            np.matmul(da_t, Wh_T, out=state)
        np.matmul(x.T, da, out=dWx)
        np.matmul(h.T, da, out=dWh)
        np.matmul(da, Wx.T, out=dx)

    return run
