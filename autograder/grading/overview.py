"""autograder report 02_bptt: how a class did, in the terminal and as a page.

Points for each exercise, mistakes by name and number, who is stuck where, and what an instructor
should look at: tampering, trouble, likeness.
"""

from collections import Counter
from pathlib import Path

from autograder.grading.batch import Row, read_class
from autograder.grading.page import page_of
from autograder.grading.similarity import COURSE, Group, alike
from autograder.grading.store import Store
from autograder.grading.table import shortened
from autograder.grading.terms import CannotGrade
from autograder.report import HEADLINES

MOST_LISTED = 8  # of those who are alike


def overview(root: Path, lesson: str):
    _, terms, rows = read_class(root, lesson)
    graded = [row for row in rows if row.about]
    if not graded:
        raise CannotGrade(f"Nothing of {lesson} is graded yet: run autograder grade {lesson}.")
    store = Store(root)
    notebooks = {row.entry.student: store.notebook(row.key) for row in graded}
    groups = alike(notebooks, terms.released)
    page = root / f"report-{lesson}.html"
    found = list(tables(graded, groups))
    page.write_text(
        page_of(lesson, found, reports(graded), named(graded), graded), encoding="utf-8"
    )

    print(f"{lesson}: {len(graded)} of {len(rows)} handed in are graded.\n")
    for title, header, lines in found:
        print(f"{title}\n")
        print_aligned([header, *lines] if lines else [["  none"]])
        print()
    print(f"The same with pictures, and everybody's points: {page}")


def tables(rows: list[Row], groups: list[Group]):
    """title, header, lines of each table."""
    yield "Points", ["exercise", "of", "mean", "full", "none", "unwritten"], per_exercise(rows)
    mistakes = [[id, name, str(n)] for (id, name), n in named(rows).most_common()]
    yield "Named mistakes", ["exercise", "mistake", "students"], mistakes
    yield "Stuck", ["student", "where", "how"], stuck(rows)
    trouble = [row for row in rows if row.remarks]
    remarks = [[r.entry.student, r.status, shortened("; ".join(r.remarks))] for r in trouble]
    yield "To look at", ["student", "status", "remarks"], remarks
    header = ["in", "share", "who"]
    yield "Alike (no proof, and no points lost)", header, [likeness(group) for group in groups]


def likeness(group: Group) -> list[str]:
    low, high = (f"{100 * share:.0f}" for share in (group.low, group.high))
    students = [name for name in group.members if name != COURSE]
    with_course = [COURSE] * (COURSE in group.members)
    who = ", ".join([*with_course, *students[:MOST_LISTED]])
    more = len(students) - MOST_LISTED
    who += f" and {more} more" * (more > 0)
    return [group.where, f"{low} %" if low == high else f"{low}–{high} %", who]


def reports(rows: list[Row]) -> dict[str, list[dict]]:
    """Exercise -> what its check said to everybody."""
    found = {}
    for row in rows:
        for report in row.about["reports"]:
            found.setdefault(report["id"], []).append(report)
    return found


def per_exercise(rows: list[Row]) -> list[list[str]]:
    lines = []
    for id, said in reports(rows).items():
        mean = sum(report["points"] for report in said) / len(said)
        full = sum(report["status"] == "right" for report in said)
        none = sum(report["points"] == 0 for report in said)
        unwritten = sum(report["status"] == "stub" for report in said)
        numbers = f"{said[0]['total']:g}", f"{mean:.1f}", str(full), str(none), str(unwritten)
        lines.append([id, *numbers])
    return lines


def named(rows: list[Row]) -> Counter:
    return Counter(
        (report["id"], name)
        for row in rows
        for report in row.about["reports"]
        for name in report["mistakes"]
    )


def stuck(rows: list[Row]) -> list[list[str]]:
    """The first exercise that a student wrote and got no points for."""
    lines = []
    for row in rows:
        for report in row.about["reports"]:
            if report["points"] == 0 and report["status"] != "stub":
                how = "; ".join(report["mistakes"]) or HEADLINES[report["status"]]
                lines.append([row.entry.student, report["id"], how])
                break
    return lines


def print_aligned(lines: list[list[str]]):
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())
