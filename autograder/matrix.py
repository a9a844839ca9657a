"""The matrix of the exercise gate: known answers against what the check gives them."""

from autograder.exercises import ids, load
from autograder.gate import rows


def print_matrix(chosen: list[str] | None = None, seed: int = 0) -> bool:
    """Prints what the check of each exercise gives to every known answer; True when all is well."""
    well = True
    for id in chosen or ids():
        exercise = load(id)
        points = ", ".join(f"{stage} {worth:g}" for stage, worth in exercise.points.items())
        print(f"\n{exercise.lesson}  {id}  ({points})")
        for row in rows(exercise, seed):
            well &= row.ok
            named = f"  -> {'; '.join(row.mistakes)}" if row.mistakes else ""
            mark = " " if row.ok else "!"
            print(f" {mark} {row.points:4g}/{row.total:g}  {row.kind:13}  {row.answer}{named}")
    if not well:
        print("\nRows marked with ! are not what the gate demands.")
    return well
