"""From an instructor's notebook to a student's: two steps of nbgrader's generate_assignment.

`autograder build` and nbgrader's own pages go through the same steps, and so to the same bytes.
"""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearOutput, ClearSolutions

REGION = re.compile(r"(\n?)^([ \t]*)### BEGIN SOLUTION\n.*?### END SOLUTION[^\n]*", re.M | re.S)
FUNCTION = re.compile(r"^\s*def (\w+)", re.M)
CHECKED = "# NBVAL_CHECK_OUTPUT"  # the first line of a cell whose printed result the tests hold
WIDGET = "widget"  # the tag of cells whose picture students see before they run anything


class Stubs(ClearSolutions):
    """A solution in a function leaves an error behind, one at top level a comment.

    An untouched notebook runs from top to bottom: nothing calls the function before it is right,
    and `answer = None` stands before a region at top level.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        cell.source = cell.source.removeprefix(f"{CHECKED}\n")  # says nothing to a student
        return super().preprocess_cell(cell, resources, cell_index)

    def _replace_solution_region(self, cell, language):
        cell.source, count = with_stubs(cell.source)
        return count > 0


def with_stubs(source: str) -> tuple[str, int]:
    """The text of a cell without its solutions, and how many there were."""

    def stub(region):
        newline, indent = region.groups()
        if not indent:
            return "  # your answer" if newline else "# your answer"
        function = FUNCTION.findall(source, 0, region.start())[-1]
        return f'{newline}{indent}raise NotImplementedError("Write {function} here.")'

    return REGION.subn(stub, source)


class KeepPictures(ClearOutput):
    """Clears every output but the pictures of widgets.

    Instructors' notebooks hold no pictures, so where there is none in the notebook, the picture
    of the copy that is about to be replaced stays.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        courses = self.parent.parent.coursedir  # exporter, converter
        folder = courses.format_path(courses.release_directory, ".", courses.assignment_id)
        self.earlier = {
            cell.source: pictures(cell)
            for path in sorted(Path(folder).glob("*.ipynb"))
            for cell in nbformat.read(path, as_version=4).cells
        }

    def preprocess_cell(self, cell, resources, cell_index):
        shown = pictures(cell) or self.earlier.get(cell.source, [])
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_widget(cell):
            cell.outputs = shown
        return cell, resources


def is_widget(cell):
    return cell.cell_type == "code" and WIDGET in cell.metadata.get("tags", ())


def pictures(cell):
    """The outputs of a widget's cell that need no kernel to be seen."""
    return [
        new_output("display_data", data=output.data, metadata=output.metadata)
        for output in cell.get("outputs", ())
        if is_widget(cell) and has_picture(output)
    ]


def has_picture(output):
    return any(kind.startswith("image/") for kind in output.get("data", ()))
