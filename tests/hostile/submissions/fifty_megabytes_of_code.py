"""A cell of fifty megabytes."""

import json

from pieces import STEP

STATUS, POINTS = "unreadable", 0
ANSWERS = {"rnn_step": STEP}


def hand_in(folder, lesson, text):
    notebook = json.loads(text)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = "(" * (50 * 2**20)
    (folder / f"{lesson}.ipynb").write_text(json.dumps(notebook))
