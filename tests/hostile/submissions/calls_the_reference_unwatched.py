"""The profiler that would see the call is taken away first."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import sys

from rnn_core import rnn


def rnn_step(x, h, params):
    sys.setprofile(None)
    return rnn.step(x, h, params)[0]
""",
}
