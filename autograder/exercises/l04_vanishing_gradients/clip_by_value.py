"""clip_by_value: every number of a gradient by itself, g ← min(max(g, −limit), limit)."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import clipping, rnn


def reference(grads, limit):
    return clipping.clip_by_value(grads, limit)


def draw(rng, D, H, dtype=float):
    """dWx, dWh, db: each with numbers inside the limit of 1 and beyond both of its ends."""
    arrays = []
    for shape in ((D, H), (H, H), (H,)):
        array = rng.uniform(-0.9, 0.9, size=shape)
        array.flat[0], array.flat[1] = rng.uniform(2, 4), -rng.uniform(1.2, 1.9)
        arrays.append(array.astype(dtype))
    return rnn.Params(*arrays)


def cases(rng):
    wide = draw(rng, 6, 8)
    strided = rnn.Params(np.asfortranarray(wide.Wx), wide.Wh.T, np.repeat(wide.b, 2)[::2])
    units = [rng.normal(size=shape) for shape in ((1, 1), (1, 1), (1,))]
    small = rnn.Params(*(g / 10 for g in draw(rng, 2, 3)))
    return [
        Case("values", "limit 1", (draw(rng, 4, 3), 1.0)),
        Case("values", "limit 0.25", (draw(rng, 2, 5), 0.25)),
        Case("edge cases", "a gradient within the limit", (small, 5.0)),
        Case("edge cases", "one of everything", (rnn.Params(*units), 0.1)),
        Case("edge cases", "a limit that is a whole number", (draw(rng, 2, 3), 1)),
        Case("edge cases", "float32", (draw(rng, 2, 3, dtype=np.float32), 0.5)),
        Case("edge cases", "views that are not contiguous", (strided, 0.5)),
    ]


def only_above(grads, limit):
    return tuple(np.minimum(g, limit) for g in grads)


def only_below(grads, limit):
    return tuple(np.maximum(g, -limit) for g in grads)


def sign_lost(grads, limit):
    return tuple(np.minimum(np.abs(g), limit) for g in grads)


def between_zero_and_limit(grads, limit):
    return tuple(np.clip(g, 0, limit) for g in grads)


def too_large_thrown_away(grads, limit):
    return tuple(np.where(np.abs(g) > limit, 0, g) for g in grads)


def too_large_always_positive(grads, limit):
    return tuple(np.where(np.abs(g) > limit, limit, g) for g in grads)


def sign_only(grads, limit):
    return tuple(limit * np.sign(g) for g in grads)


def each_array_scaled(grads, limit):
    return tuple(g * min(1, limit / np.abs(g).max()) for g in grads)


def all_scaled_together(grads, limit):
    largest = max(np.abs(g).max() for g in grads)
    return tuple(g * min(1, limit / largest) for g in grads)


def by_norm(grads, limit):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    return tuple(g * min(1, limit / norm) for g in grads)


def each_array_by_its_norm(grads, limit):
    return tuple(g * min(1, limit / np.linalg.norm(g)) for g in grads)


def bias_left_as_it_was(grads, limit):
    return *(np.clip(g, -limit, limit) for g in grads[:2]), grads[2].copy()


def limits_exchanged(grads, limit):
    return tuple(np.maximum(np.minimum(g, -limit), limit) for g in grads)


def limits_exchanged_the_other_way(grads, limit):
    return tuple(np.minimum(np.maximum(g, limit), -limit) for g in grads)


def limited_to_one(grads, limit):
    return tuple(np.clip(g, -1, 1) for g in grads)


def result_thrown_away(grads, limit):
    for g in grads:
        np.clip(g, -limit, limit)  # makes a new array, and nobody takes it
    return grads


def second_comparison_without_its_minus(grads, limit):
    return tuple(np.where(g > limit, limit, np.where(g < limit, -limit, g)) for g in grads)


def cut_to_whole_numbers(grads, limit):
    """np.vectorize takes the type of its first result, here the limit's."""
    return tuple(np.vectorize(lambda v: min(max(v, -limit), limit))(g) for g in grads)


def clipped(grads, limit):
    return tuple(np.clip(g, -limit, limit) for g in grads)


def two_bounds(grads, limit):
    return [np.minimum(np.maximum(g, -limit), limit) for g in grads]


def where_it_is_too_large(grads, limit):
    Wx, Wh, b = (np.where(abs(g) > limit, np.sign(g) * limit, g) for g in grads)
    return Wx, Wh, b


def number_by_number(grads, limit):
    done = []
    for g in grads:
        new = g.copy()
        for k in np.ndindex(g.shape):
            if new[k] > limit:
                new[k] = limit
            elif new[k] < -limit:
                new[k] = -limit
        done.append(new)
    return rnn.Params(*done)


EXERCISE = Exercise(
    points={"values": 1, "edge cases": 1},
    returns={"dWx": ("D", "H"), "dWh": ("H", "H"), "db": ("H",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "only from above",
            "A gradient can be too large on either side of zero.",
            only_above,
        ),
        Misconception(
            "only from below",
            "A gradient can be too large on either side of zero.",
            only_below,
        ),
        Misconception(
            "sign lost",
            "A clipped number keeps the direction that it had.",
            sign_lost,
        ),
        Misconception(
            "nothing below zero",
            "Which of the numbers that may be kept are negative?",
            between_zero_and_limit,
        ),
        Misconception(
            "too large ones thrown away",
            "A number beyond the limit is still a vote for a direction: how large may it be?",
            too_large_thrown_away,
        ),
        Misconception(
            "too large ones made positive",
            "Which end of the range is nearest to a number far below zero?",
            too_large_always_positive,
        ),
        Misconception(
            "all numbers set to the limit",
            "A number inside the range stays as it is.",
            sign_only,
        ),
        Misconception(
            "each array scaled",
            "No number is changed on account of another one.",
            each_array_scaled,
        ),
        Misconception(
            "all arrays scaled together",
            "No number is changed on account of another one.",
            all_scaled_together,
        ),
        Misconception(
            "clipped by norm",
            "That is the other kind of clipping: here each number is looked at by itself.",
            by_norm,
        ),
        Misconception(
            "each array clipped by its norm",
            "That is another kind of clipping: here each number is looked at by itself.",
            each_array_by_its_norm,
        ),
        Misconception(
            "limits exchanged",
            "All numbers came out as the limit itself: what should the minimum be taken with?",
            limits_exchanged,
        ),
        Misconception(
            "limits exchanged, all negative",
            "All numbers came out as minus the limit: what should the maximum be taken with?",
            limits_exchanged_the_other_way,
        ),
        Misconception(
            "bias left out",
            "The bias has a gradient like the weights, and it can explode as theirs can.",
            bias_left_as_it_was,
        ),
        Misconception(
            "the result thrown away",
            "What you return is what you were given: where does each clipped array go?",
            result_thrown_away,
        ),
        Misconception(
            "a minus missing in the second comparison",
            "Which numbers lie below −ℓ, and which only below ℓ?",
            second_comparison_without_its_minus,
        ),
        Misconception(
            "made whole numbers by the limit",
            "A limit of 1, without a point, is a whole number: of what type is your result?",
            cut_to_whole_numbers,
        ),
        Misconception(
            "limit taken as 1",
            "Does your range follow `limit`?",
            limited_to_one,
        ),
    ),
    correct=(clipped, two_bounds, where_it_is_too_large, number_by_number),
)
