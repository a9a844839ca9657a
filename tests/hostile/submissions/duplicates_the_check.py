"""The cell of a check twice."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    k = [cell["id"] for cell in cells].index("rnn_step")
    cells.insert(k, {**cells[k], "id": "copy"})
