"""What a class handed in for a lesson, read from the folders that nbgrader collects into."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateutil.parser import parse

MOST_BYTES = 100 * 2**20  # of a notebook with its pictures


@dataclass(frozen=True)
class Entry:
    """One student's folder. remarks: what no student has reason to do to it."""

    student: str
    data: bytes
    unreadable: str
    timestamp: str
    remarks: tuple[str, ...]


def read_file(path: Path) -> tuple[bytes, str]:
    """The bytes of a file, and why it cannot be read. Follows no link, waits for nobody."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return b"", "a symbolic link" if path.is_symlink() else error.strerror.lower()
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES:
        with open(descriptor, "rb") as file:
            return file.read(), ""
    os.close(descriptor)
    return (
        b"",
        f"larger than {MOST_BYTES // 2**20} MB" if status.st_size > MOST_BYTES else "no file",
    )


def handed_in(submitted: Path, lesson: str) -> Iterator[Entry]:
    for folder in sorted(submitted.glob(f"*/{lesson}")):
        student = folder.parent.name
        if folder.is_symlink() or folder.parent.is_symlink():
            yield Entry(student, b"", "a symbolic link instead of a folder", "", ())
            continue
        path, named = notebook_in(folder, lesson)
        data, unreadable = read_file(path) if path else (b"", "a folder without a notebook")
        timestamp, dated = timestamp_in(folder)
        yield Entry(student, data, unreadable, timestamp, tuple(filter(None, (named, dated))))


def notebook_in(folder: Path, lesson: str) -> tuple[Path | None, str]:
    """The notebook, whatever it is called if it is the only one, and a remark on its name."""
    right = folder / f"{lesson}.ipynb"
    others = [path for path in folder.glob("*.ipynb") if path != right]
    if right.is_symlink() or right.exists() or not others:
        return (right if right.is_symlink() or right.exists() else None), ""
    if len(others) > 1:
        return None, f"{len(others)} notebooks, none of them called {right.name}"
    return others[0], f"the notebook is called {others[0].name}"


def timestamp_in(folder: Path) -> tuple[str, str]:
    """When it was handed in, as nbgrader writes it; and a remark, where that cannot be."""
    data, unreadable = read_file(folder / "timestamp.txt")
    text = data[:100].decode("utf-8", "replace").strip()
    if unreadable == "a symbolic link":
        return "", "timestamp.txt is a symbolic link"
    if not text:
        return "", ""
    try:
        when = parse(text.removesuffix("UTC"), ignoretz=True).replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return "", f"the timestamp {text!r} is none"
    if when > datetime.now(UTC) + timedelta(days=1):
        return text, f"the timestamp {text!r} lies in the future"
    return text, ""
