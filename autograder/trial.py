"""One draw of an exercise's cases: what is right for each, and what each known mistake gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder import compare
from autograder.exercise import GATES, Case, Exercise, Misconception
from autograder.outcome import Outcome, run


@dataclass(frozen=True)
class Unit:
    """One output of one case, or a gate's part of it: the smallest thing that is right or wrong."""

    case: Case
    name: str
    axes: tuple[str, ...]
    want: np.ndarray
    got: compare.Output
    tolerance: float

    @property
    def fits(self) -> bool:
        return self.got.array is not None and self.got.array.shape == self.want.shape

    @cached_property
    def right(self) -> bool:
        return self.fits and compare.equal(self.got.array, self.want, self.tolerance)

    @property
    def off(self) -> np.ndarray:
        """How far each entry is off, where the shape fits."""
        return compare.wrong_entries(self.got.array, self.want, self.tolerance)


class Trial:
    """The cases that a seed draws. Whatever is judged on them is compared with the same numbers."""

    def __init__(self, exercise: Exercise, seed: int):
        self.exercise = exercise
        self.cases = list(exercise.cases(np.random.default_rng(seed)))

    def units(self, outcomes: list[Outcome]) -> list[Unit]:
        """What came of an answer's calls, output by output, beside what is right."""
        return [
            unit
            for case, want, outcome in zip(self.cases, self._right, outcomes, strict=True)
            for unit in self._units(case, want, outcome)
        ]

    @cached_property
    def known_mistakes(self) -> list[tuple[Misconception, list[Unit]]]:
        """Each misconception of the exercise, with what it gives on these cases."""
        found = []
        for wrong in self.exercise.misconceptions:
            answer = self.exercise.handed_in(wrong.answer)
            found.append((wrong, self.units(run(self.exercise, answer, self.cases, trusted=True))))
        return found

    @cached_property
    def _right(self) -> list[dict[str, np.ndarray]]:
        """The right outputs of every case."""
        reference = self.exercise.on_plain_arguments(self.exercise.reference)
        results = (
            reference(*case.args) if case.expected is None else case.expected for case in self.cases
        )
        outputs = (compare.outputs(result, self.exercise.returns) for result in results)
        return [{name: output.array for name, output in named.items()} for named in outputs]

    def _units(self, case: Case, right: dict, outcome: Outcome) -> Iterator[Unit]:
        if outcome.trouble:
            trouble = outcome.trouble
            lost = compare.Output(None, trouble.message, stopped=True, line=trouble.line)
            gots = dict.fromkeys(right, lost)
        else:
            gots = compare.outputs(outcome.value, self.exercise.returns)
        arrays = list(_arrays(case.args))
        size = max((array.size for array in arrays), default=1)
        single = any(array.dtype == np.float32 for array in arrays)
        for name, want in right.items():
            got = gots[name]
            if want.dtype.kind == "U":
                got = compare.as_single(got)
            else:
                got = compare.as_number(got, name) if want.ndim == 0 else got
                kind = "" if got.array is None else got.array.dtype.kind
                if kind == "U":
                    got = compare.Output(None, f"`{name}` holds text; it needs numbers")
                if kind == "c" and want.dtype.kind != "c":
                    got = compare.Output(None, f"`{name}` is complex, and must be real")
            allowed = case.tolerance
            if allowed is None:
                allowed = compare.tolerance(single, got.array, size)
            for part in _gate_by_gate(name, self.exercise.returns[name], want, got):
                yield Unit(case, *part, allowed)


def _gate_by_gate(name, axes, want, got) -> Iterator[tuple]:
    """name, axes, want, got of an output; of each gate's part of it, where gates share an axis."""
    shared = next((k for k, axis in enumerate(axes) if axis in GATES), None)
    if shared is None:
        yield name, axes, want, got
        return
    if got.array is not None and got.array.shape != want.shape:
        got = compare.Output(None, compare.shape_problem([name], got.array, want, axes))
    gates = GATES[axes[shared]]
    parts = np.split(want, len(gates), shared)
    gots = [got] * len(gates)
    if got.array is not None:
        gots = [compare.Output(part) for part in np.split(got.array, len(gates), shared)]
    own = (*axes[:shared], "H" if axes[shared].endswith("H") else "K", *axes[shared + 1 :])
    for gate, part, theirs in zip(gates, parts, gots, strict=True):
        yield f"{name}[{gate}]", own, part, theirs


def _arrays(value) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _arrays(item)
    elif isinstance(value, dict):
        yield from _arrays(list(value.values()))
