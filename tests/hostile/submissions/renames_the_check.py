"""A check by another name."""

from pieces import ZERO_STEP

STATUS, POINTS = "tampered", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    cell = next(cell for cell in cells if cell["id"] == "rnn_step")
    cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = "something_else"
