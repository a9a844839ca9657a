"""Each generator obeys its formula, step by step, for any sizes and any seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.data import tasks

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(seeds, sizes, sizes)
def test_largest_is_the_largest(rng, N, D):
    x, target = tasks.largest(rng, N, D)
    assert x.shape == (1, N, D) and target.shape == (1, N)
    for n in range(N):
        assert all(x[0, n, target[0, n]] >= number for number in x[0, n])


@given(seeds, sizes, sizes)
def test_countdown_steps_down_to_zero_and_stays(rng, T, N):
    start, target = tasks.countdown(rng, T, N)
    assert start.shape == (1, N) and target.shape == (T, N)
    assert (target[:1] == start).all() and (target[-1] == 0).all()
    assert all(
        later == (earlier - 1 if earlier else 0)
        for t in range(T - 1)
        for earlier, later in zip(target[t], target[t + 1], strict=True)
    )


@given(seeds, sizes, sizes, sizes)
def test_remember_first(rng, T, N, V):
    x, target = tasks.remember_first(rng, T, N, V)
    assert x.shape == (T, N) and target.shape == (1, N)
    assert x.min() >= 0 and x.max() < V
    assert target[0].tolist() == x[0].tolist()


@given(seeds, sizes, sizes, sizes, st.data())
def test_echo_repeats_after_the_lag(rng, T, N, V, data):
    lag = data.draw(st.integers(0, T - 1))
    x, target, mask = tasks.echo(rng, T, N, lag, V)
    assert x.shape == target.shape == mask.shape == (T, N)
    for t in range(T):
        assert (mask[t] == (t >= lag)).all()
        assert (target[t] == (x[t - lag] if t >= lag else 0)).all()


@given(seeds, sizes, sizes)
def test_parity_flips_at_every_one(rng, T, N):
    x, target = tasks.parity(rng, T, N)
    assert x.shape == (T, N, 1) and target.shape == (T, N)
    assert set(np.unique(x)) <= {0.0, 1.0}
    before = np.vstack([np.zeros((1, N), int), target[:-1]])
    assert ((before != target) == (x[:, :, 0] == 1)).all()


@given(seeds, sizes, sizes)
def test_running_sum_grows_by_its_input(rng, T, N):
    x, target = tasks.running_sum(rng, T, N)
    assert x.shape == target.shape == (T, N, 1)
    np.testing.assert_allclose(np.diff(target, axis=0, prepend=0), x, atol=1e-12)


@given(seeds, sizes, sizes, sizes, st.data())
def test_backwards_starts_at_the_end(rng, T_in, N, V, data):
    T_out = data.draw(st.integers(1, T_in))
    x, target = tasks.backwards(rng, T_in, T_out, N, V)
    assert x.shape == (T_in, N) and target.shape == (T_out, N)
    assert (np.vstack([x[: T_in - T_out], target[::-1]]) == x).all()


def test_same_seed_same_task_and_different_seed_another():
    first, again, other = (tasks.parity(np.random.default_rng(s), 50, 3)[0] for s in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda rng: tasks.parity(rng, 0, 3), "T is 0"),
        (lambda rng: tasks.running_sum(rng, 4, 0), "N is 0"),
        (lambda rng: tasks.largest(rng, 4, -1), "D is -1"),
        (lambda rng: tasks.parity(rng, 4.5, 3), "T is 4.5; it needs an integer of at least 1"),
        (lambda rng: tasks.echo(rng, 4, 2, lag=4), "lag is 4"),
        (lambda rng: tasks.echo(rng, 4, 2, lag=-1), "lag is -1"),
        (lambda rng: tasks.backwards(rng, 3, 4, 2), "T_out is 4"),
    ],
)
def test_impossible_sizes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))
