"""A check that is worth a thousand."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    cell = next(cell for cell in cells if cell["id"] == "rnn_step")
    cell["metadata"]["nbgrader"]["points"] = 1000
