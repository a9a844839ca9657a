import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import stability
from rnn_core.activations import RELU, SIGMOID, TANH
from rnn_core.recursion import matrix_with_eigenvalues, multi_tap_response, poles

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(SEEDS, st.integers(1, 6), st.floats(0, 0.999))
def test_lyapunov_matrix_solves_its_equation_and_falls(rng, H, radius):
    W = matrix_with_eigenvalues(rng, radius * rng.uniform(-1, 1, H))
    P = stability.lyapunov_matrix(W)
    np.testing.assert_allclose(W.T @ P @ W - P, -np.eye(H), atol=1e-9 * np.abs(P).max())
    assert np.linalg.eigvalsh((P + P.T) / 2).min() > 0
    h = rng.normal(size=(10, H))
    fall = stability.lyapunov_function(h @ W.T, P) - stability.lyapunov_function(h, P)
    np.testing.assert_allclose(fall, -(h**2).sum(axis=1), rtol=1e-6)


def test_lyapunov_matrix_of_a_number():
    np.testing.assert_allclose(stability.lyapunov_matrix(np.array([[0.5]])), [[4 / 3]])
    twice = stability.lyapunov_matrix(np.array([[0.5]]), np.array([[2.0]]))
    np.testing.assert_allclose(twice, [[8 / 3]])


def test_no_lyapunov_matrix_for_an_unstable_recursion():
    with pytest.raises(ValueError, match=r"^W has shape \(1, 1\) and spectral radius 1; it needs"):
        stability.lyapunov_matrix(np.array([[-1.0]]))
    with pytest.raises(ValueError, match=r"^Q has shape \(3, 3\); it needs shape \(H=2, H=2\)$"):
        stability.lyapunov_matrix(0.1 * np.eye(2), np.eye(3))


def roots_apart_from_the_axis(rng, n):
    real = rng.choice([-1, 1], n) * rng.uniform(0.1, 1.5, n)
    pairs = n // 3
    imaginary = rng.uniform(0.1, 2, pairs)
    return np.concatenate(
        [real[: n - 2 * pairs], real[:pairs] + 1j * imaginary, real[:pairs] - 1j * imaginary]
    )


@given(SEEDS, st.integers(1, 9))
def test_routh_counts_roots_on_the_right(rng, n):
    roots = roots_apart_from_the_axis(rng, n)
    polynomial = np.poly(roots).real * rng.choice([-2.0, 3.0])
    assert stability.roots_on_the_right(polynomial) == (roots.real > 0).sum()


def test_routh_table_by_hand():
    """s⁴ + 2s³ + 3s² + 4s + 5 of the textbooks: two roots on the right."""
    table = stability.routh_table(np.array([1.0, 2, 3, 4, 5]))
    np.testing.assert_allclose(table, [[1, 3, 5], [2, 4, 0], [1, 5, 0], [-6, 0, 0], [5, 0, 0]])
    assert stability.roots_on_the_right(np.array([1.0, 2, 3, 4, 5])) == 2


def test_routh_where_a_zero_appears():
    assert stability.roots_on_the_right(np.array([1.0, 2, 2, 4, 11, 10])) == 2  # a zero first
    assert stability.roots_on_the_right(np.array([1.0, 0, 1])) == 0  # a row of zeros: ±i
    assert stability.roots_on_the_right(np.array([1.0, 0, -1])) == 1  # a row of zeros: ±1
    assert stability.roots_on_the_right(np.array([2.0])) == 0
    with pytest.raises(ValueError, match=r"^polynomial has shape \(2,\) and begins with 0"):
        stability.routh_table(np.array([0.0, 1.0]))


@given(SEEDS, st.integers(1, 8))
def test_the_bilinear_map_takes_the_circle_to_the_half_plane(rng, n):
    z = rng.uniform(-2, 2, n)
    z = z[np.abs(z + 1) > 1e-2]
    s = np.sort((z - 1) / (z + 1))
    image = stability.bilinear(np.poly(z)) if len(z) else np.ones(1)
    for root in s:
        size = (np.abs(image) * np.abs(root) ** np.arange(len(image))[::-1]).sum()
        assert abs(np.polyval(image, root)) <= 1e-9 * size


@given(SEEDS, st.integers(1, 8))
def test_stability_by_routh_is_stability_by_poles(rng, K):
    A = rng.normal(size=K) / K
    radius = np.abs(poles(A)).max()
    if abs(radius - 1) > 1e-3:
        assert stability.is_stable(A) == (radius < 1)


@pytest.mark.parametrize(
    ("A", "stable"),
    [
        ([0.9], True),
        ([1.0], False),  # a pole at 1
        ([-1.0], False),  # at −1
        ([0.0, -1.0], False),  # at ±i
        ([0.5, -1.0, 0.5], False),  # at ±i and ½
        ([1.1], False),
        ([0.5, 0.0, 0.0, 0.0, 0.25, 0.0, 0.0, 0.2], True),
    ],
)
def test_on_the_unit_circle_is_not_stable(A, stable):
    assert stability.is_stable(np.array(A)) is stable


def test_a_stable_recursion_dies_away():
    A = np.array([0.5, 0.0, 0.0, 0.0, 0.25, 0.0, 0.0, 0.2])
    x = np.zeros(2000)
    x[0] = 1
    assert abs(multi_tap_response(x, A)[-1]) < 1e-6


@pytest.mark.parametrize(
    ("w", "b", "activation", "expected"),
    [
        (0.5, 0.0, TANH, [0.0]),
        (1.5, 0.0, TANH, [-0.8586, 0.0, 0.8586]),
        (2.0, 2.0, TANH, [0.9993]),
        (-3.0, 0.0, TANH, [0.0]),
        (6.0, -3.0, SIGMOID, [0.0707, 0.5, 0.9293]),
        (0.5, 1.0, RELU, [2.0]),
        (2.0, -1.0, RELU, [0.0, 1.0]),
        (2.0, 1.0, RELU, []),
    ],
)
def test_fixed_points(w, b, activation, expected):
    found = stability.fixed_points(w, b, activation)
    np.testing.assert_allclose(found, expected, atol=1e-4)
    np.testing.assert_allclose(activation.apply(w * found + b), found, atol=1e-12)


def test_fixed_points_attract_where_the_slope_is_small():
    h = stability.fixed_points(1.5, 0.0)
    slopes = stability.slope_at(h, 1.5, 0.0)
    assert (np.abs(slopes) < 1).tolist() == [True, False, True]
    assert slopes[1] == pytest.approx(1.5)


def test_an_interval_of_fixed_points_is_named():
    with pytest.raises(ValueError, match="every h of an interval"):
        stability.fixed_points(1.0, 0.0, RELU)
    with pytest.raises(ValueError, match="low is 1 and high is 0"):
        stability.fixed_points(1.0, 0.0, low=1, high=0)
