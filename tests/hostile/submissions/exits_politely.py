"""sys.exit in an answer is an error like any other."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    import sys

    sys.exit("all right")
""",
}
