"""Mistakes in fixed_points, in the slopes: all points are right."""

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.l03_stability._fixed_points_mistakes import right


def with_a_slope(slope):
    def answer(w, b):
        h, _ = right(w, b)
        return h, slope(h, w, b)

    return answer


SLOPES = (
    Misconception(
        "weight missing in the slope",
        "Chain rule: h stands inside of w h + b.",
        with_a_slope(lambda h, w, b: 1 - h**2),
    ),
    Misconception(
        "slope of the difference to the diagonal",
        "The slope of one step is wanted, not of what you searched zeros of.",
        with_a_slope(lambda h, w, b: w * (1 - h**2) - 1),
    ),
    Misconception(
        "tanh taken twice",
        "At a fixed point h already is the output of the tanh.",
        with_a_slope(lambda h, w, b: w * (1 - np.tanh(h) ** 2)),
    ),
    Misconception(
        "bias missing in the slope",
        "At which sum is the slope of tanh to be taken? And what is tanh of that sum, at a "
        "fixed point?",
        with_a_slope(lambda h, w, b: w * (1 - np.tanh(w * h) ** 2)),
    ),
    Misconception(
        "square missing in the slope",
        "What is the derivative of tanh?",
        with_a_slope(lambda h, w, b: w * (1 - h)),
    ),
    Misconception(
        "square in the wrong place",
        "In 1 − h², what exactly is squared?",
        with_a_slope(lambda h, w, b: w * (1 - h) ** 2),
    ),
    Misconception(
        "bracket missing in the slope",
        "w multiplies all of 1 − h², not the 1 alone.",
        with_a_slope(lambda h, w, b: w - h**2),
    ),
    Misconception(
        "the sum squared, not its tanh",
        "In 1 − h², h is the output of the tanh, not what goes into it.",
        with_a_slope(lambda h, w, b: w * (1 - (w * h + b) ** 2)),
    ),
    Misconception(
        "weight inside of the square",
        "w comes from the chain rule, as a factor of all; h is the output of the tanh.",
        with_a_slope(lambda h, w, b: 1 - (w * h) ** 2),
    ),
    Misconception(
        "weight taken twice in the slope",
        "How often does the chain rule bring in w?",
        with_a_slope(lambda h, w, b: w**2 * (1 - h**2)),
    ),
    Misconception(
        "sign of the slope lost",
        "A slope below zero makes the state jump from side to side: keep its sign.",
        with_a_slope(lambda h, w, b: np.abs(w * (1 - h**2))),
    ),
    Misconception(
        "yes or no for the slope",
        "The slope itself is wanted; whether it attracts can be read from it.",
        with_a_slope(lambda h, w, b: np.abs(w * (1 - h**2)) < 1),
    ),
    Misconception(
        "slope of the sigmoid",
        "h (1 − h) belongs to another activation.",
        with_a_slope(lambda h, w, b: w * h * (1 - h)),
    ),
)
