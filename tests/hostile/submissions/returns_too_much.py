"""A result of a gigabyte."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    return np.zeros((2000, 2000))
""",
}
