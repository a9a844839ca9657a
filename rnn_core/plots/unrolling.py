"""The network of lesson 01, folded and unfolded, with every copy of one matrix marked."""

from typing import NamedTuple

import numpy as np
from matplotlib import rc_context

from .graph import RADIUS, Board
from .style import BLUE, GREEN, GREY, STYLE, VERMILION

WIDTH, HEIGHT = 900, 470
OUTPUTS, STATES, INPUTS = 364, 266, 168  # heights of the three rows
LEFT, RIGHT = 56, 842  # the initial state and the last step
MOST_STEPS = 8
DECODER_STEPS = 3

# The three roles that a matrix can have: into the state, from the state before, out of the state.
ROLES = ("Wx", "Wh", "Wy")
COLOURS = dict(zip(ROLES, (BLUE, VERMILION, GREEN), strict=True))


class Step(NamedTuple):
    """One column of the unfolded network."""

    reads: bool
    writes: bool
    decodes: bool = False


KINDS = {
    "one-to-one": lambda steps: [Step(True, True)],
    "one-to-many": lambda steps: [Step(t == 0, True) for t in range(steps)],
    "many-to-one": lambda steps: [Step(True, t == steps - 1) for t in range(steps)],
    "many-to-many": lambda steps: [Step(True, True)] * steps,
    "encoder–decoder": lambda steps: (
        [Step(True, False)] * steps + [Step(False, True, decodes=True)] * DECODER_STEPS
    ),
    "output → hidden": lambda steps: [Step(True, True)] * steps,
}
FROM_OUTPUT = "output → hidden"  # the one design whose output, not its state, is carried on

EQUATIONS = {
    "one-to-one": (
        "$h = \\tanh(x\\,W_x + b)$",
        "$o = h\\,W_y + b_y$",
    ),
    "one-to-many": (
        "$h^{(t)} = \\tanh(x^{(t)}\\,W_x + h^{(t-1)}\\,W_h + b)$",
        "$x^{(t)} = 0$   for $t > 1$",
        "$o^{(t)} = h^{(t)}\\,W_y + b_y$",
    ),
    "many-to-one": (
        "$h^{(t)} = \\tanh(x^{(t)}\\,W_x + h^{(t-1)}\\,W_h + b)$",
        "$o = h^{(\\tau)}\\,W_y + b_y$",
    ),
    "many-to-many": (
        "$h^{(t)} = \\tanh(x^{(t)}\\,W_x + h^{(t-1)}\\,W_h + b)$",
        "$o^{(t)} = h^{(t)}\\,W_y + b_y$",
    ),
    "encoder–decoder": (
        "$h^{(t)} = \\tanh(x^{(t)}\\,W_x + h^{(t-1)}\\,W_h + b)$",
        "$s^{(t)} = \\tanh(s^{(t-1)}\\,W'_h + b')$,   $s^{(0)} = h^{(\\tau)}$",
        "$o^{(t)} = s^{(t)}\\,W_y + b_y$",
    ),
    "output → hidden": (
        "$h^{(t)} = \\tanh(x^{(t)}\\,W_x + o^{(t-1)}\\,W_o + b)$",
        "$o^{(t)} = h^{(t)}\\,W_y + b_y$",
    ),
}


class Matrix(NamedTuple):
    role: str
    name: str
    shape: tuple
    uses: int
    link: str  # what it leads from and to

    @property
    def size(self):
        return self.shape[0] * self.shape[1]


def matrices(kind, steps, sizes=(3, 4, 2)):
    """Every weight matrix of the network and how often τ = steps uses it; sizes: (D, H, V)."""
    D, H, V = sizes
    columns = KINDS[kind](steps)
    decoding = sum(column.decodes for column in columns)
    carrying = 0 if kind == "one-to-one" else len(columns) - decoding
    if kind == FROM_OUTPUT:
        recurrent = [Matrix("Wh", "Wo", (V, H), carrying, "output → next state")]
    else:
        recurrent = [Matrix("Wh", "Wh", (H, H), carrying, "state → next state")]
    if decoding:
        recurrent.append(Matrix("Wh", "W′h", (H, H), decoding, "state → next state"))
    reading, writing = sum(c.reads for c in columns), sum(c.writes for c in columns)
    return [
        Matrix("Wx", "Wx", (D, H), reading, "input → state"),
        *recurrent,
        Matrix("Wy", "Wy", (H, V), writing, "state → output"),
    ]


@rc_context(STYLE)
def unrolled(kind="many-to-many", steps=5, *, folded=False, marked="Wh", sizes=(3, 4, 2)):
    """One of KINDS over τ = steps (1 to MOST_STEPS), folded or not; marked: one of ROLES."""
    found = matrices(kind, steps, sizes)
    title = _title(folded, [matrix for matrix in found if matrix.role == marked])
    board = Board(WIDTH, HEIGHT, title)
    (_fold if folded else _unfold)(_Pen(board, marked), kind, steps)
    total = _total(kind, found)
    _chips(board, found, marked, total)
    board.picture.alt = _alt(title, kind, steps, folded, found, marked, total)
    return board.picture


def _title(folded, marked):
    names = " and ".join(matrix.name for matrix in marked)
    uses = sum(matrix.uses for matrix in marked)
    if not uses:
        return f"One step has no step before it: {names} is not needed"
    count = "one matrix" if len(marked) == 1 else "two matrices"
    if folded:
        each = " and ".join(str(matrix.uses) for matrix in marked)
        return f"Folded: {count} {names}, used {'once' if uses == 1 else f'{each} times'}"
    return f"Unfolded: {uses} thick arrow{'s' * (uses > 1)}, {count} {names}"


class _Pen:
    """Draws the arrows of one role thick and tagged, the others thin and labelled."""

    def __init__(self, board, marked):
        self.board = board
        self.marked = marked

    def look(self, role):
        return {"colour": COLOURS[role], "width": 4.2} if role == self.marked else {}

    def label(self, role, symbol, place):
        if role == self.marked:
            self.board.tag(place, f"${symbol}$", COLOURS[role])
        else:
            self.board.write(place, f"${symbol}$", colour="#444444", size=10.5)

    def link(self, role, symbol, start, end, aside):
        middle = self.board.arrow(start, end, **self.look(role))
        self.label(role, symbol, middle + aside)

    def step(self, x, column, time, output_time=None, aside=(22, 0)):
        """One column: input below, state, output above, as far as it has them."""
        state = "s" if column.decodes else "h"
        self.board.node((x, STATES), f"${state}{time}$", "state")
        if column.reads:
            self.board.node((x, INPUTS), f"$x{time}$", "input")
            self.link("Wx", "W_x", (x, INPUTS), (x, STATES), (22, 0))
        if column.writes:
            time = time if output_time is None else output_time
            self.board.node((x, OUTPUTS), f"$o{time}$", "output")
            self.link("Wy", "W_y", (x, STATES), (x, OUTPUTS), aside)


def _unfold(pen, kind, steps):
    columns = KINDS[kind](steps)
    gap = (RIGHT - LEFT) / max(MOST_STEPS, len(columns))
    if kind == "one-to-one":
        return pen.step(LEFT + gap, columns[0], "")
    from_output = kind == FROM_OUTPUT
    carried = OUTPUTS if from_output else STATES
    first = ("$o^{(0)}$", "output") if from_output else ("$h^{(0)}$", "state")
    pen.board.node((LEFT, carried), *first)
    for k, column in enumerate(columns, start=1):
        x = LEFT + k * gap
        time = f"^{{({k - steps if column.decodes else k})}}"
        pen.step(x, column, time, aside=(-23 if from_output else 22, 0))
        symbol = "W_o" if from_output else "W'_h" if column.decodes else "W_h"
        aside = (-22, 0) if from_output else (0, 22)
        pen.link("Wh", symbol, (x - gap, carried), (x, STATES), aside)
    if columns[-1].decodes:
        pen.board.write((LEFT + steps * gap, STATES + 42), "context", colour=GREY)
    for k in range(len(columns) + 1, MOST_STEPS + 1):
        pen.board.ghost((LEFT + k * gap, STATES))


def _fold(pen, kind, steps):
    columns = KINDS[kind](steps)
    x, time = 150, "^{(t)}"
    if kind == "encoder–decoder":
        first, second = (x - 40, STATES), (x + 130, STATES)
        pen.step(first[0], columns[0], time)
        pen.step(second[0], columns[-1], time)
        x, y = pen.board.arrow(first, second)
        pen.board.write((x, y + 14), "context,", colour=GREY)
        pen.board.write((x, y - 14), "after step τ", colour=GREY)
        _loop(pen, "W_h", first, quarter_turns=1)
        _loop(pen, "W'_h", second, quarter_turns=3)
    elif kind == "one-to-one":
        pen.step(x, columns[0], "")
    else:
        pen.step(x, Step(True, True), time, "" if kind == "many-to-one" else None)
        if kind == FROM_OUTPUT:
            rim = RADIUS + 3
            bend = [(x + rim, OUTPUTS), (x + 110, OUTPUTS), (x + 110, STATES), (x + rim, STATES)]
            x, y = pen.board.delayed(bend, **pen.look("Wh"))
            pen.label("Wh", "W_o", (x + 32, y))
        else:
            _loop(pen, "W_h", (x, STATES))
    for k, line in enumerate(EQUATIONS[kind]):
        pen.board.write((430, STATES + 60 - 44 * k), line, align="left", size=14)
    if kind == "one-to-one":
        return
    runs = f"t runs from 1 to τ = {steps}"
    if kind == "encoder–decoder":
        runs = f"in x and h, {runs}; in s and o, from 1 to {DECODER_STEPS}"
    for k, line in enumerate(("The black square waits one step.", f"Here {runs}.")):
        pen.board.write((430, INPUTS - 22 * k), line, align="left", colour="#444444")


def _loop(pen, symbol, place, quarter_turns=0):
    """From a state back to itself, on its right-hand side or turned from there."""
    points = np.array([(17, 17), (95, 62), (95, -62), (17, -17)])
    for _ in range(quarter_turns):
        points = np.stack([-points[:, 1], points[:, 0]], axis=1)
    x, y = pen.board.delayed(points + place, **pen.look("Wh"))
    pen.label("Wh", symbol, (x + (42 if quarter_turns else 32), y))


def _total(kind, found):
    numbers = sum(matrix.size for matrix in found if matrix.uses)
    always = "" if kind == "one-to-one" else ", the same for every τ"
    return f"Weights in all: {numbers} numbers (biases not counted){always}."


def _chips(board, found, marked, total):
    """The counter: how many numbers each matrix holds, and how often they are used."""
    for k, role in enumerate(ROLES):
        same = [matrix for matrix in found if matrix.role == role]
        look = {"edge": COLOURS[role], "width": 2.6} if role == marked else {}
        heading = f"{' and '.join(matrix.name for matrix in same)}: {same[0].link}"
        board.chip((20 + 290 * k, 42), (280, 60), [heading, _count(same)], **look)
    board.write((20, 18), total, align="left", size=11)


def _count(same):
    (rows, columns), size, uses = same[0].shape, same[0].size, same[0].uses
    if not uses:
        return f"{rows} × {columns} numbers, not needed"
    if len(same) == 2:
        return f"2 × ({rows} × {columns}) = {2 * size}, used {uses} + {same[1].uses} times"
    numbers = "1 number" if size == 1 else f"{size} numbers"
    return f"{rows} × {columns} = {numbers}, used {'once' if uses == 1 else f'{uses} times'}"


def _alt(title, kind, steps, folded, found, marked, total):
    drawn = "folded into one step" if folded else "unfolded, one column for each step"
    names = " and ".join(matrix.name for matrix in found if matrix.role == marked)
    counts = " ".join(f"{matrix.name}: {_count([matrix])}." for matrix in found)
    length = "" if kind == "one-to-one" else f" with τ = {steps}"
    return (
        f"{title}. Graph of a network of the kind {kind}{length}, {drawn}. "
        f"Every arrow that stands for {names} is thick and tagged. {counts} {total}"
    )
