"""nbgrader's pages in JupyterLab, formgrader and Validate, on a copy of this repository."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from autograder.exercises import ids, load

ROOT = Path(__file__).parents[2]
LESSON = "00_start_here"
TOTAL = sum(load(id).total for id in ids(LESSON))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages") / "course"
    for kind in ("solutions", "course"):
        shutil.copytree(ROOT / kind / LESSON, folder / kind / LESSON)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.fixture(scope="module")
def ask(course):
    """(method, path) -> what the server of a JupyterLab in this course answers."""
    token = secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", f"--IdentityProvider.token={token}"]
    settings = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    settings |= {f"JUPYTER_{kind}_DIR": str(course.parent / kind) for kind in ("CONFIG", "DATA")}

    def ask(method, path):
        headers = {"Authorization": f"token {token}"}
        request = Request(f"http://127.0.0.1:{port}/{path}", method=method, headers=headers)
        with urlopen(request, timeout=120) as answer:
            return answer.read().decode()

    with (course.parent / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=course, env=os.environ | settings, stderr=log)
        try:
            for _ in range(300):
                try:
                    ask("GET", "api")
                    break
                except URLError:
                    time.sleep(0.2)
            yield ask
        finally:
            server.terminate()
            server.wait(20)


def test_formgrader_lists_the_lessons(ask):
    assert "formgrader" in ask("GET", "formgrader")
    lessons = json.loads(ask("GET", "formgrader/api/assignments"))
    assert [(lesson["name"], lesson["status"]) for lesson in lessons] == [(LESSON, "draft")]


def test_formgrader_generates_the_students_copy_that_is_there(ask, course):
    copy = course / "course" / LESSON / f"{LESSON}.ipynb"
    before = copy.read_bytes()
    answer = json.loads(ask("POST", f"formgrader/api/assignment/{LESSON}/assign"))
    assert answer["success"], answer
    assert copy.read_bytes() == before


def test_formgrader_grades_what_was_handed_in(ask, course, bubblewrap):
    shutil.copytree(course / "solutions" / LESSON, course / "submitted" / "ada" / LESSON)
    answer = json.loads(ask("POST", f"formgrader/api/submission/{LESSON}/ada/autograde"))
    assert answer["success"], answer
    graded = json.loads(ask("GET", f"formgrader/api/submission/{LESSON}/ada"))
    assert (graded["score"], graded["max_score"]) == (TOTAL, TOTAL)


def test_validate_shows_the_report(ask):
    path = quote(f"course/{LESSON}/{LESSON}.ipynb")
    answer = json.loads(ask("POST", f"assignments/validate?path={path}"))
    assert answer["success"]
    (failed,) = answer["value"]["failed"]
    assert "running_sum: still to be done, 0 of 3 points" in failed["raw_error"]
