"""solutions/02_bptt.py  ->  solutions/02_bptt/02_bptt.ipynb  ->  course/02_bptt/02_bptt.ipynb

A lesson is py:percent text. Its authors write no nbgrader metadata: a cell with BEGIN SOLUTION is
an answer, a cell that holds `check("id", …)` alone is graded, with the points of the registry.
Everything is made in a temporary folder first; an error leaves what was there as it was.
"""

import ast
import asyncio
import os
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm import tqdm

from autograder import exercises
from autograder.grading.api import nbgrader_api
from autograder.grading.release import CHECKED, has_picture, is_widget, pictures, with_stubs
from autograder.grading.terms import ONE_THREAD

KERNEL = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


class BuildError(Exception):
    """One sentence for the author of a lesson."""


@dataclass
class Lesson:
    name: str
    notebook: nbformat.NotebookNode
    lines: list  # line of each cell in the source
    seconds: float | None = None  # None: its code is that of the last build, so it was not run

    def at(self, k, line=0):
        return f"solutions/{self.name}.py, line {self.lines[k] + line}"

    def code(self):
        return [(k, c) for k, c in enumerate(self.notebook.cells) if c.cell_type == "code"]

    def points(self):
        return sum(c.metadata.get("nbgrader", {}).get("points", 0) for c in self.notebook.cells)


def lesson_names(root):
    return sorted(path.stem for path in (root / "solutions").glob("[0-9][0-9]_*.py"))


def build(root, names=(), run_all=False):
    """Makes the notebooks of the named lessons, or of all, and prints what was done."""
    root = Path(root)
    known = lesson_names(root)
    if not known:
        raise BuildError(f"There is no lesson in {root / 'solutions'}: call this in the course.")
    for name in names:
        if name not in known:
            raise BuildError(f"There is no lesson {name}; there are {', '.join(known)}.")

    lessons = [read_lesson(root / "solutions" / f"{name}.py") for name in names or known]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        stage = Path(folder)
        made = [pool.submit(make, lesson, root, stage, run_all) for lesson in lessons]
        try:
            for future in tqdm(made, desc="build", unit="lesson"):
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        release(root, stage, lessons)
        for lesson in lessons:
            print(describe(lesson, publish(lesson, root, stage)))


# ------------------------------------------------------------------------------ text to notebook


def read_lesson(path):
    """The notebook of a lesson's text, with ids and nbgrader's metadata."""
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5

    starts = [k for k, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    lines = [1] * (len(notebook.cells) - len(starts)) + starts  # text may precede the first mark
    lesson = Lesson(path.stem, notebook, lines)
    mark_answers(lesson, mark_checks(lesson))
    name_cells(lesson)
    nbformat.validate(notebook)
    return lesson


def mark_checks(lesson):
    """Makes the checks grade cells; returns name of an answer -> exercise that checks it."""
    answer_of = {}
    for k, cell in lesson.code():
        if call := check_call(lesson, k):
            exercise, answer = call
            if exercise in answer_of:
                raise BuildError(f"{lesson.at(k)}: {exercise!r} is checked a second time.")
            answer_of[exercise] = answer
            mark(cell, exercise, grade=True, points=points(lesson, k, exercise))
    for exercise in exercises.ids(lesson.name):
        if exercise not in answer_of:
            raise BuildError(f"solutions/{lesson.name}.py, line 1: no cell checks {exercise!r}.")
    return {answer: exercise for exercise, answer in answer_of.items()}


def mark_answers(lesson, exercise_of):
    for k, cell in lesson.code():
        if BEGIN in cell.source or END in cell.source:
            name = answer_name(lesson, k, exercise_of)
            mark(cell, f"answer-{exercise_of.get(name, name)}", solution=True)


def name_cells(lesson):
    """Ids that are the same in every build."""
    taken = set()
    for k, cell in enumerate(lesson.notebook.cells):
        cell.metadata.pop("lines_to_next_cell", None)
        if "title" in cell.metadata:
            raise BuildError(f"{lesson.at(k)}: nobody sees text on this line; begin on the next.")
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{k:02d}")
        if cell.id in taken:
            raise BuildError(f"{lesson.at(k)}: a second cell answers {cell.id!r}.")
        taken.add(cell.id)


def check_call(lesson, k):
    """(exercise, name of the answer) of a cell that is a check, else None."""
    body = parse(lesson, k, lesson.notebook.cells[k].source).body
    calls = [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "check"
    ]
    if not calls:
        return None
    where = lesson.at(k, calls[0].lineno)
    if len(body) > 1 or not isinstance(body[0], ast.Expr) or body[0].value is not calls[0]:
        raise BuildError(f"{where}: check(…) must be alone in its cell.")
    match calls[0].args:
        case [ast.Constant(value=str(exercise)), ast.Name(id=answer)]:
            return exercise, answer
    raise BuildError(f'{where}: write it as check("exercise", name_of_the_answer).')


def points(lesson, k, exercise):
    try:
        found = exercises.load(exercise)
    except ValueError as error:
        raise BuildError(f"{lesson.at(k)}: {error}.") from None
    if found.lesson != lesson.name:
        raise BuildError(f"{lesson.at(k)}: {exercise!r} is an exercise of lesson {found.lesson}.")
    return found.total


def answer_name(lesson, k, wanted):
    """The function or variable that an answer cell asks for."""
    source, _ = with_stubs(lesson.notebook.cells[k].source)
    for mark in (BEGIN, END):
        if mark in source:
            raise BuildError(f"{lesson.at(k)}: the cell has a {mark!r} without its counterpart.")
    names = []
    for node in parse(lesson, k, source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                names.append(name)
    if not names:
        raise BuildError(f"{lesson.at(k)}: write `answer = None` before {BEGIN!r}.")
    return next((name for name in names if name in wanted), names[-1])


def parse(lesson, k, source):
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError as error:
        raise BuildError(f"{lesson.at(k, error.lineno or 0)}: {error.msg}.") from None


def mark(cell, grade_id, grade=False, solution=False, points=None):
    cell.metadata.nbgrader = {
        "schema_version": 3,
        "cell_type": "code",
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": grade,
        "task": False,
    }
    if grade:
        cell.metadata.nbgrader["points"] = points


# ------------------------------------------------------------------------------------- outputs


def make(lesson, root, stage, run_all):
    """Writes the instructors' notebook of a lesson to the stage, with the outputs it needs."""
    source = stage / "solutions" / lesson.name
    source.mkdir(parents=True)
    if run_all or not carry_over(lesson, root):
        execute(lesson, source)
    else:
        shutil.copytree(root / "course" / lesson.name, stage / "course" / lesson.name)
    nbformat.write(lesson.notebook, source / f"{lesson.name}.ipynb")


def carry_over(lesson, root):
    """Takes the outputs of the last build; False where code has changed since."""
    made = [root / kind / lesson.name / f"{lesson.name}.ipynb" for kind in ("solutions", "course")]
    if not all(path.exists() for path in made):
        return False
    before, students = (nbformat.read(path, as_version=4) for path in made)
    shown = [cell.source for cell in students.cells if pictures(cell)]
    old, new = code_cells(before), code_cells(lesson.notebook)
    if [cell.source for cell in old] != [cell.source for cell in new]:
        return False
    if any(is_widget(cell) and cell.source not in shown for cell in new):
        return False
    for was, cell in zip(old, new, strict=True):
        cell.outputs, cell.execution_count = was.outputs, was.execution_count
    return True


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def execute(lesson, folder):
    """Runs a lesson and keeps the text of checked cells and the pictures of widgets."""
    started = time.monotonic()
    running = [0]
    client = NotebookClient(
        nbformat.from_dict(lesson.notebook),
        timeout=300,
        extra_arguments=["--log-level=ERROR"],  # quiet about its port
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: running.append(cell_index),
    )
    environment = os.environ | ONE_THREAD | {"NBGRADER_EXECUTION": "build"}
    try:
        run = asyncio.run(client.async_execute(env=environment))
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        if isinstance(error, CellExecutionError):
            reason = f"{error.ename}: {error.evalue}"
        else:
            reason = str(error).splitlines()[0]
        k = running[-1]
        first = lesson.notebook.cells[k].source.splitlines()[0]
        raise BuildError(f"{lesson.at(k)}: the cell {first!r} stopped with {reason}") from None
    for k, cell in enumerate(run.cells):
        if cell.cell_type == "code" and (outputs := kept_outputs(lesson, k, cell)):
            lesson.notebook.cells[k].outputs = outputs
            lesson.notebook.cells[k].execution_count = cell.execution_count  # nbval asks for it
    lesson.seconds = time.monotonic() - started


def kept_outputs(lesson, k, cell):
    if is_widget(cell):
        if not pictures(cell):
            raise BuildError(f"{lesson.at(k)}: a cell tagged widget shows no picture.")
        return pictures(cell)
    if not cell.source.startswith(CHECKED):
        return []
    if any(has_picture(output) for output in cell.outputs):
        raise BuildError(f"{lesson.at(k)}: a cell of {CHECKED[2:]} shows a picture, not only text.")
    return [output for output in cell.outputs if output.get("name") != "stderr"]


# ------------------------------------------------------------------------------------- release


def release(root, stage, lessons):
    """The students' copies, by nbgrader's own generate_assignment, with no gradebook touched."""
    api = nbgrader_api(
        root,
        CourseDirectory={"root": str(stage)},
        GenerateAssignment={"no_database": True},
        SaveCells={"enabled": False},
    )
    for lesson in lessons:
        result = api.generate_assignment(lesson.name)
        if not result["success"]:
            raise BuildError(f"nbgrader could not release {lesson.name}: {result['log']}")


def publish(lesson, root, stage):
    """Moves both notebooks to their places; True where a byte changed."""
    notebook = nbformat.read(staged(stage, "solutions", lesson), as_version=4)
    for cell in filter(is_widget, notebook.cells):
        cell.outputs, cell.execution_count = [], None  # pictures are in the students' copies alone
    nbformat.write(notebook, staged(stage, "solutions", lesson))

    changed = False
    for kind in ("solutions", "course"):
        new, old = staged(stage, kind, lesson), staged(root, kind, lesson)
        if not old.exists() or new.read_bytes() != old.read_bytes():
            changed = True
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(new, old.with_suffix(".new"))
            old.with_suffix(".new").replace(old)  # at once, or not at all
    return changed


def staged(folder, kind, lesson):
    return folder / kind / lesson.name / f"{lesson.name}.ipynb"


def describe(lesson, changed):
    graded = sum("points" in c.metadata.get("nbgrader", {}) for c in lesson.notebook.cells)
    ran = f"ran in {lesson.seconds:.0f} s" if lesson.seconds is not None else "outputs kept"
    return (
        f"{lesson.name:20} {graded} exercises, {lesson.points():g} points; {ran}; "
        f"{'written' if changed else 'unchanged'}"
    )
