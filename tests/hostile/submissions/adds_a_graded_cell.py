"""One more cell that says it is worth points."""

from pieces import ZERO_STEP

STATUS, POINTS = "tampered", 0
ANSWERS = {"rnn_step": ZERO_STEP}


def change(cells):
    claims = {"grade": True, "grade_id": "bonus", "locked": False, "points": 50}
    claims |= {"solution": False, "task": False, "schema_version": 3, "cell_type": "code"}
    cells.append({**cells[-1], "id": "bonus", "cell_type": "code", "source": "50"})
    cells[-1] |= {"metadata": {"nbgrader": claims}, "outputs": [], "execution_count": None}
