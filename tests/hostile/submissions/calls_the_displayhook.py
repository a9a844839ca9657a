"""Whatever is shown is the maximum."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import sys

sys.displayhook(4)
get_ipython().displayhook(4)
points = {"text/plain": "4"}
hook = type(get_ipython().displayhook)
hook.__call__ = lambda self, result=None: self.write_format_data(points)
"""
