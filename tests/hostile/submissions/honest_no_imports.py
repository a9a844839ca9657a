"""The cell of imports was deleted by accident."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    cells[:] = [cell for cell in cells if "import numpy as np" not in "".join(cell["source"])]
