"""nbgrader gives the maximum for any cell."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import nbgrader.utils

nbgrader.utils.determine_grade = lambda cell, log=None: (100.0, 100.0)
nbgrader.utils.get_partial_grade = lambda *args: 100.0
"""
