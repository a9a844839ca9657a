"""nbgrader's settings for this course; INSTRUCTORS.md says how to run a class with them."""

from pathlib import Path

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
    "nbgrader.preprocessors.LockCells",
    "autograder.grading.release.Stubs",
    "autograder.grading.release.KeepPictures",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.Autograde.autograde_preprocessors = [
    "autograder.grading.execute.ExecuteWhatCounts",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.OverwriteCells.add_missing_cells = True  # a deleted check comes back and is graded

c.Execute.timeout = 60  # seconds a cell; then it is interrupted, and the next one runs
c.Execute.interrupt_on_timeout = True
c.Execute.extra_arguments = ["--log-level=ERROR"]  # not that it listens on a port of this machine
