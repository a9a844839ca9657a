"""clip_by_norm: one norm over all the parameters; g ← g limit / ‖g‖ where ‖g‖ > limit."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import clipping, rnn


def reference(grads, limit):
    return clipping.clip_by_norm(grads, limit)[0]


def draw(rng, D, H, dtype=float):
    """dWx, dWh, db of a norm well above 2 that is no whole number, of different sizes."""
    shapes = (D, H), (H, H), (H,)
    sizes = rng.uniform(1.5, 3, size=3)
    return rnn.Params(
        *(
            (size * rng.choice([-1, 1], shape) * rng.uniform(0.5, 1.5, shape)).astype(dtype)
            for size, shape in zip(sizes, shapes, strict=True)
        )
    )


def of_lengths(rng, D, H, lengths):
    """dWx, dWh, db with these norms."""
    drawn = zip(draw(rng, D, H), lengths, strict=True)
    return rnn.Params(*(g * length / np.linalg.norm(g) for g, length in drawn))


def cases(rng):
    wide = draw(rng, 6, 8)
    strided = rnn.Params(np.asfortranarray(wide.Wx), wide.Wh.T, np.repeat(wide.b, 2)[::2])
    # Norms of 0.7 to 0.9 of the limit make a whole of 1.2 to 1.6 of it.
    only_together = of_lengths(rng, 3, 4, rng.permutation([2.1, 2.4, 2.7]))
    # 0.8 of the limit; the sum of the three norms, and the square of the whole, are beyond it.
    short = of_lengths(rng, 2, 3, rng.permutation([1.8, 2.4, np.sqrt(7)]))
    nothing = rnn.Params(*(0 * g for g in draw(rng, 2, 3)))
    return [
        Case("values", "limit 2", (draw(rng, 4, 3), 2.0)),
        Case("values", "limit 0.3", (draw(rng, 2, 5), 0.3)),
        Case("values", "too long only as a whole", (only_together, 3.0)),
        Case("edge cases", "a gradient shorter than the limit", (short, 5.0)),
        Case("edge cases", "a gradient of zeros", (nothing, 1.0)),
        Case("edge cases", "one of everything", (draw(rng, 1, 1), 0.1)),
        Case("edge cases", "float32", (draw(rng, 2, 3, dtype=np.float32), 0.5)),
        Case("edge cases", "views that are not contiguous", (strided, 0.5)),
    ]


def _scaled(grads, scale):
    return tuple(g * scale for g in grads)


def _norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def _if_longer(grads, limit, norm):
    return _scaled(grads, limit / norm if norm > limit else 1.0)


def each_array_by_itself(grads, limit):
    return tuple(g * (limit / max(limit, np.linalg.norm(g))) for g in grads)


def each_number_by_itself(grads, limit):
    return tuple(np.clip(g, -limit, limit) for g in grads)


def always_rescaled(grads, limit):
    return _scaled(grads, limit / _norm(grads))


def always_rescaled_but_zeros(grads, limit):
    return _scaled(grads, limit / (_norm(grads) or 1.0))


def compared_with_one(grads, limit):
    norm = _norm(grads)
    return _scaled(grads, limit / norm if norm > 1 else 1.0)


def to_length_one(grads, limit):
    norm = _norm(grads)
    return _scaled(grads, 1 / norm if norm > limit else 1.0)


def upside_down(grads, limit):
    norm = _norm(grads)
    return _scaled(grads, norm / limit if norm > limit else 1.0)


def times_limit(grads, limit):
    return _scaled(grads, limit if _norm(grads) > limit else 1.0)


def divided_by_limit(grads, limit):
    return _scaled(grads, 1 / limit if _norm(grads) > limit else 1.0)


def condition_turned_round(grads, limit):
    norm = _norm(grads)
    return _scaled(grads, limit / norm if 0 < norm < limit else 1.0)


def thrown_away(grads, limit):
    return _scaled(grads, 0.0 if _norm(grads) > limit else 1.0)


def norms_added(grads, limit):
    return _if_longer(grads, limit, sum(np.linalg.norm(g) for g in grads))


def root_forgotten(grads, limit):
    return _if_longer(grads, limit, _norm(grads) ** 2)


def largest_number(grads, limit):
    return _if_longer(grads, limit, max(np.abs(g).max() for g in grads))


def sum_of_sizes(grads, limit):
    return _if_longer(grads, limit, sum(np.abs(g).sum() for g in grads))


def mean_of_squares(grads, limit):
    count = sum(g.size for g in grads)
    return _if_longer(grads, limit, _norm(grads) / count**0.5)


def largest_array(grads, limit):
    return _if_longer(grads, limit, max(np.linalg.norm(g) for g in grads))


def first_array(grads, limit):
    return _if_longer(grads, limit, np.linalg.norm(grads[0]))


def spectral_norms(grads, limit):
    """np.linalg.norm(g, 2) of a matrix is its largest singular value."""
    return _if_longer(grads, limit, np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in grads)))


def mean_square_of_each_array(grads, limit):
    """The root of the sum of mean squares, an array at a time."""
    return _if_longer(grads, limit, np.sqrt(sum((g**2).mean() for g in grads)))


def parts_asked(grads, limit):
    """The factor of the whole, where a number, or an array, is beyond the limit by itself."""
    norm = _norm(grads)
    return _scaled(grads, limit / norm if any((np.abs(g) > limit).any() for g in grads) else 1.0)


def scaled_in_the_loop_of_the_sum(grads, limit):
    total, done = 0.0, []
    for g in grads:
        total += (g**2).sum()
        norm = np.sqrt(total)
        done.append(g * limit / norm if norm > limit else 1.0 * g)
    return tuple(done)


def short_ones_thrown_away(grads, limit):
    norm = _norm(grads)
    return _scaled(grads, limit / norm if norm > limit else 0.0)


def bias_not_counted(grads, limit):
    return _if_longer(grads, limit, _norm(grads[:2]))


def bias_left_as_it_was(grads, limit):
    return *_if_longer(grads, limit, _norm(grads))[:2], grads[2].copy()


def zero_divided_by_zero(grads, limit):
    """limit / max(norm, limit) would have been safe."""
    norm = _norm(grads)
    return tuple(g / norm * min(norm, limit) for g in grads)


def if_too_long(grads, limit):
    norm = np.sqrt(np.sum(grads[0] ** 2) + np.sum(grads[1] ** 2) + np.sum(grads[2] ** 2))
    if norm <= limit:
        return grads
    return [g * limit / norm for g in grads]


def one_long_vector(grads, limit):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    return tuple(g / max(1, norm / limit) for g in grads)


def norm_of_norms(grads, limit):
    norm = np.hypot(np.hypot(*map(np.linalg.norm, grads[:2])), np.linalg.norm(grads[2]))
    return rnn.Params(*(g * (limit / max(limit, norm)) for g in grads))


def as_pytorch_has_it(grads, limit):
    scale = min(1.0, limit / (_norm(grads) + 1e-6))
    return tuple(g * scale for g in grads)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"dWx": ("D", "H"), "dWh": ("H", "H"), "db": ("H",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "each array by its own norm",
            "All the parameters take one step together: how many norms does that step have?",
            each_array_by_itself,
        ),
        Misconception(
            "each number by itself",
            "That is the other kind of clipping: here all numbers shrink by the same factor.",
            each_number_by_itself,
        ),
        Misconception(
            "short gradients rescaled too",
            "What should happen to a gradient that is not too long?",
            always_rescaled,
        ),
        Misconception(
            "short gradients made longer",
            "What does your condition compare with the limit, and what should happen to a gradient "
            "that is not too long?",
            always_rescaled_but_zeros,
            group="short ones",
        ),
        Misconception(
            "compared with 1",
            "When is a gradient too long: does your condition know the limit?",
            compared_with_one,
            group="short ones",
        ),
        Misconception(
            "made as long as 1",
            "How long should a gradient be after it was clipped?",
            to_length_one,
        ),
        Misconception(
            "the factor upside down",
            "Is your factor above or below 1 for a gradient that is too long?",
            upside_down,
        ),
        Misconception(
            "multiplied by the limit",
            "After clipping, the norm should be the limit: what is it now?",
            times_limit,
        ),
        Misconception(
            "divided by the limit",
            "After clipping, the norm should be the limit: what is it now?",
            divided_by_limit,
        ),
        Misconception(
            "the condition turned round",
            "Which gradients are to be changed, the long or the short ones?",
            condition_turned_round,
        ),
        Misconception(
            "long gradients thrown away",
            "A gradient that is too long still knows the direction.",
            thrown_away,
        ),
        Misconception(
            "norms added",
            "Take two numbers, 3 and 4, in two arrays: the vector (3, 4) has the length 5, not 7.",
            norms_added,
        ),
        Misconception(
            "root forgotten",
            "A vector (3, 4) has the length 5.",
            root_forgotten,
        ),
        Misconception(
            "largest number in place of the norm",
            "A vector (3, 4) has the length 5.",
            largest_number,
        ),
        Misconception(
            "sum of sizes in place of the norm",
            "A vector (3, 4) has the length 5.",
            sum_of_sizes,
        ),
        Misconception(
            "mean in place of the sum in the norm",
            "The length is made of a sum of squares, however many there are.",
            mean_of_squares,
        ),
        Misconception(
            "mean of each array in the norm",
            "The length is made of a sum of squares, however many there are.",
            mean_square_of_each_array,
        ),
        Misconception(
            "parts held against the limit",
            "Each part may be short enough, and all together too long: what must be asked?",
            parts_asked,
        ),
        Misconception(
            "scaled before the sum is complete",
            "How much of ‖g‖ does your loop know when it scales its first array?",
            scaled_in_the_loop_of_the_sum,
        ),
        Misconception(
            "short gradients thrown away",
            "What should happen to a gradient that is not too long?",
            short_ones_thrown_away,
        ),
        Misconception(
            "norm of the largest array",
            "One vector holds the numbers of all three arrays: how long is that?",
            largest_array,
        ),
        Misconception(
            "norm of the first array",
            "One vector holds the numbers of all three arrays: how long is that?",
            first_array,
        ),
        Misconception(
            "largest singular values",
            "What does the second argument of `np.linalg.norm` mean for a matrix?",
            spectral_norms,
        ),
        Misconception(
            "bias not counted",
            "Which numbers belong to the step that is taken?",
            bias_not_counted,
        ),
        Misconception(
            "bias not scaled",
            "If one part of the step keeps its length, does the step keep its direction?",
            bias_left_as_it_was,
        ),
        Misconception(
            "zero divided by zero",
            "A gradient may be zero everywhere: what does your formula make of it?",
            zero_divided_by_zero,
        ),
    ),
    correct=(if_too_long, one_long_vector, norm_of_norms, as_pytorch_has_it),
)
