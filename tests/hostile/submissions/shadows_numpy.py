"""A numpy.py beside the notebook."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def beside(folder):
    (folder / "numpy.py").write_text("raise SystemExit(4)\n")
    (folder / "autograder.py").write_text("def check(*_):\n    return 4\n")
