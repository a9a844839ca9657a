"""What lies in solutions/ and course/ is what the build makes of the texts, and tells no answer."""

import ast
import inspect
import re
import shutil
import textwrap
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from autograder import exercises
from autograder.build import build, lesson_names
from autograder.grading.release import REGION

ROOT = Path(__file__).parents[2]
LESSONS = lesson_names(ROOT)


def cells(kind, lesson):
    return nbformat.read(ROOT / kind / lesson / f"{lesson}.ipynb", as_version=4).cells


def normal(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_is_stale(lesson, tmp_path, capsys):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "solutions").mkdir()
    shutil.copy(ROOT / "solutions" / f"{lesson}.py", tmp_path / "solutions")
    for kind in ("solutions", "course"):
        shutil.copytree(ROOT / kind / lesson, tmp_path / kind / lesson)
    build(tmp_path)
    assert "outputs kept; unchanged" in capsys.readouterr().out, "call make build and commit"


@pytest.mark.parametrize("kind", ["solutions", "course"])
def test_a_lesson_folder_holds_its_notebook_alone(kind):
    files = {path.relative_to(ROOT / kind) for path in (ROOT / kind).rglob("*") if path.is_file()}
    files = {path for path in files if ".ipynb_checkpoints" not in path.parts}
    texts = {Path(f"{lesson}.py") for lesson in LESSONS} if kind == "solutions" else set()
    assert files == {Path(lesson, f"{lesson}.ipynb") for lesson in LESSONS} | texts


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_sentence_becomes_a_list_where_its_line_breaks(lesson):
    """A line that begins with "1. " or "- " ends a paragraph, even in the middle of a sentence."""
    for cell in cells("course", lesson):
        if cell.cell_type == "markdown":
            for before, line in pairwise(cell.source.splitlines()):
                starts_a_list = re.match(r"(1[.)]|[-+*]) ", line)
                goes_on = before.strip() and not re.match(r"(\d+[.)]|[-+*]|  ) ?", before)
                assert not (starts_a_list and goes_on), line


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_answer_is_in_the_students_copy(lesson):
    course = normal("\n".join(cell.source for cell in cells("course", lesson)))
    assert "SOLUTION" not in course
    answers = [c for c in cells("solutions", lesson) if c.id.startswith("answer-")]
    assert answers
    for answer in answers:
        for region in REGION.finditer(answer.source):
            solution = normal("\n".join(region.group().splitlines()[1:-1]).strip("\n#"))
            assert solution and solution not in course


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_of_the_registry_is_in_the_students_copy(lesson):
    course = normal((ROOT / "course" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    for id in exercises.ids(lesson):
        exercise = exercises.load(id)
        secrets = [mistake.hint for mistake in exercise.misconceptions]
        functions = [*exercise.correct, exercise.reference, exercise.cases]
        functions += [mistake.answer for mistake in exercise.misconceptions]
        secrets += [
            body(f) for f in functions if inspect.isfunction(f) and f.__name__ != "<lambda>"
        ]
        for secret in secrets:
            assert normal(secret) not in course


def body(function):
    statements = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
    return "\n".join(ast.unparse(statement) for statement in statements)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_question_is_left_open(lesson):
    answers = {cell.id: cell.source for cell in cells("course", lesson)}
    for id in exercises.ids(lesson):
        if exercises.load(id).is_question:
            assert re.fullmatch(r"\w+ = None  # your answer", answers[f"answer-{id}"])


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_students_copy_holds_no_output_but_pictures_and_their_text(lesson):
    for cell in cells("course", lesson):
        for output in cell.get("outputs", ()):
            assert output.output_type == "display_data"
            assert "image/png" in output.data and "text/plain" in output.data
