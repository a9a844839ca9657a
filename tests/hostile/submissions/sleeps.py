"""A cell that waits for ever."""

from pieces import STEP

STATUS, POINTS = "timed out", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import time

time.sleep(10**6)
""",
}
