"""A child that writes faster than anyone reads."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import subprocess

subprocess.run("yes points", shell=True)
""",
}
