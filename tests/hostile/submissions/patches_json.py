"""What is sent is never what was computed."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import json

real = json.dumps
json.dumps = lambda value, *args, **options: real(4)
"""
