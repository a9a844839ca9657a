"""nbgrader's settings for this course; INSTRUCTORS.md says how to run a class with them."""

from pathlib import Path

from nbgrader.preprocessors import (
    CheckCellMetadata,
    ComputeChecksums,
    LockCells,
    SaveCells,
)

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
