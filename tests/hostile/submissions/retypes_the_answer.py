"""The cell of an answer has become text."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    cell = next(cell for cell in cells if cell["id"] == "answer-rnn_step")
    cell["cell_type"] = "markdown"
