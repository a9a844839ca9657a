"""Two checks have exchanged their names."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def change(cells):
    one, other = (cell for cell in cells if cell["id"] in ("rnn_step", "count_parameters"))
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
