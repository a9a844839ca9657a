"""os._exit in an answer, after four points."""

from pieces import STEP

STATUS, POINTS = "crashed", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    import os

    os._exit(0)
""",
}
