"""gradient_check: the gradient of any function by central differences.

∂f/∂w_k ≈ (f(w + ε e_k) − f(w − ε e_k)) / 2ε
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core.gradient_check import numerical_gradient


def bumps(w):
    """No symmetry, a different slope at every entry, and a third derivative that shows ε."""
    k = np.arange(1, w.size + 1).reshape(w.shape)
    return float(np.sum(np.sin(k * w) + 0.3 * w**3) + 0.5 * np.sum(w) ** 2)


def through_tanh(w):
    k = np.arange(1, w.size + 1).reshape(w.shape)
    return float(np.log(2 + np.tanh(np.sum(w / k)) + np.sum(w**2)))


def cubes(w):
    return float(np.sum((w + np.arange(w.size).reshape(w.shape)) ** 3))


FUNCTIONS = {"bumps": bumps, "through_tanh": through_tanh, "cubes": cubes}


def adapt(answer):
    """Functions cross to an answer by their name."""
    return lambda f, w, eps: answer(FUNCTIONS[f], w, eps)


def reference(f, w, eps):
    """f: a name in the table, or a function, as in the lesson."""
    return numerical_gradient(FUNCTIONS.get(f, f), np.array(w, dtype=float), eps)


def cases(rng):
    matrix = rng.normal(size=(4, 6))
    return [
        Case("values", "a vector", ("bumps", rng.uniform(0.2, 1, size=5), 1e-4)),
        Case("values", "a matrix and a wide ε", ("bumps", rng.uniform(0.2, 1, size=(2, 3)), 0.1)),
        Case("values", "another function", ("through_tanh", rng.normal(size=(3, 2)), 0.2)),
        Case("edge cases", "one entry", ("bumps", rng.uniform(0.5, 1, size=(1, 1)), 0.1)),
        Case("edge cases", "three axes", ("bumps", rng.uniform(0.2, 1, size=(2, 1, 3)), 0.1)),
        Case("edge cases", "a view that is not contiguous", ("bumps", matrix[::2, ::3], 0.1)),
        Case("edge cases", "whole numbers", ("cubes", rng.integers(1, 9, size=(2, 3)), 0.25)),
    ]


def one_sided(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        moved = w.copy()
        moved[k] += eps
        grad[k] = (f(moved) - f(w)) / eps
    return grad


def one_sided_backwards(f, w, eps):
    return one_sided(f, w, -eps)


def eps_not_doubled(f, w, eps):
    return 2 * central(f, w, eps)


def divided_by_eps_squared(f, w, eps):
    return central(f, w, eps) / eps


def eps_halved(f, w, eps):
    return central(f, w, eps / 2)


def not_divided(f, w, eps):
    return 2 * eps * central(f, w, eps)


def perturbation_not_undone(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        w[k] += eps
        above = f(w)
        w[k] -= 2 * eps
        grad[k] = (above - f(w)) / (2 * eps)
    return grad


def up_by_one_down_by_one(f, w, eps):
    """Comes back to the start instead of going below it."""
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        w[k] += eps
        above = f(w)
        w[k] -= eps
        grad[k] = (above - f(w)) / (2 * eps)
    return grad


def all_entries_at_once(f, w, eps):
    w = np.array(w, dtype=float)
    return np.full(w.shape, (f(w + eps) - f(w - eps)) / (2 * eps))


def whole_numbers_kept(f, w, eps):
    w = np.array(w)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[k], below[k] = w[k] + eps, w[k] - eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def gradient_of_whole_numbers(f, w, eps):
    grad = np.zeros_like(w)
    for k in np.ndindex(w.shape):
        above, below = w.astype(float), w.astype(float)
        above[k] += eps
        below[k] -= eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def whole_rows_at_once(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in range(len(w)):
        above, below = w.copy(), w.copy()
        above[k] += eps
        below[k] -= eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def step_relative_to_the_weight(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[k] *= 1 + eps
        below[k] *= 1 - eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def eps_ignored(f, w, eps):
    return central(f, w, 1e-5)


def step_scaled_by_the_entry(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[k] += eps * w[k]
        below[k] -= eps * w[k]
        grad[k] = (f(above) - f(below)) / (2 * eps * w[k])
    return grad


def multiplied_by_eps(f, w, eps):
    """/ 2 * eps"""
    return eps**2 * central(f, w, eps)


def steps_pile_up(f, w, eps):
    grad, step = np.zeros(w.shape), np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        step[k] = eps
        grad[k] = (f(w + step) - f(w - step)) / (2 * eps)
    return grad


def half_the_step_whole_distance(f, w, eps):
    return central(f, w, eps / 2) / 2


def one_number_for_all(f, w, eps):
    return (f(w + eps) - f(w - eps)) / (2 * eps)


def shape_lost(f, w, eps):
    return central(f, w, eps).ravel()


def one_entry_handed_to_f(f, w, eps):
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        grad[k] = (f(w[k] + eps) - f(w[k] - eps)) / (2 * eps)
    return grad


def two_names_for_one_array(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        above, below = w, w
        above[k] += eps
        below[k] -= eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def only_the_first_entry(f, w, eps):
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[k] = eps
        grad[k] = (f(w + step) - f(w - step)) / (2 * eps)
        return grad


def central(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[k] += eps
        below[k] -= eps
        grad[k] = (f(above) - f(below)) / (2 * eps)
    return grad


def moved_and_put_back(f, w, eps):
    w = np.array(w, dtype=float)
    grad = np.empty_like(w)
    for k in np.ndindex(w.shape):
        before = w[k]
        w[k] = before + eps
        grad[k] = f(w)
        w[k] = before - eps
        grad[k] -= f(w)
        w[k] = before
    return grad / (2 * eps)


def rows_of_the_identity(f, w, eps):
    w = np.asarray(w)
    moves = eps * np.eye(w.size).reshape(-1, *w.shape)
    return np.array([f(w + m) - f(w - m) for m in moves]).reshape(w.shape) / (2 * eps)


def flattened(f, w, eps):
    flat = np.array(w, dtype=float).flatten()
    grad = []
    for k in range(flat.size):
        step = np.zeros(flat.size)
        step[k] = eps
        above = f((flat + step).reshape(w.shape))
        below = f((flat - step).reshape(w.shape))
        grad.append((above - below) / 2 / eps)
    return np.reshape(grad, w.shape)


EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"gradient": ("K",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "one-sided difference",
            "The difference is taken between two points on either side of w; "
            "w itself is not one of them.",
            one_sided,
        ),
        Misconception(
            "one-sided difference, downwards",
            "The difference is taken between two points on either side of w; "
            "w itself is not one of them.",
            one_sided_backwards,
        ),
        Misconception(
            "the step counted once",
            "How far apart are the two points at which f was asked?",
            eps_not_doubled,
        ),
        Misconception(
            "divided by the step twice",
            "A slope is a difference in height over one distance.",
            divided_by_eps_squared,
        ),
        Misconception(
            "half a step to each side",
            "Here ε is the way from w to each of the two points, not from one to the other.",
            eps_halved,
        ),
        Misconception(
            "not divided by the distance",
            "A difference of two values becomes a slope when it is set against the distance "
            "between them.",
            not_divided,
        ),
        Misconception(
            "perturbation not undone",
            "While one entry is tried, are all the others where they were at the start?",
            perturbation_not_undone,
        ),
        Misconception(
            "back to the start instead of below it",
            "Follow one entry: it goes up by ε, and where must it be for the second value?",
            up_by_one_down_by_one,
        ),
        Misconception(
            "all entries moved at once",
            "A partial derivative moves one entry and holds the others still.",
            all_entries_at_once,
        ),
        Misconception(
            "whole rows moved at once",
            "In an array with several axes, one index alone picks more than one entry.",
            whole_rows_at_once,
        ),
        Misconception(
            "small step lost in whole numbers",
            "An array of integers cannot hold w + ε: what does NumPy do when it is stored there?",
            whole_numbers_kept,
        ),
        Misconception(
            "gradient kept as whole numbers",
            "Which dtype does the array have that collects the slopes?",
            gradient_of_whole_numbers,
        ),
        Misconception(
            "step relative to the weight",
            "The step has the same length for every entry, however large the entry is.",
            step_relative_to_the_weight,
        ),
        Misconception(
            "eps ignored",
            "This is the slope at w itself, or very nearly: how far from w is f to be asked?",
            eps_ignored,
        ),
        Misconception(
            "step scaled by the entry",
            "The step has the same length for every entry, however large the entry is.",
            step_scaled_by_the_entry,
        ),
        Misconception(
            "multiplied by eps in place of divided",
            "Python works from left to right through / and *: what does your last factor do?",
            multiplied_by_eps,
        ),
        Misconception(
            "the steps pile up",
            "While one entry is tried, what do you add to those that were tried before?",
            steps_pile_up,
        ),
        Misconception(
            "half a step to each side, over the whole distance",
            "How far apart are the two points at which f was asked?",
            half_the_step_whole_distance,
        ),
        Misconception(
            "one number for all entries",
            "A gradient has one slope for each entry, found by moving that entry alone.",
            one_number_for_all,
        ),
        Misconception(
            "shape of w lost",
            "The slopes are right; each belongs at the place of its entry.",
            shape_lost,
        ),
        Misconception(
            "f asked for one entry only",
            "f needs a whole array, in which one entry is moved.",
            one_entry_handed_to_f,
        ),
        Misconception(
            "no difference between the two values",
            "Your gradient is zero everywhere: do two names stand for one and the same array?",
            two_names_for_one_array,
        ),
        Misconception(
            "only the first entry filled in",
            "All entries but the first are still zero: how often does your loop run before the "
            "function returns?",
            only_the_first_entry,
        ),
    ),
    correct=(central, moved_and_put_back, rows_of_the_identity, flattened),
    adapt=adapt,
)
