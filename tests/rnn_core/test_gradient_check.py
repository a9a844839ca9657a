"""The judge of all gradients, judged by functions whose gradients are known."""

import numpy as np
import pytest

from rnn_core import rnn
from rnn_core.gradient_check import check_gradients, numerical_gradient, relative_error


def test_a_quadratic_is_differentiated_exactly(rng):
    A, w = rng.normal(size=(4, 4)), rng.normal(size=4)
    np.testing.assert_allclose(
        numerical_gradient(lambda w: w @ A @ w, w), (A + A.T) @ w, rtol=1e-8, atol=1e-8
    )


def test_the_error_falls_with_the_square_of_eps():
    w = np.array([0.5])
    errors = [
        abs(numerical_gradient(lambda w: np.exp(w).sum(), w, eps)[0] - np.exp(0.5))
        for eps in (1e-2, 1e-3)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_any_shape_and_nothing_changed(rng):
    for shape in [(), (3,), (2, 1, 4)]:
        w = np.asarray(rng.normal(size=shape))
        before = w.copy()
        np.testing.assert_allclose(numerical_gradient(lambda w: (w**3).sum(), w), 3 * w**2)
        np.testing.assert_array_equal(w, before)


def test_relative_error():
    assert relative_error(np.array([1.0, 0.0]), np.array([1.0, 0.5])) == 0.5
    assert relative_error(np.array([3.0]), np.array([-4.0])) == 7 / 4
    assert relative_error(np.zeros(2), np.zeros(2)) == 0


def test_a_wrong_gradient_is_found_by_name(rng):
    params = rnn.Params(*(rng.normal(size=shape) for shape in [(2, 3), (3, 3), (3,)]))
    x, h = rng.normal(size=(4, 2)), rng.normal(size=(4, 3))

    def loss(params):
        return rnn.step(x, h, params)[0].sum()

    _, cache = rnn.step(x, h, params)
    _, _, right = rnn.step_backward(np.ones((4, 3)), cache, params)
    errors = check_gradients(loss, params, right._replace(Wh=right.Wh.T))
    assert errors.keys() == {"Wx", "Wh", "b"}
    assert errors["Wx"] < 1e-8 > errors["b"]
    assert errors["Wh"] > 1e-3


def test_one_array_in_two_places_is_two_parameters(rng):
    w = rng.normal(size=3)
    errors = check_gradients(lambda p: (p[0] * p[1] ** 2).sum(), (w, w), (w**2, 2 * w * w))
    assert max(errors.values()) < 1e-8
