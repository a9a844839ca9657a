"""Every exercise is fair to right answers and hard on wrong ones, whatever the seed."""

import pytest

from autograder.exercises import ids, load
from autograder.gate import rows

SEEDS = range(8)


@pytest.mark.parametrize("id", ids())
def test_check_is_fair_and_hard(id):
    exercise = load(id)
    failed = [
        f"seed {seed}: {row.kind} {row.answer!r} got {row.points:g} of {row.total:g}, "
        f"named {row.mistakes}"
        for seed in SEEDS
        for row in rows(exercise, seed)
        if not row.ok
    ]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("id", ids())
def test_enough_is_known_of_it(id):
    exercise = load(id)
    derives_a_gradient = "gradient" in exercise.points
    assert len(exercise.misconceptions) >= (6 if derives_a_gradient else 3)
    assert len(exercise.correct) >= 3
    names = [m.name for m in exercise.misconceptions]
    assert len(set(names)) == len(names)
