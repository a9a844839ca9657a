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

ENDS = [
    ((rect(r1, radians(a1)), rect(r2, radians(a2))), share)
    for r1, a1, r2, a2, share in product((0, 1.2), (0, 180), (0, 1.2), (0, 90), (0.5, 1))
]


@pytest.mark.parametrize(("eigenvalues", "share"), ENDS)
def test_every_end_fits(eigenvalues, share):
    picture = eigenvalue_response(eigenvalues, share)
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


def test_sizes_are_those_of_the_recursion():
    alt = eigenvalue_response((0.9j, 0.5 + 0j), 0.25, steps=40).alt
    W = np.array([[0, -0.9, 0], [0.9, 0, 0], [0, 0, 0.5]])
    h = np.array([0.25, 0, 0.75])
    sizes = [np.linalg.norm(np.linalg.matrix_power(W, t) @ h) for t in range(41)]
    said = [float(value) for value in re.findall(r"‖h\(\d+\)‖ = ([\d.]+\d)", alt)]
    assert said == pytest.approx([sizes[0], sizes[-1]], rel=5e-3)


@pytest.mark.parametrize(
    ("eigenvalue", "said"),
    [
        (0.5, ("halves in 1 steps", "does not turn")),
        (-2, ("doubles in 1 steps", "changes sign at every step")),
        (1j, ("neither grows nor fades", "turns once in 4 steps")),
        (0, ("is gone after one step", "does not turn")),
    ],
)
def test_pace(eigenvalue, said):
    assert pace(eigenvalue) == said


@pytest.mark.parametrize(
    ("eigenvalues", "share", "title"),
    [
        ((0.9, 0.5), 0.5, "λ₁ leads from the start: it halves in 6.58 steps, does not turn"),
        ((1.05, 0.8), 0.01, "λ₁ leads from step 17 on: it doubles in 14.2 steps, does not turn"),
        ((0.9, 0.5), 0, "λ₂ is alone: it halves in 1 steps, does not turn"),
        ((0.9, -0.9), 0.5, "Equally large, none leads: each halves in 6.58 steps"),
        ((0.9, 0.89), 0.01, "λ₁ is the larger, and has not taken over by step 60"),
    ],
)
def test_the_title_names_who_leads_and_since_when(eigenvalues, share, title):
    assert eigenvalue_response(tuple(map(complex, eigenvalues)), share).get_suptitle() == title


def test_what_lesson_03_asks_of_the_explorer():
    picture = eigenvalue_response((1.05 + 0j, 0.8 + 0j), 0.01)
    assert f"Smallest at step {load('stability_turning_point').reference()}:" in picture.alt
