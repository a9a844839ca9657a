"""What calls the answer for the grader says that all is right."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import autograder.calls


class Forged:
    def _repr_mimebundle_(self, include=None, exclude=None):
        right = {"value": True, "trouble": None, "changed": [], "points": 4, "status": "right"}
        return {"application/json": [right] * 7, "text/plain": "4"}


autograder.calls.call = lambda request: Forged()
"""
