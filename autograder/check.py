"""check("rnn_step", rnn_step): what a student calls."""

import os
import secrets

from autograder.exercises import load
from autograder.judge import Verdict, judge
from autograder.outcome import run
from autograder.report import Report
from autograder.trial import Trial

_passed = {}  # exercise id -> the very answer that got full marks in this session


def check(id: str, answer, seed: int | None = None) -> Report:
    """Checks an answer on fresh random inputs and reports what is right and what is not.

    The report says with which seed the inputs were drawn; the same seed draws the same ones.
    Raises ValueError for an unknown id.
    """
    exercise = load(id)
    seed = secrets.randbits(32) if seed is None else seed
    report = Report(exercise, verdict(Trial(exercise, seed), answer), seed)
    if report.full:
        _passed[id] = answer
    if not report.full and os.environ.get("NBGRADER_VALIDATING"):
        # The Validate button shows errors only.
        raise AssertionError(report.text)
    return report


def verdict(trial: Trial, answer, trusted=False) -> Verdict:
    """Runs the answer on the cases of a trial and judges the outcomes."""
    exercise = trial.exercise
    if not exercise.is_question and not callable(answer):
        name = type(answer).__name__

        def answer(*_):
            raise TypeError(f"check got a {name}; it needs your function {exercise.id}")

    return judge(trial, run(exercise, answer, trial.cases, trusted))


def yours_or_ours(id: str, answer):
    """The answer, once it got full marks in this session; the course's own until then."""
    if _passed.get(id) is answer:
        print(f"Running with your {id}.")
        return answer
    print(f"Running with the course's {id} until yours passes its check.")
    return load(id).reference
