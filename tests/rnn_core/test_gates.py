"""What the gates do: keep, replace, leak; and how one cell becomes another."""

import numpy as np
import pytest

from rnn_core import gru, leaky, lstm, peephole_lstm, rnn, simplified_gru
from rnn_core.activations import TANH

T, N, D, H = 9, 3, 4, 5
SHUT, OPEN = -1000.0, 1000.0


def normal(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


def test_lstm_step_by_hand():
    weights = np.array([[0.5, -0.25, 1.0, 2.0]])
    params = lstm.Params(weights, 2 * weights, np.array([0.1, 0.2, 0.3, 0.4]))
    h_next, c_next, _ = lstm.step(np.array([[2.0]]), np.array([[0.5]]), np.array([[3.0]]), params)

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    i, f, g, o = sigmoid(1.6), sigmoid(-0.55), np.tanh(3.3), sigmoid(6.4)
    c = f * 3 + i * g
    np.testing.assert_allclose((c_next, h_next), ([[c]], [[o * np.tanh(c)]]), rtol=1e-14)


def test_the_forget_gate_starts_open():
    for cell in (lstm, peephole_lstm):
        params = cell.initial_params(np.random.default_rng(0), D, H, forget_bias=0.5)
        np.testing.assert_array_equal(params.b, np.repeat([0, 0.5, 0, 0], H))
        assert cell.initial_params(np.random.default_rng(0), D, H).b[H] == 1


def test_the_error_carousel_keeps_value_and_gradient_exactly(rng):
    """Forget gate open, input gate shut: c does not change, and ∂c^(T)/∂c^(0) = 1."""
    params = lstm.Params(np.zeros((D, 4 * H)), np.zeros((H, 4 * H)), np.zeros(4 * H))
    params.b[:H], params.b[H : 2 * H] = SHUT, OPEN
    x, h0, c0, dc_last = normal(rng, (1000, N, D), (N, H), (N, H), (N, H))
    _, c, cache = lstm.forward(x, h0, c0, params)
    np.testing.assert_array_equal(c[-1], c0)
    dc = np.zeros((1000, N, H))
    dc[-1] = dc_last
    _, _, dc0, _ = lstm.backward(np.zeros_like(dc), cache, params, dc)
    np.testing.assert_array_equal(dc0, dc_last)


def test_peepholes_of_zero_are_an_lstm(rng):
    shapes = [(D, 4 * H), (H, 4 * H), 4 * H, (T, N, D), (N, H), (N, H), (T, N, H)]
    *weights, x, h0, c0, dh = normal(rng, *shapes)
    plain, peeping = lstm.Params(*weights), peephole_lstm.Params(*weights, np.zeros((3, H)))
    *states, cache = lstm.forward(x, h0, c0, plain)
    *same_states, same_cache = peephole_lstm.forward(x, h0, c0, peeping)
    np.testing.assert_allclose(same_states, states, atol=1e-13)
    dx, _, _, dparams = lstm.backward(dh, cache, plain)
    same_dx, _, _, same_dparams = peephole_lstm.backward(dh, same_cache, peeping)
    np.testing.assert_allclose(same_dx, dx, atol=1e-12)
    np.testing.assert_allclose(same_dparams.Wh, dparams.Wh, atol=1e-12)


def gru_problem(rng):
    shapes = [(D, 3 * H), (H, 3 * H), 3 * H, 3 * H, (T, N, D), (N, H), (T, N, H)]
    *weights, x, h0, dh = normal(rng, *shapes)
    return gru.Params(*weights), x, h0, dh


def test_the_other_convention_of_the_update_gate(rng):
    params, x, h, dh = gru_problem(rng)

    def states_of(params, h):
        states = []
        for x_t in x:
            _, (_, _, _, z, n, _) = gru.step(x_t, h, params)
            h = z * n + (1 - z) * h  # z = 1 replaces the state
            states.append(h)
        return np.stack(states)

    other = gru.convert_update_gate(params)
    states, cache = gru.forward(x, h, other)
    np.testing.assert_allclose(states, states_of(params, h), atol=1e-13)

    _, _, dother = gru.backward(dh, cache, other)
    dparams = gru.convert_update_gate(dother)
    for name, w in params._asdict().items():
        direction, eps = rng.normal(size=w.shape), 1e-6
        above, below = (
            (states_of(params._replace(**{name: w + e * direction}), h) * dh).sum()
            for e in (eps, -eps)
        )
        slope = (getattr(dparams, name) * direction).sum()
        assert slope == pytest.approx((above - below) / (2 * eps), rel=1e-6)


def test_converting_twice_changes_nothing(rng):
    params, *_ = gru_problem(rng)
    for w, same in zip(
        params, gru.convert_update_gate(gru.convert_update_gate(params)), strict=True
    ):
        np.testing.assert_array_equal(same, w)


def test_an_open_update_gate_keeps_the_state(rng):
    params, x, h0, _ = gru_problem(rng)
    params.bx[H : 2 * H] = OPEN
    h, _ = gru.forward(x, h0, params)
    np.testing.assert_array_equal(h, np.broadcast_to(h0, h.shape))


def test_gru_with_both_gates_fixed_is_a_plain_rnn(rng):
    """Reset gate open, update gate shut."""
    params, x, h0, _ = gru_problem(rng)
    params.bx[:H], params.bx[H : 2 * H] = OPEN, SHUT
    Wx, Wh, bx, bh = (w[..., 2 * H :] for w in params)
    plain, _ = rnn.forward(x, h0, rnn.Params(Wx.copy(), Wh.copy(), bx + bh), TANH)
    np.testing.assert_allclose(gru.forward(x, h0, params)[0], plain, atol=1e-12)


def test_gru_with_an_update_gate_that_does_not_look_is_leaky(rng):
    """Reset gate open, z = α whatever is read."""
    params, x, h0, _ = gru_problem(rng)
    alpha = np.array([0.1, 0.3, 0.5, 0.9, 0.99])
    looks, reset, update = (params.Wx, params.Wh, params.bh), slice(H), slice(H, 2 * H)
    for w in looks:
        w[..., update] = 0
    params.bx[reset], params.bx[update] = OPEN, np.log(alpha / (1 - alpha))
    Wx, Wh, bx, bh = (w[..., 2 * H :] for w in params)
    slow, _ = leaky.forward(x, h0, leaky.Params(Wx.copy(), Wh.copy(), bx + bh), alpha)
    np.testing.assert_allclose(gru.forward(x, h0, params)[0], slow, atol=1e-12)


def test_the_simplified_unit_is_a_gru(rng):
    shapes = [(D, 2 * H), (H, 2 * H), 2 * H, (T, N, D), (N, H), (T, N, H)]
    *weights, x, h0, dh = normal(rng, *shapes)
    params = simplified_gru.Params(*weights)
    h, cache = simplified_gru.forward(x, h0, params)
    same_h, same_cache = gru.forward(x, h0, simplified_gru.to_gru(params))
    np.testing.assert_allclose(same_h, h, atol=1e-13)

    dx, dh0, dparams = simplified_gru.backward(dh, cache, params)
    same_dx, same_dh0, full = gru.backward(dh, same_cache, simplified_gru.to_gru(params))
    np.testing.assert_allclose(same_dx, dx, atol=1e-12)
    np.testing.assert_allclose(same_dh0, dh0, atol=1e-12)
    np.testing.assert_allclose(full.Wx[:, H : 2 * H], -dparams.Wx[:, :H], atol=1e-12)
    np.testing.assert_allclose(full.Wh[:, 2 * H :], dparams.Wh[:, H:], atol=1e-12)

    held = simplified_gru.to_gru(params._replace(Wx=np.full((D, 2 * H), np.inf))).Wx[:, :H]
    np.testing.assert_array_equal(held, 0)
