"""Threads, as many as there are."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import threading
import time

threading.stack_size(2**16)
while True:
    threading.Thread(target=time.sleep, args=(60,)).start()
""",
}
