"""A notebook whose cells are whatever they like."""

import json

STATUS, POINTS = "tampered", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    cells = [None, 4, [], {}, {"source": 7, "cell_type": []}, {"source": ["a", 1], "metadata": 3}]
    cells += [{"metadata": {"nbgrader": {"grade_id": ["x"]}}, "source": "\ud800\x00"}]
    (folder / f"{lesson}.ipynb").write_text(json.dumps({"cells": cells, "metadata": []}))
