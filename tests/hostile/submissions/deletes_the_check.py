"""A check that is not there cannot take points away."""

from pieces import ZERO_STEP

STATUS, POINTS = "tampered", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    cells[:] = [cell for cell in cells if cell["id"] != "rnn_step"]
