"""assert never fails, because the exception that it raises is no exception."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import builtins


class AssertionError(Exception):
    def __new__(cls, *args):
        return None


builtins.AssertionError = AssertionError
"""
