"""spectral_radius: the size of the largest eigenvalue, real or complex."""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from rnn_core import recursion


def reference(W):
    return recursion.spectral_radius(W)


def pair(size, degrees):
    """A real 2 × 2 block with the eigenvalues size · e^(± i angle)."""
    angle = np.radians(degrees)
    return size * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def with_eigenvalues(rng, *blocks):
    """A dense matrix with the eigenvalues of its blocks, and eigenvectors far from parallel."""
    blocks = [np.atleast_2d(block) for block in blocks]
    W, at = np.zeros((sum(map(len, blocks)),) * 2), 0
    for block in blocks:
        inside = slice(at, at + len(block))
        W[inside, inside], at = block, at + len(block)
    left, _ = np.linalg.qr(rng.normal(size=W.shape))
    right, _ = np.linalg.qr(rng.normal(size=W.shape))
    S = left * rng.uniform(0.5, 1.5, len(W)) @ right
    return S @ W @ np.linalg.inv(S)


def cases(rng):
    turning = with_eigenvalues(rng, pair(1.1, 75), 0.8, -0.3)
    flipping = with_eigenvalues(rng, -1.2, 0.7, pair(0.5, 40))
    upper = np.triu(rng.uniform(0.2, 3, size=(4, 4)), 1) + np.diag([0.4, -0.75, 0.6, 0.5])
    upper[0, 3] = 4
    symmetric = rng.normal(size=(3, 3))
    wide = rng.normal(size=(6, 9))
    return [
        Case("values", "a pair of complex eigenvalues leads", (turning,)),
        Case("values", "a negative eigenvalue leads", (flipping,)),
        Case("values", "a triangular matrix", (upper,)),
        Case("edge cases", "one negative unit", (np.array([[-rng.uniform(0.3, 2)]]),)),
        Case("edge cases", "a symmetric matrix", (symmetric + symmetric.T,)),
        Case("edge cases", "a single eigenvector", (np.array([[0.5, 4.0], [0.0, 0.5]]),)),
        Case("edge cases", "float32", (turning.astype(np.float32),)),
        Case("edge cases", "every other row and column", (wide[::2, ::3],)),
    ]


def largest_without_size(W):
    return np.max(np.linalg.eigvals(W))


def size_of_the_largest(W):
    return np.abs(np.max(np.linalg.eigvals(W)))


def place_of_the_largest(W):
    return np.argmax(np.abs(np.linalg.eigvals(W)))


def largest_real_part(W):
    return np.linalg.eigvals(W).real.max()


def size_of_real_parts(W):
    return np.abs(np.linalg.eigvals(W).real).max()


def size_of_imaginary_parts(W):
    return np.abs(np.linalg.eigvals(W).imag).max()


def largest_parts_of_two(W):
    values = np.linalg.eigvals(W)
    return np.hypot(np.abs(values.real).max(), np.abs(values.imag).max())


def difference_of_squares(W):
    values = np.linalg.eigvals(W)
    return np.sqrt(np.abs(values.real**2 - values.imag**2)).max()


def eigenvalue_itself(W):
    values = np.linalg.eigvals(W)
    return values[np.argmax(np.abs(values))]


def real_part_of_the_leader(W):
    return eigenvalue_itself(W).real


def last_of_the_symmetric_solver(W):
    return np.linalg.eigvalsh(W)[-1]


def size_of_the_last_of_the_symmetric_solver(W):
    return np.abs(np.linalg.eigvalsh(W)[-1])


def squared(W):
    values = np.linalg.eigvals(W)
    return np.max(values.real**2 + values.imag**2)


def real_part_plus_imaginary_part(W):
    values = np.linalg.eigvals(W)
    return np.max(np.abs(values.real) + np.abs(values.imag))


def largest_singular_value(W):
    return np.linalg.norm(W, 2)


def frobenius(W):
    return np.linalg.norm(W)


def largest_entry(W):
    return np.abs(W).max()


def largest_entry_of_the_diagonal(W):
    return np.abs(np.diag(W)).max()


def largest_of_the_diagonal_without_size(W):
    return np.diag(W).max()


def largest_row_sum(W):
    return np.abs(W).sum(axis=1).max()


def largest_column_sum(W):
    return np.abs(W).sum(axis=0).max()


def by_determinant(W):
    return np.abs(np.linalg.det(W)) ** (1 / len(W))


def determinant(W):
    return np.abs(np.linalg.det(W))


def trace(W):
    return np.trace(W)


def smallest(W):
    return np.abs(np.linalg.eigvals(W)).min()


def mean_size(W):
    return np.abs(np.linalg.eigvals(W)).mean()


def sum_of_sizes(W):
    return np.abs(np.linalg.eigvals(W)).sum()


def first_in_the_list(W):
    return np.abs(np.linalg.eigvals(W)[0])


def last_in_the_list(W):
    return np.abs(np.linalg.eigvals(W)[-1])


def solver_for_symmetric_matrices(W):
    return np.abs(np.linalg.eigvalsh(W)).max()


def all_sizes(W):
    return np.abs(np.linalg.eigvals(W))


def by_hand(W):
    largest = 0.0
    for value in np.linalg.eig(W)[0]:
        largest = max(largest, (value.real**2 + value.imag**2) ** 0.5)
    return largest


def in_sorted_order(W):
    return sorted(abs(np.linalg.eigvals(W.T)))[-1]


def roots_of_the_characteristic_polynomial(W):
    W = W.astype(float)
    c, M = [1.0], np.zeros_like(W)  # Faddeev and LeVerrier
    for k in range(1, len(W) + 1):
        M = W @ M + c[-1] * np.eye(len(W))
        c.append(-np.trace(W @ M) / k)
    return np.abs(np.roots(c)).max()


def by_gelfand(W):
    """The k-th root of ‖W^k‖ for k = 2^40, squared step by step."""
    power, log_size = W.astype(float), 0.0
    for k in range(40):
        size = np.linalg.norm(power)
        log_size += np.log(size) / 2**k
        power = (power / size) @ (power / size)
    return np.exp(log_size)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"radius": ()},
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "largest without taking sizes",
            "−1.2 beats 0.7, and a complex number has a size but no order.",
            largest_without_size,
        ),
        Misconception(
            "largest first, size afterwards",
            "In which order: which eigenvalue is the largest depends on the sizes of all.",
            size_of_the_largest,
        ),
        Misconception(
            "place of the largest",
            "`np.argmax` says where in the list the largest stands, not how large it is.",
            place_of_the_largest,
        ),
        Misconception(
            "largest real part",
            "The distance from zero counts, in whichever direction an eigenvalue lies.",
            largest_real_part,
        ),
        Misconception(
            "only the real parts measured",
            "A complex eigenvalue has two parts, and both belong to its size.",
            size_of_real_parts,
        ),
        Misconception(
            "only the imaginary parts measured",
            "A complex eigenvalue has two parts, and both belong to its size.",
            size_of_imaginary_parts,
        ),
        Misconception(
            "the parts of two eigenvalues",
            "Both parts must belong to one eigenvalue: first the sizes, then the largest.",
            largest_parts_of_two,
        ),
        Misconception(
            "difference of the squares",
            "i² is −1, but a length adds the squares of its two parts.",
            difference_of_squares,
        ),
        Misconception(
            "the eigenvalue itself",
            "The radius is its size: how far it is from zero, a positive number.",
            eigenvalue_itself,
        ),
        Misconception(
            "the real part of the leading eigenvalue",
            "The radius is its size: how far it is from zero, in whichever direction.",
            real_part_of_the_leader,
        ),
        *(
            Misconception(
                f"{which} of the symmetric solver",
                "`eigvalsh` believes that the matrix is symmetric, and lists the most negative "
                "eigenvalue first.",
                answer,
            )
            for which, answer in {
                "the last": last_of_the_symmetric_solver,
                "size of the last": size_of_the_last_of_the_symmetric_solver,
            }.items()
        ),
        Misconception("size squared", "Pythagoras has one more step.", squared),
        Misconception(
            "real part and imaginary part added",
            "The two parts stand at right angles: how long is the way straight from zero?",
            real_part_plus_imaginary_part,
        ),
        Misconception(
            "largest singular value",
            "That is the largest stretch in a single step; eigenvalues tell of many steps.",
            largest_singular_value,
        ),
        Misconception(
            "length of all entries",
            "`np.linalg.norm` measures all entries; the matrix with the 4 has large ones, and "
            "fades.",
            frobenius,
        ),
        Misconception(
            "size of the largest entry",
            "The matrix with the 4 fades: the largest entry does not decide.",
            largest_entry,
        ),
        Misconception(
            "largest entry of the diagonal",
            "Eigenvalues stand on the diagonal of diagonal and triangular matrices only.",
            largest_entry_of_the_diagonal,
        ),
        Misconception(
            "largest entry of the diagonal, without its size",
            "Eigenvalues stand on the diagonal of diagonal and triangular matrices only.",
            largest_of_the_diagonal_without_size,
        ),
        Misconception(
            "largest row sum",
            "Sums of entries bound the eigenvalues from above; they are not the eigenvalues.",
            largest_row_sum,
        ),
        Misconception(
            "largest column sum",
            "Sums of entries bound the eigenvalues from above; they are not the eigenvalues.",
            largest_column_sum,
        ),
        Misconception(
            "mean size by the determinant",
            "The determinant multiplies all eigenvalues; you want one of them.",
            by_determinant,
        ),
        Misconception(
            "determinant",
            "The determinant multiplies all eigenvalues; you want one of them.",
            determinant,
        ),
        Misconception(
            "trace of the matrix", "The trace adds all eigenvalues; you want one of them.", trace
        ),
        Misconception(
            "smallest eigenvalue",
            "After many steps, which eigenvalue is left over: the one that fades fastest?",
            smallest,
        ),
        Misconception(
            "mean over all eigenvalues",
            "One eigenvalue decides in the long run, not their average.",
            mean_size,
        ),
        Misconception(
            "sum over all eigenvalues",
            "One eigenvalue decides in the long run, not their sum.",
            sum_of_sizes,
        ),
        Misconception(
            "the first in the list",
            "NumPy lists eigenvalues in no particular order.",
            first_in_the_list,
        ),
        Misconception(
            "the last in the list",
            "NumPy lists eigenvalues in no particular order.",
            last_in_the_list,
        ),
        Misconception(
            "solver for symmetric matrices",
            "`eigvalsh` reads half of the matrix and believes that the other half is the same.",
            solver_for_symmetric_matrices,
        ),
        Misconception(
            "the sizes of all eigenvalues", "One number is wanted: the largest.", all_sizes
        ),
    ),
    correct=(by_hand, in_sorted_order, roots_of_the_characteristic_polynomial, by_gelfand),
)
