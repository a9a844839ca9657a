"""Links to the gradebook, which a copy would follow."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {"rnn_step": STEP}


def hand_in(folder, lesson, text):
    (folder / f"{lesson}.ipynb").write_text(text)
    (folder / "notes.txt").symlink_to(folder.parents[2] / "gradebook.db")
    (folder / "all").symlink_to("/")
