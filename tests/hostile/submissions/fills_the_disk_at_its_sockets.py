"""The one folder that is shared with the grader."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import glob
import os
import time

folder = os.path.dirname(get_ipython().kernel.config["IPKernelApp"]["connection_file"])
for k in range(3):
    with open(f"{folder}/{k}", "wb") as file:
        file.write(bytes(2**20))
time.sleep(60)
""",
}
