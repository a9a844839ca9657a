"""A fork bomb."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import os

while True:
    try:
        os.fork()
    except OSError:
        pass
""",
}
