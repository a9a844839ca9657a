"""The check calls itself an answer to be read, the answer a check."""

from pieces import ZERO_STEP

STATUS, POINTS = "tampered", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    for cell in cells:
        if cell["id"] in ("rnn_step", "answer-rnn_step"):
            claims = cell["metadata"]["nbgrader"]
            claims["grade"], claims["solution"] = claims["solution"], claims["grade"]
            claims["points"] = 4
