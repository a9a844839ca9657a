"""What all submissions of a lesson are graded with, and how a result is named after it."""

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from traitlets.config import Config

import autograder
import rnn_core
from autograder.exercises import file_of, ids

NOT_JUDGING = {"exercises", "plots", "widgets", "batch.py", "build.py", "cli.py", "demo.py"}
LIBRARIES = ("OPENBLAS", "OMP", "MKL")
# Small matrices lose more to the hand-over between threads than they gain.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in LIBRARIES}


class CannotGrade(Exception):
    """One sentence for the instructor."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use, all its processes together."""

    memory: int = 2048  # megabytes
    processes: int = 100  # and threads
    disk: int = 100  # megabytes
    output: int = 10  # megabytes
    cell_seconds: float = 60
    seconds: float = 300


@dataclass(frozen=True)
class Terms:
    lesson: str
    released: str  # the text of the released notebook
    limits: Limits
    sandbox: bool

    def key(self, data: bytes, unreadable: str) -> str:
        """Names the result for a file: the same bytes, the same course, the same terms.

        A changed exercise does not change it, so that only that one is judged again.
        """
        file = hashlib.sha256(data).hexdigest()
        terms = (self.lesson, self.released, repr(self.limits), str(self.sandbox))
        return hashlib.sha256("\0".join((file, unreadable, *terms, engine())).encode()).hexdigest()


def terms_of(root: Path, lesson: str, config: Config) -> Terms:
    """The released lesson, and the section `c.Sandbox` of nbgrader_config.py."""
    settings = dict(config.Sandbox)
    sandbox = settings.pop("enabled", True)
    unknown = set(settings) - {field.name for field in fields(Limits)}
    if unknown:
        raise CannotGrade(f"nbgrader_config.py: c.Sandbox has no setting {sorted(unknown)[0]}.")
    released = root / "course" / lesson / f"{lesson}.ipynb"
    if not released.exists():
        raise CannotGrade(f"There is no released lesson {released}.")
    return Terms(lesson, released.read_text(encoding="utf-8"), Limits(**settings), sandbox)


def versions(lesson: str) -> dict[str, str]:
    """Exercise -> a hash of the file that defines it."""
    return {id: digest(file_of(id)) for id in ids(lesson)}


@cache
def engine() -> str:
    """A hash of all other code that a grade depends on."""
    folders = (Path(autograder.__file__).parent, Path(rnn_core.__file__).parent)
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return "".join(digest(path) for path in files if not NOT_JUDGING & set(path.parts))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
