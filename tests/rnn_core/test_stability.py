import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import stability
from rnn_core.activations import RELU, SIGMOID, TANH
from rnn_core.recursion import matrix_with_eigenvalues, multi_tap_response, poles, taps

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(SEEDS, st.integers(1, 6), st.floats(0, 0.999))
def test_lyapunov_matrix_solves_its_equation_and_falls(rng, H, radius):
    W = matrix_with_eigenvalues(rng, radius * rng.uniform(-1, 1, H))
    P = stability.lyapunov_matrix(W)
    np.testing.assert_allclose(W.T @ P @ W - P, -np.eye(H), atol=1e-9 * np.abs(P).max())
    assert np.linalg.eigvalsh((P + P.T) / 2).min() > 0
    h = rng.normal(size=(10, H))
    fall = V(h @ W.T, P) - V(h, P)
    np.testing.assert_allclose(fall, -(h**2).sum(axis=1), rtol=1e-6)


def V(h, P):
    return ((h @ P) * h).sum(axis=1)


def test_lyapunov_matrix_of_a_number():
    np.testing.assert_allclose(stability.lyapunov_matrix(np.array([[0.5]])), [[4 / 3]])
    twice = stability.lyapunov_matrix(np.array([[0.5]]), np.array([[2.0]]))
    np.testing.assert_allclose(twice, [[8 / 3]])


def test_no_lyapunov_matrix_for_an_unstable_recurrence():
    with pytest.raises(ValueError, match=r"^W has shape \(1, 1\) and spectral radius 1; it needs"):
        stability.lyapunov_matrix(np.array([[-1.0]]))
    with pytest.raises(ValueError, match=r"^Q has shape \(3, 3\); it needs shape \(H=2, H=2\)$"):
        stability.lyapunov_matrix(0.1 * np.eye(2), np.eye(3))
    with pytest.raises(ValueError, match=r"^Q has shape \(1, 1\) and infinity; it needs finite"):
        stability.lyapunov_matrix(np.array([[0.5]]), np.array([[np.inf]]))


@pytest.mark.parametrize("seed", range(20))
def test_no_lyapunov_matrix_on_the_unit_circle(seed):
    """Where rounding may put the spectral radius below 1."""
    rng = np.random.default_rng(seed)
    turn = np.exp(1j * rng.uniform(0.01, 3.1))
    for λ in ([turn, turn.conj()], [1, 0.5, -0.3]):
        with pytest.raises(ValueError, match=r"spectral radius 1; it needs < 1$"):
            stability.lyapunov_matrix(matrix_with_eigenvalues(rng, λ))


@pytest.mark.parametrize(
    ("corner", "dtype"), [(1e160, np.float64), (1e200, np.float64), (1e20, np.float32)]
)
def test_powers_too_large_for_a_lyapunov_matrix_are_named(corner, dtype):
    W = np.array([[0.5, corner], [0, 0.5]], dtype)
    message = rf"^W has shape \(2, 2\) and powers beyond {np.dtype(dtype)}; it needs smaller ones$"
    with pytest.raises(ValueError, match=message):
        stability.lyapunov_matrix(W)


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


@pytest.mark.parametrize(
    ("polynomial", "right"),
    [
        ([1, 2, 3, 4, 5], 2),  # of the textbooks: the column is 1, 2, 1, −6, 5
        ([2], 0),
        ([1, 2, 2, 4, 11, 10], 2),  # a zero begins a row
        ([1, 0, 2, 1, 0, 2], 2),  # twice; right only if what replaces it is positive
        ([1, 0, 1], 0),  # a row of zeros: ±i
        ([1, 0, -1], 1),  # ±1
        ([1, 0, -2, 0, 1], 2),  # ±1, twice each
        ([1, -1, 0, 0], 1),  # two roots at 0, on neither side
    ],
)
def test_routh_by_hand_and_where_a_zero_appears(polynomial, right):
    assert stability.roots_on_the_right(np.array(polynomial, float)) == right


@pytest.mark.parametrize(
    "roots",
    [[1e3, -2e3, -3e3, -4e3], [1e-5, -2e-5, -3e-5, -1], [1e9, -2e9], [1e-4, -5e-2, -1, -200, 7e4]],
)
def test_routh_at_any_scale(roots):
    expected = sum(root > 0 for root in roots)
    assert stability.roots_on_the_right(np.poly(roots)) == expected


def test_a_polynomial_must_show_its_degree():
    with pytest.raises(ValueError, match=r"^polynomial has shape \(2,\) and begins with 0"):
        stability.roots_on_the_right(np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match=r"^polynomial has shape \(2,\) and infinity"):
        stability.roots_on_the_right(np.array([1.0, np.inf]))


@given(SEEDS, st.integers(1, 8))
def test_the_bilinear_map_takes_the_circle_to_the_half_plane(rng, n):
    z = rng.uniform(-2, 2, n)
    z = z[np.abs(z + 1) > 1e-2]
    s = np.sort((z - 1) / (z + 1))
    image = stability.bilinear(np.poly(z)) if len(z) else np.ones(1)
    for root in s:
        size = (np.abs(image) * np.abs(root) ** np.arange(len(image))[::-1]).sum()
        assert abs(np.polyval(image, root)) <= 1e-7 * size


def test_the_bilinear_map_of_one_tap_by_hand():
    image = stability.bilinear(np.array([1, -0.5], np.float32))  # z − w: (1 + w) q + 1 − w
    np.testing.assert_array_equal(image, [1.5, 0.5])
    assert image.dtype == np.float32


@given(SEEDS, st.integers(1, 12))
def test_stability_by_three_ways(rng, K):
    A = rng.normal(size=K) / K
    radius = np.abs(poles(A)).max()
    if abs(radius - 1) > 1e-3:
        image = stability.bilinear(np.concatenate([[1.0], -A]))
        assert stability.is_stable(A) == (radius < 1)
        assert (stability.roots_on_the_right(image) == 0) == (radius < 1)


@given(SEEDS, st.integers(1, 200), st.sampled_from([0.9, -1.1]))
def test_stability_of_many_taps(rng, K, total):
    """Weights of sizes that sum to less than 1 are stable; a product of poles beyond 1 is not."""
    A = rng.normal(size=K)
    A *= total / np.abs(A).sum()
    if total < 0:
        A[-1] = total
    assert stability.is_stable(A) == (total > 0)
    assert stability.is_stable(A.astype(np.float32)) == (total > 0)


@pytest.mark.parametrize("last", [40, 50])
def test_stability_of_two_lags_far_apart(last):
    assert stability.is_stable(taps([1, last], [0.5, 0.4]))
    assert not stability.is_stable(taps([1, last], [0.5, 0.51]))


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


def test_stability_of_nan_is_not_decided():
    with pytest.raises(ValueError, match=r"^A has shape \(2,\) and NaN at \(1,\)"):
        stability.is_stable(np.array([0.5, np.nan]))


def test_a_stable_recurrence_dies_away():
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
    with pytest.raises(ValueError, match=r"^w is nan and b is 0\.0; both need to be finite$"):
        stability.fixed_points(np.nan, 0.0)
