"""A leaky unit that follows a noisy wave, and how long it remembers a kick."""

import numpy as np
from matplotlib import rc_context

from rnn_core import leaky

from .generic import number
from .graph import Board
from .panel import Panel
from .style import BLACK, BLUE, GREY, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 440
KICK, FOLLOW = ((62, 84), (280, 250)), ((420, 84), (450, 250))
LONG = 100  # steps over which a kick is watched


@rc_context(STYLE)
def leaky_unit(alpha, wave, x):
    """h' = α h + (1 − α) x from h = 0. wave, x (T,): what is meant, and what the unit reads."""
    h, state = np.empty(len(x)), 0.0
    for t, value in enumerate(x):
        h[t] = state = alpha * state + (1 - alpha) * value
    error = np.sqrt(np.mean((h - wave) ** 2))
    raw = np.sqrt(np.mean((x - wave) ** 2))
    half, constant = _times(alpha)
    if half is None:
        left, marks = "nothing is kept", "Nothing is left after one step."
    else:
        left = f"half is left after {_steps(half)}"
        marks = f"Square: half-life, {_steps(half)}. Circle: time constant, {_steps(constant)}."
    title = f"α = {number(alpha)}: {left}; off from the wave by {error:.4f}"
    board = Board(WIDTH, HEIGHT, title)
    _kick(board, alpha, half, constant)
    _follow(board, wave, x, h)
    note = f"{marks}   What it reads is off by {raw:.4f} (root mean square distance)."
    board.write((20, 16), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, alpha, half, constant, h, note)
    return board.picture


def _times(alpha):
    """Half-life and time constant, None where nothing is kept."""
    if alpha == 0:
        return None, None
    return leaky.half_life(alpha), leaky.time_constant(alpha)


def _steps(count):
    return f"{number(count)} step{'' if number(count) == '1' else 's'}"


def _kick(board, alpha, half, constant):
    panel = Panel(board, *KICK, (0, LONG), (0, 1))
    panel.label("What is left of a kick", "steps since", None, [0, 0.5, 1])
    steps = np.arange(LONG + 1)
    panel.line(steps, float(alpha) ** steps, colour=BLUE, width=2.4)
    if half is not None:
        panel.marks([half], [0.5], radius=6, colour=VERMILION, shape="square")
        panel.marks([constant], [np.exp(-1)], radius=6, colour=PURPLE, hollow=True)


def _follow(board, wave, x, h):
    limit = np.ceil(max(np.abs(x).max(), 1))
    panel = Panel(board, *FOLLOW, (0, len(x)), (-limit, limit))
    panel.label("Reading a noisy wave", "step t", None, [-limit, 0, limit])
    t = np.arange(1, len(x) + 1)
    panel.marks(t, x, radius=1.6, colour=GREY)
    panel.line(t, wave, colour=BLACK, width=1.8, dashes=(0, (5, 2)), depth=3.4)
    panel.line(t, h, colour=VERMILION, width=2.6, depth=3.6)
    (left, bottom), (_, height) = FOLLOW
    y = bottom + height + 38
    samples = ((VERMILION, "-", 2.6, "the unit"), (BLACK, (0, (5, 2)), 1.8, "the wave"))
    for k, (colour, dashes, thick, word) in enumerate(samples):
        at = left + 110 * k
        board.line([(at, y), (at + 30, y)], colour=colour, width=thick, dashes=dashes)
        board.write((at + 38, y), word, align="left", size=9.5)
    board.write((left + 220, y), "dots: what the unit reads", align="left", size=9.5)


def _alt(title, alpha, half, constant, h, note):
    if half is None:
        kick = "It is gone after one step."
    else:
        kick = (
            f"It falls to a half after {_steps(half)} and to 1/e after {_steps(constant)}; after "
            f"{LONG} steps {number(alpha**LONG)} of it is left."
        )
    return (
        f"{title}. Left: what is left of a kick, step by step. {kick} Right: a wave, the same wave "
        f"with noise as dots, and the leaky unit that reads the dots; it moves between "
        f"{number(h.min())} and {number(h.max())}. {note}"
    )
