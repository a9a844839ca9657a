"""What becomes of a notebook that was handed in, before anything of it runs."""

import json
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from autograder.grading.class_folder import handed_in, timestamp_in
from autograder.grading.needed import is_check, is_exercise
from autograder.grading.submission import lay_over

LESSON = "01_unrolling"
PATH = Path(__file__).parents[2] / "course" / LESSON / f"{LESSON}.ipynb"
RELEASED = nbformat.read(PATH, as_version=4)
TEXT = PATH.read_text(encoding="utf-8")


def laid(change):
    """The submission in which the list of cells was changed."""
    notebook = json.loads(TEXT)
    change(notebook["cells"])
    return lay_over(json.dumps(notebook).encode(), "", RELEASED)


def place(cells, id: str) -> int:
    return [cell["id"] for cell in cells].index(id)


def test_an_untouched_notebook_is_the_released_one():
    submission = lay_over(TEXT.encode(), "", RELEASED)
    assert submission.changes == []
    sources = [cell.source for cell in submission.notebook.cells]
    assert sources == [cell.source for cell in RELEASED.cells]


def test_answers_and_own_cells_stay_where_they_are():
    def change(cells):
        k = place(cells, "answer-rnn_step")
        cells[k]["source"] = "rnn_step = 1"
        cells.insert(k + 1, {"cell_type": "code", "source": "mine = 2", "metadata": {}})

    submission = laid(change)
    cells = submission.notebook.cells
    k = place(cells, "answer-rnn_step")
    assert [cell.source for cell in cells[k : k + 2]] == ["rnn_step = 1", "mine = 2"]
    assert submission.changes == []


def test_checks_come_from_the_release_with_their_points():
    def change(cells):
        cell = cells[place(cells, "rnn_step")]
        cell["source"] = "4"
        cell["metadata"]["nbgrader"]["points"] = 1000

    submission = laid(change)
    assert exercises(submission) == exercises_released()
    assert submission.changes == [
        "the check of rnn_step was edited",
        "points of the check of rnn_step changed",
    ]


def exercises(submission):
    cells = filter(is_exercise, submission.notebook.cells)
    return [(cell.id, cell.source if is_check(cell) else "", cell.metadata) for cell in cells]


def exercises_released():
    cells = filter(is_exercise, RELEASED.cells)
    return [(cell.id, cell.source if is_check(cell) else "", cell.metadata) for cell in cells]


@pytest.mark.parametrize("first", ["stub", "answer"])
def test_of_two_copies_the_one_that_was_written_in_counts(first):
    def change(cells):
        k = place(cells, "answer-rnn_step")
        copy = deepcopy(cells[k]) | {"id": "copy"}
        cells.insert(k + 1, copy)
        cells[k if first == "answer" else k + 1]["source"] = "rnn_step = 1"

    cells = laid(change).notebook.cells
    defining = [c.source for c in cells if c.cell_type == "code" and "rnn_step =" in c.source]
    assert "rnn_step = 1" in defining
    k = place(cells, "answer-rnn_step")
    last = max(j for j in range(k, place(cells, "rnn_step")) if "rnn_step" in cells[j].source)
    assert cells[last].source != RELEASED.cells[place(RELEASED.cells, "answer-rnn_step")].source


def test_cells_of_imports_come_back_and_others_do_not():
    def change(cells):
        cells[:] = [cell for cell in cells if cell["cell_type"] == "markdown"]

    code = [c for c in laid(change).notebook.cells if c.cell_type == "code" and not is_exercise(c)]
    assert any("import numpy as np" in cell.source for cell in code)
    assert all("import" in cell.source for cell in code)


@pytest.mark.parametrize(
    "data", [b"", b"  ", b"{", b"[]", b"{}", b"\xff\xfe\x00", b'{"cells": 4}', b"[" * 10**5]
)
def test_what_is_no_notebook_is_unreadable(data):
    submission = lay_over(data, "", RELEASED)
    assert submission.unreadable
    assert exercises(submission) == exercises_released()


@pytest.mark.parametrize(
    "text, remark",
    [
        ("2026-11-20 18:00:00 UTC", ""),
        ("2026-11-20 18:00:00.123456 UTC", ""),
        ("2026-11-20T18:00:00+02:00", ""),
        ("", ""),
        ("soon", "is none"),
        ("9" * 200, "is none"),
        ("2900-01-01 00:00:00 UTC", "lies in the future"),
    ],
)
def test_timestamps(tmp_path, text, remark):
    (tmp_path / "timestamp.txt").write_text(text)
    found, said = timestamp_in(tmp_path)
    assert remark in said
    assert bool(said) == bool(remark)
    assert found == ("" if remark == "is none" else text)


def test_every_folder_gives_an_entry(tmp_path):
    (tmp_path / "ada" / LESSON).mkdir(parents=True)
    (tmp_path / "emmy").mkdir()
    (tmp_path / "emmy" / LESSON).symlink_to(tmp_path / "ada" / LESSON)
    (tmp_path / "grace" / LESSON).mkdir(parents=True)
    (tmp_path / "grace" / LESSON / "mine.ipynb").write_text(TEXT)
    found = {entry.student: entry for entry in handed_in(tmp_path, LESSON)}
    assert found["ada"].unreadable == "a folder without a notebook"
    assert "symbolic link" in found["emmy"].unreadable
    assert found["grace"].remarks == ("the notebook is called mine.ipynb",)
