"""What a student handed in, laid over the released notebook.

Checks come from the release, answers and everything else from the student; what was changed that
no one may change is told. Whatever the file is, there is a notebook to grade afterwards.
"""

import ast
import json
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.needed import is_answer, is_check, is_exercise

MOST_SOURCE = 2**20  # characters of all cells
MOST_CELLS = 2000
CLAIMS = {"grade", "solution", "locked", "points", "task"}
MISSING = "# This cell was not in the notebook that was handed in."


class Unreadable(Exception):
    """Nothing in the file can be graded; the message says why."""


@dataclass
class Submission:
    """A notebook that has the shape of the released one."""

    notebook: NotebookNode
    unreadable: str = ""
    changes: list[str] = field(default_factory=list)  # what no one may change, in sentences


@dataclass
class Cell:
    """A cell as it was handed in."""

    type: str
    source: str
    id: str
    grade_id: str
    claims: dict  # nbgrader's metadata, as handed in


def lay_over(data: bytes, unreadable: str, released: NotebookNode) -> Submission:
    """The submission that these bytes are; unreadable: why there are none."""
    try:
        if unreadable:
            raise Unreadable(unreadable)
        cells = read_cells(data)
    except Unreadable as error:
        return Submission(deepcopy(released), unreadable=str(error))
    places = [place_of(cell, released.cells) for cell in cells]
    first = {}  # place in the release -> the cell that takes it
    after = {}  # place in the release -> cells that follow it: the student's own, and second copies
    here = -1
    for cell, place in zip(cells, places, strict=True):
        if place in first and cell.source == released.cells[place].source:
            continue  # a second copy that was never written in
        if place is None or place in first:
            after.setdefault(here, []).append(cell)
        else:
            first[place] = cell
            here = place

    laid = [own_cell(cell) for cell in after.get(-1, ())]
    for place, slot in enumerate(released.cells):
        if place in first or kept_anyway(slot):
            laid.append(filled(slot, first.get(place)))
        laid += [own_cell(cell) for cell in after.get(place, ())]
    for k, cell in enumerate(laid):
        cell.id = cell.id if is_exercise(cell) else f"cell-{k}"
    notebook = NotebookNode(deepcopy(released) | {"cells": laid})
    return Submission(notebook, changes=changes(cells, places, released.cells))


def place_of(cell: Cell, slots: list) -> int | None:
    """Which cell of the released notebook this one is: by name, failing that by id or text."""
    for same in (
        lambda slot: cell.grade_id and cell.grade_id == grade_id(slot),
        lambda slot: cell.id == slot.id,
        lambda slot: cell.source == slot.source,
    ):
        for k, slot in enumerate(slots):
            if same(slot):
                return k
    return None


def filled(slot: NotebookNode, cell: Cell | None) -> NotebookNode:
    """A cell of the released notebook with what the student wrote in it."""
    made = deepcopy(slot)
    if is_check(slot) or (cell is None and not is_answer(slot)):
        return made
    if is_answer(slot):
        made.source = MISSING if cell is None else cell.source
        return made
    return own_cell(cell)


def kept_anyway(slot: NotebookNode) -> bool:
    """Exercises, and cells of imports, on which everything hangs."""
    return is_exercise(slot) or (slot.cell_type == "code" and only_imports(slot.source))


def only_imports(source: str) -> bool:
    body = ast.parse(source).body
    return bool(body) and all(isinstance(node, ast.Import | ast.ImportFrom) for node in body)


def own_cell(cell: Cell) -> NotebookNode:
    make = new_code_cell if cell.type == "code" else new_markdown_cell
    return make(cell.source)


def grade_id(slot: NotebookNode) -> str:
    return slot.metadata.get("nbgrader", {}).get("grade_id", "")


def changes(cells: list[Cell], places: list, slots: list) -> list[str]:
    """What was done to the cells of exercises, beyond writing answers into them."""
    found = []
    times = Counter(places)
    for k, slot in enumerate(slots):
        if not is_exercise(slot):
            continue
        name = words_for(slot)
        if times[k] == 0:
            found.append(f"{name} was deleted")
        if times[k] > 1:
            found.append(f"{name} is there {times[k]} times")
        for cell, place in zip(cells, places, strict=True):
            if place == k:
                found += edits(name, cell, slot)
    order = [place for place in places if place is not None and is_exercise(slots[place])]
    if list(dict.fromkeys(order)) != sorted(set(order)):
        found.append("cells of exercises were moved")
    for cell, place in zip(cells, places, strict=True):
        if cell.grade_id and (place is None or not is_exercise(slots[place])):
            found.append(f"another cell calls itself {cell.grade_id!r}")
    return list(dict.fromkeys(found))


def words_for(slot: NotebookNode) -> str:
    id = grade_id(slot)
    return f"the check of {id}" if is_check(slot) else f"the cell of {id.removeprefix('answer-')}"


def edits(name: str, cell: Cell, slot: NotebookNode) -> list[str]:
    found = []
    if cell.type != slot.cell_type:
        found.append(f"{name} was made a {cell.type} cell")
    if is_check(slot) and cell.source.strip() != slot.source.strip():
        found.append(f"{name} was edited")
    if cell.grade_id != grade_id(slot):
        found.append(f"{name} was renamed")
    claimed = slot.metadata.nbgrader.items()
    other = [key for key, value in claimed if key in CLAIMS and cell.claims.get(key) != value]
    if cell.grade_id and other:
        found.append(f"{', '.join(other)} of {name} changed")
    return found


def read_cells(data: bytes) -> list[Cell]:
    """The cells of a notebook of any version that is at all like one. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("empty")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("not a text") from None
    except (ValueError, RecursionError, MemoryError):
        raise Unreadable("not JSON, as a notebook is") from None
    if isinstance(document, dict) and isinstance(document.get("worksheets"), list):
        sheets = [sheet for sheet in document["worksheets"] if isinstance(sheet, dict)]
        sheets = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
        document = {"cells": [cell for sheet in sheets for cell in sheet]}
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise Unreadable("not a notebook: it has no cells")
    cells = [read_cell(cell) for cell in document["cells"] if isinstance(cell, dict)]
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"more than {MOST_CELLS} cells")
    if sum(len(cell.source) for cell in cells) > MOST_SOURCE:
        raise Unreadable(f"more than {MOST_SOURCE // 2**20} MB of text in its cells")
    return cells


def read_cell(cell: dict) -> Cell:
    source = cell.get("source", cell.get("input", ""))  # input: in notebooks of version 3
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    claims = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claims = claims if isinstance(claims, dict) else {}
    return Cell(
        type=text(cell.get("cell_type")),
        source=text(source),
        id=text(cell.get("id")),
        grade_id=text(claims.get("grade_id")),
        claims=claims,
    )


def text(value) -> str:
    """A string that can be written in any encoding; "" for anything else."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
