"""Children with a session of their own, which outlive their parent."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import subprocess

subprocess.Popen(["setsid", "sleep", "4321"], start_new_session=True)
subprocess.Popen("(trap '' TERM INT HUP; sleep 4321 & wait) &", shell=True)
""",
}
