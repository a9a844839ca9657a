"""Warnings on stderr and prints are nobody's business."""

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": """import sys
import warnings


def rnn_step(x, h, params):
    print("computing", file=sys.stderr)
    warnings.warn("this takes long")
    np.log(np.zeros(1))
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b)


print("my step is ready", file=sys.stderr)
""",
}
