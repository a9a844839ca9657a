"""Outputs of fifty megabytes, and a right answer."""

import json

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {"rnn_step": STEP}


def hand_in(folder, lesson, text):
    notebook = json.loads(text)
    output = {"output_type": "stream", "name": "stdout", "text": "points " * (50 * 2**20 // 7)}
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"] = [output]
    (folder / f"{lesson}.ipynb").write_text(json.dumps(notebook))
