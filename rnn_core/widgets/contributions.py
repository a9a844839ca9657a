"""Walk back through a small network of lesson 02 and watch ∂L⁽ᵗ⁾/∂Wh add up."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from rnn_core import rnn
from rnn_core.plots.contributions import gradient_paths

from .live import Explorer

STEPS, D, H, V = 8, 2, 3, 2
NODES_BEFORE_A_STATE = 2  # the loss and the output


class Network:
    """A network with numbers of its own; no weight is negative, so contributions seldom cancel."""

    def __init__(self, rng):
        Wh = rng.uniform(0, 1, (H, H))
        self.Wh = Wh / np.abs(np.linalg.eigvals(Wh)).max()
        self.Wx = rng.uniform(0, 1, (D, H))
        self.x = 0.02 * rng.uniform(-0.5, 1, (STEPS, 1, D))
        self.h0 = 0.05 * rng.uniform(0.3, 1, (1, H))
        self.Wy = rng.normal(size=(H, V))
        self.y = rng.normal(size=(STEPS, 1, V))

    def backward(self, loss_step, scale):
        """L⁽ᵗ⁾ = ½ ‖o⁽ᵗ⁾ − y⁽ᵗ⁾‖²  ->  for k = 1 … t: ∂L/∂h⁽ᵏ⁾ (t, 1, H), and what the use of Wh
        at step k contributes to ∂L/∂Wh (t, H, H)."""
        params = rnn.Params(self.Wx, scale * self.Wh, np.zeros(H))
        h, caches = self.h0, []
        for x in self.x[:loss_step]:
            h, cache = rnn.step(x, h, params)
            caches.append(cache)
        dh = (h @ self.Wy - self.y[loss_step - 1]) @ self.Wy.T
        asked, parts = [], []
        for cache in reversed(caches):
            asked.append(dh)
            _, dh, dparams = rnn.step_backward(dh, cache, params)
            parts.append(dparams.Wh)
        return np.array(asked[::-1]), np.array(parts[::-1])


def gradient_contributions(loss_step=8, visited=None, scale=0.7):
    """The backward pass from L⁽ᵗ⁾, t = loss_step, node by node; without `visited`, all of it."""
    network = Network(np.random.default_rng(147))

    def draw(loss_step, visited, scale):
        asked, parts = network.backward(loss_step, scale)
        whole = parts.sum(axis=0)
        shares = (parts * whole).sum(axis=(1, 2)) / (whole**2).sum()
        return gradient_paths(
            shares,
            np.linalg.norm(asked, axis=(1, 2)),
            visited=visited,
            steps=STEPS,
            scale=scale,
            size=np.linalg.norm(whole),
        )

    nodes = loss_step + NODES_BEFORE_A_STATE
    wide = {"description_width": "120px"}
    controls = {
        "loss_step": IntSlider(loss_step, 1, STEPS, description="loss at step t", style=wide),
        "visited": IntSlider(visited or nodes, 1, nodes, description="nodes back", style=wide),
        "scale": FloatSlider(
            value=scale, min=0.1, max=2, step=0.1, description="Wh scaled by", style=wide
        ),
    }

    def limit(change):
        everything = controls["visited"].value == controls["visited"].max
        controls["visited"].max = change.new + NODES_BEFORE_A_STATE
        if everything:
            controls["visited"].value = controls["visited"].max

    controls["loss_step"].observe(limit, "value")
    return Explorer(draw, controls, rows=[("loss_step", "scale"), ("visited",)])
