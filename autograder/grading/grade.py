"""submission + released notebook  ->  graded notebook: a function of nothing else.

It can run in any process on any machine that has this course. What it needs to know comes with
its arguments, and all that is found out is in the notebook that it returns.
"""

import nbformat
from nbformat import NotebookNode

from autograder.grading.needed import is_check
from autograder.grading.run import Run, checks_in, report_nothing, run_and_judge
from autograder.grading.submission import Submission, lay_over
from autograder.grading.terms import Terms, versions

RIGHT, WRONG, UNREADABLE, TAMPERED = "graded", "wrong", "unreadable", "tampered"


def grade(
    data: bytes, unreadable: str, terms: Terms, previous: NotebookNode | None = None
) -> NotebookNode:
    """The notebook with its outputs and reports, and `metadata.autograder` about it.

    data: what was handed in; unreadable: why there is none.
    previous: the result of the same key, from which unchanged exercises keep their reports.
    """
    released = nbformat.reads(terms.released, as_version=4)
    submission = lay_over(data, unreadable, released)
    notebook, checks, now = submission.notebook, checks_in(released), versions(terms.lesson)
    before = previous.metadata.autograder if previous else {"exercises": {}, "signs": []}
    kept = {id for id, version in now.items() if before["exercises"].get(id) == version}
    changed = {id: check for id, check in checks.items() if id not in kept}
    run = Run()
    if submission.unreadable:
        report_nothing(notebook, checks, f"what was handed in is {submission.unreadable}")
    elif changed:
        run = run_and_judge(notebook, changed, terms.limits, terms.sandbox)
    if kept:
        earlier = {cell.id: cell.outputs for cell in previous.cells if is_check(cell)}
        for cell in filter(is_check, notebook.cells):
            cell.outputs = earlier[cell.id] if cell.id in kept else cell.outputs

    signs = [*before["signs"], *([*sign] for sign in dict.fromkeys(run.signs))]
    reports = [cell.outputs[0].metadata.autograder for cell in filter(is_check, notebook.cells)]
    notebook.metadata.autograder = {
        "status": status(submission, signs, reports),
        "remarks": remarks(submission, signs, reports),
        "reports": reports,
        "signs": signs,
        "sandbox": terms.sandbox,
        "exercises": now,
    }
    return notebook


def status(submission: Submission, signs: list, reports: list[dict]) -> str:
    """In one word, what an instructor should look at first."""
    if submission.unreadable:
        return UNREADABLE
    if submission.changes:
        return TAMPERED
    if signs:
        return signs[0][0]
    return RIGHT if all(report["status"] == "right" for report in reports) else WRONG


def remarks(submission: Submission, signs: list, reports: list[dict]) -> list[str]:
    """Everything else that an instructor should know, in sentences."""
    found = [submission.unreadable] if submission.unreadable else list(submission.changes)
    found += [sentence for _, sentence in signs]
    own = [report["id"] for report in reports if report["status"] == "reference"]
    return found + [f"{id} calls the course's own solution" for id in own]
