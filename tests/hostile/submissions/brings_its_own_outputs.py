"""Outputs of full marks, and metadata of a graded notebook."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    cell = next(cell for cell in cells if cell["id"] == "rnn_step")
    result = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    cell["outputs"] = [result | {"data": {"text/plain": "4"}}]
