"""rnn_core against arrays that PyTorch made (golden/make_golden.py)."""

from pathlib import Path

import numpy as np
import pytest

from rnn_core import optimizers, rnn
from rnn_core.activations import RELU, TANH, log_softmax
from rnn_core.losses import softmax_cross_entropy, softmax_cross_entropy_backward

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = {"float64": 1e-12, "float32": 2e-5}


def assert_equal(actual, golden, dtype="float64"):
    assert actual.dtype == golden.dtype == dtype
    np.testing.assert_allclose(actual, golden, rtol=0, atol=TOLERANCE[dtype] * np.abs(golden).max())


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("name", "activation"), [("tanh", TANH), ("relu", RELU)])
def test_rnn(name, activation, dtype):
    g = np.load(GOLDEN / f"rnn_{name}_{dtype}.npz")
    params = rnn.Params(g["Wx"], g["Wh"], g["b"])
    h, cache = rnn.forward(g["x"], g["h0"], params, activation)
    assert_equal(h, g["h"], dtype)

    dx, dh0, dparams = rnn.backward(g["dh"], cache, params, activation)
    assert_equal(dx, g["dx"], dtype)
    assert_equal(dh0, g["dh0"], dtype)
    assert_equal(dparams.Wx, g["dWx"], dtype)
    assert_equal(dparams.Wh, g["dWh"], dtype)
    assert_equal(dparams.b, g["db"], dtype)


def test_softmax_cross_entropy():
    g = np.load(GOLDEN / "cross_entropy.npz")
    loss, cache = softmax_cross_entropy(g["logits"], g["targets"], g["mask"])
    assert_equal(loss, g["loss"])
    assert_equal(softmax_cross_entropy_backward(cache), g["dlogits"])
    assert_equal(log_softmax(g["logits"]), g["log_softmax"])


def test_adam():
    g = np.load(GOLDEN / "adam.npz")
    w, state = g["start"], optimizers.adam_state(g["start"])
    for gradient, expected in zip(g["grads"], g["path"], strict=True):
        w, state = optimizers.adam(
            w, gradient, state, learning_rate=0.03, beta1=0.8, beta2=0.95, eps=1e-6
        )
        assert_equal(w, expected)
