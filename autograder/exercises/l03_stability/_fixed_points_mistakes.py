"""Mistakes in fixed_points, in the search for the points."""

from functools import lru_cache

import numpy as np

from autograder.exercise import Misconception
from rnn_core import stability


@lru_cache(64)
def _points(w, b):
    return stability.fixed_points(w, b, low=-1.1, high=1.1)


def right(w, b):
    h = _points(w, b).copy()
    return h, stability.slope_at(h, w, b)


def with_slope(w, h):
    h = np.atleast_1d(np.array(h, dtype=float))
    return h, w * (1 - h**2)


def scan(w, b, grid, changes, halvings=60):
    """changes: the values at the left and right ends of intervals -> which of them to search"""

    def excess(h):
        return np.tanh(w * h + b) - h

    values = excess(grid)
    found = np.flatnonzero(changes(values[:-1], values[1:]))
    low, high = grid[found], grid[found + 1]
    for _ in range(halvings):
        middle = (low + high) / 2
        left = changes(excess(low), excess(middle))
        low, high = np.where(left, low, middle), np.where(left, middle, high)
    return with_slope(w, (low + high) / 2)


def positive_or_not(left, right):
    return (left > 0) != (right > 0)


def negative_or_not(left, right):
    return (left >= 0) != (right >= 0)


def negative_product(left, right):
    return left * right < 0


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


def another_equation(excess, end=1.1):
    """The zeros of a difference other than tanh(w h + b) − h, on a grid from −end to end."""

    def answer(w, b):
        grid = np.linspace(-end, end, 40_000)
        values = excess(grid, w, b)
        k = np.flatnonzero(values[:-1] * values[1:] < 0)
        low, high = grid[k], grid[k + 1]
        for _ in range(60):
            middle = (low + high) / 2
            left = excess(low, w, b) * excess(middle, w, b) <= 0
            low, high = np.where(left, low, middle), np.where(left, middle, high)
        return with_slope(w, low)

    return answer


def bias_outside(h, w, b):
    return np.tanh(w * h) + b - h


def weight_outside(h, w, b):
    return w * np.tanh(h) + b - h


def bias_weighted(h, w, b):
    return np.tanh(w * (h + b)) - h


def sign_of_the_bias(w, b):
    return with_slope(w, right(w, -b)[0])


def one_bisection(w, b):
    return scan(w, b, np.array([-1.1, 1.1]), positive_or_not)


def first_point(w, b):
    h, slope = right(w, b)
    return h[:1], slope[:1]


def three_starts(w, b):
    return with_slope(w, [settle(w, b, start) for start in (-1.0, 0.0, 1.0)])


def zero_below_one(size):
    return lambda w, b: with_slope(w, [0.0]) if size(w) <= 1 else right(w, b)


def in_pairs(w, b):
    return list(zip(*right(w, b), strict=True))


def largest_first(w, b):
    h, slope = right(w, b)
    return h[::-1], slope[::-1]


def grid_of(count):
    return lambda w, b: scan(w, b, np.linspace(-1.1, 1.1, count), positive_or_not)


def right_half_only(w, b):
    h, slope = right(w, b)
    return h[h >= 0], slope[h >= 0]


def halved(count, halvings, wrong_half=False, share=0.0):
    """What is left of a grid's intervals after some halvings: left ends, or at that share."""

    def answer(w, b):
        def above(h):
            return np.tanh(w * h + b) > h

        grid = np.linspace(-1.1, 1.1, count)
        k = np.flatnonzero(above(grid[:-1]) != above(grid[1:]))
        low, high = grid[k], grid[k + 1]
        for _ in range(halvings):
            middle = (low + high) / 2
            upper = (above(middle) == above(low)) != wrong_half
            low, high = np.where(upper, middle, low), np.where(upper, high, middle)
        return with_slope(w, low + share * (high - low))

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
    return scan(w, b, np.linspace(-1.1, 1.1, 2001), negative_product)


def zero_in_the_middle_missed(w, b):
    """0 is no point of this grid, but half-way between two."""
    return scan(w, b, np.linspace(-1.1, 1.1, 1000), negative_product)


def between_minus_one_and_one(changes):
    return lambda w, b: scan(w, b, np.linspace(-1, 1, 1000), changes)


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
    Misconception(
        "sign of the bias",
        "Put one of your points into tanh(w h + b): does it come back?",
        sign_of_the_bias,
        whole=True,
    ),
    *(
        Misconception(f"{name}, on a grid to {end}", hint, another_equation(excess, end))
        for name, hint, excess in (
            ("bias outside of the tanh", "The bias is squashed with the rest.", bias_outside),
            (
                "weight outside of the tanh",
                "The old state is weighted first, then squashed.",
                weight_outside,
            ),
        )
        for end in (1.1, 3)
    ),
    Misconception(
        "bias weighted as well",
        "Which of the two does w multiply in w h + b?",
        another_equation(bias_weighted),
    ),
    Misconception(
        "largest first",
        "In which order does the docstring list the points?",
        largest_first,
    ),
    Misconception(
        "one halving search for all points",
        "How many changes of sign does your search look at? There may be three.",
        one_bisection,
    ),
    Misconception(
        "the first point only",
        "There may be more: does your search end at the first one that it finds?",
        first_point,
    ),
    Misconception(
        "three starts, three results",
        "An iteration ends only where a point attracts, and several starts may end at one.",
        three_starts,
    ),
    *(
        Misconception(
            f"only zero for weights {which} 1",
            "tanh(w · 0 + b) is 0 only where there is no bias.",
            zero_below_one(size),
        )
        for which, size in {"between −1 and": abs, "up to": float}.items()
    ),
    Misconception(
        "pairs in place of two results",
        "Return all points, and beside them all slopes: two arrays.",
        in_pairs,
        whole=True,
    ),
    *(
        Misconception(
            f"a grid of {count} points is too coarse",
            "Two fixed points between two neighbours of your grid change the sign twice, which "
            "is not at all: how close together may they lie?",
            grid_of(count),
        )
        for count in (10, 12, 20)
    ),
    Misconception(
        "points above zero only",
        "Between which two numbers does a tanh lie? Your search has to cover them all.",
        right_half_only,
    ),
    *(
        Misconception(f"{name} of {count}", hint, halved(count, halvings, wrong_half, share))
        for count in (1000, 1001)
        for name, hint, halvings, wrong_half, share in (
            (
                "points of a grid",
                "The grid shows between which two values a fixed point lies; now halve that "
                "interval.",
                0,
                False,
                0.0,
            ),
            (
                "half-way between points of a grid",
                "The grid shows between which two values a fixed point lies; now halve that "
                "interval, again and again.",
                0,
                False,
                0.5,
            ),
            (
                "halved ten times on a grid",
                "How wide is the interval after as many halvings, and how many digits are wanted?",
                10,
                False,
                0.0,
            ),
            (
                "the wrong half kept on a grid",
                "In the half that you keep, the sign must still change from one end to the other.",
                50,
                True,
                0.0,
            ),
        )
    ),
    *(
        Misconception(
            f"a fall supposed on a grid of {count}",
            "At the middle point the difference rises: compare with the sign at the left end, "
            "not with zero.",
            a_fall_supposed(count),
        )
        for count in (1000, 1001)
    ),
    Misconception(
        "a zero on the grid counted twice",
        "A zero belongs to both intervals that meet there: does your comparison count it in both?",
        zero_counted_twice,
    ),
    Misconception(
        "a zero at a middle point missed",
        "Without a bias the difference can be exactly zero at a middle point: which half does "
        "your comparison keep then?",
        zero_in_the_middle_missed,
    ),
    *(
        Misconception(
            name,
            "What is tanh(−20) on a computer? A point at the end of a grid has a neighbour on one "
            "side only.",
            between_minus_one_and_one(changes),
        )
        for name, changes in {
            "a grid that begins at −1": positive_or_not,
            "a grid that ends at 1": negative_or_not,
            "a grid from −1 to 1": negative_product,
        }.items()
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
