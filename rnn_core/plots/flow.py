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

WIDTH, HEIGHT = 900, 624
LEFT, GAP = 62, 62  # of the columns
NORMS, THROUGH, CIRCLES = (354, 178), (252, 34), 162  # corner and height, twice; centres
LOWEST, HIGHEST = 1e-8, 1e4  # of the logarithmic axis
WIDE = 300  # columns of more than this have room for longer words
LITTLE = 0.01  # the share of a gradient that counts as all but gone
BAND = "#e4eff7"
TURN = np.linspace(0, 2 * np.pi, 73)
AROUND = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)
DIAGONAL = np.array([1, 1]) / 2**0.5


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
        """Steps back until less than 1 % is left for the first time, or None."""
        below = np.flatnonzero(self.norms[::-1] < LITTLE)
        return int(below[0]) if len(below) else None


@rc_context(STYLE)
def gradient_flow(flows, *, settings):
    """flows: 1 to 3 of Flow over the same T steps; settings: what was chosen, in words.

    For each: the size of ∂L/∂h_t over time between the singular values of ∂h_T/∂h_t; what each
    step lets through; and a circle of gradients of size 1 in the two directions that the steps
    after t stretch most, made an ellipse by those steps.
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
    H = flows[0].products.shape[-1]
    footer = (
        f"Circles: gradients of size 1 in the two of {H} directions that the steps after t stretch "
        "most, all drawn equally",
        "long, with their true length and width below. The orange stick is the part of "
        f"{_asked(flows)} that lies in that plane.",
        f"{settings}.",
    )
    for line, words in enumerate(footer[::-1]):
        board.write((20, 16 + 18 * line), words, align="left", colour="#444444")
    board.picture.alt = _alt(title, flows, settings)
    return board.picture


def _title(flows):
    T = len(flows[0].norms)
    if len(flows) == 1:
        flow = flows[0]
        first, back = flow.norms[0], flow.steps_to_little()
        if back is not None:
            return f"{back} steps back, for the first time, less than 1 % of the gradient is left"
        if first > 1:
            return f"{T - 1} steps back, the gradient is {number(first)} times as large"
        return f"{T - 1} steps back, {_percent(first)} of the gradient is left"
    backs = [flow.steps_to_little() for flow in flows]
    if any(back is not None for back in backs) and all(flow.norms[0] <= 1 for flow in flows):
        found = [f" > {T - 1}" if back is None else f" {back}" for back in backs]
        asked = "Steps back until less than 1 % is left"
    else:  # what grows, or stays, is told apart by its size
        found = [f" ×{_three_digits(flow.norms[0])}" for flow in flows]
        asked = "Arrives at step 1"
    told = [_short(flow) + words for flow, words in zip(flows, found, strict=True)]
    return f"{asked}: {', '.join(told)}"


def _short(flow):
    return flow.name.partition(",")[0]


def _percent(share):
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.1f} %"


def _three_digits(value):
    """Below 100 two of them are enough."""
    return number(_two_digits(value) if value < 100 else value)


def _asked(flows):
    symbols = {"h": "∂L/∂h(t)", "c": "∂L/∂c(t)"}
    return " or ".join(symbols[m] for m in symbols if m in {flow.memory for flow in flows})


def _legend(board, flows):
    y = HEIGHT - 52
    board.line([(20, y), (56, y)], colour=VERMILION, width=3)
    board.write((64, y), f"size of {_asked(flows)}", align="left")
    x = 330
    board.line([(x, y), (x + 36, y)], colour=BLUE, width=1.2, dashes=(0, (4, 2)))
    words = "largest and smallest singular value of all steps after t; others thin"
    board.write((x + 44, y), words, align="left")


def _norms(board, left, width, flow):
    T = len(flow.norms)
    t = np.arange(1, T + 1)
    bottom, height = NORMS
    across = 0.5, T + 0.5
    panel = Panel(board, (left, bottom), (width, height), across, (LOWEST, HIGHEST), log_y=True)
    decades = 10.0 ** np.arange(-8, 5, 2)
    names = [short(decade) if decade != LITTLE else "1 %" for decade in decades]
    panel.label(
        flow.name, "step t  (the loss is at the last one)", _steps(T, width), decades, names
    )
    stretches = flow.stretches
    low, high = stretches[:, -1], stretches[:, 0]
    outline = np.append(t, t[::-1]), np.append(high, low[::-1])
    board.shape(Path(panel.at(*outline, beyond=True)), fill=BAND, depth=0.5, inside=panel.window())
    _visible(panel, t, stretches.T[1:-1], colour=SKY, width=0.7)
    _visible(panel, t, stretches.T[[0, -1]], colour=BLUE, width=1.2, dashes=(0, (4, 2)))
    panel.line(across, [LITTLE, LITTLE], colour=GREY, width=1, dashes=(0, (2, 2)))
    _visible(panel, t, flow.norms[None], colour=VERMILION, width=3, depth=4)
    _off_the_scale(panel, t, flow.norms, wide=width > WIDE)
    back = flow.steps_to_little()
    if back is not None:
        place = [T - back], [max(flow.norms[T - 1 - back], LOWEST)]
        panel.marks(*place, radius=5, colour=VERMILION, shape="square", hollow=True, depth=4.5)


def _off_the_scale(panel, t, norms, *, wide):
    """A tip where the line leaves the frame, and how far it goes."""
    for beyond, far, words in (
        (norms > HIGHEST, norms.max(), "↑ up to" if wide else "↑"),
        (norms < LOWEST, norms.min(), "↓ down to" if wide else "↓"),
    ):
        if not beyond.any():
            continue
        up, k = (1 if far > HIGHEST else -1), np.flatnonzero(beyond)[-1]
        (x0, y0), (x1, y1) = panel.at(t[k : k + 2], norms[k : k + 2], beyond=True)
        y = (panel.corner + panel.size * (up > 0))[1]
        x = x1 + (x0 - x1) * (y - y1) / (y0 - y1)  # where the line crosses the frame
        tip = Path([(x - 8, y - 10 * up), (x + 8, y - 10 * up), (x, y + 4 * up)], closed=False)
        panel.board.shape(tip, fill=VERMILION, depth=4.5)
        corner = panel.corner + panel.size + (0, 15)
        said = f"{words} {short(_two_digits(far))}"
        panel.board.write(corner, said, align="right", size=9.5, colour=VERMILION)
        return  # there is room for one


def _visible(panel, t, series, *, colour, width, dashes="-", depth=3):
    """The parts of some lines that lie inside the panel; a line leaves at the frame."""
    vertices, codes = [], []
    for y in series:
        inside = (y > LOWEST) & (y < HIGHEST)
        # a point beyond the frame still ends the line that leads to it
        drawn = inside | np.append(inside[1:], False) | np.insert(inside[:-1], 0, False)
        vertices.append(panel.at(t[drawn], y[drawn], beyond=True))
        joined = np.diff(np.flatnonzero(drawn), prepend=-2) == 1
        codes.append(np.where(joined, Path.LINETO, Path.MOVETO))
    if not any(map(len, vertices)):
        return
    path = Path(np.concatenate(vertices), np.concatenate(codes))
    look = {"edge": colour, "width": width, "dashes": dashes, "depth": depth}
    panel.board.shape(path, inside=panel.window(), **look)


def _steps(T, width):
    """Round steps to write below the axis, the first and the last among them."""
    every = next(n for n in (1, 5, 10, 20) if T / n <= width / 45)
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
    gap = width / T
    centre = left + gap * (np.arange(T) + 0.5)
    half = np.full(T, min(0.36 * gap, 7))
    height_of = height * np.clip(flow.through, 0, 1)
    corners = np.array([(-1, 0), (-1, 1), (1, 1), (1, 0), (-1, 0)])
    sizes = np.stack([half, height_of], axis=1)[:, None]
    middles = np.stack([centre, np.full(T, bottom)], axis=1)[:, None]
    board.shape(_closed(middles + sizes * corners), fill=SKY, depth=2)


def _closed(outlines):
    """Outlines (K, P, 2), each of which ends where it begins  ->  one path, which draws faster."""
    K, P, _ = outlines.shape
    codes = [Path.MOVETO, *[Path.LINETO] * (P - 2), Path.CLOSEPOLY]
    return Path(outlines.reshape(-1, 2), codes * K)


def _circles(board, left, width, flow):
    """The two directions that the steps after t stretch most, from a circle to an ellipse."""
    T, H = len(flow.norms), flow.products.shape[-1]
    count = min(max(3, round(width / 130)), T)
    radius = min(42, 0.36 * width / count)
    heading = f"The two most stretched of {H} directions"
    if width <= WIDE:
        heading = f"Most stretched two of {H}"
    board.write((left, CIRCLES + 62), heading, align="left", weight="bold", size=10.5)
    backs = sorted(_shown(T, count), reverse=True)
    across = left + width * (np.arange(len(backs)) + 0.5) / count
    centres = np.stack([across, np.full(len(backs), CIRCLES)], axis=1)
    board.shape(_closed(centres[:, None] + radius * AROUND), edge="#d4d4d4", width=0.8, depth=1)
    ellipses, tips, sticks = [], [], []
    for centre, back in zip(centres, backs, strict=True):
        t = T - 1 - back
        _, sizes, asking = np.linalg.svd(flow.products[t])
        if sizes[0] > 0:
            shape = radius * sizes[:2] / sizes[0]
            # singular vectors have no sign: the stick may always point to the right and up. No
            # step back, all directions are alike, and the plane may be one that holds the stick
            share = np.abs(asking[:2] @ flow.asked) if back else DIAGONAL
            ellipses.append(centre + shape * AROUND)
            tips.append(centre + shape * share)
            sticks += [centre, tips[-1]]
        board.write(centre - (0, radius + 14), f"t = {t + 1}", weight="bold", size=10)
        for line, size in enumerate(sizes[:2]):
            words = f"{('long ', 'wide ')[line] * (width > WIDE)}{short(_two_digits(size))}"
            board.write(centre - (0, radius + 30 + 15 * line), words, size=9)
    if tips:
        look = {"fill": BAND, "edge": BLUE, "width": 1.6, "joins": "round", "depth": 2}
        board.shape(_closed(np.array(ellipses)), **look)
        pairs = [Path.MOVETO, Path.LINETO] * len(tips)
        board.shape(Path(sticks, pairs), edge=VERMILION, width=2.6, depth=3)
        board.shape(_closed(np.array(tips)[:, None] + 3.5 * AROUND), fill=VERMILION, depth=3.5)


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
            f"steps from {number(stretches[-1])} to {number(stretches[0])}, so that the circle in "
            f"the two most stretched of {len(stretches)} directions has become "
            f"{_shape(stretches)}; {flow.gate[0].lower()}{flow.gate[1:]} "
            f"{number(flow.through.mean())} over all steps."
        )
    return " ".join(told)


def _shape(stretches):
    if stretches[0] == 0:
        return "a point"
    ratio = stretches[1] / stretches[0]
    return "a needle" if ratio < 0.05 else f"an ellipse {number(ratio)} as wide as long"
