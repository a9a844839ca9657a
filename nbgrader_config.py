"""nbgrader's settings for this course; INSTRUCTORS.md says how to run a class with them."""

from pathlib import Path

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ComputeChecksums,
    LimitOutput,
    LockCells,
    SaveAutoGrades,
    SaveCells,
)

from autograder.grading.execute import ExecuteWhatCounts
from autograder.grading.release import KeepPictures, Stubs

c = get_config()  # noqa: F821  (nbgrader defines it)
root = Path(__file__).resolve().parent

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "rnn"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"

# Where released and submitted work is exchanged on one machine. On a shared server, name a folder
# there that everybody can write to.
exchange = root / "exchange"
exchange.mkdir(exist_ok=True)
c.Exchange.root = str(exchange)

c.GenerateAssignment.preprocessors = [
    LockCells,
    Stubs,
    KeepPictures,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ComputeChecksums,
    CheckCellMetadata,
]

c.Autograde.autograde_preprocessors = [
    ExecuteWhatCounts,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
c.OverwriteCells.add_missing_cells = True  # a deleted check comes back and is graded

c.Execute.timeout = 60  # seconds a cell; then it is interrupted, and the next one runs
c.Execute.interrupt_on_timeout = True
c.Execute.extra_arguments = ["--log-level=ERROR"]  # not that it listens on a port of this machine
