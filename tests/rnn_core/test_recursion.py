"""Recurrences: the loop against powers of W, eigenvalues against what the states do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import recursion

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)
SIZES = st.tuples(st.integers(1, 12), st.integers(1, 4), st.integers(1, 5))
PAIR = 0.9 * np.exp(0.7j)


@given(SEEDS, SIZES)
def test_the_closed_form_is_the_loop(rng, sizes):
    T, D, H = sizes
    x, h, C = rng.normal(size=(T, D)), rng.normal(size=H), rng.normal(size=(H, D))
    real = np.linspace(-1.1, 0.9, H)
    eigenvalues = real if H < 3 else [PAIR, PAIR.conjugate(), *real[2:]]
    W = recursion.matrix_with_eigenvalues(rng, eigenvalues)
    loop = recursion.linear_response(x, h, W, C)
    np.testing.assert_allclose(recursion.closed_form(x, h, W, C), loop, atol=1e-10)


def test_the_closed_form_keeps_the_dtype_and_needs_eigenvectors(rng):
    x, h, C = np.ones((3, 1), np.float32), np.ones(2, np.float32), np.ones((2, 1), np.float32)
    W = np.array([[0.9, 0], [0.3, 0.5]], np.float32)
    found = recursion.closed_form(x, h, W, C)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, recursion.linear_response(x, h, W, C), rtol=1e-6)
    with pytest.raises(ValueError, match="eigenvectors that are not independent"):
        recursion.closed_form(x, h, np.array([[0.9, 1], [0, 0.9]], np.float32), C)


def test_a_scalar_recurrence_by_hand():
    half, one = np.array([[0.5]]), np.array([[1.0]])
    h = recursion.linear_response(np.array([[1.0], [0.0], [2.0]]), np.array([8.0]), half, one)
    np.testing.assert_array_equal(h[:, 0], [5.0, 2.5, 3.25])


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_matrix_has_the_eigenvalues_asked_for(rng, symmetric):
    W = recursion.matrix_with_eigenvalues(rng, [1.1, 0.5, -0.3, 0.1], symmetric)
    np.testing.assert_allclose(recursion.eigen(W)[0], [1.1, 0.5, -0.3, 0.1], atol=1e-12)
    assert (W == W.T).all() == symmetric
    assert recursion.spectral_radius(W) == pytest.approx(1.1)


def test_complex_eigenvalues_come_in_pairs(rng):
    W = recursion.matrix_with_eigenvalues(rng, [0.2, PAIR.conjugate(), PAIR])
    assert np.isrealobj(W)
    np.testing.assert_allclose(np.abs(recursion.eigen(W)[0]), [0.9, 0.9, 0.2])
    split = 0.1 + 0.2  # 0.3 but for rounding
    λ = [split + 0.5j, 0.3 + 0.7j, 0.3 - 0.5j, split - 0.7j]
    sizes = np.abs(recursion.eigen(recursion.matrix_with_eigenvalues(rng, λ))[0])
    np.testing.assert_allclose(sizes, np.abs([0.3 + 0.7j] * 2 + [0.3 + 0.5j] * 2))
    for lone in ([PAIR, 0.5], [PAIR, 0.5 - 0.1j], [0.5 + 1e-9j, 0.3]):
        with pytest.raises(ValueError, match="without their conjugate"):
            recursion.matrix_with_eigenvalues(rng, lone)
    with pytest.raises(ValueError, match="a symmetric matrix has real ones only"):
        recursion.matrix_with_eigenvalues(rng, [PAIR, PAIR.conjugate()], symmetric=True)
    with pytest.raises(ValueError, match=r"^eigenvalues has shape \(0,\)"):
        recursion.matrix_with_eigenvalues(rng, [])


@pytest.mark.parametrize("radius", [0.9, 1.0, 1.1])
def test_the_norm_grows_as_the_largest_eigenvalue(rng, radius):
    W = recursion.matrix_with_eigenvalues(rng, [radius, 0.5, 0.1, -0.2])
    h = recursion.impulse_response(np.ones(4), W, 60)
    np.testing.assert_array_equal(h[0], np.ones(4))
    np.testing.assert_allclose(h[7], np.linalg.matrix_power(W, 7) @ np.ones(4))
    slopes = np.diff(np.log(np.linalg.norm(h, axis=1)))
    assert slopes[-1] == pytest.approx(np.log(radius), abs=1e-10)


def test_a_start_without_the_leading_mode_follows_the_next(rng):
    W = recursion.matrix_with_eigenvalues(rng, [1.1, 0.5, 0.1])
    v = recursion.without_leading(np.ones(3), W)
    h = recursion.impulse_response(v, W, 20)
    slopes = np.diff(np.log(np.linalg.norm(h, axis=1)))
    assert slopes[-1] == pytest.approx(np.log(0.5), abs=1e-4)
    λ, U, a = recursion.modes(v, W)
    np.testing.assert_allclose(a[0], 0, atol=1e-12)
    np.testing.assert_allclose(U @ a, v, atol=1e-12)
    assert λ[0] == pytest.approx(1.1)


def test_a_leading_pair_is_left_out_together(rng):
    W = recursion.matrix_with_eigenvalues(rng, [PAIR, PAIR.conjugate(), 0.3])
    v = recursion.without_leading(np.ones(3), W)
    np.testing.assert_allclose(W @ v, 0.3 * v, atol=1e-12)


def test_modes_that_are_a_little_smaller_do_not_lead(rng):
    W = recursion.matrix_with_eigenvalues(rng, [1.0, 0.995])
    v = recursion.without_leading(np.ones(2), W)
    assert np.linalg.norm(v) > 0.01
    np.testing.assert_allclose(W @ v, 0.995 * v, atol=1e-12)


@given(SEEDS, st.integers(2, 8))
def test_eigenvectors_that_coincide_are_noticed(rng, H):
    """In any basis, where rounding tells them apart."""
    basis = rng.normal(size=(H, H))
    block = np.diag([0.9, 0.9, *rng.uniform(-0.5, 0.5, H - 2)])
    block[0, 1] = 1
    W = basis @ block @ np.linalg.inv(basis)
    with pytest.raises(ValueError, match="eigenvectors that are not independent"):
        recursion.modes(np.ones(H), W)


def test_periods():
    assert recursion.oscillation_period(0.7) == np.inf
    assert recursion.oscillation_period(-0.7) == pytest.approx(2)
    assert recursion.oscillation_period(0.2 * np.exp(2j * np.pi / 12)) == pytest.approx(12)
    assert recursion.oscillation_period(0.2 * np.exp(-2j * np.pi / 12)) == pytest.approx(12)


def test_a_period_is_seen_in_the_states(rng):
    turn = np.exp(2j * np.pi / 8)
    W = recursion.matrix_with_eigenvalues(rng, [turn, turn.conjugate()])
    h = recursion.impulse_response(np.array([1.0, 2.0]), W, 17)
    np.testing.assert_allclose(h[8], h[0], atol=1e-12)
    np.testing.assert_allclose(h[16], h[0], atol=1e-12)


def test_iterate_a_scalar_and_a_vector():
    starts = np.array([-1.0, 0.5])
    h = recursion.iterate(lambda h: np.tanh(2 * h), starts, 50)
    assert h.shape == (51, 2)
    np.testing.assert_array_equal(h[0], starts)
    np.testing.assert_allclose(h[-1], [-0.9575040240772687, 0.9575040240772687])
    assert recursion.iterate(np.tanh, np.ones(3), 0).shape == (1, 3)


def test_iterate_a_function_that_works_in_place():
    start = np.ones(1)
    h = recursion.iterate(lambda h: np.multiply(h, 0.5, out=h), start, 3)
    assert h.ravel().tolist() == [1, 0.5, 0.25, 0.125]
    assert start == 1


@given(SEEDS, st.integers(1, 6), st.integers(1, 3), st.integers(1, 10))
def test_companion_matrix_of_vectors_is_the_multi_tap_recurrence(rng, K, H, T):
    A, x = rng.normal(size=(K, H, H)) / (K * H), rng.normal(size=(T, H))
    h = recursion.multi_tap_response(x, A)
    stacked, companion = np.zeros(K * H), recursion.companion_matrix(A)
    for t in range(T):
        stacked = companion @ stacked
        stacked[:H] += x[t]
        np.testing.assert_allclose(stacked[:H], h[t], atol=1e-12)


def test_taps_1_5_8():
    A = recursion.taps([1, 5, 8], [0.5, 0.25, -0.1])
    np.testing.assert_array_equal(A, [0.5, 0, 0, 0, 0.25, 0, 0, -0.1])
    x = np.zeros(20)
    x[0] = 1
    h = recursion.multi_tap_response(x, A)
    for t in range(1, 20):
        past = [h[t - k] if t >= k else 0 for k in (1, 5, 8)]
        assert h[t] == pytest.approx(np.dot(past, [0.5, 0.25, -0.1]))
    expected = np.roots([1, *-A])
    np.testing.assert_allclose(
        np.sort_complex(recursion.poles(A)), np.sort_complex(expected), atol=1e-12
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_taps_of_arrays_and_matrices(dtype):
    A = recursion.taps(np.array([1, 3]), np.array([0.5, 0.25], dtype))
    assert A.dtype == dtype and A.tolist() == [0.5, 0, 0.25]
    A = recursion.taps((2,), [np.eye(2, dtype=dtype)])
    assert A.dtype == dtype and A.tolist() == [[[0, 0], [0, 0]], [[1, 0], [0, 1]]]
    assert recursion.taps([1], [2]).dtype == np.float64


def test_poles_predict_the_response():
    A = recursion.taps([1, 5, 8], [0.5, 0.25, 0.2])
    x = np.zeros(400)
    x[0] = 1
    h = recursion.multi_tap_response(x, A)
    assert h[-1] / h[-2] == pytest.approx(recursion.poles(A)[0].real, rel=1e-9)


NAN = np.array([np.nan, 1.0])
BAD = {
    "W not square": (
        lambda: recursion.spectral_radius(np.ones((2, 3))),
        r"^W has shape \(2, 3\); it needs shape \(H, H\)$",
    ),
    "C of another height": (
        lambda: recursion.linear_response(np.ones((4, 2)), np.ones(3), np.eye(3), np.ones((2, 2))),
        r"^C has shape \(2, 2\); it needs shape \(H=3, D\)$",
    ),
    "NaN": (lambda: recursion.eigen(np.full((2, 2), np.nan)), r"^W has shape \(2, 2\) and NaN"),
    "infinity": (
        lambda: recursion.eigen(np.full((2, 2), np.inf)),
        r"^W has shape \(2, 2\) and infinity; it needs finite numbers$",
    ),
    "not diagonalisable": (
        lambda: recursion.modes(np.ones(2), np.array([[1.0, 1.0], [0.0, 1.0]])),
        r"^W has shape \(2, 2\) and eigenvectors that are not independent; it needs H=2 that are$",
    ),
    "NaN in v": (lambda: recursion.modes(NAN, np.eye(2)), r"^v has shape \(2,\) and NaN at \(0,\)"),
    "NaN in x": (
        lambda: recursion.linear_response(NAN[:, None], np.ones(2), np.eye(2), np.ones((2, 1))),
        r"^x has shape \(2, 1\) and NaN at \(0, 0\)",
    ),
    "NaN in a response": (
        lambda: recursion.multi_tap_response(np.ones(2), NAN),
        r"^A has shape \(2,\) and NaN",
    ),
    "NaN in poles": (lambda: recursion.poles(NAN), r"^A has shape \(2,\) and NaN at \(0,\)"),
    "NaN among eigenvalues": (
        lambda: recursion.matrix_with_eigenvalues(np.random.default_rng(0), NAN),
        r"^eigenvalues has shape \(2,\) and NaN",
    ),
    "A a list": (lambda: recursion.companion_matrix([0.5]), "^A is a list; it needs an array of"),
    "A of integers": (
        lambda: recursion.companion_matrix(np.array([1, 2])),
        r"^A has shape \(2,\) and dtype int64; it needs floats$",
    ),
    "responses to a list": (
        lambda: recursion.multi_tap_response(np.ones(3), [0.5]),
        "^A is a list; it needs an array of",
    ),
    "taps": (lambda: recursion.taps([1, 2], [0.5]), "^weights has length 1 and .* each of 2 lags"),
    "taps of two shapes": (
        lambda: recursion.taps([1, 2], [np.eye(2), 0.5]),
        "^weights has length 2 and shapes .*; it needs one for each of 2 lags, all of one shape$",
    ),
    "no taps": (lambda: recursion.taps([], []), r"^lags is \[\]; it needs at least one"),
    "one lag": (lambda: recursion.taps(1, [0.5]), "^lags is 1; it needs at least one"),
    "a lag twice": (lambda: recursion.taps([1, 1], [0.5, 0.25]), r"^lags is \[1, 1\]; it needs"),
    "half a lag": (lambda: recursion.taps([2.5], [0.5]), "^lag is 2.5; it needs an integer"),
    "a tap at no lag": (lambda: recursion.taps([0], [0.5]), "^lag is 0; it needs an integer"),
    "steps": (lambda: recursion.iterate(np.tanh, np.ones(1), -1), "^steps is -1"),
    "half a step": (lambda: recursion.iterate(np.tanh, np.ones(1), 0.5), "^steps is 0.5"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments(name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call()
