"""LSTM, peephole LSTM, GRU and the simplified unit: what holds for every gated cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import gru, linear, lstm, peephole_lstm, simplified_gru
from rnn_core.gradient_check import check_gradients

T, N, D, H = 6, 3, 4, 5
CELLS = pytest.mark.parametrize(
    "cell",
    [lstm, peephole_lstm, gru, simplified_gru],
    ids=lambda cell: cell.__name__.split(".")[1],
)
SIZES = st.tuples(*[st.integers(1, 5)] * 4, st.integers(0, 2**32 - 1))


def problem(cell, T, N, D, H, seed, dtype=np.float64):
    """->  x, (h0, c0), params, (dh, dc): nothing zero, nothing equal."""
    rng = np.random.default_rng(seed)

    def normal(*shape):
        return rng.normal(size=shape).astype(dtype)

    params = cell.initial_params(rng, D, H, dtype)
    params = params._replace(**{name: normal(*w.shape) for name, w in params._asdict().items()})
    states = tuple(normal(N, H) for _ in cell.STATES)
    return normal(T, N, D), states, params, tuple(normal(T, N, H) for _ in states)


def arrays_of(tree):
    return [a for t in tree for a in arrays_of(t)] if isinstance(tree, tuple) else [tree]


def assert_close(actual, expected, tolerance=1e-12):
    for a, e in zip(arrays_of(actual), arrays_of(expected), strict=True):
        np.testing.assert_allclose(a, e, rtol=tolerance, atol=tolerance)


def backward(cell, dstates, cache, params):
    dh, *dc = dstates
    return cell.backward(dh, cache, params, *dc)


@CELLS
def test_step_gradient_by_central_differences(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=1)
    asked = [ds[0] for ds in dstates]

    def loss(arguments):
        x, *states, params = arguments
        *following, _ = cell.step(x, *states, params)
        return sum((s * ds).sum() for s, ds in zip(following, asked, strict=True))

    *_, cache = cell.step(x[0], *states, params)
    grads = cell.step_backward(*asked, cache, params)
    errors = check_gradients(loss, (x[0], *states, params), grads)
    assert len(errors) == 1 + len(states) + len(params)
    assert max(errors.values()) < 1e-7, errors


@CELLS
def test_sequence_gradient_by_central_differences(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=2)

    def loss(arguments):
        x, *states, params = arguments
        *following, _ = cell.forward(x, *states, params)
        return sum((s * ds).sum() for s, ds in zip(following, dstates, strict=True))

    *_, cache = cell.forward(x, *states, params)
    errors = check_gradients(loss, (x, *states, params), backward(cell, dstates, cache, params))
    assert len(errors) == 1 + len(states) + len(params)
    assert max(errors.values()) < 1e-7, errors


@CELLS
@given(sizes=SIZES)
def test_a_sequence_is_a_chain_of_steps(cell, sizes):
    x, states, params, _ = problem(cell, *sizes)
    *sequences, cache = cell.forward(x, *states, params)
    for t in range(len(x)):
        *states, step_cache = cell.step(x[t], *states, params)
        assert_close(tuple(s[t] for s in sequences), tuple(states))
        assert_close(tuple(kept[t] for kept in cache), step_cache)


@CELLS
@given(sizes=SIZES)
def test_backward_is_a_chain_of_backward_steps(cell, sizes):
    x, states, params, dstates = problem(cell, *sizes)
    *_, cache = cell.forward(x, *states, params)
    dx, *dstates0, dparams = backward(cell, dstates, cache, params)

    through_next, total = [0] * len(states), [0] * len(params)
    for t in reversed(range(len(x))):
        asked = [ds[t] + later for ds, later in zip(dstates, through_next, strict=True)]
        step_cache = tuple(kept[t] for kept in cache)
        dx_t, *through_next, step_dparams = cell.step_backward(*asked, step_cache, params)
        total = [a + b for a, b in zip(total, step_dparams, strict=True)]
        assert_close(dx[t], dx_t, 1e-10)
    assert_close((*dstates0, dparams), (*through_next, tuple(total)), 1e-10)


@pytest.mark.parametrize("cell", [lstm, peephole_lstm])
def test_no_gradient_of_the_cell_is_a_gradient_of_zero(cell):
    x, states, params, (dh, dc) = problem(cell, T, N, D, H, seed=3)
    *_, cache = cell.forward(x, *states, params)
    without = cell.backward(dh, cache, params)
    assert_close(without, cell.backward(dh, cache, params, np.zeros_like(dc)))


@CELLS
@given(sizes=SIZES)
def test_sequences_of_a_batch_do_not_mix(cell, sizes):
    x, states, params, dstates = problem(cell, *sizes)
    *sequences, cache = cell.forward(x, *states, params)
    dx, *dstates0, dparams = backward(cell, dstates, cache, params)
    total = [0] * len(params)
    for n in range(x.shape[1]):
        one = slice(n, n + 1)
        *some, cache_n = cell.forward(x[:, one], *(s[one] for s in states), params)
        some_dstates = [ds[:, one] for ds in dstates]
        dx_n, *dstates0_n, dparams_n = backward(cell, some_dstates, cache_n, params)
        assert_close((*(s[:, one] for s in sequences), dx[:, one]), (*some, dx_n), 1e-10)
        assert_close(tuple(ds[one] for ds in dstates0), tuple(dstates0_n), 1e-10)
        total = [a + b for a, b in zip(total, dparams_n, strict=True)]
    assert_close(tuple(dparams), tuple(total), 1e-10)


@CELLS
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_in_is_dtype_out(cell, dtype):
    x, states, params, dstates = problem(cell, T, N, D, H, 4, dtype)
    *following, step_cache = cell.step(x[0], *states, params)
    *sequences, cache = cell.forward(x, *states, params)
    results = (
        *following,
        *sequences,
        cell.step_backward(*(ds[0] for ds in dstates), step_cache, params),
        backward(cell, dstates, cache, params),
        cell.initial_params(np.random.default_rng(0), D, H, dtype),
    )
    assert {a.dtype for a in arrays_of(results)} == {np.dtype(dtype)}


@CELLS
def test_one_argument_in_float64_gives_float64(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, 5, np.float32)
    *sequences, cache = cell.forward(x.astype(np.float64), *states, params)
    results = (*sequences, backward(cell, dstates, cache, params))
    assert {a.dtype for a in arrays_of(results)} == {np.dtype(np.float64)}


@CELLS
def test_arguments_and_caches_are_left_alone(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=6)
    *_, step_cache = cell.step(x[0], *states, params)
    *_, cache = cell.forward(x, *states, params)
    everything = arrays_of((x, states, params, dstates, step_cache, cache))
    before = [array.copy() for array in everything]
    cell.step_backward(*(ds[0] for ds in dstates), step_cache, params)
    backward(cell, dstates, cache, params)
    cell.forward(x, *states, params)
    for array, copy in zip(everything, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@CELLS
def test_arrays_need_not_be_contiguous(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=7)
    *sequences, cache = cell.forward(x, *states, params)
    expected = (*sequences, *backward(cell, dstates, cache, params))

    def strided(array):
        return np.repeat(array, 2, axis=-1)[..., ::2].T.copy().T

    params = type(params)(*map(strided, params))
    *sequences, cache = cell.forward(strided(x), *map(strided, states), params)
    grads = backward(cell, map(strided, dstates), tuple(map(strided, cache)), params)
    assert_close((*sequences, *grads), expected)


@CELLS
@pytest.mark.parametrize("sign", [-1, 1])
def test_saturated_gates_neither_overflow_nor_warn(cell, sign):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=8)
    b = "bx" if cell is gru else "b"
    params = params._replace(**{b: np.full_like(getattr(params, b), 1000.0 * sign)})
    *sequences, cache = cell.forward(x, *states, params)
    *_, step_cache = cell.step(x[0], *states, params)
    assert all(np.isfinite(s).all() for s in sequences)
    assert_close(tuple(kept[0] for kept in cache), step_cache)
    grads = backward(cell, dstates, cache, params)
    assert all(np.isfinite(g).all() for g in arrays_of(grads))


@CELLS
def test_initial_params_keep_the_size_of_sums(cell):
    params = cell.initial_params(np.random.default_rng(0), 100, 400)
    assert params.Wx.std() == pytest.approx(0.1, rel=0.02)
    assert params.Wh.std() == pytest.approx(0.05, rel=0.02)


BAD = {
    "x of another width": (
        {"x": np.ones((N, D + 1))},
        "x has shape (3, 5); it needs shape (N, D=4)",
    ),
    "a state of another batch": (
        {"h": np.ones((N + 1, H))},
        "h has shape (4, 5); it needs shape (N=3, H=5)",
    ),
    "integers": (
        {"x": np.ones((N, D), int)},
        "x has shape (3, 4) and dtype int64; it needs floats",
    ),
    "NaN": (
        {"h": np.full((N, H), np.nan)},
        "h has shape (3, 5) and NaN at (0, 0); it needs numbers only",
    ),
}


@CELLS
@pytest.mark.parametrize("name", BAD)
def test_bad_arguments_are_named(cell, name):
    wrong, message = BAD[name]
    x, (h, *c), params, _ = problem(cell, T, N, D, H, seed=9)
    arguments = {"x": x[0], "h": h} | wrong
    with pytest.raises(ValueError) as error:
        cell.step(arguments["x"], arguments["h"], *c, params)
    assert str(error.value) == message


@CELLS
def test_bad_parameters_are_named(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=10)
    gates = params.Wh.shape[1] // H
    G = f"{gates}H={gates * H}"
    with pytest.raises(ValueError, match=rf"^Wh has shape \(5, 7\); it needs shape \(H=5, {G}\)$"):
        cell.forward(x, *states, params._replace(Wh=np.ones((H, 7))))
    with pytest.raises(ValueError, match=rf"^Wx has shape \(4, 6\); it needs shape \(D, {G}\)$"):
        cell.step(x[0], *states, params._replace(Wx=np.ones((D, 6))))
    *_, cache = cell.forward(x, *states, params)
    with pytest.raises(
        ValueError, match=r"^dh has shape \(3, 5\); it needs shape \(T=6, N=3, H=5\)$"
    ):
        cell.backward(dstates[0][0], cache, params)
    with pytest.raises(ValueError, match=r"^dh has shape \(6, 3, 5\) and NaN at \(0, 0, 0\)"):
        cell.backward(np.full((T, N, H), np.nan), cache, params)


@CELLS
@pytest.mark.parametrize("t", range(T))
def test_a_nan_in_any_step_is_named(cell, t):
    x, states, params, _ = problem(cell, T, N, D, H, seed=11)
    x[t, 1, 2] = np.nan
    with pytest.raises(ValueError, match=rf"^x has shape \(6, 3, 4\) and NaN at \({t}, 1, 2\)"):
        cell.forward(x, *states, params)


@CELLS
def test_another_cell_s_parameters_and_caches_are_named(cell):
    x, states, params, dstates = problem(cell, T, N, D, H, seed=12)
    *_, cache = cell.forward(x, *states, params)
    names = ", ".join(params._fields)
    with pytest.raises(ValueError, match=f"^params is a tuple; it needs {names}$"):
        cell.forward(x, *states, tuple(params))
    with pytest.raises(ValueError, match=f"^params is W, b; it needs {names}$"):
        cell.step(x[0], *states, linear.Params(params.Wx, params.Wh))
    found = rf"^cache has length {len(cache) + 1}; it needs a tuple of {len(cache)}: x, h, "
    with pytest.raises(ValueError, match=found):
        backward(cell, dstates, (*cache, cache[1]), params)


def test_peepholes_of_another_shape_are_named():
    x, states, params, _ = problem(peephole_lstm, T, N, D, H, seed=13)
    with pytest.raises(ValueError, match=r"^p has shape \(2, 5\); it needs shape \(P=3, H=5\)$"):
        peephole_lstm.forward(x, *states, params._replace(p=np.ones((2, H))))
