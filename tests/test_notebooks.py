"""Every lesson runs from top to bottom: the instructors' copy to the results that its text states,
and an untouched students' copy to no points, no exception."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.build import lesson_names
from autograder.exercises import load

ROOT = Path(__file__).parents[1]
LESSONS = lesson_names(ROOT)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_stated_results_come_out(lesson):
    notebook = ROOT / "solutions" / lesson / f"{lesson}.ipynb"
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run([*command, notebook], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_copy_runs_through_and_earns_nothing(lesson, tmp_path):
    notebook = nbformat.read(ROOT / "course" / lesson / f"{lesson}.ipynb", as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()  # raises where a cell raises

    reports = [
        output.metadata["autograder"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "autograder" in output.get("metadata", ())
    ]
    assert {report["id"] for report in reports} == {
        cell.id for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert [report["points"] for report in reports] == [0] * len(reports)
    stubs = [report for report in reports if not load(report["id"]).is_question]
    assert {report["status"] for report in stubs} == {"stub"}  # NotImplementedError came
