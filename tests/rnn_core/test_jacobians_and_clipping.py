"""Jacobians, clipping and the flow penalty."""

import numpy as np
import pytest

from rnn_core import clipping, flow, gru, jacobians, lstm, peephole_lstm, rnn, simplified_gru
from rnn_core.activations import RELU, SIGMOID, TANH
from rnn_core.gradient_check import numerical_gradient, relative_error

T, N, D, H = 6, 3, 4, 5


def normal(rng, *shapes):
    return [rng.normal(size=shape) for shape in shapes]


def problem(rng, activation=TANH):
    shapes = [(T, N, D), (N, H), (T, N, H), (D, H), (H, H), H]
    x, h0, dh, *weights = normal(rng, *shapes)
    params = rnn.Params(*weights)
    h, cache = rnn.forward(x, h0, params, activation)
    return dh, h, cache, params


@pytest.mark.parametrize("activation", [TANH, SIGMOID, RELU])
def test_the_product_of_jacobians_is_the_gradient_through_time(rng, activation):
    dh, h, cache, params = problem(rng, activation)
    dh[:-1] = 0  # the loss sees the last state only
    J = jacobians.step_jacobian(h, params.Wh, activation)
    product = jacobians.jacobian_product(J)
    assert J.shape == (T, N, H, H)
    _, dh0, _ = rnn.backward(dh, cache, params, activation)
    np.testing.assert_allclose(np.einsum("nij,nj->ni", product, dh[-1]), dh0, atol=1e-12)

    totals, _ = jacobians.rnn_state_gradients(dh, cache, params, activation)
    P = jacobians.jacobian_products(J)
    for t in range(T - 1):
        np.testing.assert_allclose(np.einsum("nij,nj->ni", P[t + 1], dh[-1]), totals[t], atol=1e-12)


def test_step_jacobian_by_central_differences(rng):
    _, h, (x, h0, _), params = problem(rng)
    J = jacobians.step_jacobian(h[0], params.Wh)
    for j in range(H):
        column = numerical_gradient(lambda h, j=j: rnn.step(x[0], h, params)[0][:, j].sum(), h0)
        np.testing.assert_allclose(J[:, :, j], column, atol=1e-8)


def test_state_gradients_are_those_of_backward(rng):
    dh, _, cache, params = problem(rng)
    totals, dh0 = jacobians.rnn_state_gradients(dh, cache, params)
    dx, expected_dh0, dparams = rnn.backward(dh, cache, params)
    np.testing.assert_allclose(dh0, expected_dh0, atol=1e-12)
    da = totals * (1 - cache[2] ** 2)
    np.testing.assert_allclose(da @ params.Wx.T, dx, atol=1e-12)
    np.testing.assert_allclose(da.sum(axis=(0, 1)), dparams.b, atol=1e-12)


@pytest.mark.parametrize("cell", [lstm, peephole_lstm, gru, simplified_gru])
def test_gated_cells(rng, cell):
    params = cell.initial_params(rng, D, H)
    states = normal(rng, *[(N, H)] * (2 if cell in (lstm, peephole_lstm) else 1))
    (x,) = normal(rng, (T, N, D))
    dstates = normal(rng, *[(T, N, H)] * len(states))
    *_, cache = cell.forward(x, *states, params)
    totals = jacobians.cell_state_gradients(cell, dstates, cache, params)

    # the loss sees the last states only: through one step, the Jacobian does the same
    for ds in dstates:
        ds[:-1] = 0
    last_but_one = jacobians.cell_state_gradients(cell, dstates, cache, params)
    J = jacobians.cell_jacobian(cell, tuple(kept[-1] for kept in cache), params)
    asked = np.hstack([ds[-1] for ds in dstates])
    expected = np.hstack([ds[-2] for ds in last_but_one])
    np.testing.assert_allclose(np.einsum("nij,nj->ni", J, asked), expected, atol=1e-12)

    # and in full, the first step's gradients lead to backward's
    first = tuple(kept[0] for kept in cache)
    dx0, *_ = cell.step_backward(*(ds[0] for ds in totals), first, params)
    assert dx0.shape == (N, D)


def test_state_gradients_of_an_lstm_lead_to_backward(rng):
    params = lstm.initial_params(rng, D, H)
    x, h0, c0, dh, dc = normal(rng, (T, N, D), (N, H), (N, H), (T, N, H), (T, N, H))
    *_, cache = lstm.forward(x, h0, c0, params)
    dh_total, dc_total = jacobians.cell_state_gradients(lstm, (dh, dc), cache, params)
    first = tuple(kept[0] for kept in cache)
    _, dh0, dc0, _ = lstm.step_backward(dh_total[0], dc_total[0], first, params)
    _, expected_dh0, expected_dc0, _ = lstm.backward(dh, cache, params, dc)
    np.testing.assert_allclose((dh0, dc0), (expected_dh0, expected_dc0), atol=1e-12)


def test_singular_values_and_norms(rng):
    matrices = rng.normal(size=(3, H, H))
    found = jacobians.singular_values(matrices)
    assert found.shape == (3, H)
    assert (np.diff(found) <= 0).all()
    np.testing.assert_allclose(found[:, 0], [np.linalg.norm(m, 2) for m in matrices], rtol=1e-12)
    np.testing.assert_allclose(jacobians.norms(np.array([[3.0, 4.0]])), [5.0])


def test_jacobians_need_time():
    with pytest.raises(
        ValueError, match=r"^J has shape \(5, 5\); it needs shape \(T, ..., H=5, H\)$"
    ):
        jacobians.jacobian_product(np.eye(5))


def test_clip_by_norm_keeps_the_direction(rng):
    grads = rnn.Params(*normal(rng, (D, H), (H, H), H))
    clipped, norm = clipping.clip_by_norm(grads, 0.5)
    flat, before = (np.concatenate([a.ravel() for a in tree]) for tree in (clipped, grads))
    assert norm == pytest.approx(np.linalg.norm(before))
    assert np.linalg.norm(flat) == pytest.approx(0.5)
    assert flat @ before == pytest.approx(np.linalg.norm(flat) * np.linalg.norm(before))
    same, _ = clipping.clip_by_norm(grads, 1e6)
    for a, b in zip(same, grads, strict=True):
        np.testing.assert_array_equal(a, b)


def test_clip_by_value_clips_each_number(rng):
    grads = rnn.Params(*normal(rng, (D, H), (H, H), H))
    before = [g.copy() for g in grads]
    clipped = clipping.clip_by_value(grads, 0.5)
    assert isinstance(clipped, rnn.Params)
    for c, g, b in zip(clipped, grads, before, strict=True):
        np.testing.assert_array_equal(c, np.minimum(np.maximum(g, -0.5), 0.5))
        np.testing.assert_array_equal(g, b)


def test_clipping_of_huge_and_of_no_gradients():
    huge, norm = clipping.clip_by_norm(np.array([3e200, 4e200]), 5.0)
    np.testing.assert_allclose(huge, [3.0, 4.0])
    assert norm == pytest.approx(5e200)
    nothing, norm = clipping.clip_by_norm(np.zeros(3, np.float32), 1.0)
    assert norm == 0
    assert nothing.dtype == np.float32
    assert clipping.clip_by_value(np.ones(3, np.float32), 0.5).dtype == np.float32


@pytest.mark.parametrize(
    ("grads", "limit", "message"),
    [
        (rnn.Params(np.ones(1), np.array([np.nan]), np.ones(1)), 1, "the gradient of Wh has shape"),
        (np.array([1, np.inf]), 1, r"the gradient has shape \(2,\) and infinity"),
        (np.ones(2), 0, "limit is 0; it needs a positive number"),
    ],
)
def test_clipping_names_bad_arguments(grads, limit, message):
    with pytest.raises(ValueError, match=message):
        clipping.clip_by_norm(grads, limit)


@pytest.mark.parametrize("activation", [TANH, SIGMOID])
def test_flow_penalty_is_its_formula_and_its_gradient(rng, activation):
    dh, h, cache, params = problem(rng, activation)
    total, _ = jacobians.rnn_state_gradients(dh, cache, params, activation)
    penalty, flow_cache = flow.flow_penalty(total, h, params.Wh, activation)

    expected = 0
    J = jacobians.step_jacobian(h, params.Wh, activation)
    for t in range(T):
        for n in range(N):
            ratio = np.linalg.norm(J[t, n] @ total[t, n]) / np.linalg.norm(total[t, n])
            assert flow.norm_ratios(total, h, params.Wh, activation)[t, n] == pytest.approx(ratio)
            expected += (ratio - 1) ** 2 / N
    assert penalty == pytest.approx(expected)

    numeric = numerical_gradient(
        lambda Wh: flow.flow_penalty(total, h, Wh, activation)[0], params.Wh
    )
    assert relative_error(flow.flow_penalty_backward(flow_cache), numeric) < 1e-7


def test_steps_that_the_loss_does_not_reach_do_not_count(rng):
    dh, h, cache, params = problem(rng)
    dh[3:] = 0
    total, _ = jacobians.rnn_state_gradients(dh, cache, params)
    penalty, flow_cache = flow.flow_penalty(total, h, params.Wh)
    shorter, short_cache = flow.flow_penalty(total[:3], h[:3], params.Wh)
    assert penalty == pytest.approx(shorter)
    np.testing.assert_allclose(
        flow.flow_penalty_backward(flow_cache), flow.flow_penalty_backward(short_cache)
    )


def test_the_penalty_sees_vanished_gradients_without_underflow(rng):
    dh, h, cache, params = problem(rng)
    total, _ = jacobians.rnn_state_gradients(dh, cache, params)
    tiny = flow.flow_penalty(total * 1e-200, h, params.Wh)[0]
    assert tiny == pytest.approx(flow.flow_penalty(total, h, params.Wh)[0])


def test_descending_the_penalty_brings_the_ratios_towards_one(rng):
    dh, _, (x, h0, _), params = problem(rng)
    params = params._replace(Wh=0.1 * params.Wh)

    def ratios_after(steps, params):
        for _ in range(steps + 1):
            h, cache = rnn.forward(x, h0, params)
            total, _ = jacobians.rnn_state_gradients(dh, cache, params)
            _, flow_cache = flow.flow_penalty(total, h, params.Wh)
            step = params.Wh - 0.02 * flow.flow_penalty_backward(flow_cache)
            before, params = params, params._replace(Wh=step)
        return flow.norm_ratios(total, h, before.Wh)

    before, after = ratios_after(0, params), ratios_after(200, params)
    assert np.abs(after - 1).mean() < 0.5 * np.abs(before - 1).mean()
