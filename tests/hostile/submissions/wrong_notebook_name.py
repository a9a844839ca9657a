"""The notebook is called something else."""

from pieces import STEP

STATUS, POINTS = "tampered", 4
ANSWERS = {"rnn_step": STEP}


def hand_in(folder, lesson, text):
    (folder / "my work (1).ipynb").write_text(text)
