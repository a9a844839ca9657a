"""Set the gates of one cell of lesson 06 and watch a value being kept, replaced and read out."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider, ToggleButtons, ToggleButtonsStyle

from rnn_core.plots.gates import gate_run

from .live import SIDE_BY_SIDE, Explorer

# What is offered to the cell at each step, wanted or not.
OFFERED = np.array(
    [-0.6, 0.9, 0.4, -0.7, 0.2, 0.8, -0.3, -0.8, 0.5, -0.9, 0.7, -0.4, 0.3, -0.2, 0.6, -0.5]
)
FIRST = 1  # the step, counted from 0, at which a first value is written
STEPS = len(OFFERED)


def gates(second, then, read, keep, ajar):
    """Settings  ->  i, f, o (T,), and what happens at which step."""
    i, f = np.full(STEPS, float(ajar)), np.full(STEPS, float(keep))
    o = (np.arange(STEPS) == read).astype(float)
    i[FIRST], f[FIRST] = 1, 0
    marks = {FIRST: ["write"]}
    if then != "ignore":
        i[second] = 1
        f[second] = 0 if then == "replace" else f[second]
        marks[second] = [then]
    marks.setdefault(read, []).append("read")
    return i, f, o, {step: tuple(words) for step, words in sorted(marks.items())}


def cells(i, f):
    """The cell after each step, which begins with nothing in it."""
    c = np.zeros(STEPS)
    for t in range(STEPS):
        c[t] = f[t] * c[t - 1] + i[t] * OFFERED[t]
    return c


def gate_explorer(second=10, then="replace", read=14, keep=1.0, ajar=0.0):
    """A first value is written at step 2; steps are counted from 1.

    then: what the gates do with the value offered at step `second` (4 to 16): "replace", "add" or
    "ignore"; read: the step of the output gate, 1 to 16; keep: the forget gate at all other
    steps, 0.5 to 1; ajar: how far the input gate stands open there, 0 to 0.3.
    """

    def draw(second, then, read, keep, ajar):
        i, f, o, marks = gates(second - 1, then, read - 1, keep, ajar)
        written = {"first": FIRST} | ({} if then == "ignore" else {"second": second - 1})
        shares = {
            which: float(np.prod(f[step + 1 : read]))
            for which, step in written.items()
            if step < read
        }
        c = cells(i, f)
        meant = sum(share * OFFERED[written[which]] for which, share in shares.items())
        rubbish = float(c[read - 1] - meant)
        return gate_run(OFFERED, i, f, o, c, marks=marks, shares=shares, rubbish=rubbish)

    wide = {"description_width": "150px"}
    controls = {
        "second": IntSlider(second, 4, STEPS, description="second value at step", style=wide),
        "then": ToggleButtons(
            options=["replace", "add", "ignore"],
            value=then,
            description="there",
            style=ToggleButtonsStyle(button_width="80px"),
            layout=SIDE_BY_SIDE,
        ),
        "read": IntSlider(read, 1, STEPS, description="read at step", style=wide),
        "keep": FloatSlider(
            value=keep, min=0.5, max=1, step=0.01, description="forget gate elsewhere", style=wide
        ),
        "ajar": FloatSlider(
            value=ajar, min=0, max=0.3, step=0.01, description="input gate elsewhere", style=wide
        ),
    }
    return Explorer(draw, controls, rows=[("second", "then"), ("read",), ("keep", "ajar")])
