"""The learner's own check gives full marks."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import autograder


def check(id, answer, seed=None):
    return 100


autograder.check = check
"""
