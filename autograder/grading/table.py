"""The class as a table in the terminal."""

from autograder.grading.batch import Row

WIDTH = 100


def print_table(lesson: str, rows: list[Row]):
    """One line a student: status, points, and what there is to say."""
    if not rows:
        print(f"Nobody has handed in {lesson}.")
        return
    width = max(len(row.entry.student) for row in rows)
    for row in rows:
        said = "; ".join(row.remarks)
        print(f"{row.entry.student:{width}}  {row.status:13}{row.points:>6g}  {shortened(said)}")
    counts = {}
    for row in rows:
        counts[row.status] = counts.get(row.status, 0) + 1
    numbers = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    print(f"\n{lesson}: {len(rows)} handed in: {numbers}.")
    if not all(row.about["sandbox"] for row in rows):
        print("Graded WITHOUT A SANDBOX: what was handed in ran with the rights of whoever graded.")


def shortened(text: str) -> str:
    """On one line, and without what a terminal would obey."""
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
