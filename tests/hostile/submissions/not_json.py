"""Something that is no notebook."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").write_bytes(bytes(range(256)) * 100)
