"""The cell of an answer twice; the second one is right."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    k = [cell["id"] for cell in cells].index("answer-rnn_step")
    cells.insert(k, {**cells[k], "id": "copy", "source": "rnn_step = None"})
