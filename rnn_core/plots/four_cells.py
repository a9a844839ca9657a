"""A plain unit, a leaky one, a GRU and an LSTM beside each other, all reading the same input."""

import numpy as np
from matplotlib import rc_context

from .graph import Board
from .panel import Panel
from .style import BLACK, BLUE, GREEN, GREY, PURPLE, STYLE, VERMILION

WIDTH, HEIGHT = 900, 640
OFFERED = (62, 500), (806, 62)  # corner and size
CORNERS = (62, 300), (492, 300), (62, 92), (492, 92)
SIZE = (376, 116)
COLOURS = (BLUE, GREEN, VERMILION, PURPLE)
WANTED_DASHES = (0, (5, 2))


@rc_context(STYLE)
def four_cells(offered, marked, wanted, memories, *, highest, settings):
    """offered (T,): what is offered at each step; marked (T,): True where it counts; wanted (T,):
    what a memory should hold after each step; memories: {name: (T,)}, four; highest: the end of
    their scale, which begins at −1; settings: what was chosen, in words.
    """
    off = {name: np.sqrt(np.mean((held - wanted) ** 2)) for name, held in memories.items()}
    title = "Off by " + ", ".join(f"{value:.2f} ({name})" for name, value in off.items())
    board = Board(WIDTH, HEIGHT, title)
    steps = np.arange(1, len(offered) + 1)
    ticks = np.arange(0, len(offered) + 1, 10)

    panel = Panel(board, *OFFERED, (0, len(offered) + 1), (-1, 1))
    panel.label("Offered to all four: squares count, dots do not", "step", ticks, [-1, 0, 1])
    panel.marks(steps[~marked], offered[~marked], radius=2.6, colour=GREY)
    panel.marks(steps[marked], offered[marked], radius=5.5, colour=BLACK, shape="square")

    held_ticks = np.arange(-1, highest + 1)
    for (name, held), corner, colour in zip(memories.items(), CORNERS, COLOURS, strict=True):
        panel = Panel(board, corner, SIZE, (0, len(offered) + 1), (-1, highest))
        panel.label(f"{name}: off by {off[name]:.2f}", "step", ticks, held_ticks)
        panel.line(steps, wanted, colour=BLACK, width=1.6, dashes=WANTED_DASHES, depth=3.4)
        panel.line(steps, held, colour=colour, width=2.6)
    board.line([(62, 36), (96, 36)], colour=BLACK, width=1.6, dashes=WANTED_DASHES)
    note = "dashed: what should be held after each step.   Off by: root mean square over all steps."
    board.write((104, 36), note, align="left", size=9.5)
    board.write((104, 16), settings, align="left", size=9.5)
    board.picture.alt = _alt(title, marked, wanted, memories, settings)
    return board.picture


def _alt(title, marked, wanted, memories, settings):
    def said(value):
        return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")

    ends = ", ".join(f"{name} {said(held[-1])}" for name, held in memories.items())
    where = ", ".join(str(step + 1) for step in np.flatnonzero(marked))
    return (
        f"{title}, root mean square over all steps. Four memories read the same {len(wanted)} "
        f"numbers; those that count come at step {where}. {settings}. After the last step "
        f"{said(wanted[-1])} should be held; held are: {ends}."
    )
