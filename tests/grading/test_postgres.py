"""A gradebook in PostgreSQL in place of SQLite, against a real server."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.exercises import ids, load
from autograder.grading.batch import grade_lesson

pytest.importorskip("psycopg2", reason="needs psycopg2, by which Python talks to PostgreSQL")

ROOT = Path(__file__).parents[2]
LESSON = "01_unrolling"
INITDB = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("bubblewrap"),
    pytest.mark.skipif(not INITDB, reason="needs Debian's postgresql"),
    pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning"),  # nbgrader's
]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def server():
    """The address of an empty database on a server that lives as long as the test."""
    folder, port = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")), free_port()
    user = "postgres" if os.getuid() == 0 else getpass.getuser()  # it refuses to run as root
    shutil.chown(folder, user)

    def call(program, *arguments):
        subprocess.run(
            [INITDB.parent / program, *arguments],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    call("initdb", "-D", folder / "data", "-U", "grader", "--auth=trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
    try:
        call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "grader", "grades")
        yield f"postgresql+psycopg2://grader@127.0.0.1:{port}/grades"
    finally:
        call("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_points_arrive_in_postgresql(server, tmp_path):
    config = (ROOT / "nbgrader_config.py").read_text()
    (tmp_path / "nbgrader_config.py").write_text(
        f"{config}\nc.CourseDirectory.db_url = {server!r}\n"
    )
    shutil.copytree(ROOT / "solutions" / LESSON, tmp_path / "solutions" / LESSON)
    bin = Path(sys.executable).parent
    subprocess.run(
        [bin / "nbgrader", "generate_assignment", LESSON],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{bin}:{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    for student in ("ada", "emmy"):
        shutil.copytree(tmp_path / "solutions" / LESSON, tmp_path / "submitted" / student / LESSON)
    grade_lesson(tmp_path, LESSON)

    full = sum(load(id).total for id in ids(LESSON))
    with Gradebook(server) as gradebook:
        scores = {s.student_id: s.score for s in gradebook.assignment_submissions(LESSON)}
    assert scores == {"ada": full, "emmy": full}
    assert not (tmp_path / "gradebook.db").exists()
