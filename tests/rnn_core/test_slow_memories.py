"""Leaky units, skip connections and echo state networks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import echo_state, leaky, linear, rnn, skip_rnn
from rnn_core.gradient_check import check_gradients
from rnn_core.recursion import spectral_radius

T, N, D, H = 7, 3, 4, 5
ALPHA = np.array([0.0, 0.3, 0.5, 0.9, 1.0])
LAGS = pytest.mark.parametrize("lags", [(1,), (2,), (1, 3), (2, 3, 9)])


def normal(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


def arrays_of(tree):
    return [a for t in tree for a in arrays_of(t)] if isinstance(tree, tuple) else [tree]


@pytest.mark.parametrize("alpha", [0.7, ALPHA], ids=["one alpha", "an alpha a unit"])
def test_leaky_gradients_by_central_differences(rng, alpha):
    x, h0, dh, *weights = normal(rng, (T, N, D), (N, H), (T, N, H), (D, H), (H, H), H)
    params = leaky.Params(*weights)

    def step_loss(arguments):
        return (leaky.step(*arguments, alpha)[0] * dh[0]).sum()

    grads = leaky.step_backward(dh[0], leaky.step(x[0], h0, params, alpha)[1], params, alpha)
    errors = check_gradients(step_loss, (x[0], h0, params), grads)
    assert max(errors.values()) < 1e-7, errors

    def loss(arguments):
        return (leaky.forward(*arguments, alpha)[0] * dh).sum()

    grads = leaky.backward(dh, leaky.forward(x, h0, params, alpha)[1], params, alpha)
    errors = check_gradients(loss, (x, h0, params), grads)
    assert max(errors.values()) < 1e-7, errors


def test_leaky_sequence_is_a_chain_of_steps(rng):
    x, h, *weights = normal(rng, (T, N, D), (N, H), (D, H), (H, H), H)
    params = leaky.Params(*weights)
    states, cache = leaky.forward(x, h, params, ALPHA)
    for t in range(T):
        h, step_cache = leaky.step(x[t], h, params, ALPHA)
        np.testing.assert_allclose(states[t], h, atol=1e-13)
        for kept, expected in zip(cache, step_cache, strict=True):
            np.testing.assert_allclose(kept[t], expected, atol=1e-13)


def test_leaky_from_a_plain_network_to_a_constant(rng):
    x, h0, *weights = normal(rng, (T, N, D), (N, H), (D, H), (H, H), H)
    params = leaky.Params(*weights)
    plain, _ = rnn.forward(x, h0, params)
    np.testing.assert_allclose(leaky.forward(x, h0, params, 0.0)[0], plain, atol=1e-13)
    kept, _ = leaky.forward(x, h0, params, 1.0)
    np.testing.assert_array_equal(kept, np.broadcast_to(h0, kept.shape))


@given(st.floats(0.01, 1000))
def test_half_life_and_time_constant(steps):
    assert leaky.half_life(leaky.alpha_of_half_life(steps)) == pytest.approx(steps)
    assert leaky.time_constant(leaky.alpha_of_time_constant(steps)) == pytest.approx(steps)


def test_half_lives_and_time_constants_may_come_in_a_list():
    np.testing.assert_allclose(leaky.alpha_of_half_life([1, 2]), [0.5, 0.5**0.5])
    np.testing.assert_allclose(leaky.alpha_of_time_constant([1, 2]), np.exp([-1, -0.5]))


def test_after_a_half_life_half_is_left():
    silent = leaky.Params(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1))
    x, h0 = np.zeros((20, 1, 1)), np.ones((1, 1))
    h, _ = leaky.forward(x, h0, silent, leaky.alpha_of_half_life(10))
    assert h[9, 0, 0] == pytest.approx(0.5)
    assert h[19, 0, 0] == pytest.approx(0.25)
    h, _ = leaky.forward(x, h0, silent, leaky.alpha_of_time_constant(10))
    assert h[9, 0, 0] == pytest.approx(np.exp(-1))


@LAGS
def test_skip_gradients_by_central_differences(rng, lags):
    K, L = len(lags), lags[-1]
    shapes = [(T, N, D), (L, N, H), (T, N, H), (D, H), (K, H, H), H]
    x, past, dh, *weights = normal(rng, *shapes)
    params = skip_rnn.Params(*weights)

    def step_loss(arguments):
        return (skip_rnn.step(*arguments, lags)[0] * dh[0]).sum()

    _, cache = skip_rnn.step(x[0], past, params, lags)
    grads = skip_rnn.step_backward(dh[0], cache, params, lags)
    errors = check_gradients(step_loss, (x[0], past, params), grads)
    assert max(errors.values()) < 1e-7, errors

    def loss(arguments):
        return (skip_rnn.forward(*arguments, lags)[0] * dh).sum()

    _, cache = skip_rnn.forward(x, past, params, lags)
    grads = skip_rnn.backward(dh, cache, params, lags)
    errors = check_gradients(loss, (x, past, params), grads)
    assert max(errors.values()) < 1e-7, errors


@LAGS
def test_skip_sequence_is_a_chain_of_steps(rng, lags):
    K, L = len(lags), lags[-1]
    x, past, *weights = normal(rng, (T, N, D), (L, N, H), (D, H), (K, H, H), H)
    params = skip_rnn.Params(*weights)
    states, _ = skip_rnn.forward(x, past, params, lags)
    for t in range(T):
        h, _ = skip_rnn.step(x[t], past, params, lags)
        np.testing.assert_allclose(states[t], h, atol=1e-12)
        past = np.concatenate([past[1:], h[None]])


def test_skips_of_length_one_are_a_plain_network(rng):
    x, h0, *weights = normal(rng, (T, N, D), (N, H), (D, H), (H, H), H)
    plain, _ = rnn.forward(x, h0, rnn.Params(*weights))
    Wx, Wh, b = weights
    h, _ = skip_rnn.forward(x, h0[None], skip_rnn.Params(Wx, Wh[None], b), (1,))
    np.testing.assert_allclose(h, plain, atol=1e-13)


def test_without_length_one_neighbours_do_not_meet(rng):
    """lags = (3,): three interleaved networks, each with every third step."""
    params = skip_rnn.initial_params(rng, D, H, (3,))
    x, past = normal(rng, (9, N, D), (3, N, H))
    h, _ = skip_rnn.forward(x, past, params, (3,))
    x[4] += 1
    changed, _ = skip_rnn.forward(x, past, params, (3,))
    assert (h != changed).any(axis=(1, 2)).tolist() == [t in (4, 7) for t in range(9)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_in_is_dtype_out_and_arguments_are_left_alone(rng, dtype):
    x, h0, dh, past = normal(rng, (T, N, D), (N, H), (T, N, H), (3, N, H))
    x, h0, dh, past = (a.astype(dtype) for a in (x, h0, dh, past))
    plain, skips = (
        leaky.initial_params(rng, D, H, dtype),
        skip_rnn.initial_params(rng, D, H, (1, 3), dtype),
    )
    arguments = arrays_of((x, h0, dh, past, plain, skips))
    before = [a.copy() for a in arguments]
    h, cache = leaky.forward(x, h0, plain, 0.5)
    s, skip_cache = skip_rnn.forward(x, past, skips, (1, 3))
    caches = [a.copy() for a in arrays_of((cache, skip_cache))]
    results = (
        h,
        s,
        leaky.backward(dh, cache, plain, 0.5),
        skip_rnn.backward(dh, skip_cache, skips, (1, 3)),
        echo_state.states(x, h0, echo_state.reservoir(rng, D, H, dtype=dtype), 0.2),
        echo_state.ridge_readout(h, x, 0.1),
    )
    assert {a.dtype for a in arrays_of(results)} == {np.dtype(dtype)}
    for array, copy in zip(
        [*arguments, *arrays_of((cache, skip_cache))], [*before, *caches], strict=True
    ):
        np.testing.assert_array_equal(array, copy)


def test_one_argument_in_float64_gives_float64(rng):
    x, h, past, dh = (
        a.astype(np.float32) for a in normal(rng, (T, N, D), (N, H), (3, N, H), (T, N, H))
    )
    plain = leaky.initial_params(rng, D, H, np.float32)
    skips = skip_rnn.initial_params(rng, D, H, (1, 3), np.float32)
    _, cache = leaky.forward(x, h, plain, ALPHA)
    past = past.astype(np.float64)
    results = (
        leaky.step(x[0], h, plain, ALPHA)[0],
        leaky.forward(x, h, plain, ALPHA)[0],
        leaky.backward(dh, cache, plain, ALPHA),
        skip_rnn.step(x[0], past, skips, (1, 3))[0],
        skip_rnn.forward(x, past, skips, (1, 3))[0],
    )
    assert {a.dtype for a in arrays_of(results)} == {np.dtype(np.float64)}


@pytest.mark.parametrize("alpha", [0.9, np.float64(0.9), np.float32(0.9), np.array(0.9)])
def test_an_alpha_for_all_units_leaves_the_dtype_as_it_is(rng, alpha):
    x, h = (a.astype(np.float32) for a in normal(rng, (T, N, D), (N, H)))
    params = leaky.initial_params(rng, D, H, np.float32)
    states, cache = leaky.forward(x, h, params, alpha)
    grads = leaky.backward(states, cache, params, alpha)
    step = leaky.step(x[0], h, params, alpha)[0]
    assert {a.dtype for a in arrays_of((states, grads, step))} == {np.dtype(np.float32)}


def test_a_float64_state_is_mixed_by_an_alpha_in_float64(rng):
    """With parameters in float32, too."""
    x, h = normal(rng, (N, D), (N, H))
    silent = leaky.Params(*(0 * w for w in leaky.initial_params(rng, D, H, np.float32)))
    np.testing.assert_array_equal(leaky.step(x, h, silent, 0.3)[0], 0.3 * h)


@pytest.mark.parametrize("lags", [(3,), (1, 3)])
@pytest.mark.parametrize("t", range(T))
def test_a_nan_in_any_step_is_named(rng, lags, t):
    params = skip_rnn.initial_params(rng, D, H, lags)
    x, past = normal(rng, (T, N, D), (3, N, H))
    x[t, 1, 2] = np.nan
    with pytest.raises(ValueError, match=rf"^x has shape \(7, 3, 4\) and NaN at \({t}, 1, 2\)"):
        skip_rnn.forward(x, past, params, lags)


@pytest.mark.parametrize("radius", [0.5, 0.95, 3.0])
def test_a_reservoir_has_its_spectral_radius(rng, radius):
    params = echo_state.reservoir(rng, 2, 60, radius)
    assert spectral_radius(params.Wh) == pytest.approx(radius)
    assert 5 < (params.Wh != 0).sum(axis=0).mean() < 15
    W = rng.normal(size=(9, 9))
    rescaled = echo_state.rescale_spectral_radius(W, radius)
    assert spectral_radius(rescaled) == pytest.approx(radius)
    np.testing.assert_allclose(rescaled / W, rescaled[0, 0] / W[0, 0])


def test_small_and_sparse_reservoirs_echo_too():
    for seed in range(50):
        params = echo_state.reservoir(np.random.default_rng(seed), 1, 8, 0.9, connections=1)
        assert spectral_radius(params.Wh) == pytest.approx(0.9)


def test_ridge_readout_is_the_closed_form(rng):
    h, y = normal(rng, (T, N, H), (T, N, 2))
    h = h + 3
    W, b = echo_state.ridge_readout(h, y, 0.7)
    h, y = h.reshape(-1, H), y.reshape(-1, 2)
    H0, Y0 = h - h.mean(axis=0), y - y.mean(axis=0)
    np.testing.assert_allclose(W, np.linalg.solve(H0.T @ H0 + 0.7 * np.eye(H), H0.T @ Y0))
    np.testing.assert_allclose((h @ W + b).mean(axis=0), y.mean(axis=0))


def test_ridge_readout_without_penalty_finds_a_linear_map(rng):
    h, W, b = normal(rng, (40, H), (H, 2), 2)
    found = echo_state.ridge_readout(h, h @ W + b, 0.0)
    np.testing.assert_allclose(found.W, W, atol=1e-12)
    np.testing.assert_allclose(found.b, b, atol=1e-12)


def test_a_reservoir_continues_a_wave(rng):
    wave = np.sin(2 * np.pi * np.arange(401) / 25)[:, None, None]
    params = echo_state.reservoir(rng, 1, 50, 0.9)
    h = echo_state.states(wave[:-1], np.zeros((1, 50)), params)
    readout = echo_state.ridge_readout(h[100:], wave[101:], 1e-8)
    x, state = wave[-1], h[-1]
    for t in range(401, 451):  # each output is the next input
        state = echo_state.states(x[None], state, params)[0]
        x, _ = linear.forward(state, readout)
        np.testing.assert_allclose(x[0, 0], np.sin(2 * np.pi * t / 25), atol=1e-2)


NIL = np.zeros((2, 2))
BAD = {
    "alpha": (
        lambda: leaky.step(np.ones((N, D)), np.ones((N, H)), PARAMS, 1.5),
        "^alpha is 1.5; it needs numbers from 0 to 1$",
    ),
    "alpha of another size": (
        lambda: leaky.step(np.ones((N, D)), np.ones((N, H)), PARAMS, np.ones(3)),
        r"^alpha has shape \(3,\); it needs shape \(H=5,\)$",
    ),
    "half-life of a plain network": (lambda: leaky.half_life(0.0), "^alpha is 0.0; it needs"),
    "no half-life": (lambda: leaky.alpha_of_half_life(0), "^steps is 0; it needs positive"),
    "a cache of another cell": (
        lambda: leaky.backward(np.ones((T, N, H)), (np.ones((T, N, H)),) * 4, PARAMS, 0.5),
        "^cache has length 4; it needs a tuple of 3: x, h, n$",
    ),
    "a cache without the past": (
        lambda: skip_rnn.backward(np.ones((T, N, H)), (np.ones((T, N, H)),) * 2, SKIPS, (1, 3)),
        "^cache has length 2; it needs a tuple of 3: x, past, h$",
    ),
    "lags out of order": (
        lambda: skip_rnn.initial_params(np.random.default_rng(0), D, H, (3, 1)),
        r"^lags is \(3, 1\); it needs at least one, in rising order$",
    ),
    "a short past": (
        lambda: skip_rnn.step(np.ones((N, D)), np.ones((2, N, H)), SKIPS, (1, 3)),
        r"^past has shape \(2, 3, 5\); it needs shape \(L=3, N=3, H=5\)$",
    ),
    "nothing to rescale": (
        lambda: echo_state.rescale_spectral_radius(NIL, 0.9),
        r"^W has shape \(2, 2\) and spectral radius 0; it needs another eigenvalue$",
    ),
    "a negative radius": (
        lambda: echo_state.rescale_spectral_radius(np.eye(2), -1),
        "^radius is -1; it needs a number of at least 0$",
    ),
    "a negative input scale": (
        lambda: echo_state.reservoir(np.random.default_rng(0), D, H, input_scale=-1),
        "^input_scale is -1; it needs a number of at least 0$",
    ),
    "infinite states": (
        lambda: echo_state.ridge_readout(np.full((3, 2), np.inf), np.ones((3, 1)), 1),
        r"^h has shape \(3, 2\) and infinity; it needs finite numbers$",
    ),
    "a negative penalty": (
        lambda: echo_state.ridge_readout(np.ones((3, 2)), np.ones((3, 1)), -1),
        "^penalty is -1; it needs a number of at least 0$",
    ),
    "targets of another length": (
        lambda: echo_state.ridge_readout(np.ones((3, 2)), np.ones((4, 1)), 1),
        r"^y has shape \(4, 1\); it needs shape \(3, V\)$",
    ),
}
PARAMS = leaky.initial_params(np.random.default_rng(0), D, H)
SKIPS = skip_rnn.initial_params(np.random.default_rng(0), D, H, (1, 3))


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments(name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call()
