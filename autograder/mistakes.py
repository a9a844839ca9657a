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
    as the answer in every case; where none does, in every case outside the edge cases.
    """
    wrong = left = _spoilt(units)
    shows = {}  # place in `known` -> the outputs that it explains
    for stages in (STAGES, ("values", "gradient")):
        places = {output: [] for output in left}  # where in `units` it is found
        for k, unit in enumerate(units):
            if unit.name in left and unit.case.stage in stages:
                places[unit.name].append(k)
        left = {output for output in left if not all(units[k].right for k in places[output])}
        explained = [
            {output for output in left if _explains(units, theirs, places[output])}
            for _, theirs in known
        ]
        for k, (mistake, theirs) in enumerate(known):
            if mistake.whole and not _spoilt(theirs) <= explained[k]:
                explained[k] = set()
        for k in _fewest(explained, left, known):
            shows[k] = shows.get(k, set()) | explained[k]
            left = left - explained[k]
    found = list(shows)[:MOST_NAMED]
    return [(known[k][0].name, _hint(*known[k], shows[k], wrong)) for k in found]


def _hint(mistake, theirs, explained, wrong) -> str:
    """Its hint, and where it shows, if the whole mistake would have spoilt more than that."""
    spoilt = _spoilt(theirs)
    if spoilt == explained:
        return mistake.hint
    where = listed(dict.fromkeys(unit.name for unit in theirs if unit.name in explained))
    mixed = spoilt & wrong - explained  # wrong in yet another way, so that it may be in there
    return f"{mistake.hint} (It shows in {where}{'' if mixed else ' only'}.)"


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
