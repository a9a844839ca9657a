"""Each generator obeys its formula, for any sizes and any seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.data import long_tasks

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(seeds, sizes, sizes, sizes)
def test_agreement_asks_for_the_first_word_at_the_end(rng, lag, N, words):
    x, target = long_tasks.agreement(rng, lag, N, words)
    assert x.shape == (lag + 1, N) and target.shape == (1, N)
    assert set(x[0]) <= {long_tasks.CAT, long_tasks.CATS}
    assert (target[0] == x[0]).all() and (x[-1] == long_tasks.WAS).all()
    assert ((x[1:-1] > long_tasks.WAS) & (x[1:-1] < 3 + words)).all()


@given(seeds, st.integers(2, 9), sizes)
def test_adding_adds_the_two_marked_numbers(rng, T, N):
    x, target = long_tasks.adding(rng, T, N)
    assert x.shape == (T, N, 2) and target.shape == (1, N, 1)
    for n in range(N):
        marked = np.flatnonzero(x[:, n, 1])
        assert len(marked) == 2 and marked[0] < T // 2 <= marked[1]
        assert target[0, n, 0] == pytest.approx(x[marked, n, 0].sum())


def test_adding_by_guessing_has_an_error_of_one_sixth():
    _, target = long_tasks.adding(np.random.default_rng(0), 10, 200_000)
    assert ((target - 1) ** 2).mean() == pytest.approx(1 / 6, rel=0.01)


@given(seeds, sizes, sizes, sizes, sizes)
def test_copy_repeats_its_start_when_told(rng, length, lag, N, V):
    x, target, mask = long_tasks.copy(rng, length, lag, N, V)
    assert x.shape == target.shape == mask.shape == (2 * length + lag, N)
    assert (x[:length] < V).all() and (target[-length:] == x[:length]).all()
    assert (target[:-length] == V).all() and (x[-length:] == V).all()
    told = x[length:-length]
    assert (told[-1] == V + 1).all() and (told[:-1] == V).all()
    assert (mask == (np.arange(len(x)) >= length + lag)[:, None]).all()


def test_mackey_glass_is_the_solution_of_its_equation():
    x = long_tasks.mackey_glass(np.random.default_rng(0), 4000, spacing=0.1)
    assert x.shape == (4000,)
    middle, delayed = x[171:-1], x[1:-171]
    slope = (x[172:] - x[170:-2]) / 0.2
    expected = 0.2 * delayed / (1 + delayed**10) - 0.1 * middle
    np.testing.assert_allclose(slope, expected, atol=1e-4)
    assert 0.2 < x.min() < 0.6 and 1.2 < x.max() < 1.5


def test_mackey_glass_is_the_same_at_any_spacing():
    fine, coarse = (
        long_tasks.mackey_glass(np.random.default_rng(3), T, spacing=spacing, transient=50)
        for T, spacing in [(991, 0.1), (100, 1.0)]
    )
    np.testing.assert_allclose(fine[::10], coarse, atol=1e-9)


def test_mackey_glass_errs_with_the_square_of_the_step():
    def at_60(spacing):
        T = round(60 / spacing) + 1
        return long_tasks.mackey_glass(np.random.default_rng(3), T, spacing=spacing, transient=0)[
            -1
        ]

    coarse, middle, fine = (at_60(spacing) for spacing in (0.1, 0.05, 0.025))
    assert (coarse - middle) / (middle - fine) == pytest.approx(4, rel=0.05)


def test_mackey_glass_rounds_the_delay_to_whole_steps():
    below, whole, above = (
        long_tasks.mackey_glass(np.random.default_rng(0), 50, delay) for delay in (16.96, 17, 17.04)
    )
    assert (below == whole).all() and (above == whole).all()


@pytest.mark.parametrize(("delay", "std"), [(2, 0), (4, 0), (6, 0.11), (12, 0.2)])
def test_mackey_glass_settles_for_the_shortest_delays(delay, std):
    x = long_tasks.mackey_glass(np.random.default_rng(0), 500, delay, transient=1500)
    assert x.std() == pytest.approx(std, abs=0.02)
    assert x.mean() == pytest.approx(1, abs=0.1)


def test_mackey_glass_is_periodic_for_a_short_delay():
    short, long = (
        long_tasks.mackey_glass(np.random.default_rng(0), 2000, delay, 0.1, transient=2000)
        for delay in (10, 17)
    )

    def change_after_a_period(x):
        return min(np.abs(x[lag:] - x[:-lag]).max() for lag in range(100, 1000))

    assert short.std() > 0.1
    assert change_after_a_period(short) < 0.02
    assert change_after_a_period(long) > 0.1


def test_same_seed_same_series():
    first, again, other = (
        long_tasks.mackey_glass(np.random.default_rng(seed), 50) for seed in (1, 1, 2)
    )
    assert (first == again).all() and (first != other).any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda rng: long_tasks.agreement(rng, 0, 3), "lag is 0"),
        (lambda rng: long_tasks.adding(rng, 1, 3), "T is 1"),
        (lambda rng: long_tasks.adding(rng, 4.5, 3), "T is 4.5; it needs an integer of at least 2"),
        (lambda rng: long_tasks.adding(rng, 4, 0), "N is 0"),
        (lambda rng: long_tasks.copy(rng, 2, 0, 3), "lag is 0"),
        (lambda rng: long_tasks.mackey_glass(rng, 4.5), "T is 4.5"),
        (lambda rng: long_tasks.mackey_glass(rng, 4, delay=0.5), "delay is 0.5"),
        (lambda rng: long_tasks.mackey_glass(rng, 4, delay=np.nan), "delay is nan"),
        (lambda rng: long_tasks.mackey_glass(rng, 0), "T is 0"),
        (lambda rng: long_tasks.mackey_glass(rng, 5, spacing=0), "spacing is 0"),
    ],
)
def test_impossible_sizes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))
