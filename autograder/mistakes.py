"""Names the mistake: which known wrong answer gives the very numbers that the learner's gives."""

from autograder import compare
from autograder.exercise import STAGES, Misconception
from autograder.words import listed

MOST_NAMED = 3


def named_mistakes(units: list, known: list[tuple[Misconception, list]]) -> list[tuple[str, str]]:
    """(name, hint) of the misconceptions that explain the wrong outputs, best first.

    units are the answer's outputs, known each misconception with its outputs on the same cases.
    Outputs are explained one by one, because two mistakes can sit in one answer: `dWx` may
    show the one and `db` the other. A misconception explains an output when it gives the same
    as the answer in every case; failing that, in every case outside the edge cases.
    """
    wrong = _spoilt(units)
    for stages in (STAGES, ("values", "gradient")):
        places = {output: [] for output in wrong}  # where in `units` it is found
        for k, unit in enumerate(units):
            if unit.name in wrong and unit.case.stage in stages:
                places[unit.name].append(k)
        if all(units[k].right for output in wrong for k in places[output]):
            continue
        explained = [
            {output for output in wrong if _explains(units, theirs, places[output])}
            if not mistake.whole or _spoilt(theirs) <= wrong
            else set()
            for mistake, theirs in known
        ]
        found = _fewest(explained, wrong, known)
        if found:
            return [(known[k][0].name, _hint(*known[k], explained[k], wrong)) for k in found]
    return []


def _hint(mistake, theirs, explained, wrong) -> str:
    """Its hint, and where it shows, if the whole mistake would have spoilt more than it did."""
    if _spoilt(theirs) <= wrong:
        return mistake.hint
    where = dict.fromkeys(unit.name for unit in theirs if unit.name in explained)
    return f"{mistake.hint} (It shows in {listed(where)} only.)"


def _explains(units, theirs, places) -> bool:
    return all(_alike(units[k], theirs[k]) for k in places) and any(
        not theirs[k].right for k in places
    )


def _spoilt(units) -> set[str]:
    """The outputs that are wrong somewhere."""
    return {unit.name for unit in units if not unit.right}


def _alike(mine, other) -> bool:
    if mine.right or other.right:
        return mine.right and other.right
    if mine.got.array is None or other.got.array is None:
        return mine.got.array is other.got.array and mine.got.why == other.got.why
    allowed = max(mine.tolerance, other.tolerance)
    got, known = mine.got.array, other.got.array
    if got.size and known.size and got.dtype.kind == known.dtype.kind == "f":
        # Most are told apart by their first entry, at a tenth of the cost.
        if abs(got.item(0) - known.item(0)) > allowed * other.got.scale:
            return False
    return compare.equal(got, known, allowed)


def _fewest(explained: list[set], wrong: set, known) -> list[int]:
    """Greedily, those that explain most of what is left and spoil least besides: their places.

    Where something stays unexplained, one that explains less than half may be there by accident.
    """
    spoilt = [len(_spoilt(theirs) - wrong) for _, theirs in known]
    found, left = [], set(wrong)
    while left and len(found) < MOST_NAMED:
        best = max(
            range(len(known)), key=lambda k: (len(explained[k] & left), -spoilt[k]), default=None
        )
        if best is None or not explained[best] & left:
            break
        found.append(best)
        left -= explained[best]
    return [k for k in found if not left or 2 * len(explained[k]) >= len(wrong)]
