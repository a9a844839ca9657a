"""half_life: the steps after which a share α, kept at every step, has left one half."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import leaky


def reference(alpha):
    return leaky.half_life(alpha)


def cases(rng):
    alpha = rng.uniform(0.6, 0.98, 5)
    fast = rng.uniform(0.05, 0.45, 4)
    return [
        Case("values", "five slow units", (alpha,)),
        Case("values", "four fast units, half of them gone in less than a step", (fast,)),
        Case("edge cases", "one unit", (alpha[:1],)),
        Case("edge cases", "a unit that hardly forgets", (np.array([0.9, 1 - 1e-5]),)),
        Case("edge cases", "float32", (alpha.astype(np.float32),)),
        Case("edge cases", "every other unit", (rng.uniform(0.5, 0.95, 8)[::2],)),
    ]


def time_constant(alpha):
    return -1 / np.log(alpha)


def rough_time_constant(alpha):
    return 1 / (1 - alpha)


def rough_half_life(alpha):
    return np.log(2) / (1 - alpha)


def upside_down(alpha):
    return np.log(alpha) / np.log(0.5)


def same_loss_each_step(alpha):
    return 0.5 / (1 - alpha)


def kept_and_lost_exchanged(alpha):
    return np.log(0.5) / np.log(1 - alpha)


def divided_once(alpha):
    return 0.5 / alpha


def one_logarithm(alpha):
    return np.log(0.5 / alpha)


def two_bases(alpha):
    return np.log10(0.5) / np.log(alpha)


def no_logarithm_below(alpha):
    return np.log(0.5) / alpha


def whole_steps(alpha):
    return np.ceil(np.log(0.5) / np.log(alpha))


def rounded(alpha):
    return np.round(np.log(0.5) / np.log(alpha))


def the_alpha_of_a_half_life(alpha):
    return 0.5 ** (1 / alpha)


def left_over(alpha):
    return 0.5**alpha


def root(alpha):
    return alpha**0.5


def sign_lost(alpha):
    return np.log(2) / np.log(alpha)


def to_a_quarter(alpha):
    return np.log(0.25) / np.log(alpha)


def by_base_two(alpha):
    return -1 / np.log2(alpha)


def number_by_number(alpha):
    return np.array([float(np.emath.logn(float(a), 0.5)) for a in alpha])


def by_bisection(alpha):
    low, high = np.zeros(len(alpha)), np.full(len(alpha), 1e7)
    for _ in range(200):
        middle = (low + high) / 2
        more = alpha.astype(float) ** middle > 0.5
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return middle


def from_the_time_constant(alpha):
    return np.log(2) * (-1 / np.log(alpha))


EXERCISE = Exercise(
    points={"values": 1, "edge cases": 1},
    returns={"steps": ("H",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "the time constant",
            "After that many steps 1/e is left, which is less than a half.",
            time_constant,
        ),
        Misconception(
            "1 / (1 − α)",
            "That is near the time constant where α is near 1; solve the equation itself.",
            rough_time_constant,
        ),
        Misconception(
            "good for α near 1 only",
            "−ln α is close to 1 − α only where α is close to 1.",
            rough_half_life,
        ),
        Misconception(
            "upside down",
            "The nearer α is to 1, the longer it should take; with yours it is shorter.",
            upside_down,
        ),
        Misconception(
            "the same amount lost at each step",
            "A share is lost at each step, and a share of less is less.",
            same_loss_each_step,
        ),
        Misconception(
            "kept and lost exchanged",
            "α is what stays, 1 − α what goes.",
            kept_and_lost_exchanged,
        ),
        Misconception(
            "divided once",
            "α is applied again and again: which operation undoes a power?",
            divided_once,
        ),
        Misconception(
            "logarithm of a quotient",
            "A quotient of logarithms is not the logarithm of a quotient.",
            one_logarithm,
        ),
        Misconception(
            "two kinds of logarithm", "Take both logarithms to the same base.", two_bases
        ),
        Misconception(
            "one logarithm missing",
            "Take the logarithm of both sides of the equation.",
            no_logarithm_below,
        ),
        Misconception(
            "rounded up",
            "The formula may give a fraction of a step: leave it as it is.",
            whole_steps,
        ),
        Misconception(
            "rounded to whole steps",
            "The formula may give a fraction of a step: leave it as it is.",
            rounded,
        ),
        Misconception(
            "the α of a given half-life",
            "Your formula turns steps into an α; the other direction is wanted.",
            the_alpha_of_a_half_life,
        ),
        Misconception(
            "one half to the power of α",
            "It is α that is taken to a power; the number of steps is the power.",
            left_over,
        ),
        Misconception("square root", "The power is what is looked for; it is not given.", root),
        Misconception(
            "sign lost",
            "Steps are positive, and the logarithm of a number below 1 is not.",
            sign_lost,
        ),
        Misconception("down to a quarter", "One half is to be left.", to_a_quarter),
    ),
    correct=(by_base_two, number_by_number, by_bisection, from_the_time_constant),
)
