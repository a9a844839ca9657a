"""The backward pass of lesson 02: which use of Wh contributes how much to ∂L⁽ᵗ⁾/∂Wh."""

import numpy as np
from matplotlib import rc_context
from matplotlib.path import Path

from .generic import RAISED, number
from .graph import PALE, Board
from .style import BLUE, GREY, SKY, STYLE, VERMILION

WIDTH, HEIGHT = 900, 560
LOSS, OUTPUT, STATES = 484, 406, 320  # heights in the graph
ZERO, FULL = 62, 206  # heights of 0 % and 100 % in the bar chart
LEFT, RIGHT, SUM = 70, 742, 838  # the initial state, the last step, the running sum
ASIDE = 8  # between the way forward and the way back


@rc_context(STYLE)
def gradient_paths(shares, asked, *, visited, steps, scale, size):
    """One picture of the backward pass from L⁽ᵗ⁾, t = len(shares), through `steps` columns.

    shares (t,): the part of ∂L⁽ᵗ⁾/∂Wh that step k contributes, summing to 1;
    asked (t,): ‖∂L⁽ᵗ⁾/∂h⁽ᵏ⁾‖; visited: nodes that the backward pass has reached, from 1 (the loss),
    2 (the output), 3 (the state h⁽ᵗ⁾) to t + 2 (the state h⁽¹⁾); scale: of Wh; size: ‖∂L⁽ᵗ⁾/∂Wh‖.
    """
    t = len(shares)
    reached = t + 3 - visited  # the earliest step whose state has been reached
    so_far = float(np.sum(shares[reached - 1 :])) if reached <= t else 0.0
    title = _title(t, reached, visited, shares, so_far)
    board = Board(WIDTH, HEIGHT, title)
    places = np.linspace(LEFT, RIGHT, steps + 1)
    _graph(board, places, t, reached, visited)
    _asked(board, places, asked, reached)
    _bars(board, places, shares, reached, so_far)
    note = f"Recurrent weights × {number(scale)}.   ‖∂L/∂Wh‖ = {number(size)}."
    board.write((20, 16), note, align="left", colour="#444444")
    board.picture.alt = _alt(title, shares, asked, reached, scale, size)
    return board.picture


def _percent(share):
    if 0 < share < 0.005:
        return "<1 %"
    return f"{100 * share:.0f} %".replace("-0 %", "0 %").replace("-", "−")


def _title(t, reached, visited, shares, so_far):
    loss = f"L⁽{str(t).translate(RAISED)}⁾"
    if visited == 1:
        return f"The backward pass starts at the loss {loss}"
    if visited == 2:
        return "One node back: the output. No use of Wh has been met yet"
    share = _percent(shares[reached - 1])
    if reached == t:
        return f"Step {t}, the last use of Wh, gives {share} of ∂{loss}/∂Wh"
    steps = f"steps {reached} to {t} give {_percent(so_far)} of ∂{loss}/∂Wh"
    return f"Step {reached} adds {share}: {steps}"


def _graph(board, places, t, reached, visited):
    forward = {"colour": GREY, "width": 1.4}
    back = {"colour": VERMILION, "width": 4}
    for k, x in enumerate(places):
        if k > t:
            board.ghost((x, STATES))
            continue
        now = {"edge": VERMILION, "width": 3} if k == reached else {}
        board.node((x, STATES), f"$h^{{({k})}}$", "state", **now)
        if k == 0:
            continue
        met = k >= reached
        use = {"colour": BLUE, "width": 4} if k == reached else forward
        before = places[k - 1]
        board.arrow((before, STATES - ASIDE), (x, STATES - ASIDE), **use)
        middle = ((before + x) / 2, STATES - ASIDE - 20)
        if k == reached:
            board.tag(middle, "$W_h$", BLUE)
        else:
            board.write(middle, "$W_h$", size=10.5, colour="#444444")
        if met and k < t:
            board.arrow((places[k + 1], STATES + ASIDE), (x, STATES + ASIDE), **back)
    x = places[t]
    for low, high, passed in ((STATES, OUTPUT, 2), (OUTPUT, LOSS, 1)):
        board.arrow((x - ASIDE, low), (x - ASIDE, high), **forward)
        if visited > passed:
            board.arrow((x + ASIDE, high), (x + ASIDE, low), **back)
    marks = [{"edge": VERMILION, "width": 3} if visited == node else {} for node in (1, 2)]
    board.node((x, LOSS), f"$L^{{({t})}}$", "loss", **marks[0])
    board.node((x, OUTPUT), f"$o^{{({t})}}$", "output", **marks[1])


def _asked(board, places, asked, reached):
    """What the loss asks of each state that the backward pass has reached."""
    if reached > len(asked):
        return
    board.write((LEFT, STATES + 44), "‖∂L/∂h‖ =", colour=VERMILION, size=10)
    for k in range(reached, len(asked) + 1):
        aside = 34 if k == len(asked) else 0
        board.write((places[k] + aside, STATES + 44), number(asked[k - 1]), size=10)


def _bars(board, places, shares, reached, so_far):
    for share in (0, 0.5, 1):
        y = ZERO + share * (FULL - ZERO)
        board.line([(LEFT - 8, y), (WIDTH - 20, y)], colour=PALE, width=0.8, depth=1)
        board.write((LEFT - 14, y), _percent(share), align="right", size=9, colour="#444444")
    board.write((20, FULL + 36), "Share of each use of Wh:", align="left", weight="bold")
    meaning = "its component in the direction of the whole gradient; all shares add up to 100 %"
    board.write((220, FULL + 36), meaning, align="left", colour="#444444")
    for k, share in enumerate(shares, start=1):
        x = (places[k - 1] + places[k]) / 2
        met = k >= reached
        _bar(board, x, 0, share, BLUE if k == reached else SKY, met)
        if met:
            board.write((x, _height(max(share, 0)) + 11), _percent(share), size=10)
        weight = "bold" if k == reached else "normal"
        board.write((x, ZERO - 14), f"k = {k}", size=10, weight=weight)
    _bar(board, SUM, 0, 1, VERMILION, False)
    _bar(board, SUM, 0, so_far, VERMILION, True)
    board.write((SUM, _height(max(so_far, 0)) + 11), _percent(so_far), size=10, weight="bold")
    board.write((SUM, ZERO - 14), "sum so far", size=10, weight="bold")


def _height(share):
    return ZERO + share * (FULL - ZERO)


def _bar(board, x, low, high, colour, met):
    """Filled when the backward pass has been there, a dotted outline before."""
    low, high = _height(low), _height(high)
    corners = [(x - 21, low), (x - 21, high), (x + 21, high), (x + 21, low), (x - 21, low)]
    if met:
        board.shape(Path(corners), fill=colour, depth=2)
    else:
        board.shape(Path(corners), edge=GREY, width=1, dashes=(0, (2, 2)), depth=1.5)


def _alt(title, shares, asked, reached, scale, size):
    t = len(shares)
    told = [f"{title}. Unrolled network with the path back from the loss at step {t} marked."]
    if reached <= t:
        met = range(t, reached - 1, -1)
        given = ", ".join(f"step {k} {_percent(shares[k - 1])}" for k in met)
        wanted = ", ".join(f"step {k} {number(asked[k - 1])}" for k in met)
        told.append(f"Shares: {given}. Size of the gradient at the state: {wanted}.")
    told.append(f"Recurrent weights scaled by {number(scale)}, whole gradient {number(size)}.")
    return " ".join(told)
