"""alpha_of_half_life: the share α to be kept at every step, so that half is left after so many."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import leaky


def reference(steps):
    return leaky.alpha_of_half_life(steps)


def cases(rng):
    slow = rng.uniform(3, 40, 5)
    return [
        Case("values", "five slow units", (slow,)),
        Case("values", "four fast units, with less than a step", (rng.uniform(0.2, 0.9, 4),)),
        Case("edge cases", "one unit", (slow[:1],)),
        Case("edge cases", "a unit that hardly forgets", (np.array([1.5, 1e4]),)),
        Case("edge cases", "float32", (slow.astype(np.float32),)),
        Case("edge cases", "whole numbers", (np.array([1, 2, 7, 23]),)),
        Case("edge cases", "every other unit", (rng.uniform(1, 20, 8)[::2],)),
    ]


def as_time_constant(steps):
    return np.exp(-1 / steps)


def rough_time_constant(steps):
    return 1 - 1 / steps


def rough_half_life(steps):
    return 1 - np.log(2) / steps


def same_loss_each_step(steps):
    return 1 - 0.5 / steps


def the_share_lost(steps):
    return 1 - 0.5 ** (1 / steps)


def power_not_undone(steps):
    return 0.5**steps


def divided(steps):
    return 0.5 / steps


def base_and_power_exchanged(steps):
    return steps**0.5


def the_half_life_of_an_alpha(steps):
    return np.log(0.5) / np.log(steps)


def logarithm_left_in(steps):
    return np.log(0.5) / steps


def two_bases(steps):
    return np.exp(np.log10(0.5) / steps)


def ln_2_cut_short(steps):
    return np.exp(-0.693 / steps)


def sign_lost(steps):
    return 2 ** (1 / steps)


def ln_2_on_the_wrong_side(steps):
    return np.exp(-1 / (steps * np.log(2)))


def to_a_quarter(steps):
    return 0.25 ** (1 / steps)


def rounded(steps):
    return np.round(0.5 ** (1 / steps), 2)


def share_lost_roughly(steps):
    return np.log(2) / steps


def share_lost_more_roughly(steps):
    return 1 / steps


def share_lost_of_the_time_constant(steps):
    return 1 - np.exp(-1 / steps)


def logarithm_to_base_2_left_in(steps):
    return np.log2(0.5) / steps


def base_10_of_a_natural_logarithm(steps):
    return 10 ** (np.log(0.5) / steps)


def base_2_of_a_natural_logarithm(steps):
    return 2 ** (np.log(0.5) / steps)


def ln_2_with_four_digits(steps):
    return np.exp(-0.6931 / steps)


def whole_steps(steps):
    return 0.5 ** (1 / np.round(steps))


def whole_quotient(steps):
    return 0.5 ** (1 // steps)


def steps_to_a_power(steps):
    return steps**-0.5


def root_of_a_half_to_the_steps(steps):
    return np.sqrt(0.5) ** steps


def number_by_number(steps):
    return np.array([float(np.exp(np.log(0.5) / count)) for count in steps])


def by_bisection(steps):
    low, high = np.zeros(len(steps)), np.ones(len(steps))
    for _ in range(60):
        middle = (low + high) / 2
        less = middle ** steps.astype(float) < 0.5
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return middle


def from_the_time_constant(steps):
    time_constant = steps / np.log(2)
    return np.e ** (-1 / time_constant)


EXERCISE = Exercise(
    points={"values": 1, "edge cases": 1},
    returns={"alpha": ("H",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "steps taken for the time constant",
            "With yours, 37 % is left after these steps, and a half is wanted. (Or do two kinds of "
            "logarithm meet?)",
            as_time_constant,
        ),
        Misconception(
            "1 − 1 / steps",
            "That comes from the time constant, and roughly; solve the equation itself.",
            rough_time_constant,
        ),
        Misconception(
            "good for many steps only",
            "−ln α is close to 1 − α only where α is close to 1.",
            rough_half_life,
        ),
        Misconception(
            "the same amount lost at each step",
            "A share is lost at each step, and a share of less is less.",
            same_loss_each_step,
        ),
        Misconception(
            "kept and lost exchanged",
            "α is what stays, 1 − α what goes.",
            the_share_lost,
        ),
        Misconception(
            "power not undone",
            "It is α that is taken to the power; what undoes a power?",
            power_not_undone,
        ),
        Misconception(
            "divided by the steps",
            "α is multiplied with itself, once for each step: which operation undoes that? Or is a "
            "bracket missing?",
            divided,
        ),
        Misconception(
            "square root of the steps",
            "It is α that is taken to a power, and the steps are the power.",
            base_and_power_exchanged,
        ),
        Misconception(
            "the half-life of a given α",
            "Your formula turns an α into steps; the other direction is wanted.",
            the_half_life_of_an_alpha,
        ),
        Misconception(
            "logarithm left in",
            "That is ln α: what undoes a logarithm?",
            logarithm_left_in,
        ),
        Misconception(
            "two kinds of logarithm",
            "The power must have the base that the logarithm has.",
            two_bases,
        ),
        Misconception(
            "ln 2 cut short",
            "0.693 has three digits: let NumPy take the logarithm.",
            ln_2_cut_short,
        ),
        Misconception(
            "sign lost",
            "An α above 1 grows: a half is less than 1, and so is each of its roots.",
            sign_lost,
        ),
        Misconception(
            "half-life and time constant exchanged",
            "Which is longer: until a half is left, or until 37 % is?",
            ln_2_on_the_wrong_side,
        ),
        Misconception(
            "what is lost, and roughly",
            "α is what stays; and for few steps your formula is far off.",
            share_lost_roughly,
        ),
        Misconception(
            "one over the steps",
            "α is what stays at each step: should it grow or shrink with the half-life?",
            share_lost_more_roughly,
        ),
        Misconception(
            "what is lost, for a time constant",
            "α is what stays; and a half is to be left, not 37 %.",
            share_lost_of_the_time_constant,
        ),
        Misconception(
            "logarithm to base 2 left in",
            "That is the logarithm of α: what undoes it?",
            logarithm_to_base_2_left_in,
        ),
        Misconception(
            "10 to the power of a natural logarithm",
            "The power must have the base that the logarithm has.",
            base_10_of_a_natural_logarithm,
        ),
        Misconception(
            "2 to the power of a natural logarithm",
            "The power must have the base that the logarithm has.",
            base_2_of_a_natural_logarithm,
        ),
        Misconception(
            "ln 2 with four digits",
            "0.6931 has four digits: let NumPy take the logarithm.",
            ln_2_with_four_digits,
        ),
        Misconception(
            "steps made whole",
            "The docstring says that the steps are not always whole.",
            whole_steps,
        ),
        Misconception(
            "quotient made whole",
            "`//` drops what stands behind the point: what is 1 // 3?",
            whole_quotient,
        ),
        Misconception(
            "one over the square root of the steps",
            "It is α that is taken to a power, and the steps are the power.",
            steps_to_a_power,
        ),
        Misconception(
            "root of a half to the power of the steps",
            "With longer memory α should come nearer to 1: does yours?",
            root_of_a_half_to_the_steps,
        ),
        Misconception("down to a quarter", "One half is to be left.", to_a_quarter),
        Misconception(
            "rounded to two decimals",
            "For a long memory the third and fourth decimal of α decide.",
            rounded,
        ),
    ),
    correct=(number_by_number, by_bisection, from_the_time_constant),
)
