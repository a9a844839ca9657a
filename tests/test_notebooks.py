"""Every lesson runs from top to bottom, to the results that its text states.

The students' copies run in tests/browser.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.build import lesson_names

ROOT = Path(__file__).parents[1]
LESSONS = lesson_names(ROOT)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_stated_results_come_out(lesson):
    notebook = ROOT / "solutions" / lesson / f"{lesson}.ipynb"
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run([*command, notebook], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
