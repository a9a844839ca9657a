"""A reservoir on a chaotic series: its forecast, its units, and whether it forgets its start."""

import numpy as np
from matplotlib import rc_context

from .generic import number
from .graph import Board
from .panel import Panel
from .style import BLACK, BLUE, GREEN, ORANGE, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 490
FORECAST = (62, 278), (808, 130)
UNITS, DISTANCE = ((62, 84), (360, 120)), ((510, 84), (360, 120))
LEVEL = 0.01  # of the first distance: below it, the start counts as forgotten
SMALLEST, LARGEST = 1e-8, 100
LOOKS = (
    (BLUE, "-"),
    (VERMILION, (0, (5, 2))),
    (GREEN, (0, (1.5, 1.5))),
    (PURPLE, "-"),
    (ORANGE, (0, (6, 2, 1, 2))),
)
SHOWN_UNITS = 100  # steps
VALUES = 0.2, 1.6  # of the series that are shown


@rc_context(STYLE)
def reservoir_run(truth, forecast, units, distance, *, ahead, settings):
    """truth, forecast (T,): the series and what was said of it `ahead` steps before;
    units (S, K): a few states; distance (R,): between two runs that began differently."""
    error = nrmse(forecast, truth)
    forgotten = forgotten_after(distance)
    if forgotten is None:
        memory = f"the start is not forgotten in {len(distance) - 1} steps"
    else:
        memory = f"the start is forgotten after {forgotten} step{'s' * (forgotten > 1)}"
    title = f"Forecast {ahead} steps ahead: off by {number(100 * error)} %; {memory}"
    board = Board(WIDTH, HEIGHT, title)
    _forecast(board, truth, forecast, ahead)
    _units(board, units[:SHOWN_UNITS])
    _distance(board, distance, forgotten)
    note = f"{settings}.   Always saying the mean would be off by 100 %."
    board.write((20, 16), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, truth, forecast, units, distance, note)
    return board.picture


def nrmse(forecast, truth):
    """Root of the mean squared error, as a share of the spread of what is to be said."""
    return float(np.sqrt(np.mean((forecast - truth) ** 2)) / np.std(truth))


def forgotten_after(distance):
    """The step from which on the distance stays below 1 % of the first one, or None."""
    above = np.flatnonzero(distance > LEVEL * distance[0])
    return int(above[-1]) + 1 if above[-1] < len(distance) - 1 else None


def _forecast(board, truth, forecast, ahead):
    panel = Panel(board, *FORECAST, (0, len(truth)), VALUES)
    inside = (forecast >= VALUES[0]) & (forecast <= VALUES[1])
    left_out = (
        ""
        if inside.all()
        else f"   ({number(100 * np.mean(~inside))} % of what was said lies outside)"
    )
    panel.label("Mackey-Glass, steps that the read-out was not fitted to", f"step t{left_out}")
    t = np.arange(1, len(truth) + 1)
    panel.line(t, truth, colour=BLACK, width=1.6)
    seen = np.where(inside, forecast, np.nan)  # a line along the frame would say its value
    panel.line(t, seen, colour=VERMILION, width=2.4, dashes=(0, (4, 2)), depth=4)
    (left, bottom), (width, height) = FORECAST
    y = bottom + height + 15
    words = (
        ("the series", BLACK, "-", 1.6, 330),
        (f"said {ahead} steps before", VERMILION, (0, (4, 2)), 2.4, 200),
    )
    for word, colour, dashes, thick, back in words:
        at = left + width - back
        board.line([(at, y), (at + 34, y)], colour=colour, width=thick, dashes=dashes)
        board.write((at + 42, y), word, align="left", size=9.5)


def _units(board, units):
    panel = Panel(board, *UNITS, (0, len(units)), (-1, 1))
    panel.label(f"{units.shape[1]} of its units", "step t", None, [-1, 0, 1])
    t = np.arange(1, len(units) + 1)
    for unit, (colour, dashes) in zip(units.T, LOOKS, strict=False):
        panel.line(t, unit, colour=colour, width=1.6, dashes=dashes)


def _distance(board, distance, forgotten):
    limits = (SMALLEST, LARGEST)
    panel = Panel(board, *DISTANCE, (0, len(distance) - 1), limits, log_y=True)
    ticks = 10.0 ** np.arange(-8, 3, 2)
    square = "   (square: at most 1 % of the first is left)" if forgotten is not None else ""
    title = "Distance of two runs from different starts"
    panel.label(title, f"step t{square}", None, ticks)
    steps = np.arange(len(distance))
    gone = np.flatnonzero(distance <= SMALLEST)
    shown = slice(gone[0] + 1 if len(gone) else None)  # down to the frame, and no further
    panel.line(steps[shown], np.maximum(distance, SMALLEST)[shown], colour=BLUE, width=2.2)
    if forgotten is not None:
        height = max(distance[forgotten], SMALLEST)
        panel.marks([forgotten], [height], radius=5, colour=VERMILION, shape="square")


def _alt(title, truth, forecast, units, distance, note):
    return (
        f"{title}. Three panels. Above: the series, between {number(truth.min())} and "
        f"{number(truth.max())}, and the forecast, between {number(forecast.min())} and "
        f"{number(forecast.max())}. Lower left: {units.shape[1]} units, between "
        f"{number(units.min())} and {number(units.max())}. Lower right: the distance of two runs "
        f"from different starts, {number(distance[0])} at first and {number(distance[-1])} after "
        f"{len(distance) - 1} steps, on a logarithmic axis. {note}"
    )
