"""Eigenvalues against the unit circle, and what a linear recurrence does with them."""

import numpy as np
from matplotlib import rc_context
from matplotlib.path import Path

from .generic import number
from .graph import Board
from .panel import Panel, round_limit
from .style import BLACK, BLUE, GREEN, GREY, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 614
PLANE = (60, 291), (256, 256), 1.35  # corner, size and largest part of the complex plane
WORDS = 336  # where what is said of the eigenvalues begins
PATH = (618, 291), (256, 256)
RESPONSE, SIZES = ((60, 82), (366, 130)), ((508, 82), (366, 130))
STEPS = 60
SMALLEST, LARGEST = 1e-5, 1e5  # of the logarithmic axis
NAMES = ("λ₁", "λ₂")
LOOKS = (BLUE, "circle", (0, (5, 2))), (VERMILION, "square", (0, (1.5, 1.5)))
PALE_LOOKS = ("#9cc7e0", "#efb891")
MARKS = (9, 6)
INSIDE = "#eef7f2"
NONE = 1e-9
RING = {"radius": 4.5, "colour": PURPLE, "hollow": True, "depth": 4.5}


@rc_context(STYLE)
def eigenvalue_response(eigenvalues, share, step=0):
    """What h(t) = a₁ λ₁ᵗ + a₂ λ₂ᵗ does, step by step, and how it is put together at one step.

    eigenvalues: two complex numbers; share: from 0 to 1, the first one's part a₁ of the kick; the
    second has the rest. Four panels: the eigenvalues and their powers in the plane; the sum of
    both modes in the plane; its real part over time (the impulse response); its size. A ring
    marks the same step in all of them.
    """
    t, parts = np.arange(STEPS + 1), np.array([share, 1 - share])
    powers = np.array(eigenvalues, complex)[:, None] ** t  # (2, STEPS + 1)
    modes = parts[:, None] * powers
    h = modes.sum(axis=0)
    h[np.abs(h) < NONE * np.abs(modes).sum(axis=0)] = 0  # they cancel, but for rounding
    title = _title(eigenvalues, parts, modes)
    board = Board(WIDTH, HEIGHT, title)
    _plane(board, powers, step)
    verdict = _verdict(eigenvalues)
    _told(board, eigenvalues, parts, verdict)
    _path(board, h, modes, step)
    _response(board, t, h.real, step)
    _sizes(board, t, modes, np.abs(h), step)
    note = _note(modes, np.abs(h), step)
    board.write((20, 16), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, eigenvalues, parts, verdict, np.abs(h), note)
    return board.picture


def _degrees(value):
    return abs(np.degrees(np.angle(value))) if value else 0.0


def _steps(count):
    told = number(count)
    return f"{told} step{'' if told == '1' else 's'}"


def pace(eigenvalue):
    """How it grows or fades, and how it turns, in words."""
    size, angle = abs(eigenvalue), _degrees(eigenvalue)
    if size < NONE:
        return "is gone after one step", "does not turn"
    if abs(size - 1) < NONE:
        grows = "neither grows nor fades"
    else:
        grows = f"{'doubles' if size > 1 else 'halves'} in {_steps(abs(np.log(2) / np.log(size)))}"
    if angle < NONE:
        return grows, "does not turn"
    if angle > 180 - NONE:
        return grows, "changes sign at every step"
    return grows, f"turns once in {_steps(360 / angle)}"


def _title(eigenvalues, parts, modes):
    present = [k for k in (0, 1) if parts[k] > 0]
    if len(present) == 2 and abs(abs(eigenvalues[0]) - abs(eigenvalues[1])) < NONE:
        return f"Equally large, neither leads: each {pace(eigenvalues[0])[0]}"
    leader = max(present, key=lambda k: abs(eigenvalues[k]))
    told = " and ".join(pace(eigenvalues[leader]))
    if len(present) == 1:
        return f"{NAMES[leader]} is alone: it {told}"
    behind = np.abs(modes[leader]) < np.abs(modes[1 - leader])
    if behind[-1]:
        return f"{NAMES[leader]} is the larger, and has not taken over by step {STEPS}"
    since = int(np.flatnonzero(behind)[-1]) + 1 if behind.any() else 0
    from_when = f"from step {since} on" if since else "from the start"
    return f"{NAMES[leader]} leads {from_when}: it {told}"


def _verdict(eigenvalues):
    sizes = np.abs(eigenvalues)
    for where, found in (
        ("Unstable: {} outside", sizes > 1 + NONE),
        ("On the border: {} on it", np.abs(sizes - 1) <= NONE),
    ):
        if found.any():
            return where.format("both are" if found.all() else f"{NAMES[found.argmax()]} is")
    return "Stable: both are inside"


def _note(modes, sizes, step):
    one, two = map(number, np.abs(modes[:, step]))
    lowest = int(sizes.argmin())
    return (
        f"Ring, step {step}: modes of size {one} and {two}, their sum {number(sizes[step])}.   "
        f"Smallest at step {lowest}: {number(sizes[lowest])}."
    )


def _plane(board, powers, step):
    corner, size, limit = PLANE
    panel = Panel(board, corner, size, (-limit, limit), (-limit, limit))
    ticks = [-1, 0, 1]
    panel.label("Eigenvalues (small: their powers)", "real part", ticks, ticks, imaginary=True)
    (left, low), (right, high) = panel.at([-1, 1], [-1, 1])
    centre, radius = ((left + right) / 2, (low + high) / 2), (right - left) / 2
    board.shape(Path.circle(centre, radius), fill=INSIDE, depth=0.5)
    board.shape(Path.circle(centre, radius), edge=GREEN, width=2, depth=2)
    for k, (colour, shape, _) in enumerate(LOOKS):
        value = powers[k, 1]
        seen = powers[k, 2:][panel.inside(powers[k, 2:].real, powers[k, 2:].imag)]
        if len(seen):
            panel.marks(seen.real, seen.imag, radius=2.2, colour=PALE_LOOKS[k], depth=2.5)
        panel.line([0, value.real], [0, value.imag], colour=colour, width=1.2)
        if abs(value.imag) > NONE:
            look = {"colour": colour, "shape": shape, "hollow": True}
            panel.marks([value.real], [-value.imag], radius=MARKS[k] - 2, **look)
        panel.marks([value.real], [value.imag], radius=MARKS[k], colour=colour, shape=shape)
        now = powers[k, step : step + 1]
        if panel.inside(now.real, now.imag)[0]:
            panel.marks(now.real, now.imag, **RING)


def _told(board, eigenvalues, parts, verdict):
    """Both eigenvalues in words, between the two upper panels."""
    for k, (value, part, (colour, shape, dashes)) in enumerate(
        zip(eigenvalues, parts, LOOKS, strict=True)
    ):
        top, left = 541 - 116 * k, WORDS + 8
        sample = Panel(board, (left, top - 6), (0, 0), (0, 1), (0, 1))
        sample.marks([0], [0], radius=MARKS[k], colour=colour, shape=shape)
        board.line([(left + 16, top - 6), (left + 52, top - 6)], colour=colour, dashes=dashes)
        lines = [
            f"$|\\lambda_{k + 1}|$ = {number(abs(value))}   at {number(_degrees(value))}°",
            *pace(value),
            f"{100 * part:.0f} % of the kick",
        ]
        for row, line in enumerate(lines):
            board.write((WORDS, top - 28 - 19 * row), line, align="left", size=10)
    board.write((WORDS, 314), verdict, align="left", size=10, weight="bold")
    if any(abs(value.imag) > NONE for value in eigenvalues):
        board.write((WORDS, 294), "hollow: its conjugate", align="left", size=9, colour=GREY)


def _path(board, h, modes, step):
    limit = round_limit(np.abs([h.real, h.imag]).max())
    panel = Panel(board, *PATH, (-limit, limit), (-limit, limit))
    ticks = [-limit, 0, limit]
    panel.label("Trajectory: sum of the modes", "real part", ticks, ticks, imaginary=True)
    panel.line(h.real, h.imag, colour=GREY, width=1)
    panel.marks(h.real, h.imag, radius=2.6, colour=BLACK)
    joint = 0
    for mode, (colour, _, _) in zip(modes[:, step], LOOKS, strict=True):  # head to tail
        end = joint + mode
        panel.line([joint.real, end.real], [joint.imag, end.imag], colour=colour, width=2.6)
        joint = end
    panel.marks(h.real[[step]], h.imag[[step]], **RING)


def _response(board, t, response, step):
    limit = round_limit(np.abs(response).max())
    panel = Panel(board, *RESPONSE, (0, STEPS), (-limit, limit))
    panel.label("Impulse response: its real part", "step t", None, [-limit, 0, limit])
    panel.line(t, response, colour=GREY, width=1)
    panel.marks(t, response, radius=2.6, colour=BLACK)
    panel.marks([step], response[[step]], **RING)


def _sizes(board, t, modes, sizes, step):
    panel = Panel(board, *SIZES, (0, STEPS), (SMALLEST, LARGEST), log_y=True)
    ticks = 10.0 ** np.arange(-4, 6, 2)
    panel.label("Size ‖h(t)‖: how far from zero, logarithmic", "step t", None, ticks)
    panel.line(t, sizes, colour=GREY, width=1, cut=True)
    seen = panel.inside(t, sizes)
    panel.marks(t[seen], sizes[seen], radius=2.6, colour=BLACK)
    for mode, (colour, _, dashes) in zip(np.abs(modes), LOOKS, strict=True):
        if mode[0] > 0:
            panel.line(t, mode, colour=colour, width=1.8, dashes=dashes, depth=4, cut=True)
    if seen[step]:
        panel.marks([step], sizes[[step]], **RING)


def _alt(title, eigenvalues, parts, verdict, sizes, note):
    told = []
    for name, value, part in zip(NAMES, eigenvalues, parts, strict=True):
        where = "outside" if abs(value) > 1 + NONE else "on" if abs(value) > 1 - NONE else "inside"
        told.append(
            f"{name} has size {number(abs(value))} and angle {number(_degrees(value))}°, "
            f"{where} the unit circle, with {100 * part:.0f} % of the kick; "
            f"it {' and '.join(pace(value))}."
        )
    return (
        f"{title}. Four panels: eigenvalues in the complex plane, the trajectory of the sum of "
        f"both modes, which starts at 1 and reaches {number(sizes.max())} from zero, its real part "
        f"over time, and its size on a logarithmic axis. {verdict}. {' '.join(told)} {note}"
    )
