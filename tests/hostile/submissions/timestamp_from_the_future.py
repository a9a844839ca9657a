"""A timestamp of the year 3000."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def beside(folder):
    (folder / "timestamp.txt").write_text("3000-01-01 00:00:00 UTC")
