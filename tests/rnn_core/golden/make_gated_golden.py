"""Write the golden arrays of LSTM and GRU beside this file: python make_gated_golden.py

Made once with torch 2.13.0 and committed, so that the tests need no torch. PyTorch keeps its
matrices transposed; the two biases of torch.nn.LSTM add up to our b, those of torch.nn.GRU are
our bx and bh.
"""

from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
T, N, D, H = 7, 3, 4, 5


def cell(kind, dtype):
    rng = np.random.default_rng(11)
    states, gates = (("h", "c"), 4) if kind is torch.nn.LSTM else (("h",), 3)
    sizes = {"x": (T, N, D), "Wx": (D, gates * H), "Wh": (H, gates * H)}
    sizes |= {"bx": (gates * H,), "bh": (gates * H,), "dh": (T, N, H)}
    sizes |= {f"{s}0": (N, H) for s in states} | {f"d{s}_last": (N, H) for s in states}
    arrays = {name: rng.normal(size=size).astype(dtype) for name, size in sizes.items()}
    tensors = {name: torch.tensor(array) for name, array in arrays.items()}

    model = kind(D, H, dtype=tensors["x"].dtype)
    ours = {"weight_ih_l0": "Wx", "weight_hh_l0": "Wh", "bias_ih_l0": "bx", "bias_hh_l0": "bh"}
    with torch.no_grad():
        for theirs, name in ours.items():
            getattr(model, theirs).copy_(torch.tensor(arrays[name].T))
    x = tensors["x"].requires_grad_()
    initial = [tensors[f"{s}0"][None].requires_grad_() for s in states]
    h, last = model(x, tuple(initial) if len(states) == 2 else initial[0])
    last = last if len(states) == 2 else (last,)

    outputs = [h, *last]
    asked = [tensors["dh"], *(tensors[f"d{s}_last"][None] for s in states)]
    parameters = [getattr(model, theirs) for theirs in ours]
    dx, *rest = torch.autograd.grad(outputs, [x, *initial, *parameters], asked)
    results = {"h": h, "dx": dx}
    for s, value, gradient in zip(states, last, rest, strict=False):
        results |= {f"{s}_last": value[0], f"d{s}0": gradient[0]}
    for name, gradient in zip(ours.values(), rest[len(states) :], strict=True):
        results[f"d{name}"] = gradient.T if gradient.ndim == 2 else gradient
    return arrays | {name: tensor.detach().numpy() for name, tensor in results.items()}


if __name__ == "__main__":
    for kind in (torch.nn.LSTM, torch.nn.GRU):
        for dtype in ("float64", "float32"):
            np.savez_compressed(HERE / f"{kind.__name__.lower()}_{dtype}", **cell(kind, dtype))
