"""Recursions: closed form against the loop, eigenvalues against what the states do."""

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
    W = recursion.matrix_with_eigenvalues(rng, np.linspace(-1.1, 0.9, H))
    loop = recursion.linear_response(x, h, W, C)
    np.testing.assert_allclose(recursion.closed_form(x, h, W, C), loop, atol=1e-10)


def test_the_closed_form_with_complex_eigenvalues(rng):
    W = recursion.matrix_with_eigenvalues(rng, [PAIR, PAIR.conjugate(), 0.5])
    x, h, C = rng.normal(size=(30, 2)), rng.normal(size=3), rng.normal(size=(3, 2))
    loop = recursion.linear_response(x, h, W, C)
    np.testing.assert_allclose(recursion.closed_form(x, h, W, C), loop, atol=1e-11)


def test_a_scalar_recursion_by_hand():
    half, one = np.array([[0.5]]), np.array([[1.0]])
    h = recursion.linear_response(np.array([[1.0], [0.0], [2.0]]), np.array([8.0]), half, one)
    np.testing.assert_array_equal(h[:, 0], [5.0, 2.5, 3.25])


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_matrix_has_the_eigenvalues_asked_for(rng, symmetric):
    W = recursion.matrix_with_eigenvalues(rng, [1.1, 0.5, -0.3, 0.1], symmetric)
    np.testing.assert_allclose(recursion.eigen(W)[0], [1.1, 0.5, -0.3, 0.1], atol=1e-12)
    assert np.allclose(W, W.T) == symmetric
    assert recursion.spectral_radius(W) == pytest.approx(1.1)


def test_complex_eigenvalues_come_in_pairs(rng):
    W = recursion.matrix_with_eigenvalues(rng, [0.2, PAIR.conjugate(), PAIR])
    assert np.isrealobj(W)
    np.testing.assert_allclose(np.abs(recursion.eigen(W)[0]), [0.9, 0.9, 0.2])
    with pytest.raises(ValueError, match="without their conjugate"):
        recursion.matrix_with_eigenvalues(rng, [PAIR, 0.5])
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
    λ, a = recursion.mode_amplitudes(v, W)
    np.testing.assert_allclose(a[0], 0, atol=1e-12)
    _, U = recursion.eigen(W)
    np.testing.assert_allclose(U @ a, v, atol=1e-12)
    assert λ[0] == pytest.approx(1.1)


def test_a_leading_pair_is_left_out_together(rng):
    W = recursion.matrix_with_eigenvalues(rng, [PAIR, PAIR.conjugate(), 0.3])
    v = recursion.without_leading(np.ones(3), W)
    np.testing.assert_allclose(W @ v, 0.3 * v, atol=1e-12)


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


@given(SEEDS, st.integers(1, 6), st.integers(1, 3), st.integers(1, 10))
def test_companion_matrix_of_vectors_is_the_multi_tap_recursion(rng, K, H, T):
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


def test_poles_predict_the_response():
    A = recursion.taps([1, 5, 8], [0.5, 0.25, 0.2])
    x = np.zeros(400)
    x[0] = 1
    h = recursion.multi_tap_response(x, A)
    assert h[-1] / h[-2] == pytest.approx(recursion.poles(A)[0].real, rel=1e-9)


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
    "not diagonalisable": (
        lambda: recursion.mode_amplitudes(np.ones(2), np.array([[1.0, 1.0], [0.0, 1.0]])),
        "fewer independent eigenvectors",
    ),
    "taps": (lambda: recursion.taps([1, 2], [0.5]), "^weights has length 1; it needs one for each"),
    "a tap at no lag": (lambda: recursion.taps([0], [0.5]), "^lag is 0; it needs an integer"),
    "steps": (lambda: recursion.iterate(np.tanh, np.ones(1), -1), "^steps is -1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments(name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call()
