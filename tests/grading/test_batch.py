"""autograder grade over a small class: what it keeps, what it repeats, and what stops it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from nbgrader.api import Gradebook

from autograder.exercises import ids, load
from autograder.grading.batch import grade_lesson
from autograder.grading.overview import overview
from autograder.grading.table import print_table
from autograder.grading.terms import CannotGrade

ROOT = Path(__file__).parents[2]
LESSON = "01_unrolling"
BIN = Path(sys.executable).parent
STUDENTS = [f"student_{k}" for k in range(4)]
FULL = sum(load(id).total for id in ids(LESSON))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("bubblewrap"),
    pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning"),  # nbgrader's
]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A class that handed in four right notebooks."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions" / LESSON, course / "solutions" / LESSON)
    finish(start(course, "nbgrader", "generate_assignment", LESSON))
    text = (ROOT / "solutions" / LESSON / f"{LESSON}.ipynb").read_text()
    for k, student in enumerate(STUDENTS):
        folder = course / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_text(text + k * "\n")
    return course


@pytest.fixture
def course(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


def start(course: Path, *command: str) -> subprocess.Popen:
    return subprocess.Popen(
        [BIN / command[0], *command[1:]],
        cwd=course,
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen) -> str:
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return output


def grade(course: Path, **options) -> dict[str, str]:
    """Student -> status."""
    return {row.entry.student: row.status for row in grade_lesson(course, LESSON, **options)}


def scores(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {s.student_id: s.score for s in gradebook.assignment_submissions(LESSON)}


def results(course: Path) -> dict[str, dict]:
    """File -> what is known, of all results."""
    folder = course / ".autograder" / "results"
    return {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}


def times(course: Path) -> dict[str, int]:
    """File -> when it was written, of all results."""
    folder = course / ".autograder" / "results"
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def wait_for_results(course: Path, count: int):
    end = time.monotonic() + 120
    while len(results(course)) < count:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def scratch(monkeypatch):
    """A folder for temporary files, with a name short enough for sockets."""
    folder = tempfile.mkdtemp(prefix="g-", dir="/tmp")
    monkeypatch.setenv("TMPDIR", folder)
    yield Path(folder)
    shutil.rmtree(folder)


def using(folder: Path) -> list[str]:
    """The commands of running processes that have to do with a folder."""
    processes = psutil.process_iter(["cmdline"])
    commands = [" ".join(process.info["cmdline"] or ()) for process in processes]
    return [command for command in commands if str(folder) in command]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_grader_that_is_ended_goes_on_where_it_stopped(course, scratch, how):
    process = start(course, "autograder", "grade", LESSON, "--workers", "2")
    wait_for_results(course, 1)
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in errors
    if how == signal.SIGINT:
        assert "goes on from here" in errors
    time.sleep(1)
    assert using(scratch) == []
    before = results(course)

    finish(start(course, "autograder", "grade", LESSON))
    assert scores(course) == dict.fromkeys(STUDENTS, FULL)
    after = results(course)
    assert len(after) == len(STUDENTS)
    assert before == {name: after[name] for name in before}, "something was graded twice"
    assert list(scratch.glob("autograder-*")) == []


def test_only_what_is_new_or_changed_is_graded(course):
    assert grade(course) == dict.fromkeys(STUDENTS, "graded")
    before, written = results(course), times(course)
    assert f"{len(STUDENTS)} graded" in finish(start(course, "autograder", "grade", LESSON))
    assert times(course) == written, "something was graded twice"

    text = (course / "course" / LESSON / f"{LESSON}.ipynb").read_text()
    (course / "submitted" / STUDENTS[0] / LESSON / f"{LESSON}.ipynb").write_text(text)
    assert grade(course)[STUDENTS[0]] == "wrong"
    assert scores(course) == dict.fromkeys(STUDENTS, FULL) | {STUDENTS[0]: 0}
    assert before.items() <= results(course).items()


def test_a_corrected_check_leaves_all_other_points_as_they_were(course):
    grade(course)
    before = results(course)
    for name, about in before.items():  # as if all had been graded with another check of rnn_step
        old = about | {"exercises": about["exercises"] | {"rnn_step": "another"}}
        (course / ".autograder" / "results" / name).write_text(json.dumps(old))
        path = (course / ".autograder" / "results" / name).with_suffix(".ipynb")
        notebook = json.loads(path.read_text())
        notebook["metadata"]["autograder"]["exercises"]["rnn_step"] = "another"
        path.write_text(json.dumps(notebook))
    grade(course)
    for name, about in results(course).items():
        again = [
            report["id"] for report in about["reports"] if report not in before[name]["reports"]
        ]
        assert again == ["rnn_step"]
    assert scores(course) == dict.fromkeys(STUDENTS, FULL)


def test_what_several_handed_in_alike_is_graded_once(course):
    text = (course / "submitted" / STUDENTS[0] / LESSON / f"{LESSON}.ipynb").read_text()
    for student in STUDENTS:
        (course / "submitted" / student / LESSON / f"{LESSON}.ipynb").write_text(text)
    grade(course)
    assert len(results(course)) == 1
    assert scores(course) == dict.fromkeys(STUDENTS, FULL)


def test_nbgrader_alone_gives_the_same(course):
    finish(start(course, "nbgrader", "autograde", LESSON, "--student", STUDENTS[0]))
    assert scores(course) == {STUDENTS[0]: FULL}
    assert len(results(course)) == 1
    grade(course)
    assert scores(course) == dict.fromkeys(STUDENTS, FULL)


def test_without_bubblewrap_it_refuses(course, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotGrade, match="install it"):
        grade(course)
    assert results(course) == {}


def test_without_a_sandbox_it_says_so(course, capsys):
    for student in STUDENTS[1:]:
        shutil.rmtree(course / "submitted" / student)
    print_table(LESSON, grade_lesson(course, LESSON, sandbox=False))
    assert "WITHOUT A SANDBOX" in capsys.readouterr().out
    assert scores(course) == {STUDENTS[0]: FULL}


def test_the_report_names_mistakes_troubles_and_likeness(course, capsys):
    path = course / "submitted" / STUDENTS[0] / LESSON / f"{LESSON}.ipynb"
    mistaken = path.read_text().replace("x @ params.Wx + h @ params.Wh", "x @ params.Wx")
    path.write_text(mistaken)
    (course / "submitted" / STUDENTS[1] / LESSON / f"{LESSON}.ipynb").write_text("")
    grade(course)
    overview(course, LESSON)
    output = capsys.readouterr().out
    page = (course / f"report-{LESSON}.html").read_text()
    for text in ("previous state ignored", "unreadable", "100 %"):
        assert text in output
        assert text in page
    assert "<svg" in page
    assert not re.search(r"(src|href)=.http", page)


def test_a_cluster_that_loses_a_worker_loses_nothing(course):
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    address = "tcp://127.0.0.1:9786"
    options = ("--no-dashboard", "--no-nanny", "--nthreads", "1")
    here = ("--host", "127.0.0.1", "--port", "9786", "--no-dashboard")
    started = [start(course, "dask", "scheduler", *here)]
    started += [start(course, "dask", "worker", address, *options) for _ in range(2)]
    try:
        grading = start(course, "autograder", "grade", LESSON, "--cluster", address)
        wait_for_results(course, 1)
        started[1].kill()
        assert f"{len(STUDENTS)} graded" in finish(grading)
    finally:
        for process in started:
            process.kill()
            process.communicate()
    assert scores(course) == dict.fromkeys(STUDENTS, FULL)
    assert len(results(course)) == len(STUDENTS)
