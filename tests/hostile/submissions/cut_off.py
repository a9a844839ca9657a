"""A notebook whose upload broke off."""

from pieces import STEP

STATUS, POINTS = "unreadable", 0
ANSWERS = {"rnn_step": STEP}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").write_text(text[: len(text) // 2])
