"""A link to somebody else's right answers."""

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    neighbour = folder.parents[1] / "honest_extra_cells" / lesson / f"{lesson}.ipynb"
    (folder / f"{lesson}.ipynb").symlink_to(neighbour)
