"""The answer stands in a cell of the student's own."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    k = [cell["id"] for cell in cells].index("answer-rnn_step")
    cells[k] = {**cells[k], "id": "mine", "metadata": {}}
