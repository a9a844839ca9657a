"""The cell of a check has become text."""

from pieces import ZERO_STEP

STATUS, POINTS = "tampered", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    cell = next(cell for cell in cells if cell["id"] == "rnn_step")
    cell["cell_type"] = "raw"
