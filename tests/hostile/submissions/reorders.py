"""All cells from the last to the first."""

from pieces import FORWARD, STEP

STATUS, POINTS = "tampered", 8
ANSWERS = {"rnn_step": STEP, "rnn_forward": FORWARD}


def change(cells):
    cells.reverse()
