"""Write the golden arrays beside this file, with PyTorch: python make_golden.py

Made once with torch 2.13.0 and committed, so that the tests need no torch. torch.nn.RNN keeps its
matrices transposed and has two biases, whose sum is our b.
"""

from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
T, N, D, H, V = 7, 3, 4, 5, 6


def rnn(nonlinearity, dtype):
    rng = np.random.default_rng(7)
    sizes = {"x": (T, N, D), "h0": (N, H), "Wx": (D, H), "Wh": (H, H), "b": (H,), "dh": (T, N, H)}
    arrays = {name: rng.normal(size=size).astype(dtype) for name, size in sizes.items()}
    tensors = {name: torch.tensor(array) for name, array in arrays.items()}

    model = torch.nn.RNN(D, H, nonlinearity=nonlinearity, dtype=tensors["x"].dtype)
    with torch.no_grad():
        model.weight_ih_l0.copy_(tensors["Wx"].T)
        model.weight_hh_l0.copy_(tensors["Wh"].T)
        model.bias_ih_l0.copy_(tensors["b"] / 4)
        model.bias_hh_l0.copy_(tensors["b"] * 3 / 4)
    x, h0 = tensors["x"].requires_grad_(), tensors["h0"][None].requires_grad_()
    h, _ = model(x, h0)
    wanted = [x, h0, model.weight_ih_l0, model.weight_hh_l0, model.bias_ih_l0]
    dx, dh0, dWx, dWh, db = torch.autograd.grad(h, wanted, tensors["dh"])
    results = {"h": h, "dx": dx, "dh0": dh0[0], "dWx": dWx.T, "dWh": dWh.T, "db": db}
    return arrays | {name: tensor.detach().numpy() for name, tensor in results.items()}


def cross_entropy():
    rng = np.random.default_rng(8)
    logits = rng.normal(size=(T, N, V))
    targets, mask = rng.integers(V, size=(T, N)), rng.integers(2, size=(T, N))
    o = torch.tensor(logits, requires_grad=True)
    each = torch.nn.functional.cross_entropy(
        o.reshape(T * N, V), torch.tensor(targets).reshape(T * N), reduction="none"
    )
    loss = (each.reshape(T, N) * torch.tensor(mask)).sum() / N
    loss.backward()
    return {
        "logits": logits,
        "targets": targets,
        "mask": mask,
        "loss": loss.detach().numpy(),
        "dlogits": o.grad.numpy(),
        "log_softmax": torch.log_softmax(o, dim=-1).detach().numpy(),
    }


def adam():
    rng = np.random.default_rng(9)
    grads = rng.normal(size=(20, D, H))
    w = torch.tensor(rng.normal(size=(D, H)), requires_grad=True)
    start, path = w.detach().numpy().copy(), []
    optimizer = torch.optim.Adam([w], lr=0.03, betas=(0.8, 0.95), eps=1e-6)
    for gradient in grads:
        w.grad = torch.tensor(gradient)
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return {"start": start, "grads": grads, "path": np.array(path)}


if __name__ == "__main__":
    for nonlinearity in ("tanh", "relu"):
        for dtype in ("float64", "float32"):
            np.savez_compressed(HERE / f"rnn_{nonlinearity}_{dtype}", **rnn(nonlinearity, dtype))
    np.savez_compressed(HERE / "cross_entropy", **cross_entropy())
    np.savez_compressed(HERE / "adam", **adam())
