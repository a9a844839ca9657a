"""h(t) = f(w h(t−1) + b), nobody feeding it: one step as a curve, many steps over time."""

import numpy as np
from matplotlib import rc_context

from rnn_core import stability
from rnn_core.activations import IDENTITY, RELU, SIGMOID, TANH

from .generic import number
from .graph import Board
from .panel import Panel, round_limit
from .style import BLACK, BLUE, GREEN, GREY, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 500
LEFT, RIGHT = ((70, 90), (330, 330)), ((490, 90), (380, 330))
ACTIVATIONS = {"tanh": TANH, "sigmoid": SIGMOID, "ReLU": RELU, "none": IDENTITY}
STARTS = (0.1, 0.5, 1.0)
LOOKS = (
    (GREEN, "-", "circle"),
    (VERMILION, (0, (5, 2)), "square"),
    (BLUE, (0, (1.5, 1.5)), "circle"),
)
STEPS, LONG = 40, 500
HUGE, NEAR = 1e9, 1e-3
MIXING = np.array([[0.75, 0.25], [0.25, 0.75]])  # eigenvalues 1 along (1, 1), 0.5 along (1, −1)
TILT = np.array([1.0, 0.2])  # what the two units start from, times a start


@rc_context(STYLE)
def activation_run(activation, w, b, sign=1, vector=False):
    """Three starts of one sign (1 or −1) under h' = f(w h + b), or with two units f(w B h + b).

    activation: one of ACTIVATIONS. B has the eigenvalues 1 and 0.5, so that w B has w and w / 2.
    """
    states = _states(ACTIVATIONS[activation], w, b, sign, vector)  # (LONG + 1, 3, units)
    title = f"{_called(activation)}, w = {number(w)}, b = {number(b)}: {_fate(states, sign)}"
    board = Board(WIDTH, HEIGHT, title)
    shown = states[: STEPS + 1]
    reach = np.abs(shown[np.abs(shown) < HUGE]).max()
    limit = round_limit(min(max(reach, 1), 20))
    fixed = _plane(board, shown, limit) if vector else _curve(board, activation, w, b, shown, limit)
    _time(board, shown, limit, vector)
    note = f"One step: h becomes {_formula(activation, w, b, vector)}.   {fixed}"
    board.write((20, 16), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, note, states, sign, vector)
    return board.picture


def _called(activation):
    return "no activation" if activation == "none" else activation


def _formula(activation, w, b, vector):
    """f(2 h − 1), as one would write it by hand."""
    state = "B h" if vector else "h"
    weighted = {"0": "", "1": state, "−1": f"−{state}"}.get(number(w), f"{number(w)} {state}")
    inner = weighted or number(b)
    if weighted and b:
        inner += f" {'−' if b < 0 else '+'} {number(abs(b))}"
    return inner if activation == "none" else f"f({inner}), f is {activation}"


def _states(activation, w, b, sign, vector):
    h = sign * np.array(STARTS)[:, None] * (TILT if vector else 1)
    mixing = MIXING if vector else np.ones((1, 1))
    states = [h]
    for _ in range(LONG):
        h = np.clip(activation.apply(w * (h @ mixing) + b), -HUGE, HUGE)
        states.append(h)
    return np.array(states)


def _fate(states, sign):
    """Where the starts end, in words."""
    starts = "positive starts" if sign > 0 else "negative starts"
    last, before, earlier = states[-1], states[-2], states[-3]
    huge = np.abs(last).max(axis=1) >= HUGE
    if huge.any():
        return f"{_some(huge)}{starts} grow without limit"
    if np.abs(last - before).max() < 1e-6:
        ends = np.unique(np.round(last[:, 0], 3) + 0.0)
        if len(ends) == 1:
            return f"all {starts} end at {number(ends[0])}"
        return f"{starts} end at {' or '.join(map(number, ends))}"
    if np.abs(last - earlier).max() < 1e-6:
        jumps = np.abs(last - before).max(axis=1) > 1e-6
        return f"{_some(jumps)}{starts} jump between two values for ever"
    return f"{starts} are still moving after {LONG} steps"


def _some(of):
    return "" if of.all() else "some of the "


def _curve(board, activation, w, b, shown, limit):
    """One unit: the curve of a step, the diagonal, and the way of each start between them."""
    panel = Panel(board, *LEFT, (-limit, limit), (-limit, limit))
    panel.label("One step: new state over old state", "old state h")
    grid = np.linspace(-limit, limit, 201)
    panel.line([-limit, limit], [-limit, limit], colour=GREY, width=1.2, dashes=(0, (6, 3)))
    curve = ACTIVATIONS[activation].apply(w * grid + b)
    panel.line(grid, curve, colour=BLACK, width=2.4, cut=True)
    for k, (colour, dashes, _) in enumerate(LOOKS):
        path = np.repeat(shown[:, k, 0], 2)
        panel.line(path[:-1], np.r_[0, path[2:]], colour=colour, width=1.2, dashes=dashes, cut=True)
    return _fixed(panel, activation, w, b, limit)


def _fixed(panel, activation, w, b, limit):
    try:
        points = stability.fixed_points(
            w, b, ACTIVATIONS[activation], -1.001 * limit, limit * 1.001
        )
    except ValueError:  # a stretch of the curve lies on the diagonal
        return "Where the curve lies on the diagonal, every state is fixed."
    kinds = _kinds(ACTIVATIONS[activation], w, b, points)
    for point, kind in zip(points, kinds, strict=True):
        hollow = not kind.startswith("attracts")
        panel.marks([point], [point], radius=6, colour=PURPLE, hollow=hollow, depth=4.5)
    told = [
        f"{number(round(point, 3) + 0.0)} {kind}" for point, kind in zip(points, kinds, strict=True)
    ]
    return f"Fixed points: {', '.join(told) or 'none'}."


def _kinds(f, w, b, points):
    """What becomes of states a little below and a little above each fixed point (K,), in words."""
    h = points[:, None] + np.array([-NEAR, NEAR])
    for _ in range(LONG):
        h = np.clip(f.apply(w * h + b), -HUGE, HUGE)
    return [_kind(left) for left in np.abs(h - points[:, None]) / NEAR]


def _kind(left):
    """left (2,): what is left of the distance below and above."""
    attracts = left < 1 - 1e-6
    if attracts.all():
        return "attracts, ever more slowly" if left.max() > 0.5 else "attracts"
    if attracts.any():
        return "attracts on one side only"
    return "repels" if (left > 1 + 1e-6).any() else "neither attracts nor repels"


def _plane(board, shown, limit):
    """Two units: the way of each start in their plane."""
    panel = Panel(board, *LEFT, (-limit, limit), (-limit, limit))
    panel.label("Trajectories: unit 2 over unit 1", "unit 1")
    for k, (colour, dashes, shape) in enumerate(LOOKS):
        one, two = shown[:, k].T
        panel.line(one, two, colour=colour, width=1.4, dashes=dashes, cut=True)
        panel.marks(one[:1], two[:1], radius=5, colour=colour, shape=shape, hollow=True)
        if panel.inside(one[-1:], two[-1:])[0]:
            panel.marks(one[-1:], two[-1:], radius=5, colour=colour, shape=shape)
    return "B has the eigenvalues 1 and 0.5."


def _time(board, shown, limit, vector):
    panel = Panel(board, *RIGHT, (0, STEPS), (-limit, limit))
    starts = ", ".join(number(value) for value in shown[0, :, 0])
    panel.label(f"Over time, from {starts}" + " (unit 2: thin)" * vector, "step t")
    t = np.arange(STEPS + 1)
    for k, (colour, dashes, shape) in enumerate(LOOKS):
        for unit in range(shown.shape[2]):
            h = shown[:, k, unit]
            width = 1.9 if unit == 0 else 0.9
            panel.line(t, h, colour=colour, width=width, dashes=dashes, cut=True)
            if unit == 0:
                seen = panel.inside(t, h)
                panel.marks(t[seen], h[seen], radius=2.4, colour=colour, shape=shape)


def _alt(title, note, states, sign, vector):
    units = "two units" if vector else "one unit"
    told = []
    for k, start in enumerate(STARTS):
        ends = " and ".join(map(_end, states[STEPS, k]))
        told.append(f"from {number(sign * start)} to {ends}")
    left = "trajectories in their plane" if vector else "the curve of one step with the diagonal"
    return (
        f"{title}. Two panels for {units}: {left}, and the states over {STEPS} steps: "
        f"{'; '.join(told)}. {note}"
    )


def _end(value):
    if abs(value) >= HUGE:
        return f"{'beyond ' if value > 0 else 'below −'}{number(HUGE)}"
    return number(np.round(value, 3) + 0.0)
