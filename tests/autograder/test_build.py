"""The build on small lessons of its own: what it infers, and what it says to an author."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from autograder import build as builder
from autograder import exercises
from autograder.build import BuildError, build, read_lesson
from autograder.grading.api import nbgrader_api

ROOT = Path(__file__).parents[2]
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"  # of what, nobody looks
LESSON = f'''\
# %% [markdown]
# # Doubling

# %%
check = print

# %%
def double(x):
    """x -> 2 x"""
    ### BEGIN SOLUTION
    secret = 2
    return secret * x
    ### END SOLUTION


# %%
check("double", double)

# %%
# NBVAL_CHECK_OUTPUT
print(3 * 4)

# %%
print("not kept")

# %% tags=["widget"]
display({{"image/png": "{PICTURE}", "text/plain": "a dot"}}, raw=True)

# %%
answer_half = None
### BEGIN SOLUTION
answer_half = 0.5
### END SOLUTION

# %%
check("half", answer_half)
'''


@pytest.fixture
def registry(monkeypatch):
    """Two exercises of the lesson 09_doubling, and one of another."""
    known = {
        "double": SimpleNamespace(lesson="09_doubling", total=3),
        "half": SimpleNamespace(lesson="09_doubling", total=0.5),
        "elsewhere": SimpleNamespace(lesson="10_other", total=1),
    }

    def load(id):
        if id not in known:
            raise ValueError(f"there is no exercise {id!r}")
        return known[id]

    monkeypatch.setattr(exercises, "load", load)
    monkeypatch.setattr(
        exercises, "ids", lambda lesson: [id for id in known if known[id].lesson == lesson]
    )


@pytest.fixture
def course(tmp_path, registry):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write(tmp_path, LESSON)
    return tmp_path


def write(course, text):
    (course / "solutions").mkdir(exist_ok=True)
    (course / "solutions" / "09_doubling.py").write_text(text, encoding="utf-8")


def notebook(course, kind):
    return nbformat.read(course / kind / "09_doubling" / "09_doubling.ipynb", as_version=4)


def cell(course, kind, id):
    return next(cell for cell in notebook(course, kind).cells if cell.id == id)


def code(course, kind):
    return [cell for cell in notebook(course, kind).cells if cell.cell_type == "code"]


def pictures_for_students(course):
    outputs = [output for cell in code(course, "course") for output in cell.outputs]
    assert [output.data["text/plain"] for output in outputs] == ["a dot"]
    return [output.data["image/png"] for output in outputs]


def all_bytes(course):
    return {path: path.read_bytes() for path in course.rglob("*.ipynb")}


def test_a_lesson_becomes_two_notebooks(course, capsys):
    build(course)
    assert "2 exercises, 3.5 points; ran in" in capsys.readouterr().out

    answer = cell(course, "course", "answer-double")
    assert answer.source.endswith('"""\n    raise NotImplementedError("Write double here.")')
    assert answer.metadata.nbgrader.solution and "editable" not in answer.metadata
    assert cell(course, "course", "answer-half").source == "answer_half = None  # your answer"

    check = cell(course, "course", "half")
    assert check.metadata.nbgrader.grade and check.metadata.nbgrader.points == 0.5
    assert not check.metadata.editable and not check.metadata.deletable
    assert cell(course, "course", "cell-01").metadata == {}

    assert "secret" in cell(course, "solutions", "answer-double").source
    assert "secret" not in str(notebook(course, "course"))
    assert notebook(course, "course").metadata.kernelspec.name == "python3"
    assert "jupytext" not in notebook(course, "solutions").metadata


def test_text_is_kept_for_instructors_and_pictures_for_students(course):
    build(course)
    text = [output.text for cell in code(course, "solutions") for output in cell.outputs]
    assert text == ["12\n"]
    assert pictures_for_students(course) == [PICTURE]


def test_a_rerun_changes_no_byte_and_runs_only_what_changed(course, monkeypatch, capsys):
    build(course)
    before = all_bytes(course)
    build(course, run_all=True)
    assert all_bytes(course) == before

    monkeypatch.setattr(builder, "execute", lambda *_: pytest.fail("nothing had to run"))
    capsys.readouterr()
    build(course)
    assert "outputs kept; unchanged" in capsys.readouterr().out
    write(course, LESSON.replace("# # Doubling", "# # Twice as much"))
    build(course)
    assert "outputs kept; written" in capsys.readouterr().out
    assert cell(course, "course", "cell-00").source == "# Twice as much"
    assert pictures_for_students(course) == [PICTURE]


def test_formgrader_releases_the_very_same_bytes(course):
    build(course)
    before = all_bytes(course)
    api = nbgrader_api(course)
    assert api.generate_assignment("09_doubling")["success"]
    assert all_bytes(course) == before


def test_an_error_stops_the_build_and_leaves_everything_as_it_was(course):
    build(course)
    before = all_bytes(course)
    write(course, LESSON.replace("print(3 * 4)", "print(3 / 0)"))
    with pytest.raises(BuildError) as error:
        build(course)
    assert all_bytes(course) == before
    assert str(error.value) == (
        "solutions/09_doubling.py, line 19: the cell '# NBVAL_CHECK_OUTPUT' stopped with "
        "ZeroDivisionError: division by zero"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('check("half"', 'check("hlaf"', "line 35: there is no exercise 'hlaf'"),
        ('check("half"', 'check("double"', "line 35: 'double' is checked a second time"),
        ('check("half"', 'check("elsewhere"', "'elsewhere' is an exercise of lesson 10_other"),
        ('check("half", answer_half)', "", "line 1: no cell checks 'half'"),
        (
            'check("half", answer_half)',
            'x = 1\ncheck("half", x)',
            "line 37: check(…) must be alone",
        ),
        ('check("half", answer_half)', 'x = check("half", 1)', "line 36: check(…) must be alone"),
        ('check("half", answer_half)', "check(*half)", "line 36: write it as check("),
        ("answer_half", "double", "line 29: a second cell answers 'answer-half'"),
        ("= 0.5\n### END", "= 0.5\n### FIN", "the cell has a '### BEGIN SOLUTION' without"),
        ("### BEGIN SOLUTION\nanswer", "answer", "the cell has a '### END SOLUTION' without"),
        ("answer_half = None\n", "", "write `answer = None` before"),
        ("print(3 * 4)", "print(3 *)", "line 21: invalid syntax"),
        ("# %%\nanswer", "# %% Half\nanswer", "line 29: nobody sees text on this line"),
    ],
)
def test_an_author_is_told_what_and_where(course, old, new, message):
    assert old in LESSON
    write(course, LESSON.replace(old, new))
    with pytest.raises(BuildError) as error:
        read_lesson(course / "solutions" / "09_doubling.py")
    assert message in str(error.value)
    assert str(error.value).startswith("solutions/09_doubling.py, line ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (', "text/plain": "a dot"}, raw=True)', "})", "a cell tagged widget shows no picture"),
        ('"image/png"', '"text/x"', "a cell tagged widget shows no picture"),
        ('# %% tags=["widget"]\n', "# %%\n# NBVAL_CHECK_OUTPUT\n", "shows a picture, not only"),
    ],
)
def test_an_author_is_told_of_outputs_that_cannot_be_kept(course, old, new, message):
    write(course, LESSON.replace(old, new))
    with pytest.raises(BuildError, match=message):
        build(course)


def test_an_unknown_lesson_and_a_wrong_folder_are_named(course, tmp_path):
    with pytest.raises(BuildError, match="no lesson 77_x; there are 09_doubling"):
        build(course, ["77_x"])
    with pytest.raises(BuildError, match="call this in the course"):
        build(tmp_path / "nowhere")
