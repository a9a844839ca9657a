"""Mistakes in rescale_spectral_radius: what is measured, and which way it is divided."""

import numpy as np

from autograder.exercise import Misconception
from rnn_core import echo_state


def sizes(W):
    return np.abs(np.linalg.eigvals(W))


def reference(W, radius):
    return echo_state.rescale_spectral_radius(W, radius)


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


def divided_by_the_real_part(W, radius):
    return W * radius / max(np.linalg.eigvals(W), key=abs).real


def divided_by_the_size_of_the_real_part(W, radius):
    return W * radius / abs(max(np.linalg.eigvals(W), key=abs).real)


def real_part_of_the_quotient(W, radius):
    return np.real(W * radius / max(np.linalg.eigvals(W), key=abs))


def sizes_of_both_ends(W, radius):
    values = np.linalg.eigvals(W)
    return W * radius / max(abs(values.max()), abs(values.min()))


def last_of_the_list(W, radius):
    return W * radius / np.abs(np.linalg.eigvals(W)[-1])


def divided_twice(W, radius):
    return W * radius / sizes(W).max() ** 2


def multiplied_by_the_present_one(W, radius):
    return W * sizes(W).max()


def largest_row_sum(W, radius):
    return W * radius / np.linalg.norm(W, np.inf)


def largest_column_sum(W, radius):
    return W * radius / np.linalg.norm(W, 1)


def largest_on_the_diagonal(W, radius):
    return W * radius / np.abs(np.diag(W)).max()


def left_alone_below_one(W, radius):
    present = sizes(W).max()
    return W * radius / present if present > 1 else W.copy()


MISTAKES = (
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
        "complex result",
        "Weights are real. Which real number tells how large a complex eigenvalue is, and do you "
        "need anything else?",
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
    Misconception(
        "divided by the real part",
        "You found the right eigenvalue: is it its size that you divide by?",
        divided_by_the_real_part,
    ),
    Misconception(
        "size of the real part only",
        "You found the right eigenvalue; its size has two parts in it.",
        divided_by_the_size_of_the_real_part,
    ),
    Misconception(
        "real part of the quotient",
        "You found the right eigenvalue: is it its size that you divide by?",
        real_part_of_the_quotient,
    ),
    Misconception(
        "sizes of the first and the last in order",
        "NumPy orders complex numbers by their real parts; take all sizes, then the largest.",
        sizes_of_both_ends,
    ),
    Misconception("last eigenvalue of the list", "`eigvals` does not sort.", last_of_the_list),
    Misconception(
        "present radius divided out twice",
        "By which number must the old radius be multiplied to give the new one?",
        divided_twice,
    ),
    Misconception(
        "multiplied by the present radius",
        "Where does the wanted radius enter? And the present one should go.",
        multiplied_by_the_present_one,
    ),
    Misconception(
        "largest row sum",
        "That bounds the radius from above; the radius is the size of an eigenvalue.",
        largest_row_sum,
    ),
    Misconception(
        "largest column sum",
        "That bounds the radius from above; the radius is the size of an eigenvalue.",
        largest_column_sum,
    ),
    Misconception(
        "largest entry of the diagonal",
        "The diagonal holds the eigenvalues of triangular matrices only.",
        largest_on_the_diagonal,
    ),
    Misconception(
        "left alone below 1",
        "A matrix whose radius is below 1 may be asked to grow, too, or to shrink.",
        left_alone_below_one,
    ),
)
