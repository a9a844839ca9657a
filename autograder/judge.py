"""Judges the outcomes of an answer's calls: points for each stage, and why.

Nothing here runs an answer. It sees plain arrays, so it can sit in another process.
"""

import inspect
import math
from dataclasses import dataclass

import numpy as np

from autograder import compare
from autograder.exercise import Case, Exercise
from autograder.mistakes import named_mistakes
from autograder.outcome import Outcome
from autograder.trial import Trial, Unit


@dataclass(frozen=True)
class Stage:
    """What a stage earned. lines: what was tried, and whether it was right, a sentence each."""

    name: str
    passed: bool | None  # None: not reached
    points: float
    total: float
    lines: tuple[tuple[bool | None, str], ...]


@dataclass(frozen=True)
class Verdict:
    """status: right · wrong · stub · error · time · reference · result"""

    status: str
    stages: tuple[Stage, ...]
    mistakes: tuple[tuple[str, str], ...]  # name, hint
    notes: tuple[str, ...]  # what else is seen in the wrong outputs
    shown: Unit | None  # the wrong output that a picture helps with
    failing: Case | None  # the first call that went wrong

    @property
    def points(self) -> float:
        return sum(stage.points for stage in self.stages)


def judge(trial: Trial, outcomes: list[Outcome]) -> Verdict:
    """The verdict on what an answer gave for the cases of a trial."""
    exercise, cases, units = trial.exercise, trial.cases, trial.units(outcomes)
    troubles = [outcome.trouble for outcome in outcomes if outcome.trouble]
    reference = next((t for t in troubles if t.kind == "reference"), None)
    stub = next((t for t in troubles if t.kind == "stub"), None)
    if reference or stub:
        return _nothing(exercise, reference or stub, cases[0])

    changed = {name: None for outcome in outcomes for name in outcome.changed}
    any_value = any(unit.right for unit in units if unit.case.stage == "values")
    stages = [_runs(exercise, cases, outcomes), _fits(exercise, units)]
    for name, total in exercise.points.items():
        tried = [unit for unit in units if unit.case.stage == name]
        own = changed if name == list(exercise.points)[-1] else {}
        stages.append(_stage(exercise, name, total, tried, own, any_value))

    wrong = [unit for unit in units if not unit.right]
    failing = wrong[0].case if wrong else None
    if wrong and not any(unit.right for unit in units) and troubles:
        status = troubles[0].kind
    else:
        status = "wrong" if wrong or changed else "right"
    mistakes = _in_place(changed)
    if wrong:
        mistakes += named_mistakes(units, trial.known_mistakes)
    notes = [] if mistakes else _notes(exercise, units)
    return Verdict(
        status, tuple(stages), tuple(mistakes), tuple(notes), _most_telling(wrong), failing
    )


def _most_telling(wrong: list[Unit]) -> Unit | None:
    """The wrong output to draw: one that is right in places, if there is one."""
    drawable = [unit for unit in wrong if unit.fits and unit.want.size > 1]
    drawable = [u for u in drawable if u.case.stage != "edge cases"] or drawable
    return next((u for u in drawable if not np.all(u.off)), drawable[0] if drawable else None)


def _notes(exercise: Exercise, units: list[Unit]) -> list[str]:
    """What the wrong outputs have in common with the right ones, where no mistake has a name."""
    sizes = {}  # part -> lengths of the axes in that case
    for unit in units:
        axes = exercise.returns[unit.name]
        sizes.setdefault(unit.case.part, {}).update(zip(axes, unit.want.shape, strict=False))
    notes = []
    for name, axes in exercise.returns.items():
        wrong = [u for u in units if u.name == name and u.fits and not u.right]
        wrong = [u for u in wrong if u.want.dtype.kind != "U"]
        main = [u for u in wrong if u.case.stage != "edge cases"] or wrong
        pairs = [(u.got.array, u.want, u.tolerance, sizes[u.case.part]) for u in main]
        places = [compare.where(u.off, axes) for u in main]
        found = (compare.relation(pairs, axes), next(filter(None, places), ""))
        notes += [f"`{name}`: {text}" for text in found if text]
    return notes


def _in_place(changed) -> list[tuple[str, str]]:
    return [
        (
            "argument changed in place",
            f"Your function writes into its argument `{name}`, which the caller still needs: "
            "work on a new array.",
        )
        for name in changed
    ]


def _nothing(exercise: Exercise, trouble, case: Case) -> Verdict:
    stages = [Stage("runs", False, 0.0, 0.0, ((False, trouble.message),))]
    stages += [Stage("shape and dtype", None, 0.0, 0.0, ())]
    stages += [Stage(name, None, 0.0, total, ()) for name, total in exercise.points.items()]
    return Verdict(trouble.kind, tuple(stages), (), (), None, case)


def _runs(exercise: Exercise, cases, outcomes) -> Stage:
    lines = {}
    for case, outcome in zip(cases, outcomes, strict=True):
        if outcome.trouble and case.stage == "values":
            lines.setdefault(outcome.trouble, _trouble_in_words(exercise, case, outcome.trouble))
    return Stage("runs", not lines, 0.0, 0.0, tuple((False, line) for line in lines.values()))


def _trouble_in_words(exercise: Exercise, case: Case, trouble) -> str:
    text = f"{case.part}: {trouble.message}"
    if trouble.line:
        text += f", in the line  {trouble.line}"
    if trouble.kind == "time":
        text += ": is there a loop that never ends?"
    shapes = shapes_in_words(exercise, case)
    return text + (f"  (with {shapes})" if shapes and trouble.kind == "error" else "")


def shapes_in_words(exercise: Exercise, case: Case) -> str:
    """The shapes of a case's arguments: "x (3, 2), params.Wx (2, 4)"."""
    names = inspect.signature(exercise.reference).parameters
    found = []
    for name, arg in zip(names, case.args, strict=False):
        if isinstance(arg, np.ndarray):
            found.append(f"{name} {arg.shape}")
        elif hasattr(arg, "_fields"):
            found += [
                f"{name}.{field} {item.shape}"
                for field, item in zip(arg._fields, arg, strict=True)
                if isinstance(item, np.ndarray)
            ]
    return ", ".join(found)


def _fits(exercise: Exercise, units) -> Stage:
    lines = {}
    seen = [unit for unit in units if unit.case.stage == "values"]
    for unit in seen:
        if unit.got.array is None:
            lines[unit.got.why] = None
        elif not unit.fits:
            axes = exercise.returns[unit.name]
            text = compare.shape_problem(unit.name, unit.got.array, unit.want, axes)
            lines.setdefault(text)
    if all(unit.got.array is None for unit in seen):
        return Stage("shape and dtype", None, 0.0, 0.0, ())
    return Stage(
        "shape and dtype", not lines, 0.0, 0.0, tuple((False, line) for line in list(lines)[:4])
    )


def _stage(exercise, name, total, units, changed, any_value) -> Stage:
    good = sum(unit.right for unit in units)
    share = good / (len(units) + len(changed)) if units else 0.0
    if name != "values" and not any_value:
        return Stage(name, None, 0.0, total, ((None, "counts once some value is right"),))
    # Half points, rounded down: the whole is earned only when everything is right.
    points = total if share == 1 else math.floor(2 * total * share) / 2
    lines = []
    for part in dict.fromkeys(unit.case.part for unit in units):
        lines += _part_lines(exercise, part, [u for u in units if u.case.part == part])
    lines += [(False, f"the argument `{arg}` was changed in place") for arg in changed]
    return Stage(name, share == 1, points, total, tuple(lines))


def _part_lines(exercise, part, units) -> list[tuple[bool, str]]:
    if all(unit.right for unit in units):
        tolerances = {f"{unit.tolerance:.0e}" for unit in units}
        return [(True, f"{part}: right (to {max(tolerances)})")]
    lines = []
    good = list(
        dict.fromkeys(u.name for u in units if all(v.right for v in units if v.name == u.name))
    )
    if good:
        lines.append((True, f"{part}: {_listed(good)} right"))
    for name in dict.fromkeys(unit.name for unit in units if not unit.right):
        lines.append((False, f"{part}: {_wrong_in_words(exercise, name, units)}"))
    return lines


def _listed(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _wrong_in_words(exercise: Exercise, name: str, units) -> str:
    unit = next(u for u in units if u.name == name and not u.right)
    if unit.got.array is None:
        return unit.got.why
    if not unit.fits:
        return compare.shape_problem(name, unit.got.array, unit.want, exercise.returns[name])
    if exercise.is_question:
        return "this is not the answer"
    if "U" in (unit.want.dtype.kind, unit.got.array.dtype.kind):
        return f"`{name}` is not the right word"
    far, allowed = _percent(unit.off.max()), _percent(unit.tolerance)
    if unit.off.size == 1:
        return f"`{name}` is off by {far} ({allowed} allowed)"
    count = f"{np.count_nonzero(unit.off)} of {unit.off.size} entries"
    return f"`{name}`: {count} are off, by up to {far} of the largest one ({allowed} allowed)"


def _percent(share: float) -> str:
    if not np.isfinite(share):
        return "infinitely much"
    if share >= 0.1:
        return f"{100 * share:.0f} %"
    return np.format_float_positional(100 * share, precision=1, fractional=False, trim="-") + " %"
