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

# A submission is read as the notebook that it becomes by being graded; the rest is bookkeeping.
c.Autograde.exporter_class = "autograder.grading.handed_in.HandedIn"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# What one submission may use, all its processes together.
c.Sandbox.memory = 2048  # megabytes
c.Sandbox.processes = 100  # and threads
c.Sandbox.disk = 100  # megabytes
c.Sandbox.output = 10  # megabytes
c.Sandbox.cell_seconds = 60  # then the cell is interrupted, and the next one runs
c.Sandbox.seconds = 300  # for the whole notebook
