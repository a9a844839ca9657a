"""The exercise gate: is a check fair to every right answer and hard on every wrong one?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograder.check import verdict
from autograder.compare import outputs
from autograder.exercise import Exercise
from autograder.trial import Trial

# What a mistake may raise is what a learner's would: never one of these.
MISWRITTEN = ("NameError", "UnboundLocalError", "AttributeError", "ImportError")


@dataclass(frozen=True)
class Row:
    """One known answer put to the check. ok: the check did what it must."""

    kind: str  # "correct", "misconception" or "nothing"
    answer: str
    points: float
    total: float
    mistakes: tuple[str, ...]
    ok: bool


def rows(exercise: Exercise, seed: int) -> Iterator[Row]:
    """Puts every known answer of an exercise to its check, on the inputs of one seed."""
    trial = Trial(exercise, seed)
    for answer in exercise.correct:
        name = getattr(answer, "__name__", repr(answer))
        found = verdict(trial, exercise.handed_in(answer), trusted=True)
        named = _names(found)
        ok = found.points == exercise.total and found.status == "right" and not named
        yield Row("correct", name, found.points, exercise.total, named, ok)
    for wrong, units in trial.known_mistakes:
        found = verdict(trial, exercise.handed_in(wrong.answer), trusted=True)
        named = _names(found)
        ok = found.points < exercise.total and bool(named) and named[0] in _group(exercise, wrong)
        ok &= not any(unit.got.why.startswith(MISWRITTEN) for unit in units)
        yield Row("misconception", wrong.name, found.points, exercise.total, named, ok)
    for name, nothing in honest_zeros(exercise).items():
        # Only the calls to the reference are to be caught as such; the others use it for shapes.
        found = verdict(trial, nothing, trusted="reference" not in name)
        ok = found.points == 0 and found.status != "right"
        yield Row("nothing", name, found.points, exercise.total, _names(found), ok)


def _names(found) -> tuple[str, ...]:
    return tuple(name for name, _ in found.mistakes)


def _group(exercise: Exercise, wrong) -> set[str]:
    if wrong.group is None:
        return {wrong.name}
    return {m.name for m in exercise.misconceptions if m.group == wrong.group}


class AlwaysEqual:
    """Claims to be equal to, and close to, anything."""

    shape = ()
    dtype = np.dtype(float)

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None


class AlwaysEqualArray(np.ndarray):
    """An array of zeros that claims to equal any other."""

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.zeros(self.shape)


def honest_zeros(exercise: Exercise) -> dict[str, object]:
    """Answers that hold nothing of the exercise, and must get nothing."""

    def like(change) -> Callable:
        """An answer that returns the right outputs, each put through `change`."""

        def answer(*args):
            right = _outputs(exercise, args)
            changed = [change(array) for array in right]
            return changed[0] if len(changed) == 1 else tuple(changed)

        return exercise.handed_in(answer)

    def stub(*_):
        raise NotImplementedError

    zeros = {
        "None": None,
        "zeros": like(lambda a: np.zeros(a.shape)),
        "NaN": like(lambda a: np.full(a.shape, np.nan)),
        "wrong shapes": like(lambda a: np.stack([a, a])),
        "an always-equal object": like(lambda a: AlwaysEqual()),
        "an always-equal array": like(lambda a: np.zeros(a.shape).view(AlwaysEqualArray)),
    }
    if not exercise.is_question:
        zeros |= {
            "the untouched stub": stub,
            "an empty function": lambda *_: None,
            "a call to the reference": lambda *args: exercise.reference(*args),
            "the reference itself": exercise.reference,
            "its first argument": lambda first, *_: first,
        }
    return zeros


def _outputs(exercise: Exercise, args) -> list[np.ndarray]:
    named = outputs(exercise.reference(*args), exercise.returns)
    return [output.array for output in named.values()]
