import numpy as np

from rnn_core import sequence_model
from rnn_core.gradient_check import check_gradients
from rnn_core.losses import softmax_cross_entropy, softmax_cross_entropy_backward
from rnn_core.trees import map_arrays

T, N, D, H, V = 5, 3, 2, 4, 6


def test_gradients_agree_with_central_differences():
    rng = np.random.default_rng(0)
    start = sequence_model.initial_params(rng, D, H, V)
    params = map_arrays(lambda w: w + 0.3 * rng.standard_normal(w.shape), start)
    x, h0 = rng.standard_normal((T, N, D)), rng.standard_normal((N, H))
    targets, mask = rng.integers(V, size=(T, N)), rng.integers(2, size=(T, N)).astype(float)

    def loss_of(inputs):
        o, _ = sequence_model.forward(*inputs)
        return softmax_cross_entropy(o, targets, mask)[0]

    o, cache = sequence_model.forward(x, h0, params)
    do = softmax_cross_entropy_backward(softmax_cross_entropy(o, targets, mask)[1])
    errors = check_gradients(loss_of, (x, h0, params), sequence_model.backward(do, cache, params))
    assert len(errors) == 7
    assert max(errors.values()) < 1e-6, errors


def test_float32_stays_float32():
    params = sequence_model.initial_params(np.random.default_rng(0), D, H, V, np.float32)
    x, h0 = np.ones((T, N, D), np.float32), np.zeros((N, H), np.float32)
    o, _ = sequence_model.forward(x, h0, params)
    assert o.shape == (T, N, V)
    assert o.dtype == np.float32
