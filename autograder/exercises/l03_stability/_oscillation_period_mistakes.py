"""Mistakes in oscillation_period."""

import cmath

import numpy as np

from autograder.exercise import Misconception
from rnn_core import recursion


def reference(W):
    return recursion.oscillation_period(recursion.eigen(W)[0][0])


def leading(W):
    values = np.linalg.eigvals(W)
    return values[np.argmax(np.abs(values))]


def period_of(pick):
    """The period of one of the eigenvalues, not always of the leading one."""

    def answer(W):
        angle = abs(np.angle(pick(np.linalg.eigvals(W))))
        return 2 * np.pi / angle if angle else np.inf

    return answer


def turns_per_step(W):
    return abs(np.angle(leading(W))) / (2 * np.pi)


def angle_itself(W):
    return abs(np.angle(leading(W)))


def size_for_the_angle(W):
    return 2 * np.pi / abs(leading(W))


def divided_by_an_angle_of_zero(W):
    """Python's own numbers raise where NumPy's give inf."""
    return 2 * cmath.pi / abs(cmath.phase(leading(W)))


def half_a_turn(W):
    return reference(W) / 2


def full_turn_of_one(W):
    angle = abs(np.angle(leading(W)))
    return 1 / angle if angle else np.inf


def degrees_for_radians(W):
    angle = abs(np.angle(leading(W), deg=True))
    return 2 * np.pi / angle if angle else np.inf


def radians_for_degrees(W):
    angle = abs(np.angle(leading(W)))
    return 360 / angle if angle else np.inf


def arctangent_of_the_quotient(W):
    """arctan(b / a) gives the same for λ and −λ."""
    value = leading(W)
    angle = abs(np.arctan(value.imag / value.real)) if value.real else np.pi / 2
    return 2 * np.pi / angle if angle else np.inf


def arctangent_with_its_sign(W):
    value = leading(W)
    angle = np.arctan(value.imag / value.real) if value.real else np.pi / 2
    return 2 * np.pi / angle if angle else np.inf


def quotient_upside_down(W):
    value = leading(W)
    angle = abs(np.arctan2(value.real, value.imag))
    return 2 * np.pi / angle if angle else np.inf


def imaginary_part_as_angle(W):
    imaginary = abs(leading(W).imag)
    return 2 * np.pi / imaginary if imaginary else np.inf


def cosine_without_the_size(W):
    angle = np.arccos(np.clip(leading(W).real, -1, 1))
    return 2 * np.pi / angle if angle else np.inf


def divided_by_the_size_too(W):
    return reference(W) * abs(leading(W))


def fastest_of_all(W):
    angle = np.abs(np.angle(np.linalg.eigvals(W))).max()
    return 2 * np.pi / angle if angle else np.inf


def slowest_of_all(W):
    angles = np.abs(np.angle(np.linalg.eigvals(W)))
    angles = angles[angles > 1e-9]
    return 2 * np.pi / angles.min() if angles.size else np.inf


def negative_eigenvalues_do_not_turn(W):
    value = leading(W)
    return 2 * np.pi / abs(np.angle(value)) if value.imag else np.inf


def positive_eigenvalues_turn_in_no_time(W):
    angle = abs(np.angle(leading(W)))
    return 2 * np.pi / angle if angle else 0.0


def no_number_for_positive_eigenvalues(W):
    angle = abs(np.angle(leading(W)))
    return 2 * np.pi / angle if angle else np.nan


def any_pair_before_a_real_one(W):
    values = np.linalg.eigvals(W)
    turning = values[np.iscomplex(values)]
    if not turning.size:
        return reference(W)
    return 2 * np.pi / abs(np.angle(turning[np.argmax(np.abs(turning))]))


def sign_of_the_angle_kept(W):
    values = np.linalg.eigvals(W)
    value = values[::-1][np.argmax(np.abs(values[::-1]))]
    angle = -abs(np.angle(value))
    return 2 * np.pi / angle if angle else np.inf


def whole_steps(W):
    period = reference(W)
    return np.round(period) if np.isfinite(period) else period


def rounded_down(W):
    period = reference(W)
    return np.floor(period) if np.isfinite(period) else period


def rounded_up(W):
    period = reference(W)
    return np.ceil(period) if np.isfinite(period) else period


def period_of_every_eigenvalue(W):
    angles = np.abs(np.angle(np.linalg.eigvals(W)))
    return np.array([2 * np.pi / angle if angle else np.inf for angle in angles])


def multiplied(W):
    return 2 * np.pi * abs(np.angle(leading(W)))


def angle_of_the_size(W):
    return np.inf if np.angle(np.abs(leading(W))) == 0 else 0.0


def only_growing_ones_turn(W):
    return reference(W) if abs(leading(W)) >= 1 else np.inf


def solver_for_symmetric_matrices(W):
    values = np.linalg.eigvalsh(W)
    return np.inf if values[np.argmax(np.abs(values))] > 0 else 2.0


def every_real_one_alike(period):
    return lambda W: period if np.isreal(leading(W)) else reference(W)


def a_small_number_added(W):
    return 2 * np.pi / (abs(np.angle(leading(W))) + 1e-12)


def whole_logarithm(W):
    size = abs(np.log(complex(leading(W))))
    return 2 * np.pi / size if size else np.inf


MISTAKES = (
    Misconception(
        "turns per step", "How many steps, not how many turns in a step.", turns_per_step
    ),
    Misconception(
        "the angle itself", "That is what one step turns; how many make a circle?", angle_itself
    ),
    Misconception(
        "size in place of the angle",
        "The bars of |arg λ| belong to the angle; which function of NumPy gives it?",
        size_for_the_angle,
    ),
    Misconception(
        "division by an angle of zero",
        "Which eigenvalues have the angle 0, and what does the docstring say of them?",
        divided_by_an_angle_of_zero,
    ),
    Misconception(
        "half a turn",
        "After half a turn everything stands on its head; the period ends where it began.",
        half_a_turn,
    ),
    Misconception(
        "a circle of one", "A full turn is not 1 when angles are in radians.", full_turn_of_one
    ),
    Misconception(
        "an angle in degrees in a formula for radians",
        "Angle and full turn must be measured in the same unit.",
        degrees_for_radians,
    ),
    Misconception(
        "an angle in radians in a formula for degrees",
        "Angle and full turn must be measured in the same unit.",
        radians_for_degrees,
    ),
    Misconception(
        "left and right half of the plane taken for one",
        "Arctangent and arcsine give half of the angles only; which function of NumPy gives "
        "the angle of a complex number?",
        arctangent_of_the_quotient,
    ),
    Misconception(
        "the arctangent of a quotient",
        "The arctangent knows no left half of the plane; which function of NumPy gives the "
        "angle of a complex number?",
        arctangent_with_its_sign,
    ),
    Misconception(
        "real and imaginary part exchanged",
        "From which axis is the angle of a complex number measured?",
        quotient_upside_down,
    ),
    Misconception(
        "imaginary part for the angle",
        "The imaginary part is a height, and it shrinks when λ does; the angle does not.",
        imaginary_part_as_angle,
    ),
    Misconception(
        "cosine without the size",
        "The real part is the cosine of the angle times something.",
        cosine_without_the_size,
    ),
    Misconception(
        "size of the eigenvalue in the period",
        "The size says how fast it grows or fades; it does not change how fast it turns.",
        divided_by_the_size_too,
    ),
    Misconception(
        "largest imaginary part",
        "Which eigenvalue is left over after many steps?",
        period_of(lambda v: v[np.argmax(v.imag)]),
    ),
    Misconception(
        "largest real part",
        "Which eigenvalue is left over after many steps? It may lie on the left.",
        period_of(lambda v: v[np.argmax(v.real)]),
    ),
    Misconception(
        "the fastest of all", "One eigenvalue leads; its angle is wanted.", fastest_of_all
    ),
    Misconception(
        "the slowest of all", "One eigenvalue leads; its angle is wanted.", slowest_of_all
    ),
    Misconception(
        "a negative eigenvalue does not turn",
        "Multiply by −0.9 again and again and watch the sign.",
        negative_eigenvalues_do_not_turn,
    ),
    Misconception(
        "a positive eigenvalue turns in no time",
        "A positive eigenvalue never comes round, however long one waits.",
        positive_eigenvalues_turn_in_no_time,
    ),
    Misconception(
        "period 1 for a positive eigenvalue",
        "It has not turned in that step, nor will it in any other: when does it come round?",
        lambda W: 1.0 if leading(W).imag == 0 < leading(W).real else reference(W),
    ),
    Misconception(
        "no number for a positive eigenvalue",
        "How long does one wait for what never comes? NumPy has a name for that: `np.inf`.",
        no_number_for_positive_eigenvalues,
    ),
    Misconception(
        "a complex eigenvalue preferred to a real one",
        "Which eigenvalue is left over after many steps? It may be a real one.",
        any_pair_before_a_real_one,
    ),
    Misconception(
        "sign of the angle kept",
        "Both eigenvalues of a pair turn equally fast, one to the left and one to the right.",
        sign_of_the_angle_kept,
    ),
    Misconception(
        "rounded to whole steps",
        "The period is a real number: a turn may end between two steps.",
        whole_steps,
        group="whole steps",
    ),
    Misconception(
        "rounded down to whole steps",
        "The period is a real number: a turn may end between two steps.",
        rounded_down,
        group="whole steps",
    ),
    Misconception(
        "rounded up to whole steps",
        "The period is a real number: a turn may end between two steps.",
        rounded_up,
        group="whole steps",
    ),
    Misconception(
        "the first in the list",
        "NumPy lists eigenvalues in no particular order.",
        period_of(lambda v: v[0]),
    ),
    Misconception(
        "the last in the list",
        "NumPy lists eigenvalues in no particular order.",
        period_of(lambda v: v[-1]),
    ),
    Misconception(
        "solver for symmetric matrices",
        "`eigvalsh` believes that the matrix is symmetric: it finds no complex eigenvalues.",
        solver_for_symmetric_matrices,
    ),
    Misconception(
        "largest by the real part alone",
        "The size of a complex number has two parts: `np.abs` of it takes both.",
        period_of(lambda v: v[np.argmax(np.abs(v.real))]),
    ),
    *(
        Misconception(
            f"period {period:g} for every real eigenvalue",
            "Real is not one case: what do 0.9 and −0.9 do, step by step?",
            every_real_one_alike(period),
        )
        for period in (2.0, 0.0)
    ),
    Misconception(
        "a small number added to the angle",
        "Then a positive eigenvalue comes round after very long; it never must.",
        a_small_number_added,
    ),
    Misconception(
        "logarithm of the whole",
        "log λ has two parts, one of the size and one of the angle: which do you need?",
        whole_logarithm,
    ),
    Misconception(
        "a period for every eigenvalue",
        "One number is wanted, that of the eigenvalue which is left over in the end.",
        period_of_every_eigenvalue,
    ),
    Misconception(
        "full turn times angle",
        "The more it turns at a step, the fewer steps it needs.",
        multiplied,
    ),
    Misconception(
        "infinite for every matrix",
        "Is it a size or a singular value whose angle you take? That is 0: take λ itself.",
        angle_of_the_size,
    ),
    Misconception(
        "only growing modes turn",
        "A mode that fades turns as well, while it fades.",
        only_growing_ones_turn,
    ),
    Misconception(
        "smallest eigenvalue",
        "The smallest eigenvalue is the first to be forgotten.",
        period_of(lambda v: v[np.argmin(np.abs(v))]),
    ),
)
