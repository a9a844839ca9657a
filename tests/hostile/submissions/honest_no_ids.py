"""A notebook of an older format, without ids."""

from pieces import FORWARD, STEP

STATUS, POINTS = "wrong", 8
ANSWERS = {"rnn_step": STEP, "rnn_forward": FORWARD}


def change(cells):
    for cell in cells:
        del cell["id"]
