"""The pictures of lesson 05's explorers: they say what was computed, and fit at every end."""

import re
from itertools import product

import numpy as np
import pytest
from board_checks import assert_fits, assert_no_words_overlap

from rnn_core import leaky
from rnn_core.plots.reservoir import forgotten_after, nrmse
from rnn_core.widgets import leaky_explorer, reservoir_explorer
from rnn_core.widgets.reservoir import run


@pytest.mark.parametrize(
    "settings", list(product((0.0, 0.5, 0.99), (0.0, 2.0), (10, 200))), ids=str
)
def test_every_end_of_the_leaky_explorer_fits(settings):
    picture = leaky_explorer().draw(*settings)
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


@pytest.mark.parametrize(
    "settings", list(product((0.0, 3.0), (0.0, 0.95), (5, 100), (1, 5))), ids=str
)
def test_every_end_of_the_reservoir_explorer_fits(settings):
    picture = reservoir_explorer().draw(*settings)
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


@pytest.mark.parametrize("alpha", [0.3, 0.82, 0.97])
def test_the_times_written_below_a_leaky_unit(alpha):
    alt = leaky_explorer().draw(alpha, 1.0, 60).alt
    half, constant = map(float, re.findall(r"(?:half-life|time constant), ([\d.]+) step", alt))
    assert half == pytest.approx(leaky.half_life(alpha), rel=5e-3)
    assert constant == pytest.approx(leaky.time_constant(alpha), rel=5e-3)


def error(alpha, noise=1.0, period=60):
    title = leaky_explorer().draw(alpha, noise, period).get_suptitle()
    return float(re.search(r"off from the wave by ([\d.]+)", title).group(1))


def test_what_lesson_05_says_of_the_leaky_unit():
    errors = {round(alpha, 2): error(alpha) for alpha in np.arange(0.6, 0.96, 0.01)}
    assert min(errors, key=errors.get) in (0.81, 0.82, 0.83)
    assert error(0.0) == pytest.approx(np.random.default_rng(5).normal(size=200).std(), rel=0.01)


def test_what_lesson_05_says_of_the_reservoir():
    errors = {r: nrmse(*run(r, 0.0, 100, 1)[1::-1]) for r in np.arange(0.9, 1.6, 0.05).round(2)}
    assert min(errors, key=errors.get) in (1.25, 1.3, 1.35)
    assert forgotten_after(run(0.9, 0.0, 100, 1)[3]) < 50
    assert forgotten_after(run(3.0, 0.0, 100, 1)[3]) is None


def test_a_start_is_forgotten_from_where_the_distance_stays_small():
    assert forgotten_after(np.array([1, 0.5, 0.001, 0.5, 0.009, 0.008])) == 4
    assert forgotten_after(np.array([1, 0.001, 0.5])) is None


def test_an_error_of_one_is_that_of_the_mean():
    truth = np.array([1.0, 3, 2, 6])
    assert nrmse(np.full(4, truth.mean()), truth) == pytest.approx(1)
