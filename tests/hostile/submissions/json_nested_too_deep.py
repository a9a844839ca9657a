"""JSON that no reader comes out of."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").write_text("[" * 10**6)
