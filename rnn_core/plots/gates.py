"""One cell of lesson 06 whose gates are set by hand: a value is written, kept, replaced, read."""

import numpy as np
from matplotlib import rc_context
from matplotlib.path import Path

from .generic import number
from .graph import PALE, Board
from .style import BLUE, GREEN, GREY, ORANGE, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 560
LEFT, RIGHT = 172, 842  # the first and the last step
GATE = 32  # height of a gate that is open
BAR = 13  # half the width of a bar
BAND = "#f1efe4"  # behind a step at which something happens
# Rows from top to bottom: symbol, what it is, height of its zero, pixels for 1.
CANDIDATE = ("g", "offered", 462, 26)
GATES = {
    "i": ("input gate", 378, GREEN),
    "f": ("forget gate", 330, BLUE),
    "o": ("output gate", 140, VERMILION),
}
CELL = ("c", "cell", 244, 32)
STATE = ("h", "state, shown", 94, 26)


@rc_context(STYLE)
def gate_run(g, i, f, o, c, *, marks, shares, rubbish=0.0):
    """One cell over T steps. g, i, f, o (T,); c (T,): the cell after each step.

    marks: {step from 0: (word, …)} of the steps at which something happens, "read" among them;
    shares: the part of each value written that is still in the cell when it is read;
    rubbish: what else is in it then.
    """
    read = next(step for step, words in marks.items() if "read" in words)
    h = o * np.tanh(c)
    title = _title(read, shares, rubbish)
    board = Board(WIDTH, HEIGHT, title)
    places = np.linspace(LEFT, RIGHT, len(g))
    for step, words in marks.items():
        x = places[step]
        board.box((x, 278), (40, 442), fill=BAND, width=0, radius=4)
        board.write((x, 511), ", ".join(words), size=9, weight="bold")
    _values(board, places, g, CANDIDATE, GREY)
    for values, (symbol, (name, low, colour)) in zip((i, f, o), GATES.items(), strict=True):
        _gate(board, places, values, symbol, name, low, colour)
    _values(board, places, c, CELL, PURPLE)
    _values(board, places, h, STATE, ORANGE)
    for step, x in enumerate(places):
        board.write((x, 40), f"{step + 1}", size=9, colour="#444444")
    board.write((20, 40), "step t", align="left", size=10)
    board.write(
        (20, 16),
        "c = f ⊙ c + i ⊙ g        h = o ⊙ tanh(c)        "
        "A gate is as high as it is open: empty is 0, full is 1.",
        align="left",
        size=10,
        colour="#444444",
    )
    board.picture.alt = _alt(title, g, i, f, c, marks, read)
    return board.picture


def _title(read, shares, rubbish):
    left = [f"{_percent(share)} of the {which}" for which, share in shares.items()]
    held = ", ".join(left).replace("first", "first value", 1) if left else "nothing was written yet"
    seeped = "" if abs(rubbish) < 0.005 else f", and {_two(rubbish)} of rubbish"
    return f"Read at step {read + 1}: {held}{seeped}"


def _percent(share):
    if 0 < share < 0.005:
        return "<1 %"
    return f"{100 * share:.0f} %"


def _two(value):
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _name(board, symbol, name, y):
    board.write((20, y), f"${symbol}$", align="left", size=12)
    board.write((42, y), name, align="left", size=10)


def _gate(board, places, values, symbol, name, low, colour):
    _name(board, symbol, name, low + GATE / 2)
    half = BAR + 3
    frames = _boxes(places, half, np.full(len(places), low), np.full(len(places), low + GATE))
    board.shape(_boxes(places, half, np.full(len(places), low), low + GATE * values), fill=colour)
    board.shape(frames, edge=GREY, width=1, depth=3.5)
    for x, value in zip(places, values, strict=True):
        if 0 < value < 1:
            filled = value >= 0.6  # the number stands in the larger part
            at = low + GATE * (value / 2 if filled else (1 + value) / 2)
            board.write((x, at), f"{value:.2f}"[1:], size=9, colour="white" if filled else "black")


def _values(board, places, values, row, colour):
    symbol, name, zero, unit = row
    _name(board, symbol, name, zero)
    board.line([(places[0] - 22, zero), (places[-1] + 22, zero)], colour=PALE, width=0.8, depth=1.5)
    tops = zero + unit * values
    board.shape(_boxes(places, BAR, np.minimum(tops, zero), np.maximum(tops, zero)), fill=colour)
    for x, top, value in zip(places, tops, values, strict=True):
        if abs(value) >= 0.005:
            side = 9 if value > 0 else -9
            board.write((x, top + side), _two(value), size=8.5)


def _boxes(places, half, low, high):
    """Boxes around places, from low to high, as one path."""
    left, right = places - half, places + half
    corners = [(left, low), (left, high), (right, high), (right, low), (left, low)]
    vertices = np.array(corners).transpose(2, 0, 1).reshape(-1, 2)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(vertices, np.tile(codes, len(places)))


def _alt(title, g, i, f, c, marks, read):
    happens = "; ".join(f"step {step + 1}: {' and '.join(marks[step])}" for step in sorted(marks))
    quiet = next(step for step in range(len(g)) if step not in marks)
    cells = ", ".join(_two(value) for value in c[: read + 1])
    return (
        f"{title}. A cell over {len(g)} steps, with a bar for each step: the value offered, three "
        f"gates, the cell, and the state. What happens: {happens}. At all other steps the forget "
        f"gate stands at {number(f[quiet])} and the input gate at {number(i[quiet])}. "
        f"The cell after each step until it is read: {cells}."
    )
