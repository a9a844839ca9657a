"""nbgrader's bookkeeping for submissions that are graded already.

nbgrader finds them in a folder of their own, in the shape of what students hand in, and does with
them what it does with any other: students, submissions, lateness, grades, autograded notebooks.
"""

import os
import shutil
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.grading.terms import CannotGrade

BOOKKEEPING = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


class Recorder:
    def __init__(self, root: Path, lesson: str, config: Config):
        self.lesson = lesson
        self.folder = root / ".autograder" / "graded"
        own = Config(
            CourseDirectory={"submitted_directory": ".autograder/graded", "assignment_id": lesson},
            Autograde={
                "force": True,
                "exporter_class": "nbconvert.exporters.NotebookExporter",
                "sanitize_preprocessors": [],
                "autograde_preprocessors": BOOKKEEPING,
            },
        )
        self.config = Config(config)
        self.config.merge(own)
        self.courses = CourseDirectory(config=self.config)
        with Gradebook(self.courses.db_url, self.courses.course_id) as gradebook:
            try:
                gradebook.find_notebook(lesson, lesson)
            except MissingEntry:
                raise CannotGrade(
                    f"The gradebook does not know {lesson}: run nbgrader generate_assignment "
                    f"{lesson} first."
                ) from None

    def record(self, student: str, notebook: str, timestamp: str):
        """Puts a graded notebook into the gradebook and among the autograded."""
        handed_in = self.folder / student / self.lesson
        handed_in.mkdir(parents=True, exist_ok=True)
        (handed_in / f"{self.lesson}.ipynb").write_text(notebook, encoding="utf-8")
        if timestamp:
            (handed_in / "timestamp.txt").write_text(timestamp, encoding="utf-8")
        self.courses.student_id = student
        here = os.getcwd()
        try:
            with warnings.catch_warnings(category=SAWarning, action="ignore"):  # nbgrader's own
                Autograde(coursedir=self.courses, config=self.config).start()
        finally:
            os.chdir(here)
            shutil.rmtree(self.folder / student)
