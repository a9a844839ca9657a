"""A folder where the notebook should be."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").mkdir()
