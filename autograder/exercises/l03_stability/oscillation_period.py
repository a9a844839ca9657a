"""oscillation_period: steps that the leading eigenvalue takes for one turn, 2π / |arg λ|."""

import cmath

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l03_stability.spectral_radius import pair, with_eigenvalues
from rnn_core import recursion


def reference(W):
    return recursion.oscillation_period(recursion.eigen(W)[0][0])


def leading(W):
    values = np.linalg.eigvals(W)
    return values[np.argmax(np.abs(values))]


def cases(rng):
    slow, wide = rng.uniform(20, 40), rng.uniform(100, 120)
    quick = with_eigenvalues(rng, pair(1.05, wide), pair(0.8, 35), 0.3)
    gentle = with_eigenvalues(rng, -0.6, pair(0.9, slow), pair(0.7, 80))
    fading = np.triu(rng.uniform(0.2, 0.5, size=(4, 4)), 1)
    fading[np.diag_indices(4)] = 0.3, 0, 0, -0.2
    fading[1:3, 1:3] = pair(0.6, slow + 30)
    strided = np.zeros((10, 5))
    strided[::2] = gentle
    return [
        Case("values", "a pair on the right of the plane", (gentle,)),
        Case("values", "a pair on the left of the plane", (quick,)),
        Case("values", "a fading pair", (fading,)),
        Case(
            "edge cases",
            "a negative eigenvalue leads",
            (with_eigenvalues(rng, -0.9, pair(0.5, 40)),),
        ),
        Case(
            "edge cases",
            "a positive eigenvalue leads",
            (with_eigenvalues(rng, 0.9, pair(0.6, 50)),),
        ),
        Case("edge cases", "a quarter of a turn", (np.array([[0.0, 2.0], [-0.5, 0.0]]),)),
        Case("edge cases", "one negative unit", (np.array([[-0.7]]),)),
        Case("edge cases", "float32", (quick.astype(np.float32),)),
        Case("edge cases", "every other row of an array", (strided[::2],)),
    ]


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


def largest_imaginary_part(W):
    values = np.linalg.eigvals(W)
    angle = abs(np.angle(values[np.argmax(values.imag)]))
    return 2 * np.pi / angle if angle else np.inf


def largest_real_part(W):
    values = np.linalg.eigvals(W)
    angle = abs(np.angle(values[np.argmax(values.real)]))
    return 2 * np.pi / angle if angle else np.inf


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


def first_in_the_list(W):
    angle = abs(np.angle(np.linalg.eigvals(W)[0]))
    return 2 * np.pi / angle if angle else np.inf


def period_of_every_eigenvalue(W):
    angles = np.abs(np.angle(np.linalg.eigvals(W)))
    return np.array([2 * np.pi / angle if angle else np.inf for angle in angles])


def multiplied(W):
    return 2 * np.pi * abs(np.angle(leading(W)))


def angle_of_the_size(W):
    return np.inf if np.angle(np.abs(leading(W))) == 0 else 0.0


def only_growing_ones_turn(W):
    return reference(W) if abs(leading(W)) >= 1 else np.inf


def smallest_eigenvalue(W):
    values = np.linalg.eigvals(W)
    angle = abs(np.angle(values[np.argmin(np.abs(values))]))
    return 2 * np.pi / angle if angle else np.inf


def by_arctan2(W):
    value = max(np.linalg.eigvals(W), key=abs)
    with np.errstate(divide="ignore"):
        return np.float64(2 * np.pi) / np.abs(np.arctan2(value.imag, value.real))


def by_cosine(W):
    values, _ = np.linalg.eig(W)
    value = sorted(values, key=abs)[-1]
    cosine = np.clip(value.real / abs(value), -1, 1)
    return float("inf") if cosine == 1 else 2 * np.pi / np.arccos(cosine)


def in_degrees(W):
    value = leading(W)
    if np.isreal(value):
        return np.inf if value.real > 0 else 2
    return 360 / abs(np.degrees(np.angle(value)))


def by_logarithm(W):
    turns = np.abs(np.log(leading(W).astype(complex)).imag) / (2 * np.pi)
    return 1 / turns if turns > 0 else np.inf


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"period": ()},
    reference=reference,
    cases=cases,
    misconceptions=(
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
            largest_imaginary_part,
        ),
        Misconception(
            "largest real part",
            "Which eigenvalue is left over after many steps? It may lie on the left.",
            largest_real_part,
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
            first_in_the_list,
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
            "angle of the size",
            "A size is a positive number, and its angle is 0: take the angle of λ itself.",
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
            smallest_eigenvalue,
        ),
    ),
    correct=(by_arctan2, by_cosine, in_degrees, by_logarithm),
)
