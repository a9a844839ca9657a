"""Children share out what one of them may not have."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import os
import time

for _ in range(6):
    if os.fork() == 0:
        kept = [bytearray(150 * 2**20)]
        time.sleep(60)
        os._exit(0)
time.sleep(60)
""",
}
