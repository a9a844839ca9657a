"""Mistakes in fixed_points: in the search for the points, or in their slopes."""

from itertools import pairwise

import numpy as np

from autograder.exercise import Misconception
from rnn_core import stability


def right(w, b):
    h = stability.fixed_points(w, b, low=-1.1, high=1.1)
    return h, stability.slope_at(h, w, b)


def with_slope(w, h):
    h = np.atleast_1d(np.array(h, dtype=float))
    return h, w * (1 - h**2)


def scan(w, b, grid, changes):
    def excess(h):
        return np.tanh(w * h + b) - h

    found = []
    for low, high in pairwise(grid):
        if changes(excess(low), excess(high)):
            for _ in range(60):
                middle = (low + high) / 2
                if changes(excess(low), excess(middle)):
                    high = middle
                else:
                    low = middle
            found.append((low + high) / 2)
    return with_slope(w, found)


def settle(w, b, start, steps=1000):
    h = start
    for _ in range(steps):
        h = np.tanh(w * h + b)
    return h


def iterated_from(start):
    return lambda w, b: with_slope(w, settle(w, b, start))


def two_starts(w, b):
    return with_slope(w, np.unique(np.round([settle(w, b, -1.0), settle(w, b, 1.0)], 9)))


def attracting_only(w, b):
    h, slope = right(w, b)
    return h[np.abs(slope) < 1], slope[np.abs(slope) < 1]


def three_always(w, b):
    lower, upper = settle(w, b, -1.0), settle(w, b, 1.0)
    return with_slope(w, [lower, 0.0, upper])


def zero_in_the_middle(w, b):
    h, slope = right(w, b)
    return (h, slope) if len(h) < 3 else with_slope(w, [h[0], 0.0, h[2]])


def bias_ignored(w, b):
    return right(w, 0.0)


def bias_outside(w, b):
    """h = tanh(w h) + b"""
    return _roots(lambda h: np.tanh(w * h) + b - h, w, lambda h: w * (1 - (h - b) ** 2))


def weight_outside(w, b):
    """h = w tanh(h) + b"""
    return _roots(lambda h: w * np.tanh(h) + b - h, w, lambda h: w * (1 - np.tanh(h) ** 2))


def _roots(excess, w, slope):
    grid = np.linspace(-8, 8, 40_000)
    values = excess(grid)
    k = np.flatnonzero(values[:-1] * values[1:] < 0)
    low, high = grid[k], grid[k + 1]
    for _ in range(60):
        middle = (low + high) / 2
        left = excess(low) * excess(middle) <= 0
        low, high = np.where(left, low, middle), np.where(left, middle, high)
    return low, slope(low)


def largest_first(w, b):
    h, slope = right(w, b)
    return h[::-1], slope[::-1]


def slope_without_weight(w, b):
    h, _ = right(w, b)
    return h, 1 - h**2


def slope_of_the_excess(w, b):
    h, slope = right(w, b)
    return h, slope - 1


def tanh_taken_twice(w, b):
    h, _ = right(w, b)
    return h, w * (1 - np.tanh(h) ** 2)


def tanh_of_the_point_without_weight(w, b):
    h, _ = right(w, b)
    return h, w * (1 - np.tanh(w * h) ** 2)


def square_around_everything(w, b):
    h, _ = right(w, b)
    return h, w * (1 - h) ** 2


def grid_too_coarse(w, b):
    return scan(w, b, np.linspace(-1.1, 1.1, 10), lambda left, right: (left > 0) != (right > 0))


def right_half_only(w, b):
    h, slope = right(w, b)
    return h[h >= 0], slope[h >= 0]


def not_squared(w, b):
    h, _ = right(w, b)
    return h, w * (1 - h)


def size_of_slope(w, b):
    h, slope = right(w, b)
    return h, np.abs(slope)


def yes_or_no(w, b):
    h, slope = right(w, b)
    return h, np.abs(slope) < 1


def sigmoid_slope(w, b):
    h, _ = right(w, b)
    return h, w * h * (1 - h)


def halved(count, halvings, wrong_half=False, end=1.1):
    """Left ends of what is left of the intervals of a grid after some halvings."""

    def answer(w, b):
        def above(h):
            return np.tanh(w * h + b) > h

        grid = np.linspace(-end, end, count)
        k = np.flatnonzero(above(grid[:-1]) != above(grid[1:]))
        low, high = grid[k], grid[k + 1]
        for _ in range(halvings):
            middle = (low + high) / 2
            upper = (above(middle) == above(low)) != wrong_half
            low, high = np.where(upper, middle, low), np.where(upper, high, middle)
        return with_slope(w, low)

    return answer


def a_fall_supposed(count):
    """Goes to the right wherever the difference is positive: false where it rises."""

    def answer(w, b):
        def above(h):
            return np.tanh(w * h + b) > h

        grid = np.linspace(-1.1, 1.1, count)
        k = np.flatnonzero(above(grid[:-1]) != above(grid[1:]))
        low, high = grid[k], grid[k + 1]
        for _ in range(50):
            middle = (low + high) / 2
            low, high = np.where(above(middle), middle, low), np.where(above(middle), high, middle)
        return with_slope(w, low)

    return answer


def zero_counted_twice(w, b):
    """np.sign has three values: it changes on both sides of a zero on the grid."""
    h, _ = right(w, b)
    return with_slope(w, np.sort(np.append(h, 0.0)) if b == 0 else h)


def slope_first(w, b):
    return right(w, b)[::-1]


def zero_on_the_grid_missed(w, b):
    return scan(w, b, np.linspace(-1.1, 1.1, 2001), lambda left, right: left * right < 0)


def grid_from_minus_one(w, b):
    return halved(1000, 50, end=1.0)(w, b)


def zero_in_the_middle_missed(w, b):
    """0 is no point of this grid, but half-way between two."""
    return scan(w, b, np.linspace(-1.1, 1.1, 1000), lambda left, right: left * right < 0)


MISTAKES = (
    *(
        Misconception(
            f"iterated from {where} only",
            "Where an iteration ends depends on where it began; there may be other points.",
            iterated_from(start),
        )
        for where, start in {"zero": 0.0, "the right": 1.0, "the left": -1.0}.items()
    ),
    Misconception(
        "iterated from both ends only",
        "An iteration ends only where a point attracts. Between two of those there is one that "
        "repels; and a single point may repel as well.",
        two_starts,
    ),
    Misconception(
        "attracting points only",
        "A pencil on its tip stands still, too: fixed points that repel are fixed points.",
        attracting_only,
    ),
    Misconception(
        "three points always",
        "Draw tanh(w h + b) and the diagonal for a small w: how often do they meet?",
        three_always,
    ),
    Misconception(
        "zero taken for the middle point",
        "Is tanh(w · 0 + b) zero when there is a bias?",
        zero_in_the_middle,
    ),
    Misconception("bias ignored", "Which argument is never used?", bias_ignored),
    Misconception("bias outside of the tanh", "The bias is squashed with the rest.", bias_outside),
    Misconception(
        "weight outside of the tanh",
        "The old state is weighted first, then squashed.",
        weight_outside,
    ),
    Misconception(
        "largest first",
        "All numbers are right; compare their order with the docstring's.",
        largest_first,
    ),
    Misconception(
        "weight missing in the slope",
        "Chain rule: h stands inside of w h + b.",
        slope_without_weight,
    ),
    Misconception(
        "slope of the difference to the diagonal",
        "The slope of one step is wanted, not of what you searched zeros of.",
        slope_of_the_excess,
    ),
    Misconception(
        "tanh taken twice",
        "At a fixed point h already is the output of the tanh.",
        tanh_taken_twice,
    ),
    Misconception(
        "bias missing in the slope",
        "At which sum is the slope of tanh to be taken? And what is tanh of that sum, at a "
        "fixed point?",
        tanh_of_the_point_without_weight,
    ),
    Misconception("square missing in the slope", "What is the derivative of tanh?", not_squared),
    Misconception(
        "square in the wrong place",
        "In 1 − h², what exactly is squared?",
        square_around_everything,
    ),
    Misconception(
        "grid too coarse",
        "Two fixed points between two neighbours of your grid change the sign twice, which "
        "is not at all: how close together may they lie?",
        grid_too_coarse,
    ),
    Misconception(
        "points above zero only",
        "Between which two numbers does a tanh lie? Your search has to cover them all.",
        right_half_only,
    ),
    Misconception(
        "sign of the slope lost",
        "A slope below zero makes the state jump from side to side: keep its sign.",
        size_of_slope,
    ),
    Misconception(
        "yes or no for the slope",
        "The slope itself is wanted; whether it attracts can be read from it.",
        yes_or_no,
    ),
    Misconception(
        "slope of the sigmoid",
        "h (1 − h) belongs to another activation.",
        sigmoid_slope,
    ),
    *(
        Misconception(f"{name} ({grid})", hint, halved(count, halvings, wrong_half))
        for grid, count in {"1000 points": 1000, "1001 points": 1001}.items()
        for name, hint, halvings, wrong_half in (
            (
                "points of the grid",
                "The grid shows between which two values a fixed point lies; now halve that "
                "interval.",
                0,
                False,
            ),
            (
                "halved ten times",
                "How wide is the interval after as many halvings, and how many digits are wanted?",
                10,
                False,
            ),
            (
                "the wrong half kept",
                "In the half that you keep, the sign must still change from one end to the other.",
                50,
                True,
            ),
        )
    ),
    *(
        Misconception(
            f"a fall supposed ({count} points)",
            "At the middle point the difference rises: compare with the sign at the left end, "
            "not with zero.",
            a_fall_supposed(count),
        )
        for count in (1000, 1001)
    ),
    Misconception(
        "a zero on the grid counted twice",
        "`np.sign` has three values: on the way from −1 over 0 to 1 it changes twice.",
        zero_counted_twice,
    ),
    Misconception(
        "a zero at a middle point missed",
        "Without a bias the difference can be exactly zero at a middle point: which half does "
        "your comparison keep then?",
        zero_in_the_middle_missed,
    ),
    Misconception(
        "a grid that begins at −1",
        "What is tanh(−20) on a computer? A point at the end of a grid has a neighbour on one "
        "side only.",
        grid_from_minus_one,
    ),
    Misconception(
        "the two results exchanged",
        "In which order does the docstring return points and slopes?",
        slope_first,
        whole=True,
    ),
    Misconception(
        "a zero on the grid missed",
        "Without a bias the difference can be exactly zero at a point of the grid: is that a "
        "change of sign for your comparison?",
        zero_on_the_grid_missed,
    ),
)
