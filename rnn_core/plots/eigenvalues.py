"""Eigenvalues against the unit circle, and what a linear recursion does with them."""

import numpy as np
from matplotlib import rc_context
from matplotlib.path import Path

from .generic import number
from .graph import Board
from .panel import Panel, round_limit
from .style import BLACK, BLUE, GREEN, GREY, STYLE, VERMILION

WIDTH, HEIGHT = 900, 590
PLANE = (66, 283), (246, 246), 1.35  # corner, size and largest part of the complex plane
PATH = (614, 283), (246, 246)
RESPONSE, SIZES = ((66, 76), (350, 130)), ((510, 76), (350, 130))
SMALLEST, LARGEST = 1e-6, 1e5  # of the logarithmic axis
LOOKS = (BLUE, "circle", (0, (5, 2))), (VERMILION, "square", (0, (1.5, 1.5)))
INSIDE = "#eef7f2"


@rc_context(STYLE)
def eigenvalue_response(eigenvalues, share, steps=60):
    """What h(t) = W h(t−1) makes of a kick, for a W with two eigenvalues and their conjugates.

    eigenvalues: two complex numbers; share: from 0 to 1, the first one's part of the kick; the
    second has the rest. Four panels: the eigenvalues in the plane; the sum of both modes in the
    plane, step by step; its real part over time (the impulse response); the size of the state.
    """
    t, parts = np.arange(steps + 1), np.array([share, 1 - share])
    modes = parts[:, None] * np.array(eigenvalues, complex)[:, None] ** t  # (2, steps + 1)
    path, size = modes.sum(axis=0), np.sqrt((np.abs(modes) ** 2).sum(axis=0))
    title = _title(eigenvalues, parts, modes)
    board = Board(WIDTH, HEIGHT, title)
    _plane(board, eigenvalues, parts)
    _told(board, eigenvalues, parts)
    _path(board, path)
    _response(board, t, path.real)
    _sizes(board, t, modes, size)
    lowest = int(size.argmin())
    note = (
        f"‖h(0)‖ = {number(size[0])},   ‖h({steps})‖ = {number(size[-1])}.   "
        f"Smallest at step {lowest}: {number(size[lowest])}."
    )
    board.write((20, 14), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, eigenvalues, parts, path, note)
    return board.picture


def _degrees(value):
    return abs(np.degrees(np.angle(value))) if value else 0.0


def pace(eigenvalue):
    """How it grows or fades, and how it turns, in words."""
    size, angle = abs(eigenvalue), _degrees(eigenvalue)
    if size < 1e-9:
        return "is gone after one step", "does not turn"
    if abs(size - 1) < 1e-9:
        grows = "neither grows nor fades"
    else:
        steps = number(abs(np.log(2) / np.log(size)))
        grows = f"{'doubles' if size > 1 else 'halves'} in {steps} steps"
    if angle < 1e-9:
        return grows, "does not turn"
    if angle > 180 - 1e-9:
        return grows, "changes sign at every step"
    return grows, f"turns once in {number(360 / angle)} steps"


def _title(eigenvalues, parts, modes):
    present = [k for k in (0, 1) if parts[k] > 0]
    names = ("λ₁", "λ₂")
    if len(present) == 2 and abs(abs(eigenvalues[0]) - abs(eigenvalues[1])) < 1e-9:
        return f"Equally large, none leads: each {pace(eigenvalues[0])[0]}"
    leader = max(present, key=lambda k: abs(eigenvalues[k]))
    told = ", ".join(pace(eigenvalues[leader]))
    if len(present) == 1:
        return f"{names[leader]} is alone: it {told}"
    behind = np.abs(modes[leader]) < np.abs(modes[1 - leader])
    if behind[-1]:
        return f"{names[leader]} is the larger, and has not taken over by step {len(behind) - 1}"
    since = int(np.flatnonzero(behind)[-1]) + 1 if behind.any() else 0
    from_when = f"from step {since} on" if since else "from the start"
    return f"{names[leader]} leads {from_when}: it {told}"


def _plane(board, eigenvalues, parts):
    corner, size, limit = PLANE
    panel = Panel(board, corner, size, (-limit, limit), (-limit, limit))
    ticks = [-1, 0, 1]
    panel.label("Eigenvalues and the unit circle", "real part", ticks, ticks, imaginary=True)
    (left, low), (right, high) = panel.at([-1, 1], [-1, 1])
    centre, radius = ((left + right) / 2, (low + high) / 2), (right - left) / 2
    board.shape(Path.circle(centre, radius), fill=INSIDE, depth=0.5)
    board.shape(Path.circle(centre, radius), edge=GREEN, width=2, depth=2)
    for value, part, (colour, shape, _), mark in zip(
        eigenvalues, parts, LOOKS, (9, 6), strict=True
    ):
        panel.line([0, value.real], [0, value.imag], colour=colour, width=1.2)
        if abs(value.imag) > 1e-9:
            panel.marks(
                [value.real],
                [-value.imag],
                radius=mark - 2,
                colour=colour,
                shape=shape,
                hollow=True,
            )
        look = {"radius": mark, "colour": colour, "shape": shape, "hollow": part == 0}
        panel.marks([value.real], [value.imag], **look)


def _told(board, eigenvalues, parts):
    """Both eigenvalues in words, between the two upper panels."""
    for k, (value, part, (colour, shape, dashes)) in enumerate(
        zip(eigenvalues, parts, LOOKS, strict=True)
    ):
        top, left = 517 - 122 * k, 346
        sample = Panel(board, (left, top - 6), (0, 0), (0, 1), (0, 1))
        sample.marks([0], [0], radius=(9, 6)[k], colour=colour, shape=shape, hollow=part == 0)
        board.line([(left + 16, top - 6), (left + 52, top - 6)], colour=colour, dashes=dashes)
        lines = [
            f"$|\\lambda_{k + 1}|$ = {number(abs(value))}   at {number(_degrees(value))}°",
            *pace(value),
            f"{100 * part:.0f} % of the kick",
        ]
        for row, line in enumerate(lines):
            board.write((left - 8, top - 28 - 19 * row), line, align="left", size=10)
    board.write((338, 285), "hollow: its conjugate", align="left", size=9, colour=GREY)


def _path(board, path):
    limit = round_limit(max(np.abs(path.real).max(), np.abs(path.imag).max(), 1))
    panel = Panel(board, *PATH, (-limit, limit), (-limit, limit))
    ticks = [-limit, 0, limit]
    panel.label("Trajectory: the sum of the modes", "real part", ticks, ticks, imaginary=True)
    panel.line(path.real, path.imag, colour=GREY, width=1)
    panel.marks(path.real, path.imag, radius=2.6, colour=BLACK)
    panel.marks(path.real[:1], path.imag[:1], radius=6, colour=BLACK, hollow=True)


def _response(board, t, response):
    limit = round_limit(max(np.abs(response).max(), 1e-9))
    panel = Panel(board, *RESPONSE, (0, t[-1]), (-limit, limit))
    panel.label("Impulse response: its real part", "step t", None, [-limit, 0, limit])
    panel.line(t, response, colour=GREY, width=1)
    panel.marks(t, response, radius=2.6, colour=BLACK)


def _sizes(board, t, modes, size):
    panel = Panel(board, *SIZES, (0, t[-1]), (SMALLEST, LARGEST), log_y=True)
    ticks = 10.0 ** np.arange(-6, 6, 2)
    panel.label("Size of the state ‖h(t)‖, logarithmic", "step t", None, ticks)
    seen = size > SMALLEST
    panel.line(t[seen], size[seen], colour=BLACK, width=2.4)
    for mode, (colour, _, dashes) in zip(np.abs(modes), LOOKS, strict=True):
        seen = mode > SMALLEST
        if seen.any():
            panel.line(t[seen], mode[seen], colour=colour, width=1.8, dashes=dashes, depth=4)


def _alt(title, eigenvalues, parts, path, note):
    told = []
    for k, (value, part) in enumerate(zip(eigenvalues, parts, strict=True)):
        where = "outside" if abs(value) > 1 + 1e-9 else "on" if abs(value) > 1 - 1e-9 else "inside"
        told.append(
            f"λ{'₁₂'[k]} has size {number(abs(value))} and angle {number(_degrees(value))}°, "
            f"{where} the unit circle, with {100 * part:.0f} % of the kick; "
            f"it {', '.join(pace(value))}."
        )
    far = number(np.abs(path).max())
    return (
        f"{title}. Four panels: eigenvalues in the complex plane, the trajectory of the sum of "
        f"both modes, which reaches {far} from zero, its real part over time, and the size of the "
        f"state on a logarithmic axis. {' '.join(told)} {note}"
    )
