"""A timestamp that no calendar holds."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def beside(folder):
    (folder / "timestamp.txt").write_text("99999999999999999999-13-45 77:88:99 UTC")
