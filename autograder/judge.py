"""Judges the outcomes of an answer's calls: points for each stage, and why.

Nothing here runs an answer. It sees plain arrays, so it can sit in another process.
"""

import math
from dataclasses import dataclass

import numpy as np

from autograder import compare, words
from autograder.exercise import Case, Exercise
from autograder.mistakes import named_mistakes
from autograder.outcome import Outcome
from autograder.trial import Trial, Unit

MOST_TOLD = 2  # wrong outputs of one call; where there are more, their names are enough


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
    """status: right · wrong, or the kind of what stopped it, as in outcome.Trouble"""

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
    called = list(zip(cases, outcomes, strict=True))
    for kind in ("reference", "stub", "value"):
        for _, outcome in called:
            if outcome.trouble and outcome.trouble.kind == kind:
                return _nothing(exercise, outcome.trouble, cases[0])

    changed = {name: None for outcome in outcomes for name in outcome.changed}
    values = [unit for unit in units if unit.case.stage == "values"]
    any_value = any(unit.right for unit in values)
    told = {unit.name for unit in values if not unit.right}
    stages = [_runs(exercise, called), _fits(exercise, units)]
    for name, total in exercise.points.items():
        tried = [unit for unit in units if unit.case.stage == name]
        own = changed if name == list(exercise.points)[-1] else {}
        known = told if name != "values" else set()
        stages.append(_stage(exercise, name, total, tried, own, any_value, known))

    wrong = [unit for unit in units if not unit.right]
    tried = wrong if any_value else [unit for unit in wrong if unit.case.stage == "values"]
    failing = tried[0].case if wrong else None
    if not any_value and any(unit.got.stopped for unit in values):
        status = next(o.trouble.kind for c, o in called if o.trouble and c.stage == "values")
    else:
        status = "wrong" if wrong or changed else "right"
    mistakes = _in_place(changed)
    if wrong:
        mistakes += named_mistakes(units, trial.known_mistakes)
    notes = [] if mistakes else _notes(units)
    return Verdict(
        status, tuple(stages), tuple(mistakes), tuple(notes), _most_telling(tried), failing
    )


def _most_telling(wrong: list[Unit]) -> Unit | None:
    """The wrong output to draw: one that is right in places, if there is one."""
    drawable = [u for u in wrong if u.fits and u.want.size > 1 and u.want.dtype.kind in "fc"]
    drawable = [u for u in drawable if u.case.stage != "edge cases"] or drawable
    gates = [u for u in drawable if "[" in u.name]  # a gate's part says more than a whole output
    partly = (u for u in drawable if not np.all(u.off))
    return next(partly, next(iter(gates or drawable), None))


def _notes(units: list[Unit]) -> list[str]:
    """What the wrong outputs have in common with the right ones, where no mistake has a name."""
    sizes = {}  # part -> lengths of the axes in that case
    for unit in units:
        sizes.setdefault(unit.case.part, {}).update(zip(unit.axes, unit.want.shape, strict=False))
    notes = {}  # text -> the outputs of which it is true
    for name, axes in {unit.name: unit.axes for unit in units}.items():
        own = [u for u in units if u.name == name]
        if any(u.got.array is not None and not u.fits for u in own):
            continue  # numbers in a wrong shape are in no place that could be told
        wrong = [u for u in own if u.fits and not u.right]
        wrong = [u for u in wrong if u.want.dtype.kind != "U"]
        main = [u for u in wrong if u.case.stage != "edge cases"] or wrong
        pairs = [(u.got.array, u.want, u.tolerance, sizes[u.case.part]) for u in main]
        places = {compare.where(u.off, axes) for u in main}  # told where it is so in all cases
        # What is right in other calls is not "twice the right one" because it is so in this one.
        everywhere = not any(u.right for u in own if u.case.stage != "edge cases")
        found = (
            compare.relation(pairs, axes) if everywhere else "",
            places.pop() if len(places) == 1 else "",
        )
        for text in filter(None, found):
            notes.setdefault(text, []).append(name)
    return [
        f"{words.listed(names)}: {text if len(names) == 1 else text.replace('it ', 'each ', 1)}"
        for text, names in notes.items()
    ]


def _in_place(changed) -> list[tuple[str, str]]:
    if not changed:
        return []
    hint = f"Your function writes into what it was given, {words.listed(changed)}; the caller "
    return [("argument changed in place", hint + "still needs that: work on a new array.")]


def _nothing(exercise: Exercise, trouble, case: Case) -> Verdict:
    stages = [Stage("runs", False, 0.0, 0.0, ((False, words.nothing(exercise, trouble)),))]
    stages += [Stage("shape and dtype", None, 0.0, 0.0, ())]
    stages += [Stage(name, None, 0.0, total, ()) for name, total in exercise.points.items()]
    return Verdict(trouble.kind, tuple(stages), (), (), None, case)


def _runs(exercise: Exercise, called) -> Stage:
    stopped = [(c, o.trouble) for c, o in called if o.trouble and c.stage == "values"]
    lines = [words.trouble(exercise, *pair) for pair in stopped[:1]]
    if len(stopped) > 1:
        more = len(stopped) - 1
        lines.append(f"{more} more of the calls below {'stop' if more > 1 else 'stops'}")
    return Stage("runs", not lines, 0.0, 0.0, tuple((False, line) for line in lines))


def _fits(exercise: Exercise, units) -> Stage:
    seen = [unit for unit in units if unit.case.stage == "values"]
    if all(unit.got.stopped for unit in seen):
        return Stage("shape and dtype", None, 0.0, 0.0, ())
    lines, alike = {}, {}
    for unit in seen:
        if unit.got.array is None and not unit.got.stopped:
            lines[unit.got.why] = None
        elif unit.got.array is not None and not unit.fits:
            alike.setdefault((unit.got.array.shape, unit.want.shape), []).append(unit)
    for units in alike.values():
        names, one = list(dict.fromkeys(unit.name for unit in units)), units[0]
        lines[compare.shape_problem(names, one.got.array, one.want, one.axes)] = None
    told = tuple((False, line) for line in list(lines)[:4])
    return Stage("shape and dtype", not told, 0.0, 0.0, told)


def _stage(exercise, name, total, units, changed, any_value, told) -> Stage:
    """told: outputs that were wrong among the values; that they are so here, too, is one line."""
    good = sum(unit.right for unit in units)
    share = good / (len(units) + len(changed)) if units else 0.0
    if name != "values" and not any_value:
        return Stage(name, None, 0.0, total, ((None, "tested as soon as some value is right"),))
    # Half points, rounded down: the whole is earned only when everything is right.
    points = total if share == 1 else math.floor(2 * total * share) / 2
    lines, again, said = [], [], set()
    for part in dict.fromkeys(unit.case.part for unit in units):
        tried = [unit for unit in units if unit.case.part == part]
        bad = [unit for unit in tried if not unit.right]
        if bad and all(unit.name in told and not unit.got.stopped for unit in bad):
            again += bad
        else:
            lines += _part_lines(part, tried, exercise, said)
    if again:
        where = ", ".join(dict.fromkeys(unit.case.part for unit in again))
        spoilt = {unit.name for unit in again}
        names = dict.fromkeys(unit.name for unit in units if unit.name in spoilt)
        lines.append((False, f"{words.listed(names)} wrong here, too: {where}"))
    lines += [(False, f"the argument `{arg}` was changed in place") for arg in changed]
    return Stage(name, share == 1, points, total, tuple(lines))


def _part_lines(part: str, units: list[Unit], exercise: Exercise, said: set) -> list:
    """said: how exactly results had to be, as far as the lines before have told."""
    if all(unit.right for unit in units):
        exact = "" if exercise.is_question else words.exactness(units)
        line = f"{part}: right{'' if exact in said else exact}"
        said.add(exact)
        return [(True, line)]
    wrong = {}
    for unit in units:
        if not unit.right:
            wrong.setdefault(unit.name, unit)
    good = [name for name in dict.fromkeys(unit.name for unit in units) if name not in wrong]
    lines = [(True, f"{part}: {words.listed(good)} right")] if good else []
    # Then "runs" and "shape and dtype" have said why.
    told_before = units[0].case.stage == "values" and not exercise.is_question
    if all(unit.got.stopped for unit in wrong.values()):
        got = units[0].got
        why = "no result" if told_before else words.stopped(got.why, got.line)
        return [*lines, (False, f"{part}: {why}")]
    if told_before:
        lost = [name for name, unit in wrong.items() if not unit.fits]
        if lost:
            lines.append((False, f"{part}: {words.listed(lost)} not compared, see above"))
        wrong = {name: unit for name, unit in wrong.items() if unit.fits}
    told = list(dict.fromkeys(words.wrong(u, exercise.is_question) for u in wrong.values()))
    if len(told) > MOST_TOLD:
        told = [words.all_wrong(wrong)]
    return lines + [(False, f"{part}: {line}") for line in told]
