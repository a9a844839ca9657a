"""One unit each of four cells, weights set by hand, on the same input: which of them remembers?"""

import numpy as np
from ipywidgets import FloatSlider, IntSlider, ToggleButtons, ToggleButtonsStyle

from rnn_core import gru, leaky, lstm, rnn
from rnn_core.plots.four_cells import four_cells

from .live import SIDE_BY_SIDE, Explorer

STEPS = 40
VALUES = np.array([0.6, -0.4, 0.8, 0.7, 0.5, 0.9])  # that count
TASKS = {"the last": 1, "the sum": 4}  # what should be held, and the end of its scale
BEFORE = np.zeros((1, 1))


def sequence(marks, noise):
    """->  x (T, 1, 2): a number, and 1 where it counts; `marks` of them do."""
    x = np.zeros((STEPS, 1, 2))
    x[:, 0, 0] = noise * np.random.default_rng(3).normal(size=STEPS)
    at = 2 + 6 * np.arange(marks)
    x[at, 0, 0], x[at, 0, 1] = np.arctanh(VALUES[:marks]), 1
    return x


def wanted(x, task):
    """->  (T,): the last value that counted, or the sum of all."""
    values = np.tanh(x[:, 0, 0]) * x[:, 0, 1]
    if task == "the sum":
        return values.cumsum()
    counted = np.cumsum(x[:, 0, 1]).astype(int)
    return np.append(0, values[x[:, 0, 1] == 1])[counted]


def memories(x, task, alpha, bias):
    """->  {name: (T,)}. Where nothing counts, the gates keep with σ(bias) and take in σ(−bias)."""
    number, add = [1.0, 0.0], float(task == "the sum")
    turn = 2 * bias  # what a mark does to a gate's sum

    plain = rnn.Params(np.array([number]).T, np.ones((1, 1)), np.zeros(1))
    r, z, n = [0, 0], [0, -turn], number
    of_gru = gru.Params(
        np.array([r, z, n]).T,
        np.array([[0, 0, add]]),  # the candidate of a sum looks at what is there
        np.array([40, bias, 0.0]),  # the reset gate is held open
        np.zeros(3),
    )
    i, f, g, o = [0, turn], [0, -turn * (1 - add)], number, [0, 0]
    of_lstm = lstm.Params(
        np.array([i, f, g, o]).T, np.zeros((1, 4)), np.array([-bias, bias, 0, 40.0])
    )
    found = {
        "plain": rnn.forward(x, BEFORE, plain)[0],
        "leaky": leaky.forward(x, BEFORE, plain, alpha)[0],
        "GRU": gru.forward(x, BEFORE, of_gru)[0],
        "LSTM, cell": lstm.forward(x, BEFORE, BEFORE, of_lstm)[1],
    }
    return {name: held[:, 0, 0] for name, held in found.items()}


def four_cells_explorer(task="the last", marks=3, noise=0.5, alpha=0.8, bias=2.0):
    """task: "the last" or "the sum"; marks: 1 to 6 values that count; noise: 0 to 1; alpha: the
    share that the leaky unit keeps, 0 to 0.99; bias: of the gates of GRU and LSTM, 0 to 8.
    """

    def draw(task, marks, noise, alpha, bias):
        x = sequence(marks, noise)
        return four_cells(
            np.tanh(x[:, 0, 0]),
            x[:, 0, 1] == 1,
            wanted(x, task),
            memories(x, task, alpha, bias),
            highest=TASKS[task],
            settings=f"Hold {task}.  Noise {noise:.1f},  α = {alpha:.2f},  gate bias {bias:.1f}",
        )

    wide = {"description_width": "120px"}
    controls = {
        "task": ToggleButtons(
            options=list(TASKS),
            value=task,
            description="hold",
            style=ToggleButtonsStyle(button_width="80px"),
            layout=SIDE_BY_SIDE,
        ),
        "marks": IntSlider(marks, 1, len(VALUES), description="values that count", style=wide),
        "noise": FloatSlider(value=noise, min=0, max=1, step=0.1, description="noise", style=wide),
        "alpha": FloatSlider(
            value=alpha, min=0, max=0.99, step=0.01, description="leaky: α", style=wide
        ),
        "bias": FloatSlider(
            value=bias, min=0, max=8, step=0.5, description="gate bias", style=wide
        ),
    }
    return Explorer(draw, controls, rows=[("task", "marks"), ("noise",), ("alpha", "bias")])
