"""A deep feed-forward network and the gradients of its neurons, against central differences."""

import numpy as np
import pytest

from rnn_core import activations, deep_net
from rnn_core.gradient_check import numerical_gradient, relative_error

ACTIVATIONS = [
    activations.TANH,
    activations.ELU,
    activations.SIGMOID,
    activations.RELU,
]


@pytest.fixture(params=ACTIVATIONS)
def activation(request):
    return request.param


@pytest.fixture
def network():
    rng = np.random.default_rng(3)
    params = deep_net.initial_params(rng, [3, 5, 4, 2])
    params = tuple(layer._replace(b=rng.normal(size=layer.b.shape)) for layer in params)
    return params, rng.normal(size=(6, 3)), rng.normal(size=(6, 2))


def test_gradients_against_central_differences(network, activation):
    params, x, asked = network
    _, cache = deep_net.forward(x, params, activation)
    _, dparams = deep_net.backward(asked, cache, params, activation)
    for k, layer in enumerate(params):
        for name in ("W", "b"):

            def loss(w, k=k, name=name):
                moved = (*params[:k], params[k]._replace(**{name: w}), *params[k + 1 :])
                return np.sum(asked * deep_net.forward(x, moved, activation)[0])

            found = numerical_gradient(loss, getattr(layer, name))
            assert relative_error(getattr(dparams[k], name), found) < 1e-6


def test_gradients_of_neurons(network):
    params, x, asked = network
    _, cache = deep_net.forward(x, params)
    das, dparams = deep_net.backward(asked, cache, params)
    alone = deep_net.instance_gradients(das, cache)
    for k in range(len(params)):
        norms = deep_net.neuron_gradients(dparams)[k]
        assert norms == pytest.approx(np.sqrt((dparams[k].W ** 2).sum(axis=0)))
        for n in range(len(x)):
            one = tuple(h[n : n + 1] for h in cache)
            _, grads = deep_net.backward(asked[n : n + 1], one, params)
            assert alone[k][n] == pytest.approx(deep_net.neuron_gradients(grads)[k])


def test_elu_and_its_slope():
    a = np.array([-800.0, -2.0, -1e-9, 0.0, 3.0])
    out = activations.ELU.apply(a)
    assert out == pytest.approx([-1, np.exp(-2) - 1, -1e-9, 0, 3])
    assert activations.ELU.slope(out) == pytest.approx([0, np.exp(-2), 1, 1, 1])
    buffer = np.empty_like(a)
    assert activations.ELU.apply(a, out=buffer) is buffer
    assert activations.ELU.apply(np.float32([1, -1])).dtype == np.float32


def test_bad_input_is_named():
    params = deep_net.initial_params(np.random.default_rng(0), [3, 2])
    with pytest.raises(ValueError, match=r"x has shape \(3,\)"):
        deep_net.forward(np.zeros(3), params)
    with pytest.raises(ValueError, match=r"sizes\[1\] is 0"):
        deep_net.initial_params(np.random.default_rng(0), [3, 0])
    with pytest.raises(ValueError, match=r"^sizes is \[3\]; it needs at least two"):
        deep_net.initial_params(np.random.default_rng(0), [3])


def test_bad_layers_are_named(network):
    params, x, asked = network
    wide = (params[0], *deep_net.initial_params(np.random.default_rng(0), [4, 2]))
    with pytest.raises(
        ValueError, match=r"^params\[1\].W has shape \(4, 2\); it needs shape \(D=5, H\)$"
    ):
        deep_net.forward(x, wide)
    _, cache = deep_net.forward(x, params)
    with pytest.raises(ValueError, match=r"^cache has length 2; it needs an h for each of 3$"):
        deep_net.backward(asked, cache[:2], params)
