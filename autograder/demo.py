"""make demo: a class hands in lessons 01 and 02, and nbgrader grades it for real.

Everything happens in a temporary course folder with this course's nbgrader_config.py: release,
submissions, autograde, feedback and export are nbgrader's own.
"""

import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.plugins import CsvExportPlugin
from tqdm import tqdm

from autograder.exercises import ids, load
from autograder.grading.api import nbgrader_api
from autograder.grading.needed import is_exercise
from autograder.grading.sandbox import require_bubblewrap
from autograder.grading.sources import source_of
from autograder.grading.terms import CannotGrade
from autograder.report import HEADLINES

LESSONS = ("01_unrolling", "02_bptt")


# --------------------------------------------------------------------------------- the class


@dataclass(frozen=True)
class Student:
    """answers: exercise -> a function of the registry, the text of a cell, or None for the stub.

    The exercises that are not named are answered as in the instructors' notebook.
    """

    name: str
    lessons: tuple[str, ...]
    answers: dict[str, Callable | str | None] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()  # cells


def students() -> list[Student]:
    first, second = LESSONS
    everything = [id for lesson in LESSONS for id in ids(lesson)]
    return [
        Student("perfect", LESSONS),
        Student("perfect_style_1", LESSONS, in_style(0)),
        Student("perfect_style_2", LESSONS, in_style(1)),
        Student("perfect_style_3", LESSONS, in_style(2)),
        Student("untouched", LESSONS, dict.fromkeys(everything)),
        Student("half_done", LESSONS, dict.fromkeys(LATER | set(filter(is_question, everything)))),
        mistaken(first, rnn_step="previous state ignored"),
        mistaken(first, sequence_loss="mask forgotten", single_output="last padded state used"),
        mistaken(second, rnn_step_backward="no derivative of tanh"),
        mistaken(second, rnn_backward="the future forgotten"),
        mistaken(second, truncated_bptt="chunks counted from the end"),
        Student("syntax_error", (first,), {"rnn_step": "def rnn_step(x, h, params)\n    return h"}),
        Student("endless_loop", (second,), {"gradient_check": ENDLESS}),
        Student("check_deleted", (first,), deleted=("rnn_step",)),
    ]


LATER = {"single_output", "output_recurrent_step", "count_parameters"}
LATER |= {"rnn_backward", "truncated_bptt"}
ENDLESS = """
def gradient_check(f, w, eps):
    while True:
        eps = eps / 2
"""


def in_style(k: int) -> dict:
    """The k-th of the registry's right answers to every exercise."""
    functions = [id for lesson in LESSONS for id in ids(lesson) if not is_question(id)]
    return {id: load(id).correct[k] for id in functions}


def is_question(id: str) -> bool:
    return load(id).is_question


def mistaken(lesson: str, **mistakes: str) -> Student:
    """A student who makes one mistake, or several, and knows the rest."""
    answers = {
        id: next(m.answer for m in load(id).misconceptions if m.name == name)
        for id, name in mistakes.items()
    }
    return Student("_".join(next(iter(mistakes.values())).split()), (lesson,), answers)


# ---------------------------------------------------------------------------------- handing in


def hand_in(course: Path, student: Student, lesson: str):
    """Fills the student's copy of a lesson and puts it where nbgrader collects."""
    right = {cell.id: cell.source for cell in read(course / "solutions" / lesson).cells}
    notebook = read(course / "course" / lesson)
    for cell in notebook.cells:
        if not cell.id.startswith("answer-"):
            continue
        id = cell.id.removeprefix("answer-")
        match student.answers.get(id, right[cell.id]):
            case str(text):
                cell.source = text
            case Callable() as function:
                cell.source = renamed(function, id)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in student.deleted]
    write(notebook, course / "submitted" / student.name / lesson)


def renamed(function: Callable, name: str) -> str:
    """The text of a function of the registry, as a student would have written it."""
    return re.sub(rf"(?<![.\w]){function.__name__}(?=\()", name, source_of(function))


def read(folder: Path):
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)


def write(notebook, folder: Path):
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{folder.name}.ipynb")


# ------------------------------------------------------------------------------------- grading


def grade_class(course: Path, repository: Path, members: list[Student]):
    """Releases, collects, grades and reports back, all by nbgrader, in the folder `course`."""
    shutil.copy(repository / "nbgrader_config.py", course)
    for lesson in LESSONS:
        shutil.copytree(repository / "solutions" / lesson, course / "solutions" / lesson)
    try:
        require_bubblewrap()
        changes = {}
    except CannotGrade as error:
        print(f"{error} This class is harmless, and graded without.")
        changes = {"Sandbox": {"enabled": False}}
    api = nbgrader_api(course, **changes)

    for lesson in LESSONS:
        done(api.generate_assignment(lesson))
    submissions = [(lesson, student) for lesson in LESSONS for student in members]
    submissions = [(lesson, s) for lesson, s in submissions if lesson in s.lessons]
    for lesson, student in submissions:
        hand_in(course, student, lesson)
    for lesson, student in tqdm(submissions, desc="autograde", unit="notebook"):
        done(api.autograde(lesson, student.name))
    for lesson in tqdm(LESSONS, desc="feedback", unit="lesson"):
        done(api.generate_feedback(lesson))
    with api.gradebook as gradebook:
        CsvExportPlugin(to=str(course / "grades.csv")).export(gradebook)
        return {
            (lesson, student.name): results(course, gradebook, lesson, student.name)
            for lesson, student in submissions
        }


def done(result: dict):
    if not result["success"]:
        sys.exit(f"nbgrader stopped:\n{result.get('log', '')}\n{result['error']}")


def results(course: Path, gradebook, lesson: str, student: str) -> dict:
    """Exercise -> (points in the gradebook, what the report said)."""
    cells = read(course / "autograded" / student / lesson).cells
    outputs = {cell.metadata.nbgrader.grade_id: cell.outputs for cell in cells if is_exercise(cell)}
    return {
        id: (
            gradebook.find_grade(id, lesson, lesson, student).score,
            remark([*outputs.get(f"answer-{id}", ()), *outputs[id]]),
        )
        for id in outputs
        if not id.startswith("answer-")
    }


def remark(outputs: list) -> str:
    """The named mistakes of an answer and its check, or why there is no result."""
    for output in outputs:
        if output.output_type == "error":
            return output.ename
        if summary := output.get("metadata", {}).get("autograder"):
            if summary["status"] == "right":
                return ""
            return "; ".join(summary["mistakes"]) or HEADLINES[summary["status"]]
    return "no report"


# --------------------------------------------------------------------------------------- table


def print_table(lesson: str, graded: dict):
    """One line a student: points for each exercise, their sum, and what the reports said."""
    rows = {student: result for (of, student), result in graded.items() if of == lesson}
    exercises = list(next(iter(rows.values())))
    worth = {id: load(id).total for id in exercises}
    width = max(map(len, rows))
    print(f"\n{lesson}\n")
    for k, id in enumerate(exercises, 1):
        print(f"  {k:>2}  {id}, {worth[id]:g} points")
    numbers = "".join(f"{k:>5}" for k in range(1, len(exercises) + 1))
    print(f"\n{'':{width}}{numbers}{'sum':>6} of {sum(worth.values()):g}")
    for student, result in rows.items():
        points = "".join(f"{points:>5g}" for points, _ in result.values())
        print(f"{student:{width}}{points}{sum(points for points, _ in result.values()):>6g}")
        remarks = {}
        for id, (_, said) in result.items():
            remarks.setdefault(said, []).append(id)
        for said, where in remarks.items():
            if said:
                print(f"{'':{width}}    {said}: {', '.join(where)}")


def main():
    # nbgrader talks to its database and writes its cells in ways that its libraries warn of.
    warnings.filterwarnings("ignore", module="nbgrader|nbformat")
    course = Path(tempfile.mkdtemp(prefix="rnn-course-demo-"))
    graded = grade_class(course, Path.cwd(), students())
    for lesson in LESSONS:
        print_table(lesson, graded)
    print(f"\nFeedback pages: {course / 'feedback'}")
    print(f"Grades:         {course / 'grades.csv'}")


if __name__ == "__main__":
    main()
