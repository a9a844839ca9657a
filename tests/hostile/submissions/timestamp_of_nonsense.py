"""A timestamp that is none."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def beside(folder):
    (folder / "timestamp.txt").write_text("just in time, I promise")
