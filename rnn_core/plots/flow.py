"""How much of a gradient arrives at earlier steps, and in which directions, cell beside cell."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib import rc_context
from matplotlib.path import Path

from .generic import number
from .graph import Board
from .panel import Panel, short
from .style import BLUE, GREY, SKY, STYLE, VERMILION

WIDTH, HEIGHT = 900, 610
LEFT, GAP = 62, 62  # of the columns
NORMS, THROUGH, CIRCLES = (320, 190), (216, 34), 126  # corner and height, twice; centres
LOWEST, HIGHEST = 1e-8, 1e4  # of the logarithmic axis
WIDE = 300  # columns of more than this have room for longer words
LITTLE = 0.01  # the share of a gradient that counts as all but gone
BAND = "#e4eff7"
AROUND = np.linspace(0, 2 * np.pi, 73)


@dataclass
class Flow:
    """What a cell does with a gradient of size 1 that is asked of its last memory.

    products (T, H, H): how the memory after the last step depends on the memory after step t,
    rows early, columns late; asked (H,), of size 1; through (T,): what step t lets through on
    average, from 0 to 1, of which `gate` is the name; memory: its symbol.
    """

    name: str
    memory: str
    gate: str
    products: np.ndarray
    asked: np.ndarray
    through: np.ndarray

    @cached_property
    def norms(self):
        """(T,): how much of the gradient arrives after step t."""
        return np.linalg.norm(self.products @ self.asked, axis=1)

    @cached_property
    def stretches(self):
        """(T, H): the singular values of the products, the largest first."""
        return np.linalg.svd(self.products, compute_uv=False)

    def steps_to_little(self):
        """Steps back until less than 1 % is left, or None."""
        below = np.flatnonzero(self.norms[::-1] < LITTLE)
        return int(below[0]) if len(below) else None


@rc_context(STYLE)
def gradient_flow(flows, *, settings):
    """flows: 1 to 3 of Flow over the same T steps; settings: what was chosen, in words.

    For each: the size of ∂L/∂h_t over time between the singular values of ∂h_T/∂h_t; what each
    step lets through; and the circle of all gradients of size 1, on its way back.
    """
    title = _title(flows)
    board = Board(WIDTH, HEIGHT, title)
    _legend(board, flows)
    width = (WIDTH - LEFT - 26 - GAP * (len(flows) - 1)) / len(flows)
    for k, flow in enumerate(flows):
        left = LEFT + k * (width + GAP)
        _norms(board, left, width, flow)
        _through(board, left, width, flow)
        _circles(board, left, width, flow)
    board.write((20, 16), f"{settings}.", align="left", colour="#444444")
    board.picture.alt = _alt(title, flows, settings)
    return board.picture


def _title(flows):
    T = len(flows[0].norms)
    if len(flows) == 1:
        flow = flows[0]
        first, back = flow.norms[0], flow.steps_to_little()
        if back is not None:
            again = " (and more further back)" if first >= LITTLE else ""
            return f"After {back} steps back, less than 1 % of the gradient is left{again}"
        if first > 1:
            return f"{T - 1} steps back, the gradient is {number(first)} times as large"
        return f"{T - 1} steps back, {_percent(first)} of the gradient is left"
    told = []
    for flow in flows:
        back = flow.steps_to_little()
        told.append(f"{_short(flow)} {back}" if back is not None else f"{_short(flow)} > {T - 1}")
    return f"Steps back until less than 1 % is left: {', '.join(told)}"


def _short(flow):
    return flow.name.partition(",")[0]


def _percent(share):
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.1f} %"


def _legend(board, flows):
    y = HEIGHT - 50
    symbols = {"h": "∂L/∂h(t)", "c": "∂L/∂c(t)"}
    asked = " or ".join(symbols[m] for m in symbols if m in {flow.memory for flow in flows})
    board.line([(20, y), (56, y)], colour=VERMILION, width=3)
    board.write((64, y), f"size of {asked}", align="left")
    x = 330
    board.line([(x, y), (x + 36, y)], colour=BLUE, width=1.2, dashes=(0, (4, 2)))
    words = "largest and smallest singular value of all steps after t; others thin"
    board.write((x + 44, y), words, align="left")


def _norms(board, left, width, flow):
    T = len(flow.norms)
    t = np.arange(1, T + 1)
    bottom, height = NORMS
    panel = Panel(board, (left, bottom), (width, height), (1, T), (LOWEST, HIGHEST), log_y=True)
    decades = 10.0 ** np.arange(-8, 5, 2)
    names = [short(decade) if decade != LITTLE else "1 %" for decade in decades]
    panel.label(
        flow.name, "step t  (the loss is at the last one)", _steps(T, width), decades, names
    )
    stretches = flow.stretches
    low, high = stretches[:, -1], stretches[:, 0]
    band = np.concatenate([panel.at(t, high), panel.at(t[::-1], low[::-1])])
    board.shape(Path(band), fill=BAND, depth=0.5)
    _visible(panel, t, stretches.T[1:-1], colour=SKY, width=0.7)
    _visible(panel, t, stretches.T[[0, -1]], colour=BLUE, width=1.2, dashes=(0, (4, 2)))
    panel.line([1, T], [LITTLE, LITTLE], colour=GREY, width=1, dashes=(0, (2, 2)))
    _visible(panel, t, flow.norms[None], colour=VERMILION, width=3, depth=4)
    back = flow.steps_to_little()
    if back is not None:
        place = [T - back], [max(flow.norms[T - 1 - back], LOWEST)]
        panel.marks(*place, radius=5, colour=VERMILION, shape="square", hollow=True, depth=4.5)


def _visible(panel, t, series, *, colour, width, dashes="-", depth=3):
    """The parts of some lines that lie inside the panel; a line leaves at the frame."""
    vertices, codes = [], []
    for y in series:
        inside = (y > LOWEST) & (y < HIGHEST)
        # a point beyond the frame still ends the line that leads to it
        drawn = inside | np.append(inside[1:], False) | np.insert(inside[:-1], 0, False)
        vertices.append(panel.at(t[drawn], y[drawn]))
        joined = np.diff(np.flatnonzero(drawn), prepend=-2) == 1
        codes.append(np.where(joined, Path.LINETO, Path.MOVETO))
    if not any(map(len, vertices)):
        return
    path = Path(np.concatenate(vertices), np.concatenate(codes))
    panel.board.shape(path, edge=colour, width=width, dashes=dashes, depth=depth)


def _steps(T, width):
    """Round steps to write below the axis, the first and the last among them."""
    every = next(n for n in (1, 2, 5, 10, 20, 50) if T / n <= width / 45)
    inner = [k for k in range(every, T, every) if k > 1 + every / 2 and k < T - every / 2]
    return np.array([1, *inner, T], float)


def _through(board, left, width, flow):
    bottom, height = THROUGH
    heading = f"{flow.gate}, step by step" if width > WIDE else flow.gate
    board.write((left, bottom + height + 15), heading, align="left", weight="bold", size=10.5)
    T = len(flow.through)
    for share in (0, 1):
        y = bottom + share * height
        board.line([(left, y), (left + width, y)], colour="#d4d4d4", width=0.8, depth=1)
        board.write((left - 12, y), str(share), align="right", size=9, colour="#444444")
    gap = width / max(T - 1, 1)
    centre = left + gap * np.arange(T)
    half = np.minimum(0.36 * gap, 7)
    top = bottom + height * np.clip(flow.through, 0, 1)
    start, end = centre - half, centre + half
    low = np.full(T, bottom, float)
    corners = [(start, low), (start, top), (end, top), (end, low), (start, low)]
    vertices = np.array([np.stack(corner, axis=-1) for corner in corners]).swapaxes(0, 1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    board.shape(Path(vertices.reshape(-1, 2), codes * T), fill=SKY, depth=2)


def _circles(board, left, width, flow):
    """Shadows of the sphere of gradients on the plane in which most arrives at the first step."""
    T = len(flow.norms)
    count = min(max(3, round(width / 130)), T)
    radius = min(42, 0.36 * width / count)
    heading = (
        "All gradients of size 1, on their way back" if width > WIDE else "Circles (long, wide)"
    )
    board.write((left, CIRCLES + 62), heading, align="left", weight="bold", size=10.5)
    plane = np.linalg.svd(flow.products[0])[0][:, :2]
    stretches = flow.stretches
    for k, back in enumerate(sorted(_shown(T, count), reverse=True)):
        t = T - 1 - back
        centre = np.array([left + width * (k + 0.5) / count, CIRCLES])
        board.shape(Path.circle(radius=radius), centre, edge="#d4d4d4", width=0.8, depth=1)
        shadow = plane.T @ flow.products[t]
        axes, sizes, _ = np.linalg.svd(shadow, full_matrices=False)
        if sizes[0] > 0:
            ring = np.stack([np.cos(AROUND), np.sin(AROUND)])[: len(sizes)]
            ellipse = (axes * (radius * sizes / sizes[0])) @ ring
            board.shape(Path(ellipse.T + centre), fill=BAND, edge=BLUE, width=1.6, depth=2)
            tip = centre + radius * (shadow @ flow.asked) / sizes[0]
            board.line([centre, tip], colour=VERMILION, width=2.6, depth=3)
            board.shape(Path.circle(radius=3.5), tip, fill=VERMILION, depth=3.5)
        board.write(centre - (0, radius + 14), f"t = {t + 1}", weight="bold", size=10)
        for line, size in enumerate(stretches[t][:2]):
            words = f"{('long ', 'wide ')[line] * (width > WIDE)}{short(_two_digits(size))}"
            board.write(centre - (0, radius + 30 + 15 * line), words, size=9)


def _two_digits(value):
    """Fewer different words to draw, and enough to compare."""
    return float(f"{value:.2g}")


def _shown(T, count):
    """How far back the drawn circles are: none, a step, then further and further."""
    if T == 1:
        return [0]
    few = count < 5
    spread = np.geomspace(1, T - 1, count - 1 + few)[few:].round().astype(int)
    return [0, *np.unique(spread)]


def _alt(title, flows, settings):
    told = [f"{title}. {settings}."]
    for flow in flows:
        T, norms, stretches = len(flow.norms), flow.norms, flow.stretches[0]
        told.append(
            f"{flow.name}: of a gradient of size 1 at step {T}, {number(norms[0])} arrives at "
            f"step 1 and {number(norms[T // 2])} at step {T // 2 + 1}; singular values over all "
            f"steps from {number(stretches[-1])} to {number(stretches[0])}, so that the circle "
            f"of all gradients has become {_shape(stretches)}; {flow.gate} "
            f"{number(flow.through.mean())} on average."
        )
    return " ".join(told)


def _shape(stretches):
    if stretches[0] == 0:
        return "a point"
    ratio = stretches[1] / stretches[0]
    return "a needle" if ratio < 0.05 else f"an ellipse {number(ratio)} as wide as long"
