"""Two cells with one id."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    k = [cell["id"] for cell in cells].index("rnn_step")
    cells.insert(k, dict(cells[k]))
