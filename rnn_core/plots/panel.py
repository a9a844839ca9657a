"""Axes on a board: a tenth of the time of matplotlib's own, for pictures that follow a slider."""

import numpy as np
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from .generic import number
from .graph import PALE
from .style import GREY

SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * 0.85
TURN = np.linspace(0, 2 * np.pi, 17)
CIRCLE = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)
FAR = 1e4  # panels away: as good as infinite, and small enough for the renderer


class Panel:
    """A rectangle of the page, `corner` (lower left) and `size` in pixels, with a scale on each
    side. Values beyond the limits are drawn on the frame, on a logarithmic axis 0 as well; a line
    that is `cut` leaves the panel there."""

    def __init__(self, board, corner, size, xlim, ylim, *, log_y=False):
        self.board, self.corner, self.size = board, np.array(corner, float), np.array(size, float)
        self.log_y = log_y
        self.low = np.array([xlim[0], self._scaled(ylim[0])], float)
        self.high = np.array([xlim[1], self._scaled(ylim[1])], float)
        (x, y), (w, h) = corner, size
        self.frame = Path([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)])
        board.shape(self.frame, edge=GREY, width=0.8, depth=1)

    def label(self, title, xlabel, xticks=None, yticks=None, names=None, imaginary=False):
        """title above, xlabel below; ticks: values, or None for some round ones; names of yticks.

        imaginary: upwards stands the imaginary part.
        """
        (x, y), (w, h) = self.corner, self.size
        self.board.write((x, y + h + 15), title, align="left", weight="bold", size=10.5)
        self.board.write((x + w / 2, y - 33), xlabel, size=9.5)
        xticks, yticks = self._ticks(0, xticks), self._ticks(1, yticks)
        across = self.at(xticks, np.full(len(xticks), self._unscaled(self.low[1])))[:, 0]
        up = self.at(np.full(len(yticks), self.low[0]), yticks)[:, 1]
        for value, at in zip(xticks, across, strict=True):
            self.board.write((at, y - 13), short(value), size=9, colour="#444444")
        for k, (value, at) in enumerate(zip(yticks, up, strict=True)):
            name = short(value, imaginary) if names is None else names[k]
            self.board.write((x - 7, at), name, align="right", size=9, colour="#444444")
        ends = [((at, y), (at, y + h)) for at in across] + [((x, at), (x + w, at)) for at in up]
        is_zero = np.array([value == 0 for value in (*xticks, *yticks)])
        for kind, colour in ((~is_zero, PALE), (is_zero, GREY)):
            if kind.any():
                grid = np.array(ends)[kind].reshape(-1, 2)
                codes = np.tile([Path.MOVETO, Path.LINETO], kind.sum())
                self.board.shape(Path(grid, codes), edge=colour, width=0.8, depth=1)

    def at(self, x, y, beyond=False):
        """Values x (K,), y (K,)  ->  places (K, 2) on the page, beyond the frame only if asked."""
        least, most = (-FAR, FAR) if beyond else (0, 1)
        return self.corner + np.clip(self._shares(x, y), least, most) * self.size

    def window(self, margin=0.0):
        """Two corners of the frame, a little larger: what a shape is cut to."""
        return [self.corner - margin, self.corner + self.size + margin]

    def line(self, x, y, *, colour, width=2.0, dashes="-", depth=3, cut=False):
        look = {"edge": colour, "width": width, "dashes": dashes, "depth": depth}
        if cut:
            look["inside"] = self.window(width)  # a line along the frame keeps its width
        self.board.shape(Path(self.at(x, y, beyond=cut)), **look)

    def marks(self, x, y, *, radius=3.0, colour, shape="circle", hollow=False, depth=4):
        """A small circle or square at each place."""
        places = self.at(x, y)
        outline = SQUARE if shape == "square" else CIRCLE
        codes = [Path.MOVETO, *[Path.LINETO] * (len(outline) - 2), Path.CLOSEPOLY]
        vertices = (places[:, None] + radius * outline).reshape(-1, 2)
        look = {"fill": "white", "edge": colour, "width": 1.8} if hollow else {"fill": colour}
        self.board.shape(Path(vertices, np.tile(codes, len(places))), depth=depth, **look)

    def inside(self, x, y):
        """Values x (K,), y (K,)  ->  which of them (K,) lie within the limits."""
        share = self._shares(x, y)
        return ((share >= -1e-9) & (share <= 1 + 1e-9)).all(axis=-1)

    def _shares(self, x, y):
        values = np.stack([np.asarray(x, float), self._scaled(np.asarray(y, float))], axis=-1)
        return (values - self.low) / (self.high - self.low)

    def _ticks(self, axis, given):
        if given is not None:
            return given
        ticks = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(
            self.low[axis], self.high[axis]
        )
        inside = (ticks >= self.low[axis] - 1e-9) & (ticks <= self.high[axis] + 1e-9)
        return np.where(np.abs(ticks) < 1e-12, 0, ticks)[inside]

    def _scaled(self, value):
        if not self.log_y:
            return value
        return np.log10(np.maximum(value, 1e-300))

    def _unscaled(self, value):
        return 10**value if self.log_y else value


def short(value, imaginary=False):
    """A number in little room: 0.5, −20, 5·10⁴; times i where it is imaginary."""
    i = "i" if imaginary and value else ""
    if abs(value) == 1 and i:
        return f"{'−' if value < 0 else ''}i"
    power = int(np.floor(np.log10(abs(value)))) if value else 0
    if -3 < power < 4:
        return number(value) + i
    lead = number(value / 10.0**power)
    lead = lead.removesuffix("1") if abs(value / 10.0**power) == 1 else f"{lead}·"
    return f"{lead}10{str(power).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}{i}"


def round_limit(largest):
    """The next of 1, 2, 5, 10, 20, … that is not below."""
    power = 10.0 ** np.floor(np.log10(max(largest, 1e-300)))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= largest * (1 - 1e-9))
