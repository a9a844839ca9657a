"""Names the mistake: which known wrong answer gives the very numbers that the learner's gives."""

from collections.abc import Callable

from autograder import compare
from autograder.exercise import Exercise, Misconception

MOST_NAMED = 3


def named_mistakes(exercise: Exercise, units: list, units_of: Callable) -> list[tuple[str, str]]:
    """(name, hint) of the misconceptions that explain the wrong outputs, best first.

    Outputs are explained one by one, because two mistakes can sit in one answer: `dWx` may
    show the one and `db` the other. A misconception explains an output when it gives the same
    as the answer in every case; failing that, in every case outside the edge cases.
    """
    wrong = {unit.name for unit in units if not unit.right}
    variants = {m.name: (m, units_of(m)) for m in exercise.misconceptions}
    for pick in (lambda unit: True, lambda unit: unit.case.stage != "edge cases"):
        seen = [pick(unit) for unit in units]
        if not any(not unit.right for unit, use in zip(units, seen, strict=True) if use):
            continue
        explained = {}
        for name, (_, theirs) in variants.items():
            explained[name] = {output for output in wrong if _explains(output, units, theirs, seen)}
        found = _fewest(explained, wrong, variants)
        if found:
            return [(m.name, m.hint) for m in found]
    return []


def _explains(output: str, units, theirs, seen) -> bool:
    pairs = [
        (mine, other)
        for mine, other, use in zip(units, theirs, seen, strict=True)
        if use and mine.name == output
    ]
    return any(not other.right for _, other in pairs) and all(_alike(*pair) for pair in pairs)


def _alike(mine, other) -> bool:
    if mine.right or other.right:
        return mine.right and other.right
    if mine.got.array is None or other.got.array is None:
        return mine.got.array is other.got.array and mine.got.why == other.got.why
    allowed = max(mine.tolerance, other.tolerance)
    return compare.equal(mine.got.array, other.got.array, allowed)


def _fewest(explained, wrong, variants) -> list[Misconception]:
    """Greedily, the misconceptions that explain most of what is left, and spoil least besides."""
    spoils = {
        name: len({unit.name for unit in theirs if not unit.right} - wrong)
        for name, (_, theirs) in variants.items()
    }
    found, left = [], set(wrong)
    while left and len(found) < MOST_NAMED:
        best = max(explained, key=lambda n: (len(explained[n] & left), -spoils[n]), default=None)
        if best is None or not explained[best] & left:
            break
        found.append(variants[best][0])
        left -= explained[best]
    return found
