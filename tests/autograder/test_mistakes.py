"""How wrong answers are named and described."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.check import verdict
from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises import load
from autograder.trial import Trial
from rnn_core import rnn


def test_two_mistakes_in_two_outputs_are_both_named():
    def both(a, b):
        return a, -b

    found = verdict(Trial(TWO_OUTPUTS, 0), both)
    assert {name for name, _ in found.mistakes} == {"first not doubled", "second negated"}


def test_right_outputs_of_a_wrong_answer_earn_their_share():
    def one_right(a, b):
        return 2 * a, -b

    assert verdict(Trial(TWO_OUTPUTS, 0), one_right).points == 1.5


TWO_OUTPUTS = Exercise(
    points={"values": 3},
    returns={"first": ("N", "D"), "second": ("N",)},
    reference=lambda a, b: (2 * a, b),
    cases=lambda rng: [Case("values", "random", (rng.normal(size=(3, 2)), rng.normal(size=3)))],
    misconceptions=(
        Misconception("first not doubled", "hint", lambda a, b: (a, b)),
        Misconception("second negated", "hint", lambda a, b: (2 * a, -b)),
    ),
    correct=(),
)


def test_name_says_where_it_shows_and_what_is_true_as_a_whole_is_given_as_a_whole():
    exercise = replace(
        TWO_OUTPUTS,
        misconceptions=(
            Misconception("all negated", "hint", lambda a, b: (-2 * a, -b)),
            Misconception("all zero", "hint", lambda a, b: (0 * a, 0 * b), whole=True),
        ),
    )
    trial = Trial(exercise, 0)
    half = verdict(trial, lambda a, b: (2 * a, -b))
    assert half.mistakes == (("all negated", "hint (It shows in `second` only.)"),)
    assert verdict(trial, lambda a, b: (-2 * a, -b)).mistakes == (("all negated", "hint"),)
    assert not verdict(trial, lambda a, b: (2 * a, 0 * b)).mistakes
    assert verdict(trial, lambda a, b: (0 * a, 0 * b)).mistakes == (("all zero", "hint"),)


def test_name_does_not_say_only_where_more_may_be_of_the_same_mistake():
    all_negated = Misconception("all negated", "hint", lambda a, b: (-2 * a, -b))
    trial = Trial(replace(TWO_OUTPUTS, misconceptions=(all_negated,)), 0)
    found = verdict(trial, lambda a, b: (-2 * a, 7 * b))
    assert found.mistakes == (("all negated", "hint (It shows in `first`.)"),)


def test_mistake_of_an_edge_case_does_not_hide_that_of_the_values():
    def cases(rng):
        yield Case("values", "random", (rng.normal(size=(3, 2)), rng.normal(size=3)))
        yield Case("edge cases", "zeros", (np.zeros((3, 2)), np.zeros(3)))

    def ones(a, b):
        return (2 * a, b) if a.any() else (a + 1, b + 1)

    exercise = replace(
        TWO_OUTPUTS,
        points={"values": 2, "edge cases": 1},
        cases=cases,
        misconceptions=(
            Misconception("ones for zeros", "hint", ones),
            Misconception("second negated", "hint", lambda a, b: (2 * a, -b)),
        ),
    )
    found = verdict(Trial(exercise, 0), lambda a, b: (ones(a, b)[0], 1 - b if not b.any() else -b))
    assert [name for name, _ in found.mistakes] == ["ones for zeros", "second negated"]


def test_what_is_true_of_several_outputs_is_said_once():
    exercise = replace(TWO_OUTPUTS, misconceptions=())
    found = verdict(Trial(exercise, 0), lambda a, b: (-2 * a, -b))
    assert found.notes == ("`first`, `second`: each has the wrong sign, and is right but for that",)


def test_two_results_of_one_shape_are_called_that():
    found = verdict(Trial(load("rnn_step"), 1), lambda x, h, params: (h, h))
    assert any("2 results of the right shape" in line for _, line in found.stages[1].lines)


GATED = Exercise(
    points={"values": 4},
    returns={"dh": ("N", "H"), "dW": ("D", "4H")},
    reference=lambda h, W: (2 * h, 2 * W),
    cases=lambda rng: [
        Case("values", "random", (rng.normal(size=(3, 2)), rng.normal(size=(5, 8)))),
        Case("values", "larger", (rng.normal(size=(2, 4)), rng.normal(size=(3, 16)))),
    ],
    misconceptions=(
        Misconception(
            "first gate not doubled",
            "hint",
            lambda h, W: (2 * h, np.hstack([W[:, : W.shape[1] // 4], 2 * W[:, W.shape[1] // 4 :]])),
        ),
        Misconception("states negated", "hint", lambda h, W: (-2 * h, 2 * W)),
    ),
    correct=(),
)


def gate_changed(factors):
    """An answer to GATED with one factor for each gate's columns."""
    return lambda h, W: (2 * h, 2 * W * np.repeat(factors, W.shape[1] // 4))


def test_what_gates_share_is_judged_gate_by_gate():
    found = verdict(Trial(GATED, 0), gate_changed([1, -1, 1, 1]))
    assert found.points == 3  # 4 of 5 parts, rounded down
    assert found.notes == ("`dW[f]`: it has the wrong sign, and is right but for that",)
    assert found.shown.name == "dW[f]" and found.shown.axes == ("D", "H")


def test_mistakes_in_two_gates_are_told_apart():
    found = verdict(Trial(GATED, 0), gate_changed([0.5, 1, 7, 1]))
    assert [name for name, _ in found.mistakes] == ["first gate not doubled"]
    lines = [line for stage in found.stages for _, line in stage.lines]
    assert "random: `dh`, `dW[f, o]` right" in lines
    assert any(line.startswith("random: `dW[g]`: 10 of 10 entries are off") for line in lines)


def test_a_gate_too_few_is_a_wrong_shape_of_the_whole():
    found = verdict(Trial(GATED, 0), lambda h, W: (2 * h, 2 * W[:, : W.shape[1] // 4]))
    lines = [line for stage in found.stages for _, line in stage.lines]
    assert "`dW` has shape (5, 2); it needs (5, 8) = (D, 4H)" in lines


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda h: -h, "wrong sign"),
        (lambda h: 3 * h, "3 times the right one"),
        (lambda h: h * h.shape[1], "the number of sequences N"),
        (lambda h: h / h.shape[0], "1/T, one over the number of time steps"),
        (lambda h: h * np.nan, "NaN"),
        (lambda h: h.astype(int) + 7, "whole numbers only"),
        (lambda h: np.where(np.arange(len(h))[:, None, None] == 2, h + 0.3, h), "time step 2"),
    ],
)
def test_unnamed_mistake_is_told_how_it_relates_to_the_right_answer(change, sentence):
    def answer(x, h0, params):
        return change(rnn.forward(x, h0, params)[0])

    found = verdict(Trial(load("rnn_forward"), 1), answer, trusted=True)
    assert not found.mistakes
    assert any(sentence in note for note in found.notes), found.notes


@pytest.mark.parametrize(
    "change",
    [
        lambda h: h.round(4),  # off by a little, wherever the digits happen to be so
        lambda h: np.where(h > np.quantile(h, 0.9), h + 1, h),
    ],
)
def test_places_that_the_draw_decides_are_not_told(change):
    def answer(x, h0, params):
        return change(rnn.forward(x, h0, params)[0])

    for seed in range(10):
        found = verdict(Trial(load("rnn_forward"), seed), answer, trusted=True)
        assert not any("wrong at" in note for note in found.notes)
