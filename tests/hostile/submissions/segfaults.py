"""A null pointer is read."""

from pieces import STEP

STATUS, POINTS = "crashed", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    import ctypes

    ctypes.string_at(0)
""",
}
