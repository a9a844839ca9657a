"""A link to a file that only the grader may read."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").symlink_to("/etc/passwd")
