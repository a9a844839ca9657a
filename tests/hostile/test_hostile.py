"""A class in which many cheat, some break things, and some are only unlucky.

Every file in submissions/ is one of them and says what it tries, which status it must get and how
many points. All are graded by one `autograder grade`, side by side.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from autograder.grading.sandbox import require_bubblewrap
from autograder.grading.terms import CannotGrade

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LESSON = "01_unrolling"
LIMITS = """
c.Sandbox.memory = 1000
c.Sandbox.processes = 60
c.Sandbox.disk = 30
c.Sandbox.output = 3
c.Sandbox.cell_seconds = 6
c.Sandbox.seconds = 30
"""
ROW = re.compile(r"(\w+) +([a-z][a-z ]+?) +([\d.]+) *(.*)")  # of the table
NAMES = sorted(path.stem for path in (HERE / "submissions").glob("*.py"))

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile")]  # one class for all


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / "submissions" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hand_in(course: Path, name: str):
    """Puts a submission where nbgrader collects."""
    trick = load(name)
    notebook = json.loads((course / "course" / LESSON / f"{LESSON}.ipynb").read_text())
    cells = notebook["cells"]
    for id, answer in trick.ANSWERS.items():
        next(cell for cell in cells if cell["id"] == f"answer-{id}")["source"] = answer
    if hasattr(trick, "FIRST"):
        code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1}
        cells.insert(3, {"id": "first", "source": trick.FIRST} | code)
    if hasattr(trick, "change"):
        trick.change(cells)
    notebook["metadata"] |= getattr(trick, "METADATA", {})
    folder = course / "submitted" / name / LESSON
    folder.mkdir(parents=True)
    text = json.dumps(notebook)
    if hasattr(trick, "hand_in"):
        trick.hand_in(folder, LESSON, text)
    else:
        (folder / f"{LESSON}.ipynb").write_text(text)
    if hasattr(trick, "beside"):
        trick.beside(folder)


def make_course(course: Path, names=NAMES):
    config = (ROOT / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").write_text(config + LIMITS)
    shutil.copytree(ROOT / "solutions" / LESSON, course / "solutions" / LESSON)
    call(course, "nbgrader", "generate_assignment", LESSON)
    for name in names:
        hand_in(course, name)


def call(course: Path, *command: str) -> str:
    folder = Path(sys.executable).parent
    done = subprocess.run(
        [folder / command[0], *command[1:]],
        cwd=course,
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "MY_SECRET": "42"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture(scope="module")
def scratch():
    """A folder for temporary files, with a name short enough for sockets."""
    folder = tempfile.mkdtemp(prefix="h-", dir="/tmp")
    os.environ["TMPDIR"] = folder
    yield Path(folder)
    del os.environ["TMPDIR"]
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, scratch):
    """The table of a graded class, line by line, and its folder."""
    try:
        require_bubblewrap()
    except CannotGrade as need:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(need))
    course = tmp_path_factory.mktemp("course")
    make_course(course)
    before = {kind: contents(course / kind) for kind in ("submitted", "solutions", "course")}
    output = call(course, "autograder", "grade", LESSON, "--workers", "4")
    assert before == {kind: contents(course / kind) for kind in before}
    lines = map(ROW.match, output.splitlines())
    return course, {m[1]: (m[2], float(m[3]), m[4]) for m in lines if m}


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_is_due(graded, name):
    _, rows = graded
    trick = load(name)
    assert name in rows, "lost"
    assert rows[name][:2] == (trick.STATUS, trick.POINTS), rows[name]


def test_the_gradebook_says_the_same(graded):
    course, rows = graded
    call(course, "nbgrader", "export")
    lines = (course / "grades.csv").read_text().splitlines()
    columns = lines[0].split(",")
    scores = [dict(zip(columns, line.split(","), strict=True)) for line in lines[1:]]
    found = {s["student_id"]: float(s["score"]) for s in scores if s["assignment"] == LESSON}
    assert found == {name: points for name, (_, points, _) in rows.items()}


def test_nothing_is_left(graded, scratch):
    time.sleep(1)
    processes = psutil.process_iter(["cmdline"])
    commands = [" ".join(process.info["cmdline"] or ()) for process in processes]
    assert [c for c in commands if "sleep 4321" in c or str(scratch) in c] == []
    assert list(scratch.glob("autograder-*")) == []
    assert list(Path("/tmp").glob("*-was-here")) == []


def test_nothing_is_graded_twice(graded):
    course, _ = graded
    results = list((course / ".autograder" / "results").iterdir())
    written = [path.stat().st_mtime_ns for path in results]
    call(course, "autograder", "grade", LESSON)
    assert [path.stat().st_mtime_ns for path in results] == written
