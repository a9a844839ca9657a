"""A thread puts another function in place while the grader is at work."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import threading
import time

from rnn_core import rnn


def replace():
    import __main__

    while True:
        __main__.rnn_step = lambda x, h, params: rnn.step(x, h, params)[0]
        time.sleep(0.001)


threading.Thread(target=replace, daemon=True).start()
"""
