"""One recurrence, nobody feeding it: activation, weight, bias and the sign of the start."""

from ipywidgets import Dropdown, FloatSlider, ToggleButtons, ToggleButtonsStyle

from rnn_core.plots.activation import ACTIVATIONS, activation_run

from .live import SIDE_BY_SIDE, Explorer


def activation_explorer(activation="tanh", w=2.0, b=0.0, sign=1, vector=False):
    """h' = f(w h + b) with one unit or two, from three starts of one sign.

    activation: "tanh", "sigmoid", "ReLU" or "none"; w: from −3 to 3; b: from −2 to 2; sign: 1 or
    −1, that of the starts; vector: whether there are two units.
    """
    if activation not in ACTIVATIONS:
        names = ", ".join(map(repr, ACTIVATIONS))
        raise ValueError(f"activation is {activation!r}; it needs to be one of {names}")
    look = {"style": ToggleButtonsStyle(button_width="88px"), "layout": SIDE_BY_SIDE}
    controls = {
        "activation": Dropdown(options=list(ACTIVATIONS), value=activation, description="f"),
        "vector": ToggleButtons(
            options=[("one unit", False), ("two units", True)],
            value=vector,
            description="State",
            **look,
        ),
        "w": FloatSlider(value=w, min=-3, max=3, step=0.05, description="weight w"),
        "b": FloatSlider(value=b, min=-2, max=2, step=0.05, description="bias b"),
        "sign": ToggleButtons(
            options=[("positive", 1), ("negative", -1)], value=sign, description="Start", **look
        ),
    }
    rows = [("activation", "vector"), ("w", "sign"), ("b",)]
    return Explorer(activation_run, controls, rows)
