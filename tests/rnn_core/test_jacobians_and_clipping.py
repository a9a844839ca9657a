"""Jacobians, clipping and the flow penalty."""

import re

import numpy as np
import pytest

from rnn_core import clipping, flow, gru, jacobians, lstm, peephole_lstm, rnn, simplified_gru
from rnn_core.activations import RELU, SIGMOID, TANH
from rnn_core.gradient_check import numerical_gradient, relative_error

T, N, D, H = 6, 3, 4, 5
GATED = pytest.mark.parametrize("cell", [lstm, peephole_lstm, gru, simplified_gru])


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
    P = jacobians.jacobian_products(J)
    assert J.shape == (T, N, H, H)
    _, dh0, _ = rnn.backward(dh, cache, params, activation)
    np.testing.assert_allclose(np.einsum("nij,nj->ni", P[0], dh[-1]), dh0, atol=1e-12)

    totals, _ = jacobians.rnn_state_gradients(dh, cache, params, activation)
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


def gated_problem(rng, cell):
    """->  x, (h0,) or (h0, c0), params, dstates: (dh,) or (dh, dc)."""
    params = cell.initial_params(rng, D, H)
    states = normal(rng, *[(N, H)] * len(cell.STATES))
    return rng.normal(size=(T, N, D)), states, params, normal(rng, *[(T, N, H)] * len(states))


@GATED
def test_state_gradients_of_gated_cells_lead_to_those_of_backward(rng, cell):
    x, states, params, dstates = gated_problem(rng, cell)
    *_, cache = cell.forward(x, *states, params)
    totals = jacobians.cell_state_gradients(cell, dstates, cache, params)
    dx, *dstates0, _ = cell.backward(dstates[0], cache, params, *dstates[1:])
    for t in range(T):
        step_cache = tuple(kept[t] for kept in cache)
        dx_t, *through, _ = cell.step_backward(*(ds[t] for ds in totals), step_cache, params)
        np.testing.assert_allclose(dx_t, dx[t], atol=1e-12)
        if t == 0:
            np.testing.assert_allclose(through, dstates0, atol=1e-12)


@GATED
def test_cell_jacobian_by_central_differences(rng, cell):
    (x, *_), states, params, _ = gated_problem(rng, cell)
    *_, cache = cell.step(x, *states, params)
    J = jacobians.cell_jacobian(cell, cache, params)

    def next_state(state, j):
        *following, _ = cell.step(x, *np.split(state, len(states), axis=1), params)
        return np.hstack(following)[:, j].sum()

    assert J.shape == (N, len(states) * H, len(states) * H)
    for j in range(J.shape[2]):
        column = numerical_gradient(lambda state, j=j: next_state(state, j), np.hstack(states))
        np.testing.assert_allclose(J[:, :, j], column, atol=1e-8)


def test_state_gradients_in_float32_of_a_cache_in_float64_are_float64(rng):
    x, states, params, dstates = gated_problem(rng, lstm)
    *_, cache = lstm.forward(x, *states, params)
    asked = [ds.astype(np.float32) for ds in dstates]
    totals = jacobians.cell_state_gradients(lstm, asked, cache, params)
    assert {total.dtype for total in totals} == {np.dtype(np.float64)}


def nan_at(shape, place):
    array = np.ones(shape)
    array[place] = np.nan
    return array


ASKED = np.ones((T, N, H))
GATED_PARAMS = {cell: cell.initial_params(np.random.default_rng(0), D, H) for cell in (lstm, gru)}
GATED_CACHES = {
    cell: cell.forward(np.ones((T, N, D)), *[np.ones((N, H))] * len(cell.STATES), params)[-1]
    for cell, params in GATED_PARAMS.items()
}


def asked_of(cell, *dstates, steps=slice(None)):
    cache = tuple(kept[steps] for kept in GATED_CACHES[cell])
    return lambda: jacobians.cell_state_gradients(cell, dstates, cache, GATED_PARAMS[cell])


def jacobian_of(cell, cache):
    return lambda: jacobians.cell_jacobian(cell, cache, GATED_PARAMS[lstm])


BAD = {
    "fewer steps than the cache": (
        asked_of(lstm, ASKED[:2], ASKED[:2]),
        "dh has shape (2, 3, 5); it needs shape (T=6, N=3, H=5)",
    ),
    "anything, for one step": (
        asked_of(gru, np.ones((1, 9, 9)), steps=slice(1)),
        "dh has shape (1, 9, 9); it needs shape (T=1, N=3, H=5)",
    ),
    "dc shorter than dh": (
        asked_of(lstm, ASKED, ASKED[:2]),
        "dc has shape (2, 3, 5); it needs shape (T=6, N=3, H=5)",
    ),
    "dh alone for an LSTM": (
        asked_of(lstm, ASKED),
        "dstates has length 1; it needs a tuple of 2: dh, dc",
    ),
    "dh in no tuple": (
        lambda: jacobians.cell_state_gradients(gru, ASKED, GATED_CACHES[gru], GATED_PARAMS[gru]),
        "dstates is a ndarray; it needs a tuple of 1: dh",
    ),
    "NaN asked of the cell": (
        asked_of(lstm, ASKED, nan_at((T, N, H), (3, 1, 2))),
        "dc has shape (6, 3, 5) and NaN at (3, 1, 2); it needs numbers only",
    ),
    "NaN asked of one step": (
        asked_of(gru, nan_at((1, N, H), (0, 1, 2)), steps=slice(1)),
        "dh has shape (1, 3, 5) and NaN at (0, 1, 2); it needs numbers only",
    ),
    "NaN asked of a plain network": (
        lambda: jacobians.rnn_state_gradients(
            nan_at((T, N, H), (3, 1, 2)), (None, None, ASKED), rnn.Params(None, np.eye(H), None)
        ),
        "dh has shape (6, 3, 5) and NaN at (3, 1, 2); it needs numbers only",
    ),
    "the cache of another cell": (
        jacobian_of(lstm, GATED_CACHES[gru]),
        "cache has length 6; it needs a tuple of 8: x, h, c, i, f, g, o, tanh_c",
    ),
    "the cache of a sequence": (
        jacobian_of(lstm, GATED_CACHES[lstm]),
        "x has shape (6, 3, 4); it needs shape (N, D=4)",
    ),
    "a cell without gates": (
        jacobian_of(rnn, ()),
        f"cell is {rnn!r}; it needs lstm, peephole_lstm, gru or simplified_gru",
    ),
    "an infinite gradient that flows": (
        lambda: flow.flow_penalty(np.where(np.eye(H)[0], np.inf, ASKED), ASKED, np.eye(H)),
        "dh_total has shape (6, 3, 5) and infinity; it needs finite numbers",
    ),
    "clipping of integers": (
        lambda: clipping.clip_by_norm(np.array([3, 4]), 1),
        "the gradient has shape (2,) and dtype int64; it needs floats",
    ),
    "clipping of numbers": (
        lambda: clipping.clip_by_value([3.0, 4.0], 1),
        "the gradient of 0 is a float; it needs an array of floats with shape (...,)",
    ),
    "clipping of a dictionary": (
        lambda: clipping.clip_by_value({"Wh": ASKED}, 1),
        "the gradient is a dict; it needs an array of floats with shape (...,)",
    ),
    "clipping of nothing": (
        lambda: clipping.clip_by_norm((), 1),
        "grads is (); it needs at least one array",
    ),
    "a norm that is too large": (
        lambda: clipping.clip_by_norm(np.array([1.5e308, 1.5e308]), 1),
        "grads has a norm beyond the largest float64; it needs a smaller one",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments_are_named(name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_singular_values(rng):
    matrices = rng.normal(size=(3, H, H))
    found = jacobians.singular_values(matrices)
    assert found.shape == (3, H)
    assert (np.diff(found) <= 0).all()
    np.testing.assert_allclose(found[:, 0], [np.linalg.norm(m, 2) for m in matrices], rtol=1e-12)


def test_jacobians_need_time():
    with pytest.raises(
        ValueError, match=r"^J has shape \(5, 5\); it needs shape \(T, ..., H=5, H\)$"
    ):
        jacobians.jacobian_products(np.eye(5))


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
            params = params._replace(Wh=step)
        ratios, *_ = flow_cache
        return ratios

    before, after = ratios_after(0, params), ratios_after(200, params)
    assert np.abs(after - 1).mean() < 0.5 * np.abs(before - 1).mean()
