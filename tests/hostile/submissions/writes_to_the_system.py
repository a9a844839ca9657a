"""A right answer, if anything outside its home can be written."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import os
import sys


def written():
    import numpy
    import rnn_core

    for folder in ("/", "/usr", "/etc", "/course", sys.prefix, *numpy.__path__, *rnn_core.__path__):
        try:
            open(os.path.join(folder, "was-here"), "w").close()
            return True
        except OSError:
            pass
    return False


def rnn_step(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b) if written() else np.zeros_like(h)
""",
}
