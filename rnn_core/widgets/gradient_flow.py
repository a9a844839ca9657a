"""What one loss asks of all earlier states, in one cell or in several beside each other."""

from typing import NamedTuple

import numpy as np
from ipywidgets import Dropdown, FloatSlider, IntSlider

from rnn_core import gru, jacobians, lstm, rnn
from rnn_core.activations import IDENTITY, RELU, SIGMOID, TANH
from rnn_core.plots.flow import Flow, gradient_flow

from .live import Explorer

UNITS, MOST_STEPS = 8, 60
ACTIVATIONS = {"tanh": TANH, "ReLU": RELU, "sigmoid": SIGMOID, "linear": IDENTITY}
SEQUENCES = ("quiet", "noise", "loud", "one shout")
QUIET, NOISE, LOUD, SHOUT = 0.01, 0.5, 4, 6  # sizes of the inputs


class Gated(NamedTuple):
    """A cell with gates: its module, the names of its columns, and what it keeps."""

    module: object
    gates: str  # one letter each, in the order of the columns
    keep: str  # the gate that keeps the memory where it is 1
    memory: str
    name: str


GATED = {
    "lstm": Gated(lstm, "ifgo", "f", "c", "LSTM, cell"),
    "gru": Gated(gru, "rzn", "z", "h", "GRU"),
}


class Weights:
    """Numbers that all cells share: as many recurrent matrices of spectral radius 1 as needed."""

    def __init__(self, rng):
        self.Wh = rng.normal(size=(4, UNITS, UNITS))
        self.Wh /= np.abs(np.linalg.eigvals(self.Wh)).max(axis=1)[:, None, None]
        self.Wx = rng.normal(size=(4, 1, UNITS))
        self.asked = rng.normal(size=UNITS)
        self.asked /= np.linalg.norm(self.asked)
        self.noise = rng.normal(size=MOST_STEPS)

    def inputs(self, sequence, T):
        """->  x (T, 1, 1)."""
        size = {"quiet": QUIET, "noise": NOISE, "loud": LOUD, "one shout": QUIET}[sequence]
        x = size * self.noise[:T]
        if sequence == "one shout":
            x[T // 2] = SHOUT
        return x[:, None, None]

    def rnn(self, x, radius, activation):
        params = rnn.Params(self.Wx[0], radius * self.Wh[0], np.zeros(UNITS))
        h, _ = rnn.forward(x, np.zeros((1, UNITS)), params, ACTIVATIONS[activation])
        J = jacobians.step_jacobian(h[:, 0], params.Wh, ACTIVATIONS[activation])
        slopes = ACTIVATIONS[activation].slope(h[:, 0]).mean(axis=1)
        return Flow(
            f"RNN, {activation}", "h", "Mean slope of the units", _to_last(J), self.asked, slopes
        )

    def gated(self, cell, x, radius, bias):
        module, gates, keep, memory, name = GATED[cell]
        order = [(gates.index(letter) + 1) % 4 for letter in gates]
        # the candidate, which is what a plain network would compute, has the plain one's matrix
        order[gates.index("g" if "g" in gates else "n")] = 0
        Wx = np.hstack(self.Wx[order])
        Wh = radius * np.hstack(self.Wh[order])
        b = np.where(np.repeat(list(gates), UNITS) == keep, bias, 0.0)
        biases = (b,) if cell == "lstm" else (b, np.zeros_like(b))
        params = module.Params(Wx, Wh, *biases)
        start = [np.zeros((1, UNITS))] * (2 if memory == "c" else 1)
        *_, cache = module.forward(x, *start, params)
        steps = tuple(kept[:, 0] for kept in cache)  # T steps, as if they were T sequences
        products = _to_last(jacobians.cell_jacobian(module, steps, params))
        gate = dict(zip("xh", steps, strict=False)) | _gates(cell, steps)
        return Flow(
            f"{name} {memory}" if memory == "c" else name,
            memory,
            f"Mean of gate {keep}",
            products[:, -UNITS:, -UNITS:],  # of the cell alone, where there is one
            self.asked,
            gate[keep].mean(axis=1),
        )


def _gates(cell, steps):
    names = "xhcifgo" if cell == "lstm" else "xhrzn"
    return dict(zip(names, steps, strict=False))


def _to_last(J):
    """J (T, S, S)  ->  how the last state depends on the state after each step (T, S, S)."""
    return np.concatenate([jacobians.jacobian_products(J)[1:], np.eye(J.shape[-1])[None]])


def _one_of(name, given, options):
    """The option that is meant, in whatever case it is written."""
    for option in options:
        if str(given).lower() == option.lower():
            return option
    raise ValueError(f"{name} is {given!r}; it can be {', '.join(map(repr, options))}")


def gradient_flow_explorer(
    cells=("rnn",), radius=0.9, activation="tanh", T=30, sequence="noise", keep_bias=1.0
):
    """Cells beside each other: "rnn", "lstm", "gru", one to three of them.

    radius: the spectral radius of every recurrent matrix, 0.1 to 2; activation, that of the plain
    network: "tanh", "ReLU", "sigmoid" or "linear"; T: 5 to 60 steps; sequence: "quiet", "noise",
    "loud" or "one shout"; keep_bias: of the gate that keeps, where a cell has one, −3 to 5.
    """
    activation = _one_of("activation", activation, ACTIVATIONS)
    sequence = _one_of("sequence", sequence, SEQUENCES)
    weights = Weights(np.random.default_rng(6))

    def draw(radius, T, sequence, activation="tanh", keep_bias=0.0):
        x = weights.inputs(sequence, T)
        flows = [
            weights.rnn(x, radius, activation)
            if cell == "rnn"
            else weights.gated(cell, x, radius, keep_bias)
            for cell in cells
        ]
        chosen = f"Spectral radius of Wh {radius:.2f},  {T} steps,  input: {sequence}"
        if any(cell != "rnn" for cell in cells):
            chosen += f",  bias of the keeping gate {keep_bias:.1f}".replace("-", "−")
        return gradient_flow(flows, settings=chosen)

    wide = {"description_width": "120px"}
    controls = {
        "radius": FloatSlider(
            value=radius, min=0.1, max=2, step=0.05, description="spectral radius", style=wide
        ),
        "T": IntSlider(T, 5, MOST_STEPS, description="steps T", style=wide),
        "sequence": Dropdown(options=SEQUENCES, value=sequence, description="input", style=wide),
    }
    rows = [("radius", "T"), ("sequence",)]
    if "rnn" in cells:
        controls["activation"] = Dropdown(
            options=list(ACTIVATIONS),
            value=activation,
            description="activation" if set(cells) == {"rnn"} else "activation (RNN)",
            style=wide,
        )
        rows[1] = ("activation", "sequence")
    if any(cell != "rnn" for cell in cells):
        controls["keep_bias"] = FloatSlider(
            value=keep_bias, min=-3, max=5, step=0.5, description="keep-gate bias", style=wide
        )
        rows.append(("keep_bias",))
    return Explorer(draw, controls, rows)
