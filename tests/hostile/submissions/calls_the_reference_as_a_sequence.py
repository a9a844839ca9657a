"""The step is a sequence of length one."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import sys

from rnn_core import rnn


def rnn_step(x, h, params):
    sys.setprofile(None)
    return rnn.forward(x[None], h, params)[0][0]
""",
}
