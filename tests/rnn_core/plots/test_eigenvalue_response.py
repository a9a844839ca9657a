"""The eigenvalue explorer's picture: it says what an independent recursion does, and fits."""

import re
from cmath import rect
from itertools import product
from math import radians

import numpy as np
import pytest
from board_checks import assert_fits, assert_no_words_overlap

from autograder.exercises import load
from rnn_core.plots import eigenvalue_response
from rnn_core.plots.eigenvalues import pace
from rnn_core.plots.generic import number

ENDS = [
    ((rect(r1, radians(a1)), rect(r2, radians(a2))), share, step)
    for r1, a1, r2, a2, share, step in product(
        (0, 1.2), (0, 180), (0, 1), (0, 45), (0.5, 1), (0, 60)
    )
]


@pytest.mark.parametrize(("eigenvalues", "share", "step"), ENDS)
def test_every_end_fits(eigenvalues, share, step):
    picture = eigenvalue_response(eigenvalues, share, step)
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


@pytest.mark.parametrize("step", [0, 7, 40])
def test_sizes_are_those_of_two_units_of_the_recursion(step):
    alt = eigenvalue_response((0.9j, 0.5 + 0j), 0.25, step).alt
    W = np.array([[0, -0.9, 0], [0.9, 0, 0], [0, 0, 0.5]])
    h = np.linalg.matrix_power(W, step) @ [0.25, 0, 0.75]
    expected = np.linalg.norm(h[:2]), abs(h[2]), np.hypot(h[0] + h[2], h[1])
    said = re.search(rf"step {step}: modes of size (\S+) and (\S+), their sum (.+?)\.  ", alt)
    assert said.groups() == tuple(map(number, expected))


def test_modes_that_cancel_leave_nothing():
    alt = eigenvalue_response((1 + 0j, rect(1, np.pi)), 0.5, 5).alt
    assert "modes of size 0.5 and 0.5, their sum 0." in alt
    assert "Smallest at step 1: 0." in alt


@pytest.mark.parametrize(
    ("sizes", "verdict"),
    [
        ((0.9, 0.5), "Stable: both are inside."),
        ((0.9, 1.0), "On the border: λ₂ is on it."),
        ((1.1, 1.0), "Unstable: λ₁ is outside."),
        ((1.1, 1.2), "Unstable: both are outside."),
    ],
)
def test_the_verdict(sizes, verdict):
    assert verdict in eigenvalue_response(tuple(map(complex, sizes)), 0.5).alt


@pytest.mark.parametrize(
    ("eigenvalue", "said"),
    [
        (0.5, ("halves in 1 step", "does not turn")),
        (-2, ("doubles in 1 step", "changes sign at every step")),
        (1j, ("neither grows nor fades", "turns once in 4 steps")),
        (0, ("is gone after one step", "does not turn")),
    ],
)
def test_pace(eigenvalue, said):
    assert pace(eigenvalue) == said


@pytest.mark.parametrize(
    ("eigenvalues", "share", "title"),
    [
        ((0.9, 0.5), 0.5, "λ₁ leads from the start: it halves in 6.58 steps and does not turn"),
        ((1.05, 0.8), 0.01, "λ₁ leads from step 17 on: it doubles in 14.2 steps and does not turn"),
        ((0.9, 0.5), 0, "λ₂ is alone: it halves in 1 step and does not turn"),
        ((0.9, -0.9), 0.5, "Equally large, neither leads: each halves in 6.58 steps"),
        ((0.9, 0.89), 0.01, "λ₁ is the larger, and has not taken over by step 60"),
    ],
)
def test_the_title_names_who_leads_and_since_when(eigenvalues, share, title):
    assert eigenvalue_response(tuple(map(complex, eigenvalues)), share).get_suptitle() == title


def test_what_lesson_03_asks_of_the_explorer():
    def turns_at(size):
        alt = eigenvalue_response((1.05 + 0j, size + 0j), 0.01).alt
        return int(re.search(r"Smallest at step (\d+)", alt).group(1))

    assert turns_at(0.8) == 22
    sizes = np.arange(0, 1.201, 0.01).round(2)
    latest = [turns_at(size) for size in sizes]
    assert sizes[np.argmax(latest)] == load("stability_turning_point").reference()
    assert sorted(latest)[-2] < max(latest) == 54
