"""rescale_spectral_radius: a matrix times the number that gives it the wanted spectral radius."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l03_stability.spectral_radius import pair, with_eigenvalues
from rnn_core import echo_state, recursion


def reference(W, radius):
    return echo_state.rescale_spectral_radius(W, radius)


def hidden(rng, first, *blocks):
    """A matrix of which NumPy lists an eigenvalue of size `first` first, and does not list the
    leading one last. The order is LAPACK's business: there may be none such."""
    for _ in range(300):
        W = with_eigenvalues(rng, *blocks)
        found = sizes(W)
        if np.isclose(found[0], first) and found[-1] < 0.99 * found.max():
            break
    return W


def cases(rng):
    turning = hidden(rng, 0.3, pair(1.3, 35), 0.8, -0.3)
    flipping = with_eigenvalues(rng, -1.4, 0.7, pair(0.5, 40))
    swinging = hidden(rng, 1.1, pair(1.6, 82), 1.1, -0.7)  # between two others by its real part
    small = with_eigenvalues(rng, pair(0.02, 50), 0.01)
    wide = rng.normal(size=(6, 9))
    return [
        Case("values", "a pair of complex eigenvalues leads", (turning, 0.9)),
        Case("values", "a negative eigenvalue leads", (flipping, 2.5)),
        Case("values", "a pair with a small real part leads", (swinging, 0.6)),
        Case("edge cases", "one negative unit", (np.array([[-rng.uniform(0.3, 0.8)]]), 0.9)),
        Case("edge cases", "very small weights", (small, 0.9)),
        Case("edge cases", "a single eigenvector", (np.array([[0.5, 4.0], [0.0, 0.5]]), 0.95)),
        Case("edge cases", "radius 0", (turning, 0.0)),
        Case("edge cases", "float32", (swinging.astype(np.float32), 0.9)),
        Case("edge cases", "every other row and column", (wide[::2, ::3], 1.2)),
    ]


def sizes(W):
    return np.abs(np.linalg.eigvals(W))


# Mistakes that are easily made.


def present_radius_left_in(W, radius):
    return W * radius


def always_one(W, radius):
    return W / sizes(W).max()


def divided_by_both(W, radius):
    return W / (sizes(W).max() * radius)


def ratio_upside_down(W, radius):
    return W * sizes(W).max() / radius


def multiplied_by_both(W, radius):
    return W * sizes(W).max() * radius


def largest_singular_value(W, radius):
    return W * radius / np.linalg.norm(W, 2)


def length_of_all_entries(W, radius):
    return W * radius / np.linalg.norm(W)


def largest_entry(W, radius):
    return W * radius / np.abs(W).max()


def row_by_row(W, radius):
    return W * radius / np.abs(W).sum(axis=1, keepdims=True)


def largest_real_part(W, radius):
    return W * radius / np.linalg.eigvals(W).real.max()


def largest_without_size(W, radius):
    return W * radius / np.max(np.linalg.eigvals(W))


def size_of_the_largest(W, radius):
    return W * radius / np.abs(np.max(np.linalg.eigvals(W)))


def sizes_of_real_parts(W, radius):
    return W * radius / np.abs(np.linalg.eigvals(W).real).max()


def first_of_the_list(W, radius):
    return W * radius / np.abs(np.linalg.eigvals(W)[0])


def largest_not_taken(W, radius):
    return W * radius / np.abs(np.linalg.eigvals(W))


def both_results_of_eig(W, radius):
    return W * radius / np.max(np.abs(np.linalg.eig(W)))


def rebuilt_from_eigenvectors(W, radius):
    values, vectors = np.linalg.eig(W)
    scaled = np.diag(values * radius / np.abs(values).max())
    return (vectors @ scaled @ np.linalg.inv(vectors)).real


def symmetric_solver(W, radius):
    return W * radius / np.abs(np.linalg.eigvalsh(W)).max()


def smallest_eigenvalue(W, radius):
    return W * radius / sizes(W).min()


def mean_of_sizes(W, radius):
    return W * radius / sizes(W).mean()


def sum_of_sizes(W, radius):
    return W * radius / sizes(W).sum()


def spread_of_entries(W, radius):
    return W * radius / (W.std() * len(W) ** 0.5)


def shifted(W, radius):
    return W + (radius - sizes(W).max()) * np.eye(len(W))


def added_to_every_entry(W, radius):
    return W + (radius - sizes(W).max())


def squared(W, radius):
    return W * (radius / sizes(W).max()) ** 2


def only_if_too_large(W, radius):
    present = sizes(W).max()
    return W * radius / present if present > radius else W.copy()


def clipped(W, radius):
    return np.clip(W, -radius, radius)


def the_new_radius(W, radius):
    return radius / sizes(W).max()


# Right answers in other styles.


def divided_first(W, radius):
    values = np.linalg.eig(W)[0]
    return W / max(abs(value) for value in values) * radius


def eigenvalue_by_eigenvalue(W, radius):
    values, vectors = np.linalg.eig(W.astype(float))
    if len(np.unique(np.round(values, 6))) < len(values):  # eigenvectors may coincide
        return W * (radius / sizes(W).max())
    scaled = values * radius / np.abs(values).max()
    return (vectors * scaled @ np.linalg.inv(vectors)).real


def entry_by_entry(W, radius):
    factor = radius / sorted(sizes(W.T))[-1]
    return np.array([[factor * entry for entry in row] for row in W])


def by_lesson_03(W, radius):
    return W * (radius / recursion.spectral_radius(W))


EXERCISE = Exercise(
    points={"values": 1, "edge cases": 1},
    returns={"W": ("H", "H")},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "present radius not taken out",
            "The matrix that you are given has a spectral radius of its own, which is rarely 1.",
            present_radius_left_in,
        ),
        Misconception("always scaled to 1", "Where does the wanted radius enter?", always_one),
        Misconception(
            "divided by both radii",
            "By which number must the old radius be multiplied to give the new one?",
            divided_by_both,
        ),
        Misconception(
            "ratio upside down",
            "Ask for a smaller radius: does yours make the matrix larger?",
            ratio_upside_down,
        ),
        Misconception(
            "multiplied by both radii",
            "By which number must the old radius be multiplied to give the new one?",
            multiplied_by_both,
        ),
        Misconception(
            "largest singular value",
            "That is the largest stretch in a single step; the radius tells of many steps.",
            largest_singular_value,
        ),
        Misconception(
            "length of all entries",
            "`np.linalg.norm` measures entries; lesson 03 measured eigenvalues.",
            length_of_all_entries,
        ),
        Misconception(
            "size of the largest entry",
            "Lesson 03 began with a matrix whose large entry decided nothing.",
            largest_entry,
        ),
        Misconception(
            "row by row",
            "All entries are scaled by one number, or the eigenvectors change, too.",
            row_by_row,
        ),
        Misconception(
            "largest real part",
            "The distance from zero counts, in whichever direction an eigenvalue lies.",
            largest_real_part,
        ),
        Misconception(
            "largest without taking sizes",
            "A complex number has a size but no order; and a matrix of weights is real.",
            largest_without_size,
        ),
        Misconception(
            "size taken after the largest was chosen",
            "Of 1 and −4, which one does `max` choose? And which one decides in the long run?",
            size_of_the_largest,
        ),
        Misconception(
            "sizes of the real parts",
            "The size of a complex number has two parts in it.",
            sizes_of_real_parts,
        ),
        Misconception(
            "first eigenvalue of the list",
            "`eigvals` does not sort.",
            first_of_the_list,
        ),
        Misconception(
            "a number for each column",
            "One number multiplies the whole matrix: which of the eigenvalues gives it?",
            largest_not_taken,
        ),
        Misconception(
            "both results of eig in one",
            "`np.linalg.eig` returns eigenvalues and eigenvectors; is there a function for the "
            "eigenvalues alone?",
            both_results_of_eig,
        ),
        Misconception(
            "rebuilt from eigenvectors",
            "Not every matrix has as many eigenvectors as rows: do you need more than one number?",
            rebuilt_from_eigenvectors,
        ),
        Misconception(
            "solver for symmetric matrices",
            "`eigvalsh` reads half of the matrix and believes that the other half is the same.",
            symmetric_solver,
        ),
        Misconception(
            "smallest eigenvalue",
            "After many steps, which eigenvalue is left over: the one that fades fastest?",
            smallest_eigenvalue,
        ),
        Misconception(
            "mean over all eigenvalues",
            "One eigenvalue decides in the long run, not their average.",
            mean_of_sizes,
        ),
        Misconception(
            "sum over all eigenvalues",
            "One eigenvalue decides in the long run, not their sum.",
            sum_of_sizes,
        ),
        Misconception(
            "by the spread of the entries",
            "For large random matrices this comes close, on average; yours is a certain matrix.",
            spread_of_entries,
        ),
        Misconception(
            "shifted, not scaled",
            "Adding to the diagonal moves all eigenvalues to one side; they should all shrink "
            "or grow together.",
            shifted,
        ),
        Misconception(
            "a number added to every entry",
            "Only a product with a number moves all eigenvalues by the same ratio.",
            added_to_every_entry,
        ),
        Misconception(
            "factor squared",
            "An eigenvalue of 2 W is twice that of W, not four times.",
            squared,
        ),
        Misconception(
            "only scaled down",
            "The wanted radius may be larger than the present one, and larger than 1.",
            only_if_too_large,
        ),
        Misconception(
            "entries clipped",
            "Clipping bends the matrix; a product with one number keeps its directions.",
            clipped,
        ),
        Misconception(
            "the factor, not the matrix",
            "The matrix is wanted, multiplied by that number.",
            the_new_radius,
        ),
    ),
    correct=(divided_first, eigenvalue_by_eigenvalue, entry_by_entry, by_lesson_03),
    allowed=(recursion.spectral_radius,),
)
