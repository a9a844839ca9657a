"""LSTM and GRU against arrays that PyTorch made (golden/make_gated_golden.py)."""

from pathlib import Path

import numpy as np
import pytest

from rnn_core import gru, lstm

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = {"float64": 1e-12, "float32": 2e-5}
DTYPES = pytest.mark.parametrize("dtype", ["float64", "float32"])


def assert_all_equal(ours, golden, dtype):
    for name, actual in ours.items():
        expected = golden[name]
        assert actual.dtype == expected.dtype == dtype, name
        atol = TOLERANCE[dtype] * np.abs(expected).max()
        np.testing.assert_allclose(actual, expected, rtol=0, atol=atol, err_msg=name)


def at_the_end(asked, like):
    """(N, H)  ->  (T, N, H), zero but for the last step."""
    everywhere = np.zeros_like(like)
    everywhere[-1] = asked
    return everywhere


@DTYPES
def test_lstm(dtype):
    g = np.load(GOLDEN / f"lstm_{dtype}.npz")
    params = lstm.Params(g["Wx"], g["Wh"], g["bx"] + g["bh"])
    h, c, cache = lstm.forward(g["x"], g["h0"], g["c0"], params)
    assert_all_equal({"h": h, "h_last": h[-1], "c_last": c[-1]}, g, dtype)

    dh = g["dh"] + at_the_end(g["dh_last"], h)
    dx, dh0, dc0, dparams = lstm.backward(dh, cache, params, at_the_end(g["dc_last"], c))
    Wx, Wh, b = dparams
    ours = {"dx": dx, "dh0": dh0, "dc0": dc0, "dWx": Wx, "dWh": Wh, "dbx": b, "dbh": b}
    assert_all_equal(ours, g, dtype)


@DTYPES
def test_gru(dtype):
    g = np.load(GOLDEN / f"gru_{dtype}.npz")
    params = gru.Params(g["Wx"], g["Wh"], g["bx"], g["bh"])
    h, cache = gru.forward(g["x"], g["h0"], params)
    assert_all_equal({"h": h, "h_last": h[-1]}, g, dtype)

    dx, dh0, dparams = gru.backward(g["dh"] + at_the_end(g["dh_last"], h), cache, params)
    Wx, Wh, bx, bh = dparams
    ours = {"dx": dx, "dh0": dh0, "dWx": Wx, "dWh": Wh, "dbx": bx, "dbh": bh}
    assert_all_equal(ours, g, dtype)
