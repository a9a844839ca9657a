import os

import pytest

from autograder.grading.sandbox import require_bubblewrap
from autograder.grading.terms import CannotGrade


@pytest.fixture
def bubblewrap():
    """For tests that grade in the sandbox: skipped where there is none, but not where CI runs."""
    try:
        require_bubblewrap()
    except CannotGrade as need:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(need))
