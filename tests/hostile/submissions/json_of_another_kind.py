"""JSON, and nothing of a notebook."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").write_text("[1, 2, 3]")
